import type { Kysely } from 'kysely';
import { DateTime } from 'luxon';
import { type DeliveryState, sayChannel } from '../deliveries/index.ts';
import { t } from '../language/words.ts';
import type { Tables } from '../ports.ts';
import type { Channel, School } from '../school.ts';
import { type Obstacle, obstaclesOf, sayObstacles } from './obstacles.ts';

/** How the last attempt to reach someone about their agreement went. */
export interface Reached {
  /** For a line about the person: "sent Monday in Teams", "has blocked the bot in Teams, no e-mail address known". */
  words: string;
  /** Whether a message sent now could arrive. */
  reachable: boolean;
  /** What stands in the way, of each channel that doesn't lead to them. */
  obstacles: Obstacle[];
}

interface Asked {
  person: string;
  /** Their open assignments. */
  assignments: string[];
}

/** How each of these people was last reached, and what stands in the way. Three queries, however many people. */
export async function reachedOf(
  db: Kysely<Tables>,
  people: Asked[],
  { now, school }: { now: Date; school: School },
): Promise<Map<string, Reached>> {
  if (!people.length) return new Map();
  const ids = people.map(({ person }) => person);
  const assignments = people.flatMap((asked) => asked.assignments);
  const attempts = assignments.length
    ? await db
        .selectFrom('deliveries')
        .select(['person', 'state', 'door', 'changed_at'])
        .where('subject', 'in', assignments)
        .where('purpose', '!=', 'tell')
        .where('state', '!=', 'cancelled')
        .orderBy('created_at')
        .execute()
    : [];
  const last = new Map(attempts.map((attempt) => [attempt.person, attempt]));
  const inTheWay = await obstaclesOf(db, ids, school);
  const reached = (person: string): Reached => {
    const obstacles = inTheWay.get(person) ?? [];
    if (obstacles.length === school.channels.order.length)
      return { words: sayObstacles(obstacles), reachable: false, obstacles };
    const attempt = last.get(person);
    if (!attempt) return { words: t`not sent yet`, reachable: true, obstacles };
    const said = sayState(attempt.state, sayWhen(attempt.changed_at, now, school));
    return {
      words: through(attempt, school) ? `${said} ${through(attempt, school)}` : said,
      reachable: true,
      obstacles,
    };
  };
  return new Map(ids.map((person) => [person, reached(person)]));
}

/** The channel, where the school has several and one of them was used. */
const through = ({ state, door }: { state: DeliveryState; door: Channel | null }, { channels }: School): string =>
  door && channels.order.length > 1 && !['waiting', 'throttled', 'retrying'].includes(state) ? sayChannel(door) : '';

function sayState(state: DeliveryState, when: string): string {
  switch (state) {
    case 'waiting':
    case 'throttled':
    case 'retrying':
      return t`waiting to be sent`;
    case 'sending':
      return t`being sent`;
    case 'sent':
      return t`sent ${when}`;
    case 'seen':
      return t`seen ${when}`;
    case 'unconfirmed':
      return t`may have arrived ${when}`;
    // Something has changed since: another account, an address, or they wrote to us.
    case 'blocked':
    case 'not-installed':
    case 'no-account':
      return t`couldn't be reached ${when}`;
    case 'failed':
      return t`couldn't be sent ${when}`;
    case 'cancelled':
      return t`not sent`;
    default:
      return state satisfies never;
  }
}

/** A moment as one says it within a sentence: "today", "yesterday", "Monday", "3 November". */
export function sayWhen(moment: string, now: Date, { school }: Pick<School, 'school'>): string {
  const zone = school.timezone;
  const then = DateTime.fromISO(moment, { zone }).setLocale('en-GB');
  const today = DateTime.fromJSDate(now, { zone });
  const days = Math.round(today.startOf('day').diff(then.startOf('day'), 'days').days);
  if (days === 0) return t`today`;
  if (days === 1) return t`yesterday`;
  if (days > 1 && days < 7) return then.toFormat('cccc');
  return then.toFormat(then.year === today.year ? 'd LLLL' : 'd LLLL yyyy');
}

/** A day (yyyy-mm-dd) without its year, which everybody knows: "4 December". */
export const sayShortDay = (day: string): string =>
  DateTime.fromISO(day, { zone: 'utc' }).setLocale('en-GB').toFormat('d LLLL');

/** "Monday 23 November at 07:30", in the school's zone. */
export const sayHour = (moment: Date, { school }: Pick<School, 'school'>): string =>
  DateTime.fromJSDate(moment, { zone: school.timezone }).setLocale('en-GB').toFormat("cccc d LLLL 'at' HH:mm");
