import { type SqlBool, sql } from 'kysely';
import * as z from 'zod';
import { isSendable } from '../calendar.ts';
import { deliverAll, refreshMessages } from '../deliveries/index.ts';
import { type JobContext, job } from '../feature.ts';
import { record } from '../ledger/index.ts';
import type { Tx } from '../ports.ts';
import { endRequest } from '../requests/index.ts';
import { addDays, dayOf } from '../time.ts';
import { nextReminder } from './ladder.ts';
import { lenders, loanOf, move } from './loan.ts';
import { release } from './reserve.ts';
import { show } from './show.ts';

/** How often it is looked. */
const EVERY_MS = 5 * 60_000;

/** Loans that one transaction reminds of. */
const BATCH = 200;

/**
 * Reminds whoever has something that is due or overdue, in school hours only, and after some days whoever lends as well.
 * What was approved and never fetched is free again once its last day is over.
 */
export const remind = job({
  id: 'loans.remind',
  input: z.strictObject({}),
  next: (after) => new Date(after.getTime() + EVERY_MS),
  async run(_, context) {
    const { store, clock, school } = context;
    const now = clock.now();
    // One transaction each: whoever has written to the ledger should wait for no other loan.
    for (const id of await unfetched(context)) await store.transaction((tx) => free(tx, id, context));
    if (!isSendable(now, school)) return;
    while ((await store.transaction((tx) => remindSome(tx, now, context))) === BATCH);
  },
});

async function remindSome(tx: Tx, now: Date, { school }: JobContext): Promise<number> {
  const today = dayOf(now, school);
  const due = await tx
    .selectFrom('loans')
    .innerJoin('people', 'people.id', 'loans.borrower')
    .select(['loans.id', 'borrower', 'loans.school', 'due_on', 'reminded', 'leave_date'])
    .where('remind_at', '<=', now.toISOString())
    .where('state', '=', 'out')
    .orderBy('remind_at')
    .limit(BATCH)
    .execute();
  for (const { id, borrower, school: at, due_on, reminded, leave_date } of due) {
    const isLendersToo = today >= addDays(due_on, school.loans.lender_after);
    // Whoever has left can't be reminded: then it is the lender's to see to at once.
    const isGone = leave_date !== null && leave_date < today;
    const told = [
      ...(isGone ? [] : [borrower]),
      ...(isGone || isLendersToo ? await lenders(tx, at, { now, school }) : []),
    ];
    await deliverAll(
      tx,
      [...new Set(told)].map((person) => ({
        key: `remind loan ${id} ${due_on} ${reminded + 1} ${person}`,
        person,
        show: show.call({ loan: id }),
        subject: id,
        purpose: 'remind' as const,
      })),
      now,
    );
    await tx
      .updateTable('loans')
      .set({ reminded: reminded + 1, remind_at: nextReminder(due_on, today, school)?.toISOString() ?? null })
      .where('id', '=', id)
      .execute();
  }
  return due.length;
}

/** What was approved and not fetched by its last day, or by somebody who has left since. */
const unfetched = async ({ store, clock, school }: JobContext): Promise<string[]> => {
  const today = dayOf(clock.now(), school);
  const late = await store.db
    .selectFrom('loans')
    .innerJoin('people', 'people.id', 'loans.borrower')
    .select('loans.id')
    .where('loans.state', 'in', ['approved', 'signing'])
    .where(sql<SqlBool>`(loans.due_on < ${today} or people.leave_date < ${today})`)
    .orderBy('loans.id')
    .execute();
  return late.map(({ id }) => id);
};

async function free(tx: Tx, id: string, { clock, school, effects }: JobContext): Promise<void> {
  const now = clock.now();
  const loan = await loanOf(tx, id);
  if (!(await move(tx, loan, ['approved', 'signing'], 'cancelled', { now, closed_at: now.toISOString() }))) return;
  await release(tx, loan);
  await refreshMessages(tx, id, now);
  if (loan.request !== null) await endRequest(loan.request, { tx, now, school, effects });
  await record(tx, now, { kind: 'loan-not-fetched', facts: { loan: id } });
}
