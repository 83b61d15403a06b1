import { DateTime } from 'luxon';
import type { School } from './school.ts';
import { addDays, dayOf, sayTime } from './time.ts';

type Calendar = Pick<School, 'school' | 'hours' | 'terms' | 'holidays'>;

/** No school is closed for longer, in days. A list of terms that says so is wrong, and must not keep us looking for ever. */
const LONGEST_CLOSURE = 400;

const SUNDAY = 0;
const SATURDAY = 6;

/**
 * Whether people may be written to at a moment: on a school day, from the first of the school's hours up to the last,
 * on its own clock.
 */
export function isSendable(moment: Date, calendar: Calendar): boolean {
  if (!isSchoolDay(dayOf(moment, calendar), calendar)) return false;
  const time = sayTime(moment, calendar);
  return time >= calendar.hours.from && time < calendar.hours.to;
}

/** The first moment, not before the given one, at which people may be written to. */
export function nextSendable(moment: Date, calendar: Calendar): Date {
  if (isSendable(moment, calendar)) return moment;
  const today = dayOf(moment, calendar);
  for (let days = 0; ; days++) {
    const day = addDays(today, days);
    if (!isSchoolDay(day, calendar) && days < LONGEST_CLOSURE) continue;
    const opening = openingOf(day, calendar);
    if (opening >= moment && (isSendable(opening, calendar) || days >= LONGEST_CLOSURE)) return opening;
  }
}

/** When the school's hours begin on a day (yyyy-mm-dd), whether or not it is a school day. */
export function openingOf(day: string, { school, hours }: Calendar): Date {
  const [hour, minute] = hours.from.split(':').map(Number) as [number, number];
  return DateTime.fromISO(day, { zone: school.timezone }).set({ hour, minute }).toJSDate();
}

/**
 * Monday to Friday, in term, outside half-term and holidays. Before the first known term and after the last one nobody
 * has said when school is: then every weekday counts.
 */
export function isSchoolDay(day: string, { terms, holidays }: Pick<Calendar, 'terms' | 'holidays'>): boolean {
  const weekday = new Date(day).getUTCDay();
  if (weekday === SUNDAY || weekday === SATURDAY || holidays.includes(day)) return false;
  const known = terms.some(({ to }) => to >= day) && terms.some(({ from }) => from <= day);
  if (!known) return true;
  return terms.some(
    ({ from, to, half_term }) =>
      from <= day && day <= to && !(half_term && half_term.from <= day && day <= half_term.to),
  );
}
