import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { publishEdition } from '../../shared/agreements/index.ts';
import type { Item } from '../../shared/equipment/index.ts';
import { named } from '../../shared/equipment/item.ts';
import type { JobContext } from '../../shared/feature.ts';
import { effects } from '../../shared/features.ts';
import type { Reply } from '../../shared/inbound.ts';
import { verifyLedger } from '../../shared/ledger/index.ts';
import type { Loan, LoanItem } from '../../shared/loans/loan.ts';
import { remind } from '../../shared/loans/remind.ts';
import { toSign } from '../../shared/loans/sign.ts';
import { tend } from '../../shared/requests/tend.ts';
import { addDays } from '../../shared/time.ts';
import type { View } from '../../shared/view/view.ts';
import { buttonOf, type Someone, type TestApp, testApp } from '../fakes/app.ts';
import { eachStore } from '../fakes/store.ts';
import { lendingSchool, typed } from './start.ts';

const TODAY = '2026-11-23';
const THINGS = 3;

/** One thing that somebody does. `loan` and `thing` count round: the third of two is the first. */
type Step =
  | { do: 'ask'; who: number; count: number; from: number; days: number }
  /** Without things: those that are kept for it. */
  | { do: 'prepare'; loan: number; things: number[] | null }
  | { do: 'sign' | 'give up'; loan: number }
  | { do: 'office'; who: number; thing: number; days: number }
  | { do: 'return'; loan: number; thing: number | null }
  | { do: 'write down'; loan: number }
  | { do: 'longer'; loan: number; days: number }
  /** Somebody who decides looks at one of the open requests and presses; `old` is a card that they have had for a while. */
  | { do: 'decide'; request: number; who: number; answer: 'Agree' | 'Say no'; old: boolean }
  | { do: 'withdraw'; request: number }
  | { do: 'leave' | 'come back'; who: number }
  /** What happens by itself: reminders, what nobody fetched, what is too late to be decided. */
  | { do: 'jobs' };

const at = fc.nat({ max: 5 });
const days = fc.nat({ max: 9 });
const agree = fc.record({
  do: fc.constant('decide' as const),
  request: at,
  who: at,
  answer: fc.constant('Agree' as const),
  old: fc.constant(false),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('ask' as const), who: at, count: fc.integer({ min: 1, max: 3 }), from: days, days }),
  fc.record({ do: fc.constant('ask' as const), who: at, count: fc.integer({ min: 1, max: 3 }), from: days, days }),
  fc.record({
    do: fc.constant('prepare' as const),
    loan: at,
    things: fc.option(fc.uniqueArray(fc.nat({ max: THINGS - 1 }))),
  }),
  fc.record({ do: fc.constant('prepare' as const), loan: at, things: fc.constant(null) }),
  fc.record({ do: fc.constant('sign' as const), loan: at }),
  fc.record({ do: fc.constant('give up' as const), loan: at }),
  fc.record({ do: fc.constant('sign' as const), loan: at }),
  fc.record({ do: fc.constant('office' as const), who: at, thing: at, days }),
  fc.record({ do: fc.constant('return' as const), loan: at, thing: fc.option(at) }),
  fc.record({ do: fc.constant('write down' as const), loan: at }),
  fc.record({ do: fc.constant('longer' as const), loan: at, days }),
  fc.record({
    do: fc.constant('decide' as const),
    request: at,
    who: at,
    answer: fc.constantFrom('Agree' as const, 'Agree' as const, 'Agree' as const, 'Say no' as const),
    old: fc.boolean(),
  }),
  agree,
  agree,
  agree,
  agree,
  fc.record({ do: fc.constant('withdraw' as const), request: at }),
  fc.record({ do: fc.constantFrom('leave' as const, 'come back' as const, 'come back' as const), who: at }),
  fc.constant({ do: 'jobs' as const }),
);
/** What happens at the same moment, moment after moment; each a day later. */
const history = fc.array(fc.array(step, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 12, size: 'max' });

/** How many histories are played; PostgreSQL answers from another process, and plays fewer. */
const HISTORIES = Number(process.env.TEST_HISTORIES ?? 120);

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
    const seen = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(history, async (moments) => {
        const lending = await place(t);
        for (const [turn, steps] of moments.entries()) {
          t.clock.set(new Date(`${addDays(TODAY, turn)}T10:00:00Z`));
          await Promise.all(steps.map((one) => lending.run(one)));
          await lending.check();
        }
        await lending.end();
        for (const state of lending.seen) seen.set(state, (seen.get(state) ?? 0) + 1);
      }),
      { numRuns: store.engine === 'sqlite' ? HISTORIES : Math.ceil(HISTORIES / 3) },
    );
    expect(await verifyLedger(store)).toMatchObject({ valid: true });
    // The histories would prove little if nothing ever came of a loan.
    for (const state of ['asked', 'approved', 'out', 'closed', 'cancelled'])
      expect(`${state}: ${seen.has(state)}`).toBe(`${state}: true`);
  }, 300_000);
});

