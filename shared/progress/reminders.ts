import * as z from 'zod';
import { show } from '../acknowledgements/index.ts';
import { reminderKey } from '../campaigns/index.ts';
import { deliverAll } from '../deliveries/index.ts';
import { type JobContext, job } from '../feature.ts';
import { record } from '../ledger/index.ts';
import { actorFor, isHere } from '../people/index.ts';
import type { Tx } from '../ports.ts';
import { dayOf } from '../time.ts';
import { OutstandingFilter } from './filter.ts';
import { nextRecipients, reminding } from './recipients.ts';

/** People reminded in one transaction: a school at once, and never so many that others have to wait for it. */
const BATCH = 200;

const Order = z.strictObject({
  /** The person who asked for it; what they may see and do is looked up again. */
  by: z.string(),
  filter: OutstandingFilter,
  /** When they were shown whom it would reach (ISO). */
  asOf: z.string(),
  /** When it is to arrive (ISO). */
  at: z.string(),
});

/** Puts the reminders that somebody confirmed into the outbox, batch after batch, each recorded in the ledger. */
export const sendReminders = job({
  id: 'progress.sendReminders',
  input: Order,
  async run(order, context): Promise<void> {
    // Whoever is in the outbox is no recipient any more, so a run that was cut off goes on where it stopped.
    while ((await context.store.transaction((tx) => sendBatch(tx, order, context))) === BATCH);
  },
});

async function sendBatch(
  tx: Tx,
  { by, filter, asOf, at }: z.output<typeof Order>,
  { clock, school }: JobContext,
): Promise<number> {
  const now = clock.now();
  const person = await tx.selectFrom('people').selectAll().where('id', '=', by).executeTakeFirst();
  if (!person || !isHere(person, dayOf(now, school))) return 0;
  const actor = await actorFor(tx, person, null, school);
  if (!actor.may.has('remind')) return 0;
  const day = dayOf(new Date(at), school);
  const question = await reminding(tx, filter, { actor, asOf, school });
  const people = await nextRecipients(tx, question, day, BATCH);
  const reminders = people.map(({ id, assignment }) => ({
    key: reminderKey(id, day),
    person: id,
    show: show.call({ assignment }),
    subject: assignment,
    purpose: 'remind' as const,
  }));
  // Somebody else may be reminding the same people at this moment: what counts is who got into the outbox.
  const sent = await deliverAll(tx, reminders, now, new Date(at));
  const assignments = reminders.flatMap(({ key, subject }) => (sent.has(key) ? [subject] : []));
  if (assignments.length)
    await record(tx, now, { kind: 'reminder', facts: { by, day, people: assignments.length, assignments } });
  return people.length;
}
