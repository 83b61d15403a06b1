import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { hereOn } from '../audiences/index.ts';
import { deliver } from '../deliveries/index.ts';
import { Refusal } from '../errors.ts';
import { action, type Context } from '../feature.ts';
import { t } from '../language/words.ts';
import { record } from '../ledger/index.ts';
import { called, type Known, whichPerson } from '../people/index.ts';
import { dayOf, sayDay } from '../time.ts';
import { buttons, rows, text, view } from '../view/build.ts';
import type { View } from '../view/view.ts';
import { nextReminder } from './ladder.ts';
import { type Loan, loanOf, nameOf } from './loan.ts';
import { put } from './reserve.ts';
import { show } from './show.ts';
import { close, takeBackView } from './take-back.ts';
import { holdLending, takenBy } from './taken.ts';

/** Things on one page: each has a button. */
const PAGE = 12;

/** School mobiles and tablets that are signed out and in at the office: what is out first, then what is there. */
export const office = action({
  id: 'loans.office',
  who: 'lend',
  input: z.strictObject({
    /** Who stands at the desk, if they said so. */
    person: z.string().max(100).optional(),
    page: z.int().min(1).max(1_000).default(1),
  }),
  run: (asked, context) => officeView(asked, context),
});

async function officeView(
  { person, page }: { person?: string | undefined; page: number },
  context: Context,
  note?: string,
): Promise<View> {
  const { tx, actor, now, school } = context;
  const today = dayOf(now, school);
  const things = await tx
    .selectFrom('equipment')
    .leftJoin('loan_items', (join) =>
      join.onRef('loan_items.item', '=', 'equipment.id').on('loan_items.state', '=', 'out'),
    )
    .leftJoin('loans', 'loans.id', 'loan_items.loan')
    .leftJoin('people', 'people.id', 'loans.borrower')
    .select(['equipment.id', 'equipment.name', 'loans.id as loan', 'loans.due_on', 'people.name as borrower'])
    .where('equipment.at_office', '=', 1)
    .where('equipment.state', '=', 'lendable')
    .where('equipment.school', '=', actor.person.school)
    .orderBy((eb) => eb.case().when('loans.id', 'is', null).then(1).else(0).end())
    .orderBy('equipment.name')
    .orderBy('equipment.id')
    .offset((page - 1) * PAGE)
    .limit(PAGE + 1)
    .execute();
  const whom = person === undefined ? null : await nameOf(tx, person);
  return view(
    whom === null ? t`At the office` : t`For ${whom}`,
    note ? text(note, 'good') : null,
    things.length === 0 &&
      text(t`No phones or tablets are noted as signed out at the office. The equipment list says which are.`),
    rows(
      things.slice(0, PAGE).map(({ id, name, loan, due_on, borrower }) => ({
        title: name,
        detail:
          loan === null
            ? t`here`
            : t`${borrower ?? ''}, ${(due_on ?? today) < today ? t`overdue since` : t`until`} ${sayDay(due_on ?? today)}`,
        button:
          loan === null
            ? person === undefined
              ? signOut.button(t`Sign out`, { item: id })
              : taken.button(t`Sign out`, { item: id, person, id: randomUUID() })
            : signedIn.button(t`Sign in`, { loan }),
      })),
    ),
    buttons(
      page > 1 && office.button(t`Previous`, { page: page - 1, ...(person && { person }) }),
      things.length > PAGE && office.button(t`Next`, { page: page + 1, ...(person && { person }) }),
    ),
  );
}

/** "Phone for Kiran Patel": the first of the two presses is then the thing itself. */
export async function officeFor(name: string, context: Context): Promise<View> {
  const [only, ...others] = called(name, await peopleHere(context));
  if (!only) throw new Refusal(t`I know nobody of that name who works here. Please check the spelling.`);
  if (others.length) return whichPerson([only, ...others], (label, id) => office.button(label, { person: id }));
  return officeView({ person: only.id, page: 1 }, context);
}

/** Whoever lends may name anybody of their school who is here. */
const peopleHere = ({ tx, actor, now, school }: Context): Promise<Known[]> =>
  tx
    .selectFrom('people')
    .select(['people.id', 'name', 'email', 'department'])
    .where('school', '=', actor.person.school)
    .where(hereOn(dayOf(now, school)))
    .orderBy('name')
    .execute();

/** Who takes it, and until when: today, unless they say otherwise. */
export const signOut = action({
  id: 'loans.signOut',
  who: 'lend',
  input: z.strictObject({ item: z.string().max(100) }),
  async run({ item }, context): Promise<View> {
    const { tx, now, school } = context;
    const thing = await officeThing(item, context);
    return view(
      t`${thing.name}: who takes it?`,
      taken.field('name', { label: t`Name`, input: 'line', required: true, maxLength: 120 }),
      taken.field('until', { label: t`Back by`, input: 'date', value: dayOf(now, school), required: true }),
      taken.field('purpose', {
        label: t`What for? If it leaves the school, who of the senior leaders agreed?`,
        input: 'line',
        maxLength: 200,
      }),
      buttons(
        taken.button(t`Sign it out`, { item, id: randomUUID() }, { style: 'primary', sendsInputs: true }),
        office.button(t`Go back`, {}),
      ),
      (await takenBy(tx, item, { from: dayOf(now, school), to: dayOf(now, school) }, dayOf(now, school), '')) &&
        text(t`It is kept for somebody today.`, 'warning'),
    );
  },
});

