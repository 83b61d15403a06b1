import * as z from 'zod';
import { action } from '../feature.ts';
import { campaignFor } from './campaign.ts';
import { campaignView } from './view.ts';

/** One campaign and what can be done with it. */
export const show = action({
  id: 'campaigns.show',
  who: 'campaign',
  input: z.strictObject({ campaign: z.string() }),
  run: async ({ campaign }, context) =>
    campaignView(await campaignFor(context.tx, campaign, context.actor, context.school), context),
});
