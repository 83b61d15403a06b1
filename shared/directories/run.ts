import { createHash, randomUUID } from 'node:crypto';
import { DateTime } from 'luxon';
import type { Call, JobContext } from '../feature.ts';
import type { Tx } from '../ports.ts';
import type { Named } from './candidates.ts';
import { type Hold, Lost, type ReadRow, takeHold } from './hold.ts';
import { rulesKey } from './kind.ts';
import type { Directory } from './port.ts';
import { read } from './reading.ts';
import { nothing, type Tally } from './settling.ts';
import { size } from './size.ts';
import { forget, type Unread } from './stage.ts';
import { finish, takeOver } from './takeover.ts';
import type { Trouble } from './trouble.ts';

/** What somebody wants of a reading. */
export interface Wish {
  /** Everything, and groups; otherwise what changed, unless everything is due. */
  full?: boolean | undefined;
  /** So many people may have vanished: a human looked at it. */
  believe?: number | undefined;
}

/** How a run ended. */
export type Outcome =
  /** Another instance is at it. */
  | { kind: 'busy' }
  /** `trouble`: about groups, without which people were read. */
  | { kind: 'read'; full: boolean; tally: Tally; trouble: string | null }
  | { kind: 'trouble'; words: string };

export interface RunContext extends Pick<JobContext, 'store' | 'clock' | 'school' | 'stopping'> {
  /** The card that is sent when something is wrong. */
  alarm(directory: Named): Call;
  /** Tells whoever decides that there are doubts. */
  tellDoubts(tx: Tx, run: string): Promise<void>;
}

/** What a run is to do, kept with it, so that another instance can go on. */
export interface Plan {
  full: boolean;
  from: string | null;
  believe: number;
  /** A hash of the school's rules. */
  rules: string;
  /** Where the next reading starts. */
  cursor: string | null;
  groups: boolean;
  unread: Unread[];
  trouble: Trouble | null;
  /** The last account that was taken over. */
  after: string;
  tries: number;
}

export interface Run {
  id: string;
  directory: Directory;
  hold: Hold;
  plan: Plan;
  tally: Tally;
}

/** When everything is read: in the small hours, before campaigns look whom they are for. */
const FULL_AT_HOUR = 2;
/** A run that can't be finished so often is begun anew. */
const MOST_TRIES = 3;

/**
 * Reads one directory and makes people as it says: staged, believed or not, taken over in small steps. Goes on with a run
 * that was interrupted, unless that was still reading. What goes wrong is noted and told, and nothing is changed by it.
 */
export async function readDirectory(directory: Directory, wish: Wish, context: RunContext): Promise<Outcome> {
  const hold = await takeHold(directory, context);
  if (!hold) return { kind: 'busy' };
  try {
    const interrupted = resumable(directory, hold);
    const run = interrupted ?? (await begin(directory, wish, hold, context));
    if (!interrupted) {
      const trouble = await read(run, context);
      if (trouble) return { kind: 'trouble', words: trouble };
    }
    await takeOver(run, context);
    return await finish(run, context);
  } catch (error) {
    if (error instanceof Lost) return { kind: 'busy' };
    throw error;
  } finally {
    await hold.release();
  }
}

/** A run that was believed, and whose server died. */
function resumable(directory: Directory, hold: Hold): Run | null {
  const { run, plan: json, phase, counts } = hold.row;
  if (!run || !json || (phase !== 'accounts' && phase !== 'people')) return null;
  const plan = JSON.parse(json) as Plan;
  if (plan.tries >= MOST_TRIES) return null;
  return {
    id: run,
    directory,
    hold,
    plan: { ...plan, tries: plan.tries + 1 },
    tally: counts ? (JSON.parse(counts) as Tally) : nothing(),
  };
}

async function begin(directory: Directory, wish: Wish, hold: Hold, { clock, school }: RunContext): Promise<Run> {
  const { row } = hold;
  const rules = createHash('sha256').update(rulesKey(school)).digest('hex');
  const full =
    Boolean(wish.full) || !row.cursor || row.rules !== rules || isDue(row.full_at, clock.now(), school.school.timezone);
  const run: Run = {
    id: randomUUID(),
    directory,
    hold,
    plan: {
      full,
      from: full ? null : row.cursor,
      believe: wish.believe ?? 0,
      rules,
      cursor: null,
      groups: full,
      unread: [],
      trouble: null,
      after: '',
      tries: 0,
    },
    tally: nothing(),
  };
  await hold.step(async (tx) => {
    if (row.run) await forget(tx, row.run);
    await show(tx, run, 'reading', full ? await knownAccounts(tx, directory) : null);
  });
  return run;
}

/** Whether the last night's full reading is still to come. */
function isDue(fullAt: string | null, now: Date, zone: string): boolean {
  const today = DateTime.fromJSDate(now, { zone }).startOf('day').set({ hour: FULL_AT_HOUR });
  const last = today.toJSDate() > now ? today.minus({ days: 1 }) : today;
  return fullAt === null || new Date(fullAt) < last.toJSDate();
}

/** Notes what a run is at. */
export const show = (
  tx: Tx,
  { hold, plan, id, tally }: Run,
  phase: NonNullable<ReadRow['phase']>,
  total: number | null,
): Promise<void> =>
  hold.note(tx, { run: id, phase, plan: JSON.stringify(plan), counts: JSON.stringify(tally), done: 0, total });

/** How many accounts a directory was last known to have; null when nobody knows. */
export const knownAccounts = async (tx: Tx, { provider, tenant }: Named): Promise<number | null> =>
  (await size(
    tx
      .selectFrom('directory_accounts')
      .where('provider', '=', provider)
      .where('tenant', '=', tenant)
      .where('removed_at', 'is', null),
  )) || null;
