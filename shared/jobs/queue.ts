import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type * as z from 'zod';
import type { Job } from '../feature.ts';
import type { Store, Tx } from '../ports.ts';
import { statement } from '../statement.ts';
import type { JobTables } from './tables.ts';

/** A worker that hasn't finished a job after this time is taken to have died, and the job runs again. */
export const LEASE_MS = 60_000;
/** After this many failures a job is dead: it stays for a person to look at. */
const MAX_ATTEMPTS = 12;

/** How many rows one statement inserts: far below the number of values that either engine takes in one. */
const CHUNK = 500;

/** One piece of work: what to do it with, and when. */
export interface Work<S extends z.ZodObject> {
  input: z.input<S>;
  /** Not before; at once when left out. */
  at?: Date;
  /** While work with this key waits, more of it is not taken in: what waits will see the newer facts. */
  key?: string | null;
}

/** Puts a job into the queue, in the transaction of the fact it follows from. */
export const enqueue = <S extends z.ZodObject>(
  tx: Tx,
  job: Job<S>,
  input: z.input<S>,
  { now, ...when }: { now: Date } & Omit<Work<S>, 'input'>,
): Promise<void> => enqueueAll(tx, job, [{ input, ...when }], now);

/**
 * Puts a job into the queue for each piece of work. Each stands a second behind the one before it: whoever comes meanwhile
 * with little isn't stuck behind thousands, and two who come with thousands take turns.
 */
export async function enqueueAll<S extends z.ZodObject>(
  tx: Tx,
  job: Job<S>,
  work: Work<S>[],
  now: Date,
): Promise<void> {
  for (let from = 0; from < work.length; from += CHUNK)
    await tx
      .insertInto('jobs')
      .values(work.slice(from, from + CHUNK).map((one, i) => rowOf(job, one, now, from + i)))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
}

/** Puts a job into the queue in the place of the one that waits with its key: only the last word counts. */
export async function enqueueLast<S extends z.ZodObject>(
  tx: Tx,
  job: Job<S>,
  work: Work<S> & { key: string },
  now: Date,
): Promise<void> {
  await putLast(tx, rowOf(job, work, now));
}

const putLast = statement((db, row: Claimed) =>
  db
    .insertInto('jobs')
    .values(row)
    .onConflict((conflict) =>
      conflict
        .column('key')
        .where('state', '=', sql.lit('waiting'))
        .doUpdateSet((eb) => ({
          input: eb.ref('excluded.input'),
          run_at: eb.ref('excluded.run_at'),
          place: eb.ref('excluded.place'),
        })),
    ),
);

const rowOf = <S extends z.ZodObject>(
  job: Job<S>,
  { input, at, key = null }: Work<S>,
  now: Date,
  behind = 0,
): Claimed => {
  const from = at ?? now;
  return {
    id: randomUUID(),
    kind: job.id,
    key,
    input: JSON.stringify(input),
    run_at: from.toISOString(),
    place: new Date(from.getTime() + behind * 1_000).toISOString(),
    state: 'waiting',
    attempts: 0,
    leased_until: null,
    error: null,
    created_at: now.toISOString(),
  };
};

/** A job that this worker holds until its lease ends. */
export type Claimed = JobTables['jobs'];

/** Of which kinds: these, or all but these. */
export type Kinds = { among: string[] } | { except: string[] };

/** Keeps a job for its worker, which is still at it. */
export async function keep({ db }: Store, job: Claimed, now: Date): Promise<void> {
  await db
    .updateTable('jobs')
    .set({ leased_until: leaseFrom(now) })
    .where('id', '=', job.id)
    .where('attempts', '=', job.attempts)
    .execute();
}

const leaseFrom = (now: Date): string => new Date(now.getTime() + LEASE_MS).toISOString();

