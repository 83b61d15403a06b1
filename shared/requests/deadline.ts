import { isSchoolDay } from '../calendar.ts';
import type { School } from '../school.ts';
import { addDays, dayOf } from '../time.ts';

type Calendar = Pick<School, 'school' | 'terms' | 'holidays'>;

const DAY_MS = 86_400_000;
/** Clocks are put back by an hour once a year: the same time of day then comes an hour later. */
const SUMMER_MS = 3_600_000;
/** Nobody waits longer for a decision, whatever the list of terms says. In days. */
const LONGEST = 400;

/** How many school days have passed since a moment: one at the same time on the next school day. */
export function schoolDaysSince(moment: string, now: Date, calendar: Calendar): number {
  const since = new Date(moment);
  const days = Math.min(LONGEST, Math.floor((now.getTime() - since.getTime() + SUMMER_MS) / DAY_MS));
  const first = dayOf(since, calendar);
  let passed = 0;
  for (let n = 1; n <= days; n++) if (isSchoolDay(addDays(first, n), calendar)) passed++;
  return passed;
}
