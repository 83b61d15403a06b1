import * as z from 'zod';
import { nextSendable } from '../calendar.ts';
import { restoreDeliveries } from '../deliveries/index.ts';
import { action } from '../feature.ts';
import { enqueue } from '../jobs/index.ts';
import { t } from '../language/words.ts';
import { record } from '../ledger/index.ts';
import { campaignFor, hold } from './campaign.ts';
import { assignmentsOf } from './close.ts';
import { enrol } from './enrol.ts';
import { campaignView } from './view.ts';

/**
 * Goes on where it was paused: who was never asked is asked, joiners are taken in. Reminders that were missed meanwhile
 * become one, since `remind` goes by the day and not by the rung.
 */
export const resume = action({
  id: 'campaigns.resume',
  who: 'campaign',
  input: z.strictObject({ campaign: z.string() }),
  async run({ campaign: id }, context) {
    const { tx, actor, school, now } = context;
    const campaign = await campaignFor(tx, id, actor, school);
    if (!(await hold(tx, id, ['paused']))) return campaignView(campaign, context);
    await tx.updateTable('campaigns').set({ state: 'running' }).where('id', '=', id).execute();
    await restoreDeliveries(tx, assignmentsOf(tx, id, 'open'), now, nextSendable(now, school));
    await enqueue(tx, enrol, { campaign: id }, { now, key: `${enrol.id} ${id}` });
    const shown = await campaignView({ ...campaign, state: 'running' }, context, t`Resumed.`);
    await record(tx, now, { kind: 'campaign-resumed', facts: { campaign: id, by: actor.person.id } });
    return shown;
  },
});
