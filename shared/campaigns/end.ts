import { DateTime } from 'luxon';
import * as z from 'zod';
import { job } from '../feature.ts';
import { record } from '../ledger/index.ts';
import { dayOf } from '../time.ts';
import { ALIVE, hold } from './campaign.ts';
import { closeCampaign } from './close.ts';

/** Ends the campaigns whose last day was yesterday, just after midnight at school. */
export const end = job({
  id: 'campaigns.end',
  input: z.strictObject({}),
  next: (after, { school }) =>
    DateTime.fromJSDate(after, { zone: school.timezone }).plus({ days: 1 }).startOf('day').toJSDate(),
  async run(_, { store, clock, school }) {
    const now = clock.now();
    const over = await store.db
      .selectFrom('campaigns')
      .select('id')
      .where('state', 'in', ALIVE)
      .where('ends_on', '<', dayOf(now, school))
      .execute();
    for (const { id } of over)
      await store.transaction(async (tx) => {
        if (!(await hold(tx, id, ALIVE))) return;
        await closeCampaign(tx, id, 'ended', now);
        await record(tx, now, { kind: 'campaign-ended', facts: { campaign: id } });
      });
  },
});
