import type { Tx } from '../ports.ts';
import type { Channel, School } from '../school.ts';

/** What is counted at a door where only so much goes in a minute. */
interface Turns {
  aMinute: number;
  /** Every message, or only the first one to somebody, for which a chat has to be opened. */
  of: 'messages' | 'openings';
}

/**
 * The doors where people have to be written to in turns: chats in Google Chat, 60 a minute for a project
 * (https://developers.google.com/workspace/chat/limits), and mails, as many as the school's server takes.
 */
export function turnsAt(door: Channel, { channels }: School): Turns | null {
  switch (door) {
    case 'chat':
      return { aMinute: 60, of: 'openings' };
    case 'mail':
      return { aMinute: channels.mails_a_minute, of: 'messages' };
    case 'teams':
      return null;
    default:
      return door satisfies never;
  }
}

const MINUTE_MS = 60_000;

/** A turn that wasn't used for so long is taken anew: after a stop of the server all of them would come at once. */
const KEPT_MS = MINUTE_MS;

/** Whether a turn that was given (ISO) is now. */
export const isTurn = (turnAt: string | null, now: Date): boolean =>
  turnAt !== null && turnAt <= now.toISOString() && now.getTime() - Date.parse(turnAt) < KEPT_MS;

/** Takes the next turn at a door. It is now or later. */
export async function takeTurn(tx: Tx, door: Channel, { aMinute }: Turns, now: Date): Promise<Date> {
  await tx
    .insertInto('door_turns')
    .values({ door, next_at: now.toISOString() })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  // An update that changes nothing: whoever else takes a turn waits until this one is taken.
  const { next_at } = await tx
    .updateTable('door_turns')
    .set((eb) => ({ next_at: eb.ref('next_at') }))
    .where('door', '=', door)
    .returning('next_at')
    .executeTakeFirstOrThrow();
  const at = Math.max(Date.parse(next_at), now.getTime());
  await tx
    .updateTable('door_turns')
    .set({ next_at: new Date(at + MINUTE_MS / aMinute).toISOString() })
    .where('door', '=', door)
    .execute();
  return new Date(at);
}
