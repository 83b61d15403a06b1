import * as z from 'zod';
import { action } from '../feature.ts';
import { t } from '../language/words.ts';
import { Audience } from '../school.ts';
import { sayMoment } from '../time.ts';
import { withinReach } from './campaign.ts';
import { startCampaign } from './start-campaign.ts';
import { campaignView } from './view.ts';

/** Sends it. The preview gave the campaign its id, so pressing twice starts it once. */
export const start = action({
  id: 'campaigns.start',
  who: 'campaign',
  input: z.strictObject({
    campaign: z.uuid(),
    agreement: z.string(),
    edition: z.int(),
    audience: Audience,
    dueOn: z.iso.date(),
    now: z.boolean().optional(),
  }),
  async run({ campaign: id, agreement, edition, audience, dueOn, now: atOnce }, context) {
    const { tx, actor, school, now } = context;
    const campaign = await startCampaign(
      tx,
      {
        id,
        agreement,
        edition,
        audience: withinReach(audience, actor, school),
        dueOn,
        by: actor.person.id,
        now: atOnce,
      },
      now,
      school,
    );
    const when = campaign.starts_at > now.toISOString() ? t`on ${sayMoment(campaign.starts_at, school)}` : t`now`;
    return campaignView(campaign, context, t`Started. The first cards go out ${when}.`);
  },
});
