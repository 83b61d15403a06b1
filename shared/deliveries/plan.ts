import type { Kysely, SelectQueryBuilder } from 'kysely';
import type { Tables } from '../ports.ts';
import type { Channel, School } from '../school.ts';
import { turnsAt } from './turns.ts';
import { channelTo } from './ways.ts';

const MINUTE_MS = 60_000;

/**
 * When everyone whose message still waits will have been written to, at the latest: where people are written to in turns,
 * the turns that were given and those that are still to be. Null when nothing waits, or nothing of it for a turn.
 * @param subjects what the messages are about
 * @param from when the first of them may go out
 */
export async function writtenBy(
  db: Kysely<Tables>,
  subjects: SelectQueryBuilder<Tables, 'assignments', { id: string }>,
  { from, school }: { from: Date; school: School },
): Promise<Date | null> {
  const waiting = db
    .selectFrom('deliveries')
    .innerJoin('people', 'people.id', 'deliveries.person')
    .where('deliveries.state', 'in', ['waiting', 'throttled', 'retrying'])
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
  const ends = unplanned.flatMap(({ way, hasChat, messages }) => {
    const turns = way && turnsAt(way as Channel, school);
    if (!turns || (turns.of === 'openings' && hasChat)) return [];
    const begin = Date.parse(next.find((turn) => turn.door === way)?.next_at ?? '') || 0;
    return [Math.max(begin, from.getTime()) + (Number(messages) * MINUTE_MS) / turns.aMinute];
  });
  if (last) ends.push(Date.parse(last));
  return ends.length ? new Date(Math.max(...ends)) : null;
}
