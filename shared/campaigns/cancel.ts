import * as z from 'zod';
import { editionOf } from '../agreements/index.ts';
import { action, type Context } from '../feature.ts';
import { count, t } from '../language/words.ts';
import { record } from '../ledger/index.ts';
import { buttons, list, text, view } from '../view/build.ts';
import type { View } from '../view/view.ts';
import { ALIVE, type Campaign, campaignFor, hold } from './campaign.ts';
import { assignmentsOf, closeCampaign } from './close.ts';
import { show } from './show.ts';
import { campaignView } from './view.ts';

/** Stops asking, for good. Says first what that means. */
export const cancel = action({
  id: 'campaigns.cancel',
  who: 'campaign',
  input: z.strictObject({ campaign: z.string(), sure: z.boolean().optional() }),
  async run({ campaign: id, sure }, context) {
    const { tx, actor, school, now } = context;
    const campaign = await campaignFor(tx, id, actor, school);
    if (!ALIVE.includes(campaign.state)) return campaignView(campaign, context);
    if (!sure) return askView(campaign, context);
    if (!(await hold(tx, id, ALIVE))) return campaignView(campaign, context);
    await closeCampaign(tx, id, 'cancelled', now);
    const shown = await campaignView(
      { ...campaign, state: 'cancelled' },
      context,
      t`Cancelled. Nobody is asked any more.`,
    );
    await record(tx, now, { kind: 'campaign-cancelled', facts: { campaign: id, by: actor.person.id } });
    return shown;
  },
});

async function askView({ id, agreement, edition }: Campaign, { tx }: Context): Promise<View> {
  const { title } = await editionOf(tx, agreement, edition);
  const { open } = await tx
    .selectFrom(assignmentsOf(tx, id, 'open').as('open'))
    .select(({ fn }) => fn.countAll<number | string>().as('open'))
    .executeTakeFirstOrThrow();
  const { waiting } = await tx
    .selectFrom('deliveries')
    .select(({ fn }) => fn.countAll<number | string>().as('waiting'))
    .where('subject', 'in', assignmentsOf(tx, id, 'open'))
    .where('state', 'in', ['waiting', 'throttled', 'retrying'])
    .executeTakeFirstOrThrow();
  return view(
    t`Cancel "${title}"?`,
    list([
      t`${count(Number(open), t`person`, t`people`)} who haven't signed will no longer be asked; their cards will say so.`,
      t`${count(Number(waiting), t`message`, t`messages`)} not yet sent will not be sent.`,
      t`What was signed stays signed.`,
    ]),
    text(t`A cancelled campaign can't be resumed; you can start a new one.`, 'quiet'),
    buttons(
      cancel.button(t`Yes, cancel it`, { campaign: id, sure: true }, { style: 'danger' }),
      show.button(t`Keep it`, { campaign: id }),
    ),
  );
}
