import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { publishEdition } from '../../shared/agreements/index.ts';
import type { Item } from '../../shared/equipment/index.ts';
import { named } from '../../shared/equipment/item.ts';
import { Refusal } from '../../shared/errors.ts';
import type { Reply } from '../../shared/inbound.ts';
import { verifyLedger } from '../../shared/ledger/index.ts';
import { reserve } from '../../shared/loans/reserve.ts';
import { toSign } from '../../shared/loans/sign.ts';
import { addDays } from '../../shared/time.ts';
import { type Someone, type TestApp, testApp } from '../fakes/app.ts';
import { eachStore } from '../fakes/store.ts';
import { lendingSchool } from './start.ts';

const TODAY = '2026-11-23';
const THINGS = 3;

/** One thing that somebody does. `loan` and `thing` count round: the third of two is the first. */
type Step =
  | { do: 'ask'; who: number; count: number; from: number; days: number }
  | { do: 'prepare'; loan: number; things: number[] }
  | { do: 'sign'; loan: number }
  | { do: 'office'; who: number; thing: number; days: number }
  | { do: 'return'; loan: number; thing: number | null }
  | { do: 'write down'; loan: number }
  | { do: 'longer'; loan: number; days: number };

const at = fc.nat({ max: 5 });
const days = fc.nat({ max: 9 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('ask' as const), who: at, count: fc.integer({ min: 1, max: 3 }), from: days, days }),
  fc.record({ do: fc.constant('ask' as const), who: at, count: fc.integer({ min: 1, max: 3 }), from: days, days }),
  fc.record({ do: fc.constant('prepare' as const), loan: at, things: fc.uniqueArray(fc.nat({ max: THINGS - 1 })) }),
  fc.record({ do: fc.constant('sign' as const), loan: at }),
  fc.record({ do: fc.constant('office' as const), who: at, thing: at, days }),
  fc.record({ do: fc.constant('return' as const), loan: at, thing: fc.option(at) }),
  fc.record({ do: fc.constant('write down' as const), loan: at }),
  fc.record({ do: fc.constant('longer' as const), loan: at, days }),
);
/** What happens at the same moment, moment after moment; each two days later. */
const history = fc.array(fc.array(step, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 6 });

eachStore((fresh) => {
  test('whatever people ask for, hand over, sign and bring back at the same moment, nothing is lent twice', async () => {
    const store = await (await fresh()).open();
    const t = await testApp(store, lendingSchool);
    await store.transaction((tx) =>
      publishEdition(
        tx,
        {
          agreement: 'equipment-loan',
          text: {
            title: 'Loan',
            sections: [{ number: null, title: 'Care', level: 1, statements: [{ kind: 'item', text: 'I will.' }] }],
          },
          effectiveFrom: TODAY,
          by: null,
        },
        t.clock.now(),
      ),
    );
    await fc.assert(
      fc.asyncProperty(history, async (moments) => {
        const lending = await place(t);
        for (const [turn, steps] of moments.entries()) {
          t.clock.set(new Date(`${addDays(TODAY, turn * 2)}T10:00:00Z`));
          await Promise.all(steps.map((one) => lending.run(one)));
          await lending.check();
        }
      }),
      { numRuns: store.engine === 'sqlite' ? 120 : 40 },
    );
    expect(await verifyLedger(store)).toMatchObject({ valid: true });
  }, 120_000);
});

