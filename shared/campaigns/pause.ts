import * as z from 'zod';
import { cancelDeliveries } from '../deliveries/index.ts';
import { action } from '../feature.ts';
import { t } from '../language/words.ts';
import { record } from '../ledger/index.ts';
import { noteSoon } from './asked-by.ts';
import { campaignFor, hold } from './campaign.ts';
import { assignmentsOf } from './close.ts';
import { campaignView } from './view.ts';

/** Sends nothing more until it is resumed: no first card, no reminder. Who has a card may sign it meanwhile. */
export const pause = action({
  id: 'campaigns.pause',
  who: 'campaign',
  input: z.strictObject({ campaign: z.string() }),
  async run({ campaign: id }, context) {
    const { tx, actor, school, now } = context;
    const campaign = await campaignFor(tx, id, actor, school);
    if (!(await hold(tx, id, ['running']))) return campaignView(campaign, context);
    await tx.updateTable('campaigns').set({ state: 'paused' }).where('id', '=', id).execute();
    await cancelDeliveries(tx, assignmentsOf(tx, id, 'open'), now);
    await noteSoon(tx, now);
    const shown = await campaignView(
      { ...campaign, state: 'paused' },
      context,
      t`Paused. Nothing is sent until you resume it.`,
    );
    await record(tx, now, { kind: 'campaign-paused', facts: { campaign: id, by: actor.person.id } });
    return shown;
  },
});
