import * as z from 'zod';
import { action } from '../feature.ts';
import { t } from '../language/words.ts';
import { buttons, rows, text, view } from '../view/build.ts';
import type { View } from '../view/view.ts';
import { ALIVE, campaignFrom, mayHandle } from './campaign.ts';
import { compose } from './compose.ts';
import { show } from './show.ts';
import { campaignLines } from './view.ts';

/** Campaigns shown at once. */
const PAGE = 8;

/** What is being asked of whom: what runs first, then what is over, newest first. */
export const list = action({
  id: 'campaigns.list',
  who: 'campaign',
  input: z.strictObject({ page: z.int().min(1) }),
  async run({ page }, context): Promise<View> {
    const { tx, actor, school } = context;
    const all = (await tx.selectFrom('campaigns').selectAll().orderBy('created_at', 'desc').execute())
      .map(campaignFrom)
      .filter((campaign) => mayHandle(actor, campaign, school))
      .sort((a, b) => Number(ALIVE.includes(b.state)) - Number(ALIVE.includes(a.state)));
    const shown = all.slice((page - 1) * PAGE, page * PAGE);
    const lines = await campaignLines(tx, shown, context);
    return view(
      t`Campaigns`,
      shown.length === 0 && text(t`Nobody is being asked to sign anything yet.`),
      rows(
        lines.map(({ campaign, title, detail }) => ({
          title,
          detail,
          button: show.button(t`Open`, { campaign: campaign.id }),
        })),
      ),
      buttons(
        compose.button(t`Start a campaign`, {}, { style: 'primary' }),
        page > 1 && list.button(t`Newer`, { page: page - 1 }),
        all.length > page * PAGE && list.button(t`Older`, { page: page + 1 }),
      ),
    );
  },
});
