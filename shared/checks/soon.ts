import type { Kysely } from 'kysely';
import type * as z from 'zod';
import type { Job, JobContext } from '../feature.ts';
import { enqueue } from '../jobs/index.ts';
import type { Tables } from '../ports.ts';

/** How long a check of a newly connected school waits for its accounts to be known. */
const WAIT_MS = 10_000;

/** Whether any directory was read yet. Before that nobody's account is known, and every finding would say so. */
export const areRead = async (db: Kysely<Tables>): Promise<boolean> =>
  (await db.selectFrom('directory_reads').select('provider').where('read_at', 'is not', null).limit(1).execute())
    .length > 0;

/** Tries again in a while. */
export async function soon<S extends z.ZodObject>(
  job: Job<S>,
  { store, clock, directories }: JobContext,
): Promise<void> {
  if (!directories.length) return;
  const now = clock.now();
  const at = new Date(now.getTime() + WAIT_MS);
  await store.transaction((tx) => enqueue(tx, job, {} as z.input<S>, { now, at, key: `${job.id} soon` }));
}