/** A school of its own, with a few things that can be had both ways, a lender, two who decide, and borrowers. */
async function place(t: TestApp) {
  const { store } = t;
  const school = `school-${randomUUID()}`;
  // Addresses are made of the letters of a name.
  const surname = randomUUID().replace(/[\d-]/g, (digit) => String.fromCharCode(104 + (Number(digit) || 0)));
  const lender = await t.person(`Callum ${surname}`, { roles: ['technician'], school });
  const deciders = [
    await t.person(`Ida ${surname}`, { roles: ['ict-manager'], school }),
    await t.person(`Max ${surname}`, { roles: ['headteacher'], school }),
  ];
  const borrowers = [await t.person(`Ann ${surname}`, { school }), await t.person(`Ben ${surname}`, { school })] as [
    Someone,
    Someone,
  ];
  const things = Array.from({ length: THINGS }, (_, i) => thing(school, i));
  await store.db.insertInto('equipment').values(things).execute();

  const loans = () =>
    store.db.selectFrom('loans').selectAll().where('school', '=', school).orderBy('created_at').orderBy('id').execute();
  /** One of the loans that stand so; where there is none, any. */
  const pick = async (n: number, states: Loan['state'][]) => {
    const all = await loans();
    const meant = all.filter(({ state }) => states.includes(state));
    const among = meant.length ? meant : all;
    return among[n % (among.length || 1)];
  };
  const borrowerOf = (id: string) => borrowers.find((one) => one.id === id) as Someone;
  const requests = () =>
    store.db
      .selectFrom('requests')
      .selectAll()
      .where('school', '=', school)
      .orderBy('created_at')
      .orderBy('id')
      .execute();
  const pickRequest = async (n: number, states: string[]) => {
    const all = (await requests()).filter(({ state }) => states.includes(state));
    return all[n % (all.length || 1)]?.id;
  };
  /** Cards that those who decide have seen: they may lie in a chat for days. */
  const cards = new Map<string, View>();
  const stopping = new AbortController().signal;
  const context = { store, clock: t.clock, school: lendingSchool, effects, stopping } as unknown as JobContext;
  const fine = async (reply: Promise<Reply>) => void (await reply);

  async function run(one: Step): Promise<void> {
    switch (one.do) {
      case 'ask': {
        const from = addDays(today(), one.from);
        const who = borrowers[one.who % 2] as Someone;
        const form = await who.press({ action: 'requests.ask', input: { kind: 'equipment-loan' } });
        // Whoever has left is told so.
        if (form.kind === 'refusal') return;
        const answers = {
          what: 'tablets',
          count: String(one.count),
          from,
          until: addDays(from, one.days),
          why: 'A lesson',
        };
        return fine(who.press(buttonOf(form.view, 'Send'), typed(answers)));
      }
      case 'prepare': {
        const loan = await pick(one.loan, ['approved', 'signing']);
        if (!loan) return;
        const kept = await store.db
          .selectFrom('loan_items')
          .select('item')
          .where('loan', '=', loan.id)
          .where('state', '=', 'reserved')
          .execute();
        const wanted =
          one.things?.map((n) => things[n]) ?? things.filter(({ id }) => kept.some(({ item }) => item === id));
        const chosen = wanted.map((thing) => thing?.serial).join('\n');
        return fine(
          lender.press({ action: 'loans.prepare', input: { loan: loan.id, things: chosen, condition: 'good' } }),
        );
      }
      case 'sign': {
        const loan = await pick(one.loan, ['signing']);
        if (loan?.state !== 'signing') return;
        const { hash } = await store.transaction((tx) => toSign(loan, { tx, school: lendingSchool }));
        const press = { action: 'loans.sign', input: { loan: loan.id, hash, name: 'Ann' } };
        // Twice, as an impatient finger does.
        await Promise.all([fine(borrowerOf(loan.borrower).press(press)), fine(borrowerOf(loan.borrower).press(press))]);
        return;
      }
      case 'give up': {
        const loan = await pick(one.loan, ['approved', 'signing']);
        return loan && fine(borrowerOf(loan.borrower).press({ action: 'loans.giveUp', input: { loan: loan.id } }));
      }
      case 'office': {
        const item = (things[one.thing % THINGS] as Item).id;
        const until = addDays(today(), one.days);
        const input = { item, id: randomUUID(), person: (borrowers[one.who % 2] as Someone).id, until };
        return fine(lender.press({ action: 'loans.taken', input }));
      }
      case 'return': {
        const loan = await pick(one.loan, ['out']);
        if (!loan) return;
        const some = one.thing === null ? '' : (things[one.thing % THINGS] as Item).serial;
        return fine(
          lender.press({ action: 'loans.returned', input: { loan: loan.id, things: some, condition: 'good' } }),
        );
      }
      case 'write down': {
        const loan = await pick(one.loan, ['out']);
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
        const loan = await pick(one.loan, ['out']);
        if (!loan) return;
        const until = addDays(loan.due_on, one.days);
        const input = { loan: loan.id, id: randomUUID(), until, why: 'The trip is later.' };
        return fine(borrowerOf(loan.borrower).press({ action: 'loans.askLonger', input }));
      }
      case 'decide': {
        const request = await pickRequest(one.request, ['open']);
        const who = deciders[one.who % 2] as Someone;
        if (!request) return;
        const reply = await who.press({ action: 'requests.show', input: { request } });
        const fresh = reply.kind === 'view' && JSON.stringify(reply.view).includes('"Agree"') ? reply.view : undefined;
        const key = `${one.who % 2} ${request}`;
        const card = (one.old ? cards.get(key) : undefined) ?? fresh;
        if (fresh) cards.set(key, fresh);
        return card && fine(who.press(buttonOf(card, one.answer), { words: 'Because.' }));
      }
      case 'withdraw': {
        const request = await pickRequest(one.request, ['open', 'granted']);
        const row = await store.db
          .selectFrom('requests')
          .select('asker')
          .where('id', '=', request ?? '')
          .executeTakeFirst();
        if (!row) return;
        return fine(borrowerOf(row.asker).press({ action: 'requests.withdraw', input: { request } }));
      }
      case 'leave':
      case 'come back': {
        const { id } = borrowers[one.who % 2] as Someone;
        const leave_date = one.do === 'leave' ? addDays(today(), -1) : null;
        return void (await store.db.updateTable('people').set({ leave_date }).where('id', '=', id).execute());
      }
      case 'jobs': {
        for (const job of [remind, tend]) await job.run({}, context);
        return;
      }
      default:
        return one satisfies never;
    }
  }

  /** What came of it on the way. */
  const seen = new Set<string>();
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
    await agree(rows);
  }

  /** A loan, its things and its request tell the same. */
  async function agree(rows: LoanItem[]): Promise<void> {
    const asked = await requests();
    if (asked.some(({ kind, state }) => kind === 'loan-extension' && state === 'granted')) seen.add('prolonged');
    const open = await store.db
      .selectFrom('loan_extensions')
      .innerJoin('requests', 'requests.id', 'loan_extensions.request')
      .select(['loan', 'loan_extensions.until_on'])
      .where('requests.school', '=', school)
      .where('requests.state', '=', 'open')
      .execute();
    for (const loan of await loans()) {
      seen.add(loan.state);
      const mine = rows.filter((row) => row.loan === loan.id);
      const reserved = mine.some(({ state }) => state === 'reserved');
      expect([loan.state, reserved]).toEqual([loan.state, ['asked', 'approved', 'signing'].includes(loan.state)]);
      const until = open.find((one) => one.loan === loan.id)?.until_on;
      for (const { state, due_on } of mine)
        if (state === 'out') expect([loan.due_on, until ?? loan.due_on]).toContain(due_on);
        else if (state === 'reserved') expect(due_on).toBe(loan.due_on);
      if (loan.request === null) continue;
      const request = asked.find(({ id }) => id === loan.request)?.state;
      expect([loan.state, ...(REQUESTS[loan.state] as string[])]).toContain(request);
    }
  }

  /** Leaves nothing for the jobs of other histories. */
  async function end(): Promise<void> {
    await store.db.updateTable('loans').set({ state: 'cancelled' }).where('school', '=', school).execute();
    await store.db.updateTable('requests').set({ state: 'closed' }).where('school', '=', school).execute();
  }
  return { run, check, end, seen };
}

/** How the request behind a loan stands, by how the loan does. */
const REQUESTS: Record<Loan['state'], string[]> = {
  asked: ['open'],
  approved: ['granted'],
  signing: ['granted'],
  out: ['granted'],
  closed: ['ended'],
  cancelled: ['refused', 'withdrawn', 'closed', 'ended'],
};

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
