import { DateTime } from 'luxon';
import * as z from 'zod';
import { job } from '../feature.ts';
import { record } from '../ledger/index.ts';
import { dayOf } from '../time.ts';
import { reopen } from './refusal.ts';

/** Exceptions end on their day: every morning, those that have are asked again. */
export const endExceptions = job({
  id: 'acknowledgements.endExceptions',
  input: z.strictObject({}),
  next: (after, { school, hours }) => {
    const [hour, minute] = hours.from.split(':').map(Number);
    return DateTime.fromJSDate(after, { zone: school.timezone })
      .plus({ days: 1 })
      .set({ hour: hour ?? 0, minute: minute ?? 0, second: 0, millisecond: 0 })
      .toJSDate();
  },
  async run(_, { store, clock, school }) {
    const now = clock.now();
    await store.transaction(async (tx) => {
      const ended = await tx
        .selectFrom('refusals')
        .innerJoin('assignments', 'assignments.id', 'refusals.assignment')
        .select(['refusals.id', 'refusals.assignment'])
        .where('decision', '=', 'excused')
        .where('assignments.state', '=', 'excused')
        .where('excused_until', '<', dayOf(now, school))
        .execute();
      for (const { id, assignment } of ended) {
        await reopen(tx, assignment, now, `exception over ${id}`);
        await record(tx, now, { kind: 'exception-ended', facts: { refusal: id, assignment } });
      }
    });
  },
});
