import { type SqlBool, sql } from 'kysely';

const KEY = 'manual-remind ';

/** One reminder by hand a day (yyyy-mm-dd, of the sending) and person: it is the key of the delivery that says so. */
export const reminderKey = (person: string, day: string): string => `${KEY}${person} ${day}`;

/** Of `people`: whom somebody has reminded by hand that day, or is about to. */
export const remindedByHand = (day: string) =>
  sql<SqlBool>`exists (select 1 from deliveries where deliveries.key = ${KEY} || people.id || ${` ${day}`})`;
