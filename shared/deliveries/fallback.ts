import type { Kysely } from 'kysely';
import { t } from '../language/words.ts';
import type { Tables, Tx } from '../ports.ts';
import type { Channel, School } from '../school.ts';
import type { DeliveryState, DeliveryTables, Failed } from './tables.ts';
import { type Way, wayTo } from './ways.ts';

/** The channels through which a delivery hasn't failed for good. */
export async function leftFor(tx: Kysely<Tables>, delivery: string, { channels }: School): Promise<Channel[]> {
  const failed = await tx.selectFrom('failed_attempts').select('door').where('delivery', '=', delivery).execute();
  return channels.order.filter((channel) => !failed.some(({ door }) => door === channel));
}

/**
 * Notes that a delivery failed for good through a door, and gives what becomes of it: waiting for the next door that leads
 * to the person, or what happened at every one.
 */
export async function giveUp(
  tx: Tx,
  { id: delivery, person, way }: { id: string; person: string; way: Way },
  { state, detail }: { state: Failed; detail: string },
  { now, school }: { now: Date; school: School },
): Promise<{ state: DeliveryState; detail: string } & Partial<DeliveryTables['deliveries']>> {
  const { door, target } = way;
  const at = now.toISOString();
  await tx
    .insertInto('failed_attempts')
    .values({ delivery, door, state, detail, at })
    .onConflict((conflict) => conflict.columns(['delivery', 'door']).doUpdateSet({ state, detail, at }))
    .execute();
  if (state !== 'failed')
    await tx
      .insertInto('closed_doors')
      .values({ person, door, target, state, detail, at })
      .onConflict((conflict) => conflict.columns(['person', 'door', 'target']).doUpdateSet({ state, detail, at }))
      .execute();
  const next = await wayTo(tx, person, await leftFor(tx, delivery, school));
  if (next) return { state: 'waiting', detail, attempts: 0, turn_at: null };
  const failures = await tx
    .selectFrom('failed_attempts')
    .select(['door', 'detail'])
    .where('delivery', '=', delivery)
    .orderBy('at')
    .execute();
  const all =
    failures.length > 1 ? failures.map((one) => t`${sayChannel(one.door)}: ${one.detail ?? ''}`).join(' ') : detail;
  return { state, detail: all };
}

/** A channel as it stands in a sentence: "sent in Teams", "sent by e-mail". */
export function sayChannel(channel: Channel): string {
  switch (channel) {
    case 'teams':
      return t`in Teams`;
    case 'chat':
      return t`in Google Chat`;
    case 'mail':
      return t`by e-mail`;
    default:
      return channel satisfies never;
  }
}
