import type { Kysely, SelectQueryBuilder } from 'kysely';
import type { Tables } from '../ports.ts';
import type { Channel, School } from '../school.ts';
import type { DeliveryState } from './tables.ts';
import { turnsAt } from './turns.ts';
import { channelTo } from './ways.ts';

const MINUTE_MS = 60_000;

type Subjects = SelectQueryBuilder<Tables, 'assignments', { id: string }>;

/** States of a message that is still to go out. */
const TO_GO: DeliveryState[] = ['waiting', 'throttled', 'retrying'];

/** How the first messages of a round went, in people. */
export interface Reach {
  reached: number;
  /** Sent, but nobody can know whether it arrived. */
  unconfirmed: number;
  /** Nothing leads to them: blocked, not installed, no such account, or not sent for another reason. */
  blocked: number;
  waiting: number;
}

/** How far a round of messages is: for each person, by what asks them, not by what reminds them later. */
export async function reachOf(db: Kysely<Tables>, subjects: Subjects): Promise<Reach> {
  const rows = await db
    .selectFrom('deliveries')
    .select(({ fn }) => ['state', fn.countAll<string | number>().as('people')])
    .where('purpose', '=', 'ask')
    .where('subject', 'in', subjects)
    .groupBy('state')
    .execute();
  const of = (...states: DeliveryState[]) =>
    rows.reduce((sum, { state, people }) => sum + (states.includes(state) ? Number(people) : 0), 0);
  return {
    reached: of('sent', 'seen'),
    unconfirmed: of('unconfirmed'),
    blocked: of('blocked', 'not-installed', 'no-account', 'failed'),
    waiting: of('sending', ...TO_GO),
  };
}

/**
 * When everyone whose message still waits will have been written to: where people are written to in turns, by the turns that
 * were given and those that are still to be; elsewhere as fast as it went in the last minute. Null when nothing waits, or
 * nothing has gone yet from which one could tell.
 * @param subjects what the messages are about
 * @param from when the first of them may go out
 */
export async function writtenBy(
  db: Kysely<Tables>,
  subjects: Subjects,
  { from, school }: { from: Date; school: School },
): Promise<Date | null> {
  const waiting = db
    .selectFrom('deliveries')
    .innerJoin('people', 'people.id', 'deliveries.person')
    .where('deliveries.state', 'in', TO_GO)
    .where('deliveries.subject', 'in', subjects);
  const { last } = await waiting.select(({ fn }) => fn.max('deliveries.turn_at').as('last')).executeTakeFirstOrThrow();
  const unplanned = await waiting
    .where('deliveries.turn_at', 'is', null)
    .select((eb) => [
      channelTo(school.channels.order)(eb).as('way'),
      eb
        .exists(
          eb
            .selectFrom('conversations')
            .select('conversations.door')
            .whereRef('conversations.person', '=', 'people.id')
            .where('conversations.door', '=', 'chat')
            .where('conversations.reference', '!=', '{}'),
        )
        .as('hasChat'),
      eb.fn.countAll<string | number>().as('messages'),
    ])
    .groupBy(['way', 'hasChat'])
    .execute();
  const next = await db.selectFrom('door_turns').selectAll().execute();
  let inNoTurn = 0;
  const ends = unplanned.flatMap(({ way, hasChat, messages }) => {
    const turns = way && turnsAt(way as Channel, school);
    if (!turns || (turns.of === 'openings' && hasChat)) {
      inNoTurn += way ? Number(messages) : 0;
      return [];
    }
    const begin = Date.parse(next.find((turn) => turn.door === way)?.next_at ?? '') || 0;
    return [Math.max(begin, from.getTime()) + (Number(messages) * MINUTE_MS) / turns.aMinute];
  });
  if (last) ends.push(Date.parse(last));
  const apart = inNoTurn ? await apartLately(db, subjects, from) : null;
  if (apart !== null) ends.push(from.getTime() + inNoTurn * apart);
  return ends.length ? new Date(Math.max(...ends)) : null;
}

/** How many milliseconds lay between one message and the next within the last minute; null when there were too few to tell. */
async function apartLately(db: Kysely<Tables>, subjects: Subjects, now: Date): Promise<number | null> {
  const { first, messages } = await db
    .selectFrom('deliveries')
    .select(({ fn }) => [fn.min('changed_at').as('first'), fn.countAll<string | number>().as('messages')])
    .where('subject', 'in', subjects)
    .where('state', 'not in', [...TO_GO, 'sending', 'cancelled'])
    .where('changed_at', '>', new Date(now.getTime() - MINUTE_MS).toISOString())
    .executeTakeFirstOrThrow();
  return first && Number(messages) > 1 ? (now.getTime() - Date.parse(first)) / Number(messages) : null;
}
