import type { Component, ParsedResult } from 'chrono-node';
import { GB } from 'chrono-node/en';
import { DateTime } from 'luxon';
import type { School } from '../school.ts';
import { dayOf } from '../time.ts';

/** A day without its year or week is meant to come, or to be over: "leaves on 31 August", "left on 31 August". */
export type Towards = 'future' | 'past';

/**
 * The day (yyyy-mm-dd) that somebody means, as one writes days in Britain: "31 August", "31/8/26", "Friday", "in two
 * weeks", "tomorrow"; null when it is no day, or more than one. A month alone is no day.
 */
export function findDay(typed: string, now: Date, school: Pick<School, 'school'>, towards: Towards): string | null {
  // Noon of the school's own day, so that no zone and no summer time makes it another one.
  const today = DateTime.fromISO(dayOf(now, school), { zone: 'utc' }).set({ hour: 12 });
  const found = GB.parse(typed, { instant: today.toJSDate(), timezone: 0 }, { forwardDate: towards === 'future' });
  const [only, another] = found;
  if (!only || another || only.end || !isWhole(only, typed)) return null;
  const part = (component: Component) => only.start.get(component) as number;
  const day = DateTime.utc(part('year'), part('month'), part('day'));
  if (!day.isValid) return null;
  // Chrono takes the nearest one; the one that is over may be further away.
  return (towards === 'past' && day > today ? before(only, day) : day).toISODate();
}

/** The same day of the week or of the year, once before. */
function before({ start }: ParsedResult, day: DateTime): DateTime {
  if (start.isCertain('weekday') && !start.isCertain('day')) return day.minus({ weeks: 1 });
  return start.isCertain('year') ? day : day.minus({ years: 1 });
}

/** Whether the words are a day and nothing else, and say which. */
function isWhole({ index, text, start }: ParsedResult, typed: string): boolean {
  const rest = `${typed.slice(0, index)} ${typed.slice(index + text.length)}`.replace(
    /\b(on|at|the|of)\b|[\s,.]/gi,
    '',
  );
  const says =
    start.isCertain('day') || start.isCertain('weekday') || !(start.isCertain('month') || start.isCertain('hour'));
  return rest === '' && says;
}

/** Whether words are a day at all, whichever it is. */
export const isDay = (typed: string): boolean => {
  const known = days.get(typed);
  if (known !== undefined) return known;
  const is = findDay(typed, ANY_TIME, ANYWHERE, 'future') !== null;
  // Every way to read one sentence asks for the same few spans; what people type is not kept for long.
  if (days.size >= MOST_KEPT) days.clear();
  days.set(typed, is);
  return is;
};

const ANY_TIME = new Date('2026-01-01T12:00:00Z');
const ANYWHERE = { school: { name: '', timezone: 'UTC' } };
const MOST_KEPT = 200;
const days = new Map<string, boolean>();
