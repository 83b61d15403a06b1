import type { Tx } from '../ports.ts';

/** What was granted holds until another day (yyyy-mm-dd): the feature behind it had that decided. */
export async function prolong(tx: Tx, id: string, until: string): Promise<void> {
  await tx
    .updateTable('requests')
    .set({ until_on: until })
    .where('id', '=', id)
    .where('state', '=', 'granted')
    .execute();
}
