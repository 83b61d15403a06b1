import * as z from 'zod';
import { job } from '../../feature.ts';
import { addDays, dayOf } from '../../time.ts';

/** How often it is looked what may go. */
const EVERY_MS = 15 * 60_000;

/** Of a picture nobody said within this time which loan it is of. */
const UNSAID_MS = 3_600_000;

/**
 * Deletes photos whose time is over: those of a loan that came to nothing, those of a loan that was closed long enough ago
 * (`loans: photos_kept`) with nothing left to settle, those that were never said to be of a loan; and links that are too
 * old. Their hashes stay in the ledger.
 */
export const forgetPhotos = job({
  id: 'loans.forgetPhotos',
  input: z.strictObject({}),
  next: (after) => new Date(after.getTime() + EVERY_MS),
  async run(_, { store, clock, school }) {
    const now = clock.now();
    const closedBefore = addDays(dayOf(now, school), -school.loans.photos_kept);
    await store.transaction(async (tx) => {
      await tx.deleteFrom('photo_links').where('expires_at', '<', now.toISOString()).execute();
      await tx
        .deleteFrom('loan_photos')
        .where('loan', 'is', null)
        .where('at', '<', new Date(now.getTime() - UNSAID_MS).toISOString())
        .execute();
      await tx
        .deleteFrom('loan_photos')
        .where('loan', 'in', (eb) =>
          eb
            .selectFrom('loans')
            .select('loans.id')
            .where((or) =>
              or.or([
                or('loans.state', '=', 'cancelled'),
                or.and([
                  or('loans.state', '=', 'closed'),
                  or('loans.closed_at', '<', closedBefore),
                  or.not(
                    or.exists(
                      or
                        .selectFrom('loan_incidents')
                        .select('loan_incidents.id')
                        .whereRef('loan_incidents.loan', '=', 'loans.id')
                        .where('loan_incidents.state', '=', 'open'),
                    ),
                  ),
                ]),
              ]),
            ),
        )
        .execute();
    });
  },
});
