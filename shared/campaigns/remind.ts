import { sql } from 'kysely';
import * as z from 'zod';
import { show } from '../acknowledgements/index.ts';
import { hereOn } from '../audiences/index.ts';
import { isSendable } from '../calendar.ts';
import { deliverAll } from '../deliveries/index.ts';
import { job } from '../feature.ts';
import type { Tx } from '../ports.ts';
import type { School } from '../school.ts';
import { dayOf } from '../time.ts';
import { remindedByHand } from './by-hand.ts';
import { nextReminder } from './ladder.ts';

/** How often the ladder is looked at. */
const EVERY_MS = 5 * 60_000;

/** Reminders that one transaction writes. */
const BATCH = 500;

/**
 * Reminds whoever is due for it, in school hours only. Rungs of the ladder that were missed, because a campaign was paused
 * or the server was off, become one reminder.
 */
export const remind = job({
  id: 'campaigns.remind',
  input: z.strictObject({}),
  next: (after) => new Date(after.getTime() + EVERY_MS),
  async run(_, { store, clock, school }) {
    const now = clock.now();
    if (!isSendable(now, school)) return;
    while ((await store.transaction((tx) => remindSome(tx, now, school))) === BATCH);
  },
});

async function remindSome(tx: Tx, now: Date, school: School): Promise<number> {
  const today = dayOf(now, school);
  const due = await tx
    .selectFrom('assignments')
    .innerJoin('campaigns', 'campaigns.id', 'assignments.campaign')
    .innerJoin('people', 'people.id', 'assignments.person')
    .select(['assignments.id', 'assignments.person', 'assignments.due_on', 'reminded', 'ends_on'])
    .select((eb) => eb.case().when(remindedByHand(today)).then(1).else(0).end().as('by_hand'))
    // A word, not a parameter: only so can the index of open assignments be used.
    .where('assignments.state', '=', sql.lit('open' as const))
    .where('remind_at', '<=', now.toISOString())
    .where('campaigns.state', '=', 'running')
    .where(hereOn(today))
    .orderBy('remind_at')
    .limit(BATCH)
    .execute();
  // Who was reminded by hand this morning has had the reminder of today.
  const going = due.filter(({ ends_on, by_hand }) => (ends_on === null || ends_on >= today) && !by_hand);
  await deliverAll(
    tx,
    going.map(({ id, person, reminded }) => ({
      key: `remind ${id} ${reminded + 1}`,
      person,
      show: show.call({ assignment: id }),
      subject: id,
      purpose: 'remind',
    })),
    now,
  );
  for (const [, alike] of Map.groupBy(due, ({ due_on, reminded, ends_on }) => `${due_on} ${reminded} ${ends_on}`)) {
    const { due_on, reminded, ends_on } = alike[0] as (typeof due)[number];
    await tx
      .updateTable('assignments')
      .set({ reminded: reminded + 1, remind_at: nextReminder(due_on, today, school, ends_on)?.toISOString() ?? null })
      .where(
        'id',
        'in',
        alike.map(({ id }) => id),
      )
      .execute();
  }
  return due.length;
}
