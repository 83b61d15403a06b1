import { DateTime } from 'luxon';
import { nextSendable } from '../../shared/campaigns/index.ts';
import type { Clock } from '../../shared/ports.ts';
import type { School } from '../../shared/school.ts';
import type { Chats } from './chats.ts';

/**
 * The invented school's clock: the real one, and however far it was put forward. It is never put back, because what
 * happened has happened; and it is where it was after a restart.
 */
export interface SchoolClock extends Clock {
  /** When the next school morning begins: today's, if it hasn't yet. */
  nextMorning(): Date;
  /** Puts the clock forward to it. */
  goToNextMorning(): void;
}

export function schoolClock(real: Clock, chats: Pick<Chats, 'ahead' | 'setAhead'>, school: School): SchoolClock {
  let ahead = chats.ahead();
  const now = () => new Date(real.now().getTime() + ahead);
  const nextMorning = () => {
    const moment = now();
    const opening = nextSendable(moment, school);
    if (opening > moment) return opening;
    const tomorrow = DateTime.fromJSDate(moment, { zone: school.school.timezone }).plus({ days: 1 }).startOf('day');
    return nextSendable(tomorrow.toJSDate(), school);
  };
  return {
    now,
    nextMorning,
    goToNextMorning() {
      ahead = nextMorning().getTime() - real.now().getTime();
      chats.setAhead(ahead);
    },
  };
}
