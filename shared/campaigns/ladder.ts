import { DateTime } from 'luxon';
import { nextSendable, openingOf } from '../calendar.ts';
import type { School } from '../school.ts';
import { addDays, dayOf } from '../time.ts';

/**
 * When the next reminder of an assignment goes out: at the first rung of the school's ladder that falls on a later day
 * than `after`. A rung in a holiday moves to the next school morning; rungs that meet there are one reminder.
 * @param dueOn yyyy-mm-dd
 * @param after the day (yyyy-mm-dd) of what was sent last: nobody is written to twice in a day
 * @param endsOn the last day on which anyone is reminded
 * @returns null when there is none.
 */
export function nextReminder(dueOn: string, after: string, school: School, endsOn: string | null): Date | null {
  for (const day of rungs(dueOn, after, school.reminders)) {
    if (day <= after) continue;
    const moment = nextSendable(openingOf(day, school), school);
    const sentOn = dayOf(moment, school);
    if (endsOn && sentOn > endsOn) return null;
    if (sentOn > after) return moment;
  }
  return null;
}

/** The days of the ladder in their order: around the due date, then every so many days without an end. */
function* rungs(
  dueOn: string,
  after: string,
  { before, after: late, then_every }: School['reminders'],
): Generator<string> {
  const offsets = [...before.map((days) => -days), ...late].sort((a, b) => a - b);
  for (const days of offsets) yield addDays(dueOn, days);
  if (!then_every) return;
  const last = addDays(dueOn, Math.max(0, ...late));
  // Someone may be overdue for years: begin with the rung before the day that counts.
  const passed = Math.floor(DateTime.fromISO(after).diff(DateTime.fromISO(last), 'days').days / then_every);
  for (let rung = Math.max(1, passed); ; rung++) yield addDays(last, rung * then_every);
}
