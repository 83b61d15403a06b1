import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { JobContext } from '../feature.ts';
import { t } from '../language/words.ts';
import type { Clock, Store, Tables, Tx } from '../ports.ts';
import type { CheckName, CheckTables } from './tables.ts';

/** Whoever gives no sign of life for so long is taken to have died; the next one goes on where they stopped. */
const SILENT_MS = 45_000;
/** How often a sign of life is given, also while a directory keeps us waiting. */
const BEAT_MS = 15_000;

/** What a look at everybody needs: a job has it, and so has the command line. */
export type Looking = Pick<JobContext, 'store' | 'clock' | 'school' | 'directories' | 'log' | 'stopping'>;

/** How far a run is. */
export interface Progress {
  done: number;
  total: number | null;
}

/** A run that this process works on; nobody else does. */
export interface Run extends Progress {
  id: string;
  check: CheckName;
  /** Where to go on: null at the beginning. */
  cursor: string | null;
  startedAt: string;
  /** Notes how far it is, in the transaction of what was found. @throws Error when somebody else has taken over. */
  advance(tx: Tx, to: Progress & { cursor: string | null }): Promise<void>;
  /** Notes, once, something that could not be looked at. */
  trouble(words: string): void;
  end(): Promise<void>;
  /** Gives it up for somebody else, or oneself later, to go on with. */
  release(): Promise<void>;
}

/**
 * Begins a run, or goes on with one whose process died. Null: one is under way elsewhere. At most one of a check runs,
 * whatever number of instances there are: a unique index says so.
 */
export async function takeRun({ store, clock }: { store: Store; clock: Clock }, check: CheckName): Promise<Run | null> {
  const now = clock.now();
  const holder = randomUUID();
  const row = await store.transaction(async (tx) => {
    const silent = new Date(now.getTime() - SILENT_MS).toISOString();
    const orphan = await tx
      .updateTable('check_runs')
      .set({ holder, beat_at: now.toISOString() })
      .where('check_name', '=', check)
      .where('state', '=', 'running')
      .where('beat_at', '<', silent)
      .returningAll()
      .executeTakeFirst();
    if (orphan) return orphan;
    return tx
      .insertInto('check_runs')
      .values({
        id: randomUUID(),
        check_name: check,
        state: 'running',
        started_at: now.toISOString(),
        ended_at: null,
        holder,
        beat_at: now.toISOString(),
        done: 0,
        total: null,
        cursor: null,
        troubles: '[]',
      })
      .onConflict((conflict) => conflict.doNothing())
      .returningAll()
      .executeTakeFirst();
  });
  return row ? held(row, { store, clock }) : null;
}

function held(row: CheckTables['check_runs'], { store, clock }: { store: Store; clock: Clock }): Run {
  const troubles = new Set<string>(JSON.parse(row.troubles));
  const mine = (db: Kysely<Tables>) =>
    db.updateTable('check_runs').where('id', '=', row.id).where('holder', '=', row.holder);
  const heart = setInterval(() => {
    mine(store.db)
      .set({ beat_at: clock.now().toISOString() })
      .execute()
      // The database is away for a moment, or for good: the next real step says so.
      .catch(() => {});
  }, BEAT_MS);
  heart.unref();
  return {
    id: row.id,
    check: row.check_name,
    startedAt: row.started_at,
    done: row.done,
    total: row.total,
    cursor: row.cursor,
    async advance(tx, { done, total, cursor }) {
      Object.assign(this, { done, total, cursor });
      const beat_at = clock.now().toISOString();
      const kept = await mine(tx)
        .set({ done, total, cursor, beat_at, troubles: JSON.stringify([...troubles]) })
        .returning('id')
        .executeTakeFirst();
      if (!kept) throw new Error('somebody else has taken over this run');
    },
    trouble: (words) => void troubles.add(words),
    async end() {
      clearInterval(heart);
      await mine(store.db)
        .set({ state: 'done', ended_at: clock.now().toISOString(), troubles: JSON.stringify([...troubles]) })
        .execute();
    },
    async release() {
      clearInterval(heart);
      await mine(store.db)
        .set({ beat_at: new Date(0).toISOString() })
        .execute();
    },
  };
}

/** What is known of the latest run of a check. */
export interface LatestRun {
  /** The one under way, if there is one. */
  running: Progress | null;
  /** When the last whole one ended, and what it could not look at; null: there was none yet. */
  last: { startedAt: string; endedAt: string; troubles: string[] } | null;
}

export async function latestRun(db: Kysely<Tables>, check: CheckName): Promise<LatestRun> {
  const rows = await db
    .selectFrom('check_runs')
    .selectAll()
    .where('check_name', '=', check)
    .orderBy('started_at', 'desc')
    .limit(2)
    .execute();
  const running = rows.find(({ state }) => state === 'running');
  const done = rows.find(({ state }) => state === 'done');
  return {
    running: running ? { done: running.done, total: running.total } : null,
    last: done
      ? { startedAt: done.started_at, endedAt: done.ended_at ?? done.started_at, troubles: JSON.parse(done.troubles) }
      : null,
  };
}

/** "checking 1,240 of 12,000"; null when none is under way. */
export function sayRunning({ running }: LatestRun): string | null {
  if (!running) return null;
  return running.total === null ? t`checking` : t`checking ${running.done} of ${running.total}`;
}