/** It is signed out: the borrower has a card that says so. Pressing twice is pressing once. */
export const taken = action({
  id: 'loans.taken',
  who: 'lend',
  input: z.strictObject({
    item: z.string().max(100),
    id: z.uuid(),
    person: z.string().max(100).optional(),
    name: z.string().max(200).nullish(),
    until: z.iso.date('Please choose a day.').nullish(),
    purpose: z.string().max(1_000).nullish(),
  }),
  async run({ item, id, person, name, until, purpose }, context): Promise<View> {
    const { tx, actor, now, school } = context;
    const before = await tx.selectFrom('loans').select('id').where('id', '=', id).executeTakeFirst();
    if (before) return officeView({ page: 1 }, context);
    const thing = await officeThing(item, context);
    const here = await peopleHere(context);
    const meant = person ? here.filter(({ id }) => id === person) : called(name ?? '', here);
    const [borrower, ...others] = meant;
    if (!borrower) throw new Refusal(t`I know nobody of that name who works here. Please check the spelling.`);
    if (others.length)
      return whichPerson(meant, (label, one) =>
        taken.button(label, { item, id, person: one, ...(until && { until }), ...(purpose && { purpose }) }),
      );
    const today = dayOf(now, school);
    const due = until ?? today;
    if (due < today) throw new Refusal(t`That day is over. Please choose today or a later day.`);
    await holdLending(tx, thing.school);
    const other = await takenBy(tx, item, { from: today, to: due }, today, id);
    if (other)
      throw new Refusal(
        other.state === 'out'
          ? t`${thing.name} is out with ${other.name}. Please sign it in first.`
          : t`${thing.name} is kept for ${other.name} from ${sayDay(other.from_on)}. Please take another, or an earlier day.`,
      );
    const loan: Loan = {
      id,
      school: thing.school,
      request: null,
      borrower: borrower.id,
      wanted: thing.name,
      purpose: (purpose ?? '').trim().slice(0, 300),
      from_on: today,
      due_on: due,
      state: 'out',
      created_at: now.toISOString(),
      changed_at: now.toISOString(),
      handed_over_by: actor.person.id,
      closed_at: null,
      remind_at: nextReminder(due, today, school)?.toISOString() ?? null,
      reminded: 0,
    };
    await tx.insertInto('loans').values(loan).execute();
    await put(tx, loan, [thing], { from: today });
    await tx
      .updateTable('loan_items')
      .set({ state: 'out', out_at: now.toISOString(), out_condition: thing.condition })
      .where('loan', '=', id)
      .execute();
    await deliver(
      tx,
      { key: `loan ${id} out`, person: borrower.id, show: show.call({ loan: id }), subject: id, purpose: 'tell' },
      now,
    );
    await record(tx, now, {
      kind: 'office-signed-out',
      facts: { loan: id, item, until: due, by: actor.person.id },
      personal: { borrower: borrower.id, purpose: loan.purpose },
    });
    return officeView({ page: 1 }, context, t`${thing.name} is out with ${await nameOf(tx, borrower.id)}.`);
  },
});

/** Back on the hook, as it was. */
export const signedIn = action({
  id: 'loans.signedIn',
  who: 'lend',
  input: z.strictObject({ loan: z.string().max(100) }),
  async run({ loan: id }, context): Promise<View> {
    const { tx, actor, now } = context;
    const loan = await loanOf(tx, id);
    if (loan.school !== actor.person.school) throw new Refusal(t`This belongs to another school.`);
    // What two people approved and somebody signed for comes back thing by thing.
    if (loan.request !== null) return takeBackView(loan, { page: 1 }, context);
    await holdLending(tx, loan.school);
    const at = now.toISOString();
    const back = await tx
      .updateTable('loan_items')
      .set({ state: 'returned', back_at: at, back_by: actor.person.id })
      .where('loan', '=', id)
      .where('state', '=', 'out')
      .returning('item')
      .execute();
    if (!back.length) return officeView({ page: 1 }, context);
    const items = back.map(({ item }) => item);
    await tx.updateTable('equipment').set({ seen_at: at, changed_at: at }).where('id', 'in', items).execute();
    await close(loan, context);
    await record(tx, now, { kind: 'office-signed-in', facts: { loan: id, items, by: actor.person.id } });
    return officeView({ page: 1 }, context, t`${loan.wanted} is back. Thank you.`);
  },
});

async function officeThing(id: string, { tx, actor }: Context) {
  const thing = await tx
    .selectFrom('equipment')
    .selectAll()
    .where('id', '=', id)
    .where('at_office', '=', 1)
    .where('state', '=', 'lendable')
    .executeTakeFirst();
  if (!thing || (thing.school !== actor.person.school && actor.sees !== 'trust'))
    throw new Refusal(t`That can't be signed out at the office. Write "office phones" for what can.`);
  return thing;
}