/**
 * Takes up to `limit` due jobs, by their places, and those whose worker died. Of one key one runs at a time: what was asked
 * for last is done last. A job that its worker died of again and again is dead: it would take the next worker with it.
 */
export async function claim(store: Store, now: Date, limit: number, of: Kinds = { except: [] }): Promise<Claimed[]> {
  // PostgreSQL: several workers take different rows instead of waiting for each other. SQLite has one writer anyway.
  const skipLocked = store.engine === 'postgres' ? sql`for update skip locked` : sql``;
  const time = now.toISOString();
  const named = 'among' in of ? of.among : of.except;
  const kinds = named.length
    ? sql`and kind ${'among' in of ? sql`in` : sql`not in`} (${sql.join(named)})`
    : sql.raw('among' in of ? 'and false' : '');
  return store.transaction(async (tx) => {
    await tx
      .updateTable('jobs')
      .set({ state: 'dead', leased_until: null, error: 'its worker died' })
      .where('run_at', '<=', time)
      .where('state', '=', 'running')
      .where('leased_until', '<=', time)
      .where('attempts', '>=', MAX_ATTEMPTS)
      .execute();
    return (
      tx
        // A common table, because PostgreSQL may run a subquery more than once, and then take more than the limit.
        .with(
          'due',
          () =>
            sql<{ id: string }>`(select id from jobs where run_at <= ${time}
            and (state = 'waiting' or (state = 'running' and leased_until <= ${time})) ${kinds}
            and not exists (select 1 from jobs as other where other.key = jobs.key and other.id <> jobs.id
              and other.state = 'running' and other.leased_until > ${time})
            order by coalesce(place, run_at) limit ${sql.lit(limit)} ${skipLocked})`,
        )
        .updateTable('jobs')
        .set((eb) => ({
          state: 'running' as const,
          attempts: eb('attempts', '+', 1),
          leased_until: leaseFrom(now),
        }))
        .where('id', 'in', (eb) => eb.selectFrom('due').select('due.id'))
        .returningAll()
        .execute()
    );
  });
}

/** Takes a finished job out of the queue. */
export async function finish(tx: Tx, job: Claimed): Promise<void> {
  await tx.deleteFrom('jobs').where('id', '=', job.id).where('attempts', '=', job.attempts).execute();
}

/** Gives a failed job another try later, with backoff and jitter. After the last one it is dead, which is what it returns. */
export async function fail(tx: Tx, job: Claimed, error: string, now: Date): Promise<boolean> {
  const dead = job.attempts >= MAX_ATTEMPTS;
  const run_at = new Date(now.getTime() + backoffMs(job.attempts)).toISOString();
  const kept = await putBack(tx, job, { state: dead ? 'dead' : 'waiting', run_at, place: run_at, error });
  return dead && kept;
}

/** Puts a job that the end of the server interrupted back into the queue, as if it had never been taken. */
export async function giveBack(tx: Tx, job: Claimed): Promise<void> {
  await putBack(tx, job, { state: 'waiting', attempts: job.attempts - 1 });
}

async function putBack(tx: Tx, job: Claimed, as: Partial<Claimed>): Promise<boolean> {
  // Asked for again while it ran: the one that waits does the work.
  const again =
    job.key &&
    (await tx
      .selectFrom('jobs')
      .select('id')
      .where('key', '=', job.key)
      .where('state', '=', 'waiting')
      .executeTakeFirst());
  if (again) {
    await finish(tx, job);
    return false;
  }
  await tx
    .updateTable('jobs')
    .set({ leased_until: null, ...as })
    .where('id', '=', job.id)
    .where('attempts', '=', job.attempts)
    .execute();
  return true;
}

/** Doubling from one second to at most an hour, half of it random, so that what failed together doesn't return together. */
export function backoffMs(attempt: number): number {
  const ceiling = Math.min(1_000 * 2 ** (attempt - 1), 3_600_000);
  return ceiling / 2 + (Math.random() * ceiling) / 2;
}
