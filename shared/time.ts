import { DateTime } from 'luxon';
import type { School } from './school.ts';

const days = new Map<string, Intl.DateTimeFormat>();

/** The school's calendar day (yyyy-mm-dd) at a moment. Every press asks for it, so its zone is worked out once. */
export function dayOf(moment: Date, { school: { timezone } }: Pick<School, 'school'>): string {
  let day = days.get(timezone);
  // Swedes write their days so.
  if (!day) days.set(timezone, (day = new Intl.DateTimeFormat('sv', { timeZone: timezone, dateStyle: 'short' })));
  return day.format(moment);
}

/** "Monday 23 November 2026": a day as people read it. */
export const sayDay = (day: string): string =>
  DateTime.fromISO(day, { zone: 'utc', locale: 'en-GB' }).toFormat('cccc d LLLL yyyy');

/** "23 November 2026 at 09:05", in the school's zone. */
export const sayMoment = (moment: string, { school }: Pick<School, 'school'>): string =>
  DateTime.fromMillis(Date.parse(moment), { zone: school.timezone, locale: 'en-GB' }).toFormat(
    "d LLLL yyyy 'at' HH:mm",
  );

/** "09:05", in the school's zone. */
export const sayTime = (moment: Date, { school }: Pick<School, 'school'>): string =>
  DateTime.fromJSDate(moment, { zone: school.timezone }).toFormat('HH:mm');

/** The day some days after another; negative goes back. */
export const addDays = (day: string, days: number): string =>
  DateTime.fromISO(day, { zone: 'utc' }).plus({ days }).toISODate() as string;
