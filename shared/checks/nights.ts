import { DateTime } from 'luxon';
import type { School } from '../school.ts';
import { addDays } from '../time.ts';
import type { LatestRun } from './runs.ts';

type Every = 'night' | 'week';

/** A time of the school's own clock, every night or on the night to Monday. */
export interface Slot {
  at: string;
  every: Every;
}

/** When a slot comes next, after a moment. */
export function nextSlot(after: Date, { school }: Pick<School, 'school'>, { at, every }: Slot): Date {
  const [hour, minute] = at.split(':').map(Number) as [number, number];
  const now = DateTime.fromJSDate(after, { zone: school.timezone });
  let next = now.set({ hour, minute, second: 0, millisecond: 0 });
  if (next <= now) next = next.plus({ days: 1 });
  while (every === 'week' && next.weekday !== 1) next = next.plus({ days: 1 });
  return next.toJSDate();
}

/** Whether a server that starts again may wait for the next slot: a run began since the last one, and none was interrupted. */
export function isFresh({ running, last }: LatestRun, now: Date, school: Pick<School, 'school'>, slot: Slot): boolean {
  return !running && last !== null && nextSlot(new Date(last.startedAt), school, slot) > now;
}

/** The Monday of a day's week, both yyyy-mm-dd. */
export const mondayOf = (day: string): string => addDays(day, -((new Date(day).getUTCDay() + 6) % 7));
