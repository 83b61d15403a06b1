import type { Kysely } from 'kysely';
import type { Tables } from '../ports.ts';
import type { JobTables } from './tables.ts';

/** How much work of a kind there is, in a state. */
export interface QueueState {
  kind: string;
  state: JobTables['jobs']['state'];
  jobs: number;
  /** For how long, in seconds, the oldest of them could have been done; 0 when it isn't due yet. */
  behind: number;
}

/** What is in the queue. */
export async function queueState(db: Kysely<Tables>, now: Date): Promise<QueueState[]> {
  const rows = await db
    .selectFrom('jobs')
    .select((eb) => ['kind', 'state', eb.fn.countAll<number | string>().as('jobs'), eb.fn.min('run_at').as('oldest')])
    .groupBy(['kind', 'state'])
    .execute();
  return rows.map(({ kind, state, jobs, oldest }) => ({
    kind,
    state,
    jobs: Number(jobs),
    behind: Math.max(0, now.getTime() - Date.parse(oldest)) / 1_000,
  }));
}
