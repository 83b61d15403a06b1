import type { Kysely } from 'kysely';
import type { Item } from '../equipment/index.ts';
import { Refusal } from '../errors.ts';
import type { Actor } from '../feature.ts';
import { count, listed, t } from '../language/words.ts';
import { named, peopleWho } from '../people/index.ts';
import type { Tables, Tx } from '../ports.ts';
import type { School } from '../school.ts';
import { dayOf, sayDay } from '../time.ts';
import type { LoanItemState, LoanState, LoanTables } from './tables.ts';

export type Loan = LoanTables['loans'];
export type LoanItem = LoanTables['loan_items'];

/** A thing in a loan, and what it is. */
export interface Lent extends LoanItem {
  thing: Item;
}

export const NO_LOAN = t`I can't find that loan any more. Write "what do I have on loan" for yours.`;

/** @throws Refusal when there is none. */
export async function loanOf(db: Kysely<Tables>, id: string): Promise<Loan> {
  const loan = await db.selectFrom('loans').selectAll().where('id', '=', id).executeTakeFirst();
  if (!loan) throw new Refusal(NO_LOAN);
  return loan;
}

/** The things of some loans, by their names; those that were swapped before the hand-over are left out. */
export async function lentIn(
  db: Kysely<Tables>,
  loans: string[],
  states: LoanItemState[] = ['reserved', 'out', 'returned', 'damaged', 'lost'],
): Promise<Lent[]> {
  if (!loans.length) return [];
  const rows = await db
    .selectFrom('loan_items')
    .selectAll()
    .where('loan', 'in', loans)
    .where('state', 'in', states)
    .execute();
  if (!rows.length) return [];
  const ids = [...new Set(rows.map(({ item }) => item))];
  const things = await db.selectFrom('equipment').selectAll().where('id', 'in', ids).execute();
  const byId = new Map(things.map((thing) => [thing.id, thing]));
  return rows
    .map((row) => ({ ...row, thing: byId.get(row.item) as Item }))
    .sort((a, b) => natural.compare(a.thing.name, b.thing.name));
}

/** "Tablet 9" stands before "Tablet 10". */
const natural = new Intl.Collator('en-GB', { numeric: true });

/** "12 tablets and 1 case"; a single thing by its name. */
export function sayThings(things: Pick<Item, 'name' | 'kind'>[]): string {
  const [only, ...others] = things;
  if (only && !others.length) return only.name;
  const kinds = [...Map.groupBy(things, ({ kind }) => kind)];
  return listed(kinds.map(([kind, alike]) => count(alike.length, kind, `${kind}s`)));
}

/** Whether somebody lends at a school: hands over, takes back, looks after what broke. */
export const lendsAt = ({ person, may, sees }: Actor, school: string): boolean =>
  may.has('lend') && (person.school === school || sees === 'trust');

/** @throws Refusal unless they lend there. */
export async function lentBy(tx: Tx, id: string, actor: Actor): Promise<Loan> {
  const loan = await loanOf(tx, id);
  if (!lendsAt(actor, loan.school))
    throw new Refusal(t`Only whoever lends equipment at that school can do this. Nothing has changed.`);
  return loan;
}

/**
 * What was kept for a loan is kept until its last day: after it others may have it, also before `loans.remind` has said so.
 * @throws Refusal when a loan that nobody fetched is over.
 */
export function checkNotOver({ due_on }: Loan, { now, school }: { now: Date; school: School }): void {
  if (due_on < dayOf(now, school))
    throw new Refusal(
      t`This loan was until ${sayDay(due_on)}, and nobody fetched it by then. Please ask for it again.`,
    );
}

/** Whether somebody may see whose a loan is: their own, those of the people they see, and what they lend. */
export async function mayRead(tx: Tx, { borrower, school }: Loan, actor: Actor): Promise<boolean> {
  if (borrower === actor.person.id || lendsAt(actor, school)) return true;
  const seen = await tx
    .selectFrom('people')
    .select('people.id')
    .where('people.id', '=', borrower)
    .where(named(actor))
    .executeTakeFirst();
  return seen !== undefined;
}

/** Whoever lends at a school and is here. */
export const lenders = (tx: Tx, school: string, moment: { now: Date; school: School }): Promise<string[]> =>
  peopleWho(tx, 'lend', school, moment);

export async function nameOf(db: Kysely<Tables>, person: string): Promise<string> {
  const row = await db.selectFrom('people').select('name').where('id', '=', person).executeTakeFirst();
  return row?.name ?? t`somebody`;
}

/**
 * Moves a loan on. The state is the gate: of two who press at the same moment, one gets through.
 * @returns false when it was somewhere else meanwhile.
 */
export async function move(
  tx: Tx,
  { id }: Pick<Loan, 'id'>,
  from: LoanState[],
  to: LoanState,
  more: Partial<Loan> & { now: Date },
): Promise<boolean> {
  const { now, ...changed } = more;
  const moved = await tx
    .updateTable('loans')
    .set({ state: to, changed_at: now.toISOString(), ...changed })
    .where('id', '=', id)
    .where('state', 'in', from)
    .returning('id')
    .executeTakeFirst();
  return moved !== undefined;
}
