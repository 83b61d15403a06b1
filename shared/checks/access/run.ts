import * as z from 'zod';
import { job } from '../../feature.ts';
import { dayOf } from '../../time.ts';
import { keepFindings, recordChanges, type Seen } from '../findings.ts';
import { isFresh, nextSlot, type Slot } from '../nights.ts';
import { type Looking, latestRun, type Run, takeRun } from '../runs.ts';
import { areRead, soon } from '../soon.ts';
import { differences } from './differences.ts';
import { accessGrants, entitledTo } from './entitled.ts';
import { readArea } from './inside.ts';

/** People whose findings one transaction keeps. */
const BATCH = 200;

/** After the directories were read in the small hours. */
const SLOT: Slot = { at: '05:30', every: 'night' };

/** Compares who can get into each area with who was granted it: by night, or when somebody asks. */
export const checkAccess = job({
  id: 'checks.access',
  input: z.strictObject({ asked: z.boolean().default(false) }),
  slow: true,
  next: (after, school) => nextSlot(after, school, SLOT),
  async run({ asked }, context): Promise<void> {
    const { store, clock, school } = context;
    if (!school.areas.length) return;
    if (!asked && isFresh(await latestRun(store.db, 'access'), clock.now(), school, SLOT)) return;
    if (!asked && !(await areRead(store.db))) return soon(checkAccess, context);
    await compareAreas(context);
  },
});

/** One whole comparison; false: one is under way elsewhere. It asks no directory: what it needs was read by night. */
async function compareAreas(context: Looking): Promise<boolean> {
  const run = await takeRun(context, 'access');
  if (!run) return false;
  try {
    const seen = await seenOf(run, context);
    const people = await peopleIn(seen, context);
    for (let at = 0; at < people.length || at === 0; at += BATCH) {
      context.stopping.throwIfAborted();
      const some = people.slice(at, at + BATCH);
      await context.store.transaction(async (tx) => {
        const now = context.clock.now();
        const theirs = some.flatMap((person) => seen.get(person) ?? []);
        const changes = await keepFindings(tx, 'access', { people: some, seen: theirs, now });
        await run.advance(tx, { done: Math.min(at + BATCH, people.length), total: people.length, cursor: null });
        await recordChanges(tx, changes, now);
      });
    }
    await run.end();
    return true;
  } catch (error) {
    await run.release();
    throw error;
  }
}

async function seenOf(run: Run, { store, clock, school }: Looking): Promise<Map<string, Seen[]>> {
  const today = dayOf(clock.now(), school);
  const grants = await accessGrants(store.db);
  const all: Seen[] = [];
  for (const area of school.areas) {
    const reading = await readArea(store.db, area);
    for (const doubt of reading.doubts) run.trouble(`${area.title}: ${doubt}`);
    const entitled = await entitledTo(store.db, area, { areas: school.areas, today, grants });
    all.push(...differences(area, reading, entitled, today));
  }
  return Map.groupBy(all, ({ person }) => person);
}

/** Those of whom there is something to say, and those of whom there was. */
async function peopleIn(seen: Map<string, Seen[]>, { store }: Looking): Promise<string[]> {
  const before = await store.db
    .selectFrom('findings')
    .select('person')
    .distinct()
    .where('check_name', '=', 'access')
    .execute();
  return [...new Set([...seen.keys(), ...before.map(({ person }) => person)])].sort();
}
