import { randomUUID } from 'node:crypto';
import type { Selectable, Updateable } from 'kysely';
import type { JobContext } from '../feature.ts';
import type { Tx } from '../ports.ts';
import type { Named } from './candidates.ts';
import type { DirectoryTables } from './tables.ts';

export type ReadRow = Selectable<DirectoryTables['directory_reads']>;
type Change = Omit<Updateable<DirectoryTables['directory_reads']>, 'provider' | 'tenant' | 'held_by' | 'held_until'>;

/** Whoever hasn't said for so long that they are at it has died. Shorter than a job's lease, so that the job finds it free. */
const HOLD_MS = 45_000;

/** One directory's row, kept for one run: no other instance reads a directory meanwhile, since accounts of two may be one person's. */
export interface Hold {
  /** As it was when the hold was taken. */
  row: ReadRow;
  /**
   * One step of the run, in a transaction that another holder's would undo.
   * @throws Lost when another has taken over; Interrupted when the server ends.
   */
  step<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Changes the row, and shows how far the run is. */
  note(tx: Tx, change: Change): Promise<void>;
  release(): Promise<void>;
}

/** Another instance has taken over: it thought that this one had died. */
export class Lost extends Error {
  override readonly name = 'Lost';
}

/** The server ends; the run goes on when it is there again. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** Keeps others from reading directories; null when someone else is at it. */
export async function takeHold(
  { provider, tenant }: Named,
  { store, clock, stopping }: Pick<JobContext, 'store' | 'clock' | 'stopping'>,
): Promise<Hold | null> {
  const me = randomUUID();
  const until = () => new Date(clock.now().getTime() + HOLD_MS).toISOString();
  const row = await store.transaction(async (tx) => {
    await tx
      .insertInto('directory_reads')
      .values({ ...NEVER_READ, provider, tenant })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const all = await tx
      .selectFrom('directory_reads')
      .select('held_until')
      .orderBy('provider')
      .orderBy('tenant')
      .$if(store.engine === 'postgres', (query) => query.forUpdate())
      .execute();
    const now = clock.now().toISOString();
    if (all.some(({ held_until }) => held_until !== null && held_until > now)) return null;
    return tx
      .updateTable('directory_reads')
      .set({ held_by: me, held_until: until() })
      .where('provider', '=', provider)
      .where('tenant', '=', tenant)
      .returningAll()
      .executeTakeFirstOrThrow();
  });
  if (!row) return null;
  const mine = (tx: Tx | typeof store.db) =>
    tx
      .updateTable('directory_reads')
      .where('provider', '=', provider)
      .where('tenant', '=', tenant)
      .where('held_by', '=', me);
  // A platform may have us wait for a page for minutes.
  const renewing = setInterval(
    () =>
      void mine(store.db)
        .set({ held_until: until() })
        .execute()
        .catch(() => {}),
    HOLD_MS / 3,
  );
  return {
    row,
    step(work) {
      if (stopping.aborted) throw new Interrupted();
      return store.transaction(async (tx) => {
        const held = await mine(tx).set({ held_until: until() }).returning('held_by').executeTakeFirst();
        if (!held) throw new Lost();
        return work(tx);
      });
    },
    async note(tx, change) {
      await mine(tx).set(change).execute();
    },
    async release() {
      clearInterval(renewing);
      await mine(store.db).set({ held_by: null, held_until: null }).execute();
    },
  };
}

const NEVER_READ: Omit<ReadRow, 'provider' | 'tenant'> = {
  cursor: null,
  read_at: null,
  full_at: null,
  rules: null,
  trouble: null,
  trouble_kind: null,
  trouble_since: null,
  vanished: null,
  unread: '[]',
  run: null,
  phase: null,
  plan: null,
  counts: null,
  done: 0,
  total: null,
  held_by: null,
  held_until: null,
};
