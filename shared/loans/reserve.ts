import { randomUUID } from 'node:crypto';
import type { Item } from '../equipment/index.ts';
import { Refusal } from '../errors.ts';
import { t } from '../language/words.ts';
import type { Tx } from '../ports.ts';
import type { School } from '../school.ts';
import { addDays, dayOf, sayDay } from '../time.ts';
import type { Loan } from './loan.ts';
import { freeItems, freeOf, holdLending, type Sought, type Span } from './taken.ts';

/** Nothing is lent for longer, in days: then it is given, and asked for as that. */
const LONGEST_DAYS = 366;

/** How far ahead somebody may ask, in days: beyond that nobody knows what the school will have. */
const FURTHEST_DAYS = 2 * 366;

/** Who is to have what, and when. */
export interface Wish {
  request: string | null;
  borrower: string;
  sought: Sought;
  count: number;
  span: Span;
  purpose: string;
}

type Moment = { now: Date; school: School };

/** @throws Refusal unless something can be lent on these days at all. */
function checkSpan({ from, to }: Span, { now, school }: Moment): void {
  const today = dayOf(now, school);
  if (to < from) throw new Refusal(t`That ends before it begins. Please choose a last day from ${sayDay(from)} on.`);
  if (from < today) throw new Refusal(t`That begins before today. Please choose a first day from today on.`);
  if (to > addDays(from, LONGEST_DAYS))
    throw new Refusal(t`Equipment is lent for a year at most. Please choose an earlier last day.`);
  if (from > addDays(today, FURTHEST_DAYS)) throw new Refusal(t`That is too far ahead. Please ask nearer the time.`);
}

/** How many things a wish is about: a bundle goes as a whole. @throws Refusal for a number that is none. */
export function countOf(typed: string | undefined, { which, count }: Sought): number {
  if ('item' in which || 'bundle' in which) return 1;
  const text = (typed ?? String(count ?? '')).trim();
  if (!/^\d{1,4}$/.test(text) || Number(text) < 1)
    throw new Refusal(t`“How many?” must be a number, as 12. Please correct it and send it again.`);
  return Number(text);
}

/**
 * @throws Refusal unless so many are free on every day of a span; it says how many are.
 */
export async function checkFree(tx: Tx, { sought, count, span }: Wish, { now, school }: Moment): Promise<void> {
  checkSpan(span, { now, school });
  const { free, all } = await freeOf(tx, sought, span, dayOf(now, school));
  const needed = 'bundle' in sought.which ? all : count;
  if (free >= needed && needed > 0) return;
  if ('item' in sought.which)
    throw new Refusal(t`${sought.words} isn't free on all of these days. Please ask for others.`);
  if ('bundle' in sought.which)
    throw new Refusal(
      t`${sought.words} isn't free as a whole: ${free} of its ${all} things are. Please choose other days.`,
    );
  throw new Refusal(
    free === 0
      ? t`None of the ${all} is free on all of these days. Please choose other days.`
      : t`Only ${free} of ${all} are free on all of these days. Please ask for fewer, or for other days.`,
  );
}

/**
 * Keeps things for somebody, who then has a loan that others decide about. Nobody else gets them meanwhile: whoever takes
 * things of one school does so one after the other.
 * @throws Refusal when they aren't free any more.
 */
export async function reserve(tx: Tx, wish: Wish, { now, school }: Moment): Promise<Loan> {
  const { sought, count, span, borrower, purpose, request } = wish;
  await holdLending(tx, sought.school);
  await checkFree(tx, wish, { now, school });
  const today = dayOf(now, school);
  const limit = 'bundle' in sought.which ? 1_000 : count;
  const things = await freeItems(tx, sought, span, { today, limit });
  const loan: Loan = {
    id: randomUUID(),
    school: sought.school,
    request,
    borrower,
    wanted: sought.words,
    purpose,
    from_on: span.from,
    due_on: span.to,
    state: 'asked',
    created_at: now.toISOString(),
    changed_at: now.toISOString(),
    handed_over_by: null,
    closed_at: null,
    remind_at: null,
    reminded: 0,
  };
  await tx.insertInto('loans').values(loan).execute();
  await put(tx, loan, things, { from: span.from });
  return loan;
}

/** Puts things into a loan, reserved until it is due. Nobody else may have them: see `reserve`. */
export async function put(tx: Tx, loan: Loan, things: Item[], { from }: { from: string }): Promise<void> {
  if (!things.length) return;
  await tx
    .insertInto('loan_items')
    .values(
      things.map(({ id: item }) => ({
        id: randomUUID(),
        loan: loan.id,
        item,
        from_on: from,
        due_on: loan.due_on,
        state: 'reserved' as const,
        out_at: null,
        out_condition: null,
        out_photo: null,
        back_at: null,
        back_by: null,
        back_condition: null,
        back_photo: null,
      })),
    )
    .execute();
}

/** Frees what is reserved and wasn't taken. */
export async function release(tx: Tx, loan: Pick<Loan, 'id' | 'school'>, items?: string[]): Promise<void> {
  if (items && !items.length) return;
  await tx
    .updateTable('loan_items')
    .set({ state: 'released' })
    .where('loan', '=', loan.id)
    .where('state', '=', 'reserved')
    .$if(items !== undefined, (query) => query.where('item', 'in', items as string[]))
    .execute();
}
