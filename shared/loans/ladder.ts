import { DateTime } from 'luxon';
import { isSendable, nextReminder as nextRung } from '../campaigns/index.ts';
import type { School } from '../school.ts';
import { dayOf } from '../time.ts';

/**
 * When a loan's borrower is reminded next: at the first rung of the school's ladder for loans on a later day than `after`
 * (yyyy-mm-dd). On the day itself it is in the afternoon, when one can still bring it back.
 */
export function nextReminder(dueOn: string, after: string, school: School): Date | null {
  const { on_the_day_at, ...ladder } = school.loans.remind;
  const next = nextRung(dueOn, after, { ...school, reminders: ladder }, null);
  if (!next || dayOf(next, school) !== dueOn) return next;
  const [hour, minute] = on_the_day_at.split(':').map(Number) as [number, number];
  const later = DateTime.fromJSDate(next, { zone: school.school.timezone }).set({ hour, minute }).toJSDate();
  return isSendable(later, school) ? later : next;
}
