import { DateTime } from 'luxon';
import * as z from 'zod';
import { editionOf } from '../agreements/index.ts';
import { sayAudience } from '../audiences/index.ts';
import { nextSendable, openingOf } from '../calendar.ts';
import { deliver } from '../deliveries/index.ts';
import { action, type Context, job } from '../feature.ts';
import { t } from '../language/words.ts';
import { actorFor, peopleWho } from '../people/index.ts';
import type { Tx } from '../ports.ts';
import type { School } from '../school.ts';
import { addDays, dayOf, sayDay } from '../time.ts';
import { buttons, text, view } from '../view/build.ts';
import type { View } from '../view/view.ts';
import { ALIVE, type Campaign, campaignFor, campaignFrom, mayHandle } from './campaign.ts';
import { preview } from './preview.ts';
import { campaignView } from './view.ts';

/** Days to answer a renewal, unless one says otherwise. */
const USUAL_DAYS = 14;

/** "It's a year since …": whoever starts campaigns decides whether everyone is asked again. Nothing is sent by itself. */
export const renewal = action({
  id: 'campaigns.renewal',
  who: 'campaign',
  input: z.strictObject({ campaign: z.string() }),
  run: async ({ campaign }, context) =>
    renewalView(await campaignFor(context.tx, campaign, context.actor, context.school), context),
});

async function renewalView(campaign: Campaign, context: Context): Promise<View> {
  const { tx, school, now } = context;
  if (!isRenewable(campaign)) return campaignView(campaign, context);
  const { title } = await editionOf(tx, campaign.agreement, campaign.edition);
  return view(
    t`Time to renew: ${title}`,
    text(
      t`It's a year since ${sayAudience(campaign.audience, school)} were asked to sign this by ${sayDay(campaign.due_on)}. Ask everyone again?`,
    ),
    preview.field('dueOn', {
      label: t`By when`,
      input: 'date',
      required: true,
      value: addDays(dayOf(now, school), USUAL_DAYS),
    }),
    buttons(
      preview.button(
        t`Preview`,
        { agreement: campaign.agreement, audience: campaign.audience },
        { style: 'primary', sendsInputs: true },
      ),
    ),
    text(t`Nothing is sent until you have seen it and say so.`, 'quiet'),
  );
}

/** Still the last word about its agreement: neither cancelled nor replaced. */
const isRenewable = ({ state }: Pick<Campaign, 'state'>): boolean => [...ALIVE, 'ended'].includes(state);

/** Every morning, finds the yearly agreements whose last campaign was due a year ago and tells who starts campaigns, once a year. */
export const offerRenewals = job({
  id: 'campaigns.offerRenewals',
  input: z.strictObject({}),
  next: (after, school) => openingOf(addDays(dayOf(after, school), 1), school),
  async run(_, { store, clock, school }) {
    const now = clock.now();
    await store.transaction((tx) => offer(tx, now, school));
  },
});

async function offer(tx: Tx, now: Date, school: School): Promise<void> {
  const today = DateTime.fromJSDate(now, { zone: school.school.timezone });
  const rows = await tx
    .selectFrom('campaigns')
    .innerJoin('agreements', 'agreements.id', 'campaigns.agreement')
    .selectAll('campaigns')
    .where('yearly', '=', 1)
    .where('state', 'in', [...ALIVE, 'ended'])
    .where('due_on', '<=', today.minus({ years: 1 }).toISODate())
    .execute();
  for (const campaign of rows.map(campaignFrom)) {
    const years = Math.floor(
      today.diff(DateTime.fromISO(campaign.due_on, { zone: school.school.timezone }), 'years').years,
    );
    for (const person of await whoDecides(tx, campaign, now, school))
      await deliver(
        tx,
        {
          key: `renewal ${campaign.id} ${years} ${person}`,
          person,
          show: renewal.call({ campaign: campaign.id }),
          subject: campaign.id,
          purpose: 'tell',
        },
        now,
        nextSendable(now, school),
      );
  }
}

async function whoDecides(tx: Tx, campaign: Campaign, now: Date, school: School): Promise<string[]> {
  const schools = await tx.selectFrom('people').select('school').distinct().execute();
  const holders: string[] = [];
  for (const { school: id } of schools) holders.push(...(await peopleWho(tx, 'campaign', id, { now, school })));
  const deciding: string[] = [];
  for (const id of holders) {
    const person = await tx.selectFrom('people').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    if (mayHandle(await actorFor(tx, person, null, school), campaign, school)) deciding.push(id);
  }
  return deciding;
}