/** A school of its own, with a few things that can be had both ways, a lender and borrowers. */
async function place(t: TestApp) {
  const { store } = t;
  const school = `school-${randomUUID()}`;
  // Addresses are made of the letters of a name.
  const surname = randomUUID().replace(/[\d-]/g, (digit) => String.fromCharCode(104 + (Number(digit) || 0)));
  const lender = await t.person(`Callum ${surname}`, { roles: ['technician'], school });
  const borrowers = [await t.person(`Ann ${surname}`, { school }), await t.person(`Ben ${surname}`, { school })] as [
    Someone,
    Someone,
  ];
  const things = Array.from({ length: THINGS }, (_, i) => thing(school, i));
  await store.db.insertInto('equipment').values(things).execute();

  const loans = () =>
    store.db.selectFrom('loans').selectAll().where('school', '=', school).orderBy('created_at').orderBy('id').execute();
  const pick = async (n: number) => {
    const all = await loans();
    return all[n % (all.length || 1)];
  };
  const borrowerOf = (id: string) => borrowers.find((one) => one.id === id) as Someone;
  const fine = async (reply: Promise<Reply>) => void (await reply);

  async function run(one: Step): Promise<void> {
    switch (one.do) {
      case 'ask': {
        const from = addDays(today(), one.from);
        const wish = {
          request: null,
          borrower: (borrowers[one.who % 2] as Someone).id,
          sought: { school, words: 'tablet', count: one.count, which: { kind: 'tablet', words: [] } },
          count: one.count,
          span: { from, to: addDays(from, one.days) },
          purpose: 'a lesson',
        };
        try {
          await store.transaction(async (tx) => {
            const { id } = await reserve(tx, wish, { now: t.clock.now(), school: lendingSchool });
            await tx.updateTable('loans').set({ state: 'approved' }).where('id', '=', id).execute();
          });
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
        }
        return;
      }
      case 'prepare': {
        const loan = await pick(one.loan);
        const chosen = one.things.map((n) => (things[n] as Item).serial).join('\n');
        if (!loan) return;
        return fine(
          lender.press({ action: 'loans.prepare', input: { loan: loan.id, things: chosen, condition: 'good' } }),
        );
      }
      case 'sign': {
        const loan = await pick(one.loan);
        if (loan?.state !== 'signing') return;
        const { hash } = await store.transaction((tx) => toSign(loan, { tx, school: lendingSchool }));
        const press = { action: 'loans.sign', input: { loan: loan.id, hash, name: 'Ann' } };
        // Twice, as an impatient finger does.
        await Promise.all([fine(borrowerOf(loan.borrower).press(press)), fine(borrowerOf(loan.borrower).press(press))]);
        return;
      }
      case 'office': {
        const item = (things[one.thing % THINGS] as Item).id;
        const until = addDays(today(), one.days);
        const input = { item, id: randomUUID(), person: (borrowers[one.who % 2] as Someone).id, until };
        return fine(lender.press({ action: 'loans.taken', input }));
      }
      case 'return': {
        const loan = await pick(one.loan);
        if (!loan) return;
        const some = one.thing === null ? '' : (things[one.thing % THINGS] as Item).serial;
        return fine(
          lender.press({ action: 'loans.returned', input: { loan: loan.id, things: some, condition: 'good' } }),
        );
      }
      case 'write down': {
        const loan = await pick(one.loan);
        const [row] = loan
          ? await store.db
              .selectFrom('loan_items')
              .select('id')
              .where('loan', '=', loan.id)
              .where('state', '=', 'out')
              .execute()
          : [];
        if (!row) return;
        const input = { item: row.id, id: randomUUID(), kind: 'damaged', words: 'It fell.' };
        return fine(lender.press({ action: 'loans.writeDown', input }));
      }
      case 'longer': {
        const loan = await pick(one.loan);
        if (!loan) return;
        const until = addDays(loan.due_on, one.days);
        const input = { loan: loan.id, id: randomUUID(), until, why: 'The trip is later.' };
        return fine(borrowerOf(loan.borrower).press({ action: 'loans.askLonger', input }));
      }
      default:
        return one satisfies never;
    }
  }

  const today = () => t.clock.now().toISOString().slice(0, 10);

  /** No thing is with two people, or promised to two for the same day; and none ever was with two. */
  async function check(): Promise<void> {
    const rows = await store.db
      .selectFrom('loan_items')
      .selectAll()
      .where(
        'item',
        'in',
        things.map(({ id }) => id),
      )
      .execute();
    for (const { id } of things) {
      const mine = rows.filter(({ item }) => item === id);
      expect(mine.filter(({ state }) => state === 'out').length).toBeLessThanOrEqual(1);
      const held = mine.filter(({ state }) => state === 'reserved' || state === 'out');
      for (const [i, a] of held.entries())
        for (const b of held.slice(i + 1))
          expect([a, b, a.from_on <= b.due_on && b.from_on <= a.due_on]).toEqual([a, b, false]);
      const had = mine
        .filter(({ out_at }) => out_at !== null)
        .map(({ out_at, back_at }) => [out_at as string, back_at ?? '~'] as const)
        .sort();
      for (const [i, [, back]] of had.entries()) expect(back <= (had[i + 1]?.[0] ?? '~')).toBe(true);
    }
    // A loan that is out has something out, and only that.
    for (const { id, state } of await loans()) {
      const out = rows.some((row) => row.loan === id && row.state === 'out');
      expect([state, out]).toEqual([state, state === 'out']);
    }
  }
  return { run, check };
}

const thing = (school: string, i: number): Item =>
  named({
    id: randomUUID(),
    school,
    name: `Tablet ${i}`,
    type: 'tablet',
    make: null,
    model: null,
    serial: `S${i}-${school}`,
    asset_tag: null,
    condition: 'good',
    value: null,
    purchased_on: null,
    bundle: null,
    state: 'lendable',
    at_office: 1,
    source: 'list',
    created_at: '2026-09-01T00:00:00Z',
    changed_at: '2026-09-01T00:00:00Z',
    seen_at: null,
  });
