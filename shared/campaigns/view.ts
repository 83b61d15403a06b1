import { editionOf } from '../agreements/index.ts';
import { sayAudience } from '../audiences/index.ts';
import { writtenBy } from '../deliveries/index.ts';
import type { Context } from '../feature.ts';
import { count, t } from '../language/words.ts';
import type { Tx } from '../ports.ts';
import { dayOf, sayDay, sayMoment, sayTime } from '../time.ts';
import { buttons, facts, progress, text, view } from '../view/build.ts';
import type { Node, View } from '../view/view.ts';
import type { Campaign, CampaignState } from './campaign.ts';
import { cancel } from './cancel.ts';
import { list } from './list.ts';
import { pause } from './pause.ts';
import { resume } from './resume.ts';

/** One campaign: to whom, by when, how far it is, and what can be done with it. */
export async function campaignView(campaign: Campaign, context: Context, note?: string): Promise<View> {
  const { tx, school, now } = context;
  const { id, agreement, edition: number, audience, state } = campaign;
  const edition = await editionOf(tx, agreement, number);
  const { signed, asked } = (await figuresOf(tx, [id])).get(id) ?? NOBODY;
  const waits = state === 'running' && campaign.starts_at > now.toISOString();
  return view(
    edition.title,
    note ? text(note, 'good') : null,
    facts({
      [t`To`]: sayAudience(audience, school),
      [t`State`]: waits ? t`the first cards go out on ${sayMoment(campaign.starts_at, school)}` : sayState(state),
      [t`Started`]: sayDay(dayOf(new Date(campaign.created_at), school)),
      [t`Due`]: sayDay(campaign.due_on),
      [t`Ends`]: campaign.ends_on && sayDay(campaign.ends_on),
    }),
    asked > 0 && progress(t`signed`, signed, asked),
    state === 'running' && (await writing(campaign, context)),
    buttons(
      state === 'running' && pause.button(t`Pause`, { campaign: id }),
      state === 'paused' && resume.button(t`Resume`, { campaign: id }, { style: 'primary' }),
      (state === 'running' || state === 'paused') && cancel.button(t`Cancel it`, { campaign: id }, { style: 'danger' }),
      list.button(t`All campaigns`, { page: 1 }),
    ),
  );
}

/** Shorter than this, nobody wants to know when it ends. */
const WORTH_SAYING_MS = 2 * 60_000;

/** When everyone will have been written to, where that takes a while because the platform lets only so many go in a minute. */
async function writing({ id, starts_at }: Campaign, { tx, now, school }: Context): Promise<Node | null> {
  const from = new Date(Math.max(now.getTime(), Date.parse(starts_at)));
  const by = await writtenBy(tx, tx.selectFrom('assignments').select('id').where('campaign', '=', id), {
    from,
    school,
  });
  if (!by || by.getTime() - from.getTime() < WORTH_SAYING_MS) return null;
  const time = sayTime(by, school);
  return text(
    dayOf(by, school) === dayOf(now, school)
      ? t`By ${time} everyone will have been written to.`
      : t`By ${time} on ${sayDay(dayOf(by, school))} everyone will have been written to.`,
    'quiet',
  );
}

/** A campaign in one line of a list. */
export async function campaignLines(tx: Tx, campaigns: Campaign[], { school }: Context) {
  const figures = await figuresOf(
    tx,
    campaigns.map(({ id }) => id),
  );
  return Promise.all(
    campaigns.map(async (campaign) => {
      const { title } = await editionOf(tx, campaign.agreement, campaign.edition);
      const { signed, asked } = figures.get(campaign.id) ?? NOBODY;
      const parts = [
        sayAudience(campaign.audience, school),
        t`${signed} of ${count(asked, t`person`, t`people`)} signed`,
        t`due ${sayDay(campaign.due_on)}`,
        ...(campaign.state === 'running' ? [] : [sayState(campaign.state)]),
      ];
      return { campaign, title, detail: parts.join(' · ') };
    }),
  );
}

const NOBODY = { signed: 0, asked: 0 };

/** Of each campaign, how many have signed among those whose answer counts. */
async function figuresOf(tx: Tx, campaigns: string[]): Promise<Map<string, typeof NOBODY>> {
  if (!campaigns.length) return new Map();
  const rows = await tx
    .selectFrom('assignments')
    .select(({ fn }) => ['campaign', 'state', fn.countAll<number | string>().as('people')])
    .where('campaign', 'in', campaigns)
    .groupBy(['campaign', 'state'])
    .execute();
  const figures = new Map<string, typeof NOBODY>();
  for (const { campaign, state, people } of rows) {
    const { signed, asked } = figures.get(campaign) ?? NOBODY;
    const counts = state !== 'left';
    figures.set(campaign, {
      signed: signed + (state === 'acknowledged' ? Number(people) : 0),
      asked: asked + (counts ? Number(people) : 0),
    });
  }
  return figures;
}

function sayState(state: CampaignState): string {
  switch (state) {
    case 'running':
      return t`running`;
    case 'paused':
      return t`paused: nothing is sent`;
    case 'cancelled':
      return t`cancelled`;
    case 'superseded':
      return t`replaced by a newer one`;
    case 'ended':
      return t`ended`;
    default:
      return state satisfies never;
  }
}
