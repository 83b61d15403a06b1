import { type Someone, viewOf } from '../../fakes/app.ts';
import type { TestDatabase } from '../../fakes/store.ts';
import { type Checks, checksApp, schoolWith } from '../start.ts';

/** Nothing is shared and nobody posts; what is left to say is how long data is kept. */
const SPARE = '  leavers: { shared_passwords: [], social_media: [] }';

/** A school on a fresh store, with these lines below `checks:`. */
export const startOn =
  (fresh: () => Promise<TestDatabase>) =>
  async (more = SPARE): Promise<Checks> =>
    checksApp(await fresh(), schoolWith(more));

/** Somebody whose contract ends on a day, with an account in Entra. */
export async function leaver(
  t: Checks,
  name: string,
  end: string | null,
  lastDay: string | null = null,
): Promise<Someone> {
  const one = await t.member(name);
  await t.store.db
    .updateTable('people')
    .set({ leave_date: end, last_working_day: lastDay })
    .where('id', '=', one.id)
    .execute();
  return one;
}

/** Whoever looks after ICT. */
export const ictOf = (t: Checks) => t.person('Ifeoma Nwachukwu', { roles: ['ict-manager'] });
/** How somebody stands over all rows: closed, open, blind … */
export const standing = async (t: Checks, { id }: { id: string }) =>
  (await t.store.db.selectFrom('leavers').select('standing').where('person', '=', id).executeTakeFirst())?.standing;
/** Has the business manager say what only they can say. */
export async function confirmRetention(t: Checks, { id }: { id: string }): Promise<void> {
  const office = await t.person(`Olga Brandt ${id.replace(/\d/g, (digit) => 'ghijklmnop'[Number(digit)] ?? '')}`, {
    roles: ['business-manager'],
  });
  const { id: finding } = await t.store.db
    .selectFrom('findings')
    .select('id')
    .where('person', '=', id)
    .where('row_name', '=', 'retention-decided')
    .executeTakeFirstOrThrow();
  viewOf(await office.press({ action: 'checks.confirm', input: { finding, from: 'todo' } }));
}
