import { randomUUID } from 'node:crypto';
import type { Item } from '../../shared/equipment/index.ts';
import { named } from '../../shared/equipment/item.ts';
import type { JobContext } from '../../shared/feature.ts';
import { effects } from '../../shared/features.ts';
import type { Reply } from '../../shared/inbound.ts';
import type { Loan } from '../../shared/loans/loan.ts';
import { remind } from '../../shared/loans/remind.ts';
import { toSign } from '../../shared/loans/sign.ts';
import { tend } from '../../shared/requests/tend.ts';
import { addDays } from '../../shared/time.ts';
import type { View } from '../../shared/view/view.ts';
import { buttonOf, type Someone, type TestApp } from '../fakes/app.ts';
import { booksOf } from './books.ts';
import { lendingSchool, typed } from './start.ts';
import { type Step, THINGS } from './steps.ts';

/** A school of its own, with a few things that can be had both ways, a lender, two who decide, and borrowers. */
export async function place(t: TestApp) {
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
  const books = booksOf(store, school, things);

  /** One of the loans that stand so; where there is none, any. */
  const pick = async (n: number, states: Loan['state'][]) => {
    const all = await books.loans();
    const meant = all.filter(({ state }) => states.includes(state));
    const among = meant.length ? meant : all;
    return among[n % (among.length || 1)];
  };
  const borrowerOf = (id: string) => borrowers.find((one) => one.id === id) as Someone;
  const pickRequest = async (n: number, states: string[]) => {
    const all = (await books.requests()).filter(({ state }) => states.includes(state));
    return all[n % (all.length || 1)]?.id;
  };
  /** Cards that those who decide have seen: they may lie in a chat for days. */
  const cards = new Map<string, View>();
  const stopping = new AbortController().signal;
  const context = { store, clock: t.clock, school: lendingSchool, effects, stopping } as unknown as JobContext;
  const fine = async (reply: Promise<Reply>) => void (await reply);
  const today = () => t.clock.now().toISOString().slice(0, 10);

  /** Has somebody do it, whatever they are answered. */
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

  /** Leaves nothing for the jobs of other histories. */
  async function end(): Promise<void> {
    await store.db.updateTable('loans').set({ state: 'cancelled' }).where('school', '=', school).execute();
    await store.db.updateTable('requests').set({ state: 'closed' }).where('school', '=', school).execute();
  }
  return { books, run, end };
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
