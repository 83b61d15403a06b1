import { setImmediate as othersFirst } from 'node:timers/promises';
import { type Kysely, type SqlBool, sql } from 'kysely';
import * as z from 'zod';
import { job } from '../../feature.ts';
import type { Account, Tables, Tx } from '../../ports.ts';
import { dayOf } from '../../time.ts';
import { type Change, keepFindings, recordChanges, type Seen } from '../findings.ts';
import { isFresh, nextSlot, type Slot } from '../nights.ts';
import { type Looking, latestRun, type Run, takeRun } from '../runs.ts';
import { areRead, soon } from '../soon.ts';
import { accountsOf } from './accounts.ts';
import { redrawCards } from './cards.ts';
import { datesOf, hasBegun, isLookedAfter } from './dates.ts';
import { type AccountReadings, checkList, lookAt, notAsked } from './look.ts';
import { ownReadings } from './own.ts';
import { noteStandings } from './standing.ts';

/** Leavers who are looked at at the same time: enough to keep the platforms' rate, and few enough to lose little in a crash. */
const BATCH = 10;

/** Whoever is closed everywhere is looked at again after so many days, or as soon as the directory has an open account. */
const CLOSED_AGAIN_DAYS = 7;

/** After the directories were read, and before anybody is told. */
const SLOT: Slot = { at: '05:00', every: 'night' };

/** Looks at everybody who left: by night, which is on their day, or as soon as somebody asks; again until all is closed. */
export const checkLeavers = job({
  id: 'checks.leavers',
  input: z.strictObject({ asked: z.boolean().default(false) }),
  slow: true,
  next: (after, school) => nextSlot(after, school, SLOT),
  async run({ asked }, context): Promise<void> {
    const { store, clock, school } = context;
    if (!asked && isFresh(await latestRun(store.db, 'leavers'), clock.now(), school, SLOT)) return;
    if (!asked && !(await areRead(store.db))) return soon(checkLeavers, context);
    await lookAtLeavers(context, { all: asked });
  },
});

/**
 * One whole look; false: one is under way elsewhere, or there is no directory to look into.
 * @param all also whoever was closed everywhere lately
 */
export async function lookAtLeavers(context: Looking, { all }: { all: boolean }): Promise<boolean> {
  if (!context.directories.length) return false;
  const run = await takeRun(context, 'leavers');
  if (!run) return false;
  try {
    // Whoever presses a button meanwhile has their turn.
    while (await lookAtSome(run, all, context)) await othersFirst();
    await context.store.transaction((tx) => redrawCards(tx, { since: run.startedAt, now: context.clock.now() }));
    await run.end();
    return true;
  } catch (error) {
    await run.release();
    throw error;
  }
}

/** Looks at the next leavers in the order of their ids; false when there are none left. */
async function lookAtSome(run: Run, all: boolean, context: Looking): Promise<boolean> {
  const { store, clock, school, stopping } = context;
  stopping.throwIfAborted();
  const now = clock.now();
  const today = dayOf(now, school);
  const due = dueLeavers(store.db, { today, now, all });
  const next = await due
    .where('people.id', '>', run.cursor ?? '')
    .orderBy('people.id')
    .limit(BATCH)
    .select('people.id')
    .execute();
  const people = next.map(({ id }) => id);
  const last = people.at(-1);
  if (last === undefined) return false;
  const total = run.total ?? (await countOf(due));
  const done = run.done + people.length;
  const found = await ask(people, context);
  await store.transaction(async (tx) => {
    const { changes, seen } = await keep(tx, found, context);
    for (const { because } of seen)
      if (because && ['permission', 'licence', 'no-answer'].includes(because.kind)) run.trouble(because.words);
    await run.advance(tx, { done, total, cursor: last });
    await recordChanges(tx, changes, now);
  });
  return true;
}

/** Looks at one leaver again, beside any run: something was just done about their accounts. */
export async function lookAgain(person: string, context: LookingNow): Promise<void> {
  const since = context.clock.now();
  const found = await ask([person], context);
  await context.store.transaction(async (tx) => {
    const now = context.clock.now();
    const { changes } = await keep(tx, found, context);
    await redrawCards(tx, { since: since.toISOString(), now });
    await recordChanges(tx, changes, now);
  });
}

type LookingNow = Omit<Looking, 'stopping'>;

/** What the directories said about some leavers. */
interface Found {
  people: string[];
  accounts: Map<string, Account[]>;
  read: Map<string, AccountReadings[]>;
}

async function ask(people: string[], context: LookingNow): Promise<Found> {
  const { store, clock, school } = context;
  const today = dayOf(clock.now(), school);
  const accounts = await accountsOf(store.db, people);
  const read: Found['read'] = new Map();
  await Promise.all(
    people.map(async (person) => {
      const dates = await datesOf(store.db, person);
      // Nothing is due before the first of the two days, and then nobody needs to be asked.
      const begun = dates && (dates.lastDay <= today || dates.end <= today);
      const theirs = accounts.get(person) ?? [];
      if (begun) read.set(person, await lookAt(theirs, dates, context));
    }),
  );
  return { people, accounts, read };
}

async function keep(
  tx: Tx,
  { people, accounts, read }: Found,
  { clock, school }: LookingNow,
): Promise<{ changes: Change[]; seen: Seen[] }> {
  const now = clock.now();
  const today = dayOf(now, school);
  const own = await ownReadings(tx, people, { accounts, school });
  const seen: Seen[] = [];
  for (const person of people) {
    // Read again: somebody may have told another day meanwhile.
    const dates = await datesOf(tx, person);
    const answers = read.get(person) ?? (accounts.get(person) ?? []).map(notAsked);
    if (dates) seen.push(...checkList(person, dates, { read: answers, own: own.get(person) ?? [], today }));
  }
  const changes = await keepFindings(tx, 'leavers', { people, seen, now });
  await noteStandings(tx, people, now);
  return { changes, seen };
}

/** Everybody who is to be looked at: whose first day has come, and whoever has findings from a day that was moved since. */
const dueLeavers = (db: Kysely<Tables>, { today, now, all }: { today: string; now: Date; all: boolean }) =>
  db
    .selectFrom('people')
    .leftJoin('leavers', 'leavers.person', 'people.id')
    .where((eb) =>
      eb.or([
        eb.and([hasBegun(today), isLookedAfter(today)]),
        eb.exists(
          eb
            .selectFrom('findings')
            .select('findings.id')
            .whereRef('findings.person', '=', 'people.id')
            .where('check_name', '=', 'leavers'),
        ),
      ]),
    )
    .$if(!all, (query) => query.where(needsALook(now)));

/** Whoever isn't closed, or was looked at long ago, or has an open account again, as the directory told since. */
const needsALook = (now: Date) =>
  sql<SqlBool>`(leavers.standing is null or leavers.standing <> 'closed'
    or leavers.checked_at < ${new Date(now.getTime() - CLOSED_AGAIN_DAYS * 86_400_000).toISOString()}
    or exists (select 1 from accounts join directory_accounts as known on known.provider = accounts.provider
      and known.tenant = accounts.tenant and known.object_id = accounts.object_id
      where accounts.person = people.id and known.removed_at is null and known.enabled = 1))`;

async function countOf(query: ReturnType<typeof dueLeavers>): Promise<number> {
  const { people } = await query.select(sql<number | string>`count(*)`.as('people')).executeTakeFirstOrThrow();
  return Number(people);
}
