import { editionOf } from '../agreements/index.ts';
import { sayAudience } from '../audiences/index.ts';
import { reachOf, writtenBy } from '../deliveries/index.ts';
import type { Context } from '../feature.ts';
import { count, t } from '../language/words.ts';
import type { Tx } from '../ports.ts';
import type { School } from '../school.ts';
import { dayOf, sayDay, sayMoment, sayTime } from '../time.ts';
import { buttons, facts, progress, text, view } from '../view/build.ts';
import type { Live, Node, View } from '../view/view.ts';
import { ALIVE, type Campaign, type CampaignState } from './campaign.ts';
import { cancel } from './cancel.ts';
import { list } from './list.ts';
import { pause } from './pause.ts';
import { resume } from './resume.ts';
import { show } from './show.ts';

/** One campaign: to whom, by when, how far it is, and what can be done with it. */
export async function campaignView(campaign: Campaign, context: Context, note?: string): Promise<View> {
  const { tx, school, now } = context;
  const { id, agreement, edition: number, audience, state } = campaign;
  const edition = await editionOf(tx, agreement, number);
  const { signed, asked } = (await figuresOf(tx, [id])).get(id) ?? NOBODY;
  const isAlive = ALIVE.includes(state);
  const { nodes, live } = isAlive ? await writing(campaign, context) : { nodes: [] };
  const waits = state === 'running' && campaign.starts_at > now.toISOString();
  const card = view(
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
    ...nodes,
    buttons(
      isAlive && show.button(t`How far is it?`, { campaign: id }),
      state === 'running' && pause.button(t`Pause`, { campaign: id }),
      state === 'paused' && resume.button(t`Resume`, { campaign: id }, { style: 'primary' }),
      isAlive && cancel.button(t`Cancel it`, { campaign: id }, { style: 'danger' }),
      list.button(t`All campaigns`, { page: 1 }),
    ),
  );
  return { ...card, ...(live && { live }) };
}

/** How often the card is drawn anew while cards go out: some twenty times, within these bounds. */
const SOONEST_MS = 10_000;
const LATEST_MS = 10 * 60_000;
/** By then whoever is to be asked has been put into the outbox. */
const BEGUN_MS = 10 * 60_000;

/** How many have been written to, how many can't be, how many wait, and when everyone will have been. */
async function writing(
  { id, starts_at, state }: Campaign,
  { tx, now, school }: Context,
): Promise<{ nodes: Node[]; live?: Live }> {
  const asked = tx.selectFrom('assignments').select('id').where('campaign', '=', id).where('state', '!=', 'left');
  const { reached, unconfirmed, blocked, waiting } = await reachOf(tx, asked);
  const again = show.call({ campaign: id });
  const isSending = state === 'running' && starts_at <= now.toISOString();
  if (!(reached + unconfirmed + blocked + waiting)) {
    const begins = isSending && now.getTime() - Date.parse(starts_at) < BEGUN_MS;
    return { nodes: [], ...(begins && { live: { ...again, afterMs: SOONEST_MS } }) };
  }
  const parts = [
    t`${count(reached, t`person`, t`people`)} reached`,
    unconfirmed > 0 && t`${unconfirmed} perhaps reached`,
    blocked > 0 && t`${blocked} can't be reached`,
    waiting > 0 && t`${waiting} waiting`,
  ];
  const far = text(t`Cards: ${parts.filter(Boolean).join(', ')}.`);
  if (!waiting || state !== 'running') return { nodes: [far] };
  const from = new Date(Math.max(now.getTime(), Date.parse(starts_at)));
  const by = await writtenBy(tx, asked, { from, school });
  const nodes = [far, ...(by ? [text(sayEnd(by, now, school), 'quiet')] : [])];
  const step = by ? (by.getTime() - now.getTime()) / 20 : 0;
  const afterMs = Math.min(Math.max(step, SOONEST_MS), LATEST_MS);
  return { nodes, ...(isSending && { live: { ...again, afterMs } }) };
}

/** "By 09:04, in 4 minutes, everyone will have been written to." */
function sayEnd(end: Date, now: Date, school: School): string {
  const by = new Date(Math.ceil(end.getTime() / 60_000) * 60_000);
  const minutes = Math.round((by.getTime() - now.getTime()) / 60_000);
  if (minutes <= 1) return t`Within a minute everyone will have been written to.`;
  const time = sayTime(by, school);
  if (dayOf(by, school) !== dayOf(now, school))
    return t`By ${time} on ${sayDay(dayOf(by, school))} everyone will have been written to.`;
  if (minutes > 60) return t`By ${time} everyone will have been written to.`;
  return t`By ${time}, in ${minutes} minutes, everyone will have been written to.`;
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
