import { randomUUID } from 'node:crypto';
import { DateTime } from 'luxon';
import * as z from 'zod';
import { show } from '../acknowledgements/index.ts';
import { cancelDeliveries, deliverAll, refreshMessages, restoreDeliveries } from '../deliveries/index.ts';
import { type JobContext, job } from '../feature.ts';
import type { Tx } from '../ports.ts';
import { dayOf } from '../time.ts';
import { noteSoon } from './asked-by.ts';
import { type Campaign, hold } from './campaign.ts';
import { assignmentsOf } from './close.ts';
import { meant, timingOf, unasked, unassigned } from './enrolment.ts';

/** People taken in by one transaction: few enough that a press in between hardly waits. */
const BATCH = 500;

/** When, in the school's night, joiners are taken in and leavers let go. */
const NIGHTLY_HOUR = 4;

/**
 * Makes the assignments of a campaign fit its audience, or those of all running ones: asks whoever is in it and hasn't
 * been asked, lets go whoever left the school or the audience. Run twice, it does nothing the second time.
 */
export const enrol = job({
  id: 'campaigns.enrol',
  input: z.strictObject({ campaign: z.string().optional() }),
  next: (after, { school }) =>
    DateTime.fromJSDate(after, { zone: school.timezone })
      .plus({ days: 1 })
      .set({ hour: NIGHTLY_HOUR, minute: 0, second: 0, millisecond: 0 })
      .toJSDate(),
  async run({ campaign }, context) {
    const running = await context.store.db
      .selectFrom('campaigns')
      .select('id')
      .where('state', '=', 'running')
      .$if(campaign !== undefined, (query) => query.where('id', '=', campaign as string))
      .orderBy('created_at')
      .execute();
    for (const { id } of running) {
      await inRunning(id, context, letGo);
      await inRunning(id, context, takeBack);
      while ((await inRunning(id, context, takeIn)) === BATCH);
    }
    await context.store.transaction((tx) => noteSoon(tx, context.clock.now()));
  },
});

type Step = (tx: Tx, campaign: Campaign, at: { now: Date; context: JobContext }) => Promise<number>;

/** One step in a transaction of its own, unless the campaign has been paused or has ended meanwhile. */
const inRunning = (id: string, context: JobContext, step: Step): Promise<number> =>
  context.store.transaction(async (tx) => {
    const campaign = await hold(tx, id, ['running']);
    return campaign ? step(tx, campaign, { now: context.clock.now(), context }) : 0;
  });

const letGo: Step = async (tx, campaign, { now, context: { school } }) => {
  const closed_at = now.toISOString();
  const gone = await tx
    .updateTable('assignments')
    .set({ state: 'left', closed_at, remind_at: null })
    .where('campaign', '=', campaign.id)
    .where('state', '=', 'open')
    .where('person', 'not in', (eb) =>
      eb
        .selectFrom('people')
        .select('people.id')
        .where(meant(campaign, dayOf(now, school))),
    )
    .returning('id')
    .execute();
  if (!gone.length) return 0;
  const justNow = assignmentsOf(tx, campaign.id, 'left').where('closed_at', '=', closed_at);
  await cancelDeliveries(tx, justNow, now);
  await refreshMessages(tx, justNow, now);
  return gone.length;
};

/** Who left and is there again has their old assignment again: what waited is sent, what was sent shows the question. */
const takeBack: Step = async (tx, campaign, { now, context: { school } }) => {
  const today = dayOf(now, school);
  const back = assignmentsOf(tx, campaign.id, 'left').where('person', 'in', (eb) =>
    eb.selectFrom('people').select('people.id').where(meant(campaign, today)).where(unasked(campaign, today)),
  );
  if (!(await back.executeTakeFirst())) return 0;
  const { askAt, dueOn, remindAt } = timingOf(campaign, school, now);
  await restoreDeliveries(tx, back, now, askAt);
  await refreshMessages(tx, back, now);
  const asked = await tx
    .updateTable('assignments')
    .set({ state: 'open', closed_at: null, due_on: dueOn, remind_at: remindAt })
    .where('id', 'in', back)
    .returning('id')
    .execute();
  return asked.length;
};

const takeIn: Step = async (tx, campaign, { now, context: { school } }) => {
  const today = dayOf(now, school);
  const people = await tx
    .selectFrom('people')
    .select('people.id')
    .where(meant(campaign, today))
    .where(unassigned(campaign))
    .where(unasked(campaign, today))
    .limit(BATCH)
    .execute();
  if (!people.length) return 0;
  const { askAt, dueOn, remindAt } = timingOf(campaign, school, now);
  const assigned = await tx
    .insertInto('assignments')
    .values(
      people.map(({ id }) => ({
        id: randomUUID(),
        campaign: campaign.id,
        agreement: campaign.agreement,
        edition: campaign.edition,
        person: id,
        due_on: dueOn,
        state: 'open' as const,
        created_at: now.toISOString(),
        closed_at: null,
        remind_at: remindAt,
        reminded: 0,
      })),
    )
    .onConflict((conflict) => conflict.columns(['campaign', 'person']).doNothing())
    .returning(['id', 'person'])
    .execute();
  await deliverAll(
    tx,
    assigned.map(({ id, person }) => ({
      key: `ask ${id}`,
      person,
      show: show.call({ assignment: id }),
      subject: id,
      purpose: 'ask',
    })),
    now,
    askAt,
  );
  return people.length;
};
