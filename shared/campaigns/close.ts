import * as z from 'zod';
import type { AssignmentState } from '../acknowledgements/index.ts';
import { cancelDeliveries, refreshMessages } from '../deliveries/index.ts';
import { job } from '../feature.ts';
import { enqueue } from '../jobs/index.ts';
import type { Tx } from '../ports.ts';
import { noteSoon } from './asked-by.ts';

/** Ways in which a campaign ends. Its open assignments end the same way. */
export type Ending = Extract<AssignmentState, 'superseded' | 'cancelled' | 'ended'>;

/** Ends a campaign: whoever hasn't signed is no longer asked, what waits is not sent, cards in chats say so. */
export async function closeCampaign(tx: Tx, campaign: string, ending: Ending, now: Date): Promise<void> {
  await tx.updateTable('campaigns').set({ state: ending }).where('id', '=', campaign).execute();
  await cancelDeliveries(tx, assignmentsOf(tx, campaign, 'open'), now);
  await tx
    .updateTable('assignments')
    .set({ state: ending, closed_at: now.toISOString(), remind_at: null })
    .where('campaign', '=', campaign)
    .where('state', '=', 'open')
    .execute();
  await refreshMessages(tx, campaign, now);
  await noteSoon(tx, now);
  await enqueue(tx, refreshCards, { campaign, state: ending }, { now, key: `${refreshCards.id} ${campaign}` });
}

/** Has every card of a campaign's assignments in a state show what is true now. There may be thousands: so it is a job. */
export const refreshCards = job({
  id: 'campaigns.refreshCards',
  input: z.strictObject({ campaign: z.string(), state: z.enum(['superseded', 'cancelled', 'ended']) }),
  run: ({ campaign, state }, { store, clock }) =>
    store.transaction((tx) => refreshMessages(tx, assignmentsOf(tx, campaign, state), clock.now())),
});

/** A query for the ids of a campaign's assignments in a state. */
export const assignmentsOf = (tx: Tx, campaign: string, state: AssignmentState) =>
  tx.selectFrom('assignments').select('id').where('campaign', '=', campaign).where('state', '=', state);
