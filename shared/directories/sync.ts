import { DateTime } from 'luxon';
import * as z from 'zod';
import { nextSendable } from '../calendar.ts';
import { deliverAll } from '../deliveries/index.ts';
import { type JobContext, job } from '../feature.ts';
import { enqueue } from '../jobs/index.ts';
import { holdersOf } from '../people/index.ts';
import type { Store, Tx } from '../ports.ts';
import { alarm } from './alarm.ts';
import { doubtful } from './doubtful.ts';
import type { Directory } from './port.ts';
import { type Outcome, readDirectory, type Wish } from './run.ts';

/** When another process is at it, how long to wait. */
const BUSY_MS = 60_000;
/** The minute of every hour at which it is asked what changed. */
const MINUTE = 7;

const Wanted = z.strictObject({
  provider: z.enum(['entra', 'google']).optional(),
  full: z.boolean().optional(),
  believe: z.number().int().optional(),
});
type Wanted = z.output<typeof Wanted>;

/**
 * Reads the directories: every hour what changed, in the small hours everything. A run that was interrupted goes on; two
 * at a time there never are.
 */
export const sync = job({
  id: 'directories.sync',
  input: Wanted,
  slow: true,
  next(after, { school }) {
    const at = DateTime.fromJSDate(after, { zone: school.timezone }).set({ minute: MINUTE, second: 0, millisecond: 0 });
    return (at.toJSDate() > after ? at : at.plus({ hours: 1 })).toJSDate();
  },
  run: (wish, context) => inTurn(context.store, () => readAll(wish, context)),
});

async function readAll({ provider, ...wish }: Wanted, context: JobContext): Promise<void> {
  const bugs: unknown[] = [];
  for (const directory of context.directories) {
    if (provider && directory.provider !== provider) continue;
    try {
      const { kind } = await syncDirectory(directory, wish, context);
      if (kind === 'busy') await again({ provider: directory.provider, ...wish }, context);
    } catch (error) {
      // One directory's bug isn't the other's.
      bugs.push(error);
    }
  }
  if (bugs.length) throw bugs[0];
}

const turns = new WeakMap<Store, Promise<void>>();

/** Of several readings that one process is asked for at once, each waits for the one before. */
function inTurn(store: Store, read: () => Promise<void>): Promise<void> {
  const mine = (turns.get(store) ?? Promise.resolve()).then(read);
  turns.set(
    store,
    mine.catch(() => {}),
  );
  return mine;
}

/** Another process is at it: what was wanted is wanted still. */
const again = (wish: Wanted, { store, clock }: JobContext): Promise<void> =>
  store.transaction((tx) => {
    const now = clock.now();
    const at = new Date(now.getTime() + BUSY_MS);
    return enqueue(tx, sync, wish, { now, at, key: `${sync.id} ${wish.provider} again` });
  });

/** Reads one directory now. */
export function syncDirectory(
  directory: Directory,
  wish: Wish,
  { store, clock, school, stopping }: Pick<JobContext, 'store' | 'clock' | 'school' | 'stopping'>,
): Promise<Outcome> {
  const tellDoubts = async (tx: Tx, run: string) => {
    const now = clock.now();
    const deciding = await holdersOf(tx, 'directories', { now, school });
    await deliverAll(
      tx,
      deciding.map((person) => ({
        key: `doubts ${run} ${person}`,
        person,
        show: doubtful.call({}),
        subject: 'doubts',
        purpose: 'tell' as const,
      })),
      now,
      nextSendable(now, school),
    );
  };
  return readDirectory(directory, wish, {
    store,
    clock,
    school,
    stopping,
    alarm: ({ provider, tenant }) => alarm.call({ provider, tenant }),
    tellDoubts,
  });
}
