import * as z from 'zod';
import { DirectoryTrouble } from '../directories/index.ts';
import { type JobContext, job } from '../feature.ts';
import { t } from '../language/words.ts';
import { dayOf, sayDay } from '../time.ts';

/** How often it is looked whether a note is out of date. */
const EVERY_MS = 15 * 60_000;

/** Google's longest note for a user; its location takes more. https://developers.google.com/workspace/admin/directory/reference/rest/v1/chromeosdevices */
const LONGEST = 100;

/** Devices that one run writes to: what is left is the next one's. */
const MOST = 200;

/**
 * Writes who has a Chromebook, and until when, into the fields that Google's console shows; empties them when it is back. Off
 * unless school.yaml switches it on. What the fields say already is not written again, and what somebody wrote by hand on a
 * Chromebook that was never lent stays.
 */
export const annotateDevices = job({
  id: 'loans.annotate',
  input: z.strictObject({}),
  slow: true,
  next: (after) => new Date(after.getTime() + EVERY_MS),
  async run(_, context) {
    const { store, clock, school, directories, log, stopping } = context;
    if (!school.loans.annotate_chromebooks) return;
    for (const directory of directories) {
      if (!directory.annotate) continue;
      const { provider, tenant } = directory;
      try {
        for (const { device_id, user, location } of await wanted(context, directory)) {
          stopping.throwIfAborted();
          await directory.annotate(device_id, { user, location });
          await store.transaction((tx) =>
            tx
              .updateTable('equipment_devices')
              .set({ noted_user: user, noted_location: location })
              .where('provider', '=', provider)
              .where('tenant', '=', tenant)
              .where('device_id', '=', device_id)
              .execute(),
          );
        }
      } catch (error) {
        if (!(error instanceof DirectoryTrouble)) throw error;
        log.warn({ provider, tenant, because: error.because.kind }, 'notes on devices could not be written');
      }
    }
  },
});

/** What each device that was ever lent should say, those first that changed hands last. */
async function wanted(
  { store, clock, school }: JobContext,
  { provider, tenant }: { provider: 'google' | 'entra'; tenant: string },
) {
  const rows = await store.db
    .selectFrom('equipment_devices')
    .innerJoin('loan_items', 'loan_items.item', 'equipment_devices.item')
    .innerJoin('loans', 'loans.id', 'loan_items.loan')
    .innerJoin('people', 'people.id', 'loans.borrower')
    .select(['device_id', 'noted_user', 'noted_location', 'loan_items.state', 'loan_items.out_at', 'loans.due_on'])
    .select(['people.email', 'people.name'])
    .where('provider', '=', provider)
    .where('tenant', '=', tenant)
    .where('gone_at', 'is', null)
    .where('loan_items.out_at', 'is not', null)
    .orderBy('loan_items.out_at', 'desc')
    .execute();
  const last = new Map<string, (typeof rows)[number]>();
  for (const row of rows) if (!last.has(row.device_id)) last.set(row.device_id, row);
  const today = dayOf(clock.now(), school);
  return [...last.values()]
    .map(({ state, email, name, due_on, ...device }) => ({
      ...device,
      user: state === 'out' ? (email ?? name).slice(0, LONGEST) : '',
      location:
        state === 'out'
          ? due_on < today
            ? t`on loan, overdue since ${sayDay(due_on)}`
            : t`on loan until ${sayDay(due_on)}`
          : '',
    }))
    .filter(
      ({ noted_user, noted_location, user, location }) =>
        (noted_user ?? '') !== user || (noted_location ?? '') !== location,
    )
    .slice(0, MOST);
}
