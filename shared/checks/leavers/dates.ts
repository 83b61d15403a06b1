import { type Kysely, type SqlBool, sql } from 'kysely';
import type { Tables } from '../../ports.ts';
import { addDays } from '../../time.ts';

/** The two days of somebody who leaves (yyyy-mm-dd): the last one in school, and the end of the contract. Often the same. */
export interface LeavingDates {
  lastDay: string;
  end: string;
}

/** How long after the end people are looked at again, in days: an account may come back. */
const LOOKED_AFTER_FOR = 365;

/** What the bot was told counts more than the list or the directory; where only one of the days is known, it is both. */
const end = sql<string>`coalesce(leavers.told_end, people.leave_date, leavers.told_last_day, people.last_working_day)`;
const lastDay = sql<string>`coalesce(leavers.told_last_day, people.last_working_day, leavers.told_end, people.leave_date)`;

/** Everybody of whom a day of leaving is known, with their days; a query on `people` and `leavers`. */
export const leaving = (db: Kysely<Tables>) =>
  db
    .selectFrom('people')
    .leftJoin('leavers', 'leavers.person', 'people.id')
    .where(sql<SqlBool>`${end} is not null`)
    .select([end.as('end'), lastDay.as('lastDay')]);

/** On or after the first of their two days, as a condition. */
export const hasBegun = (today: string) => sql<SqlBool>`(${lastDay} <= ${today} or ${end} <= ${today})`;

/** The end is not so long ago that nobody looks any more, or something was left open. */
export const isLookedAfter = (today: string) =>
  sql<SqlBool>`(${end} >= ${addDays(today, -LOOKED_AFTER_FOR)} or leavers.standing in ('open', 'blind', 'by-hand'))`;

/** The end of the contract, to compare and to order by. */
export const endOf = end;

/** When somebody leaves; null when nobody has said so. */
export async function datesOf(db: Kysely<Tables>, person: string): Promise<LeavingDates | null> {
  return (await leaving(db).where('people.id', '=', person).executeTakeFirst()) ?? null;
}
