import { setImmediate as othersFirst } from 'node:timers/promises';
import * as z from 'zod';
import { job } from '../../feature.ts';
import type { School } from '../../school.ts';
import { dayOf } from '../../time.ts';
import { keepFindings, recordChanges } from '../findings.ts';
import { isFresh, nextSlot, type Slot } from '../nights.ts';
import { type Looking, latestRun, type Run, takeRun } from '../runs.ts';
import { areRead, soon } from '../soon.ts';
import { accountsOf, countingAccounts, mustHaveOne } from './accounts.ts';
import { reminding } from './ask.ts';
import { exemptOn } from './exempt.ts';
import { judge } from './judge.ts';
import { readSecondFactors } from './read.ts';

/** People judged in one transaction; in between, whoever presses a button has their turn. */
const BATCH = 300;

/** Where a run goes on: which directories are read, and up to which person everyone is judged. */
const Cursor = z.object({ read: z.array(z.string()), judged: z.string() });
type Cursor = z.output<typeof Cursor>;

const slotOf = ({ checks }: School): Slot => ({ at: '03:00', every: checks.mfa.every });

/** Looks at everybody's second factors: by night, or as soon as somebody asks. */
export const checkMfa = job({
  id: 'checks.mfa',
  input: z.strictObject({ asked: z.boolean().default(false) }),
  slow: true,
  next: (after, school) => nextSlot(after, school, slotOf(school)),
  async run({ asked }, context): Promise<void> {
    const { store, clock, school } = context;
    if (!asked && isFresh(await latestRun(store.db, 'mfa'), clock.now(), school, slotOf(school))) return;
    if (!asked && !(await areRead(store.db))) return soon(checkMfa, context);
    await lookAtSecondFactors(context);
  },
});

/** One whole look at everybody; false: one is under way elsewhere, or there is no directory to look into. */
export async function lookAtSecondFactors(context: Looking): Promise<boolean> {
  const { directories, store, clock, school } = context;
  if (!directories.length) return false;
  const run = await takeRun(context, 'mfa');
  if (!run) return false;
  try {
    const cursor: Cursor = run.cursor ? Cursor.parse(JSON.parse(run.cursor)) : { read: [], judged: '' };
    const save = (total = run.total) =>
      store.transaction((tx) => run.advance(tx, { done: run.done, total, cursor: JSON.stringify(cursor) }));
    if (run.total === null) {
      const day = { school, today: dayOf(clock.now(), school), notIn: run.id };
      let total = 0;
      for (const directory of directories) total += (await countingAccounts(store.db, directory, day)).size;
      await save(total);
    }
    for (const directory of directories) {
      const key = `${directory.provider} ${directory.tenant}`;
      if (cursor.read.includes(key)) continue;
      await readSecondFactors(directory, run, context);
      cursor.read.push(key);
      await save();
    }
    while (await judgeSome(run, cursor, context)) await othersFirst();
    while (await forgetSome(run, context)) await othersFirst();
    await run.end();
    return true;
  } catch (error) {
    await run.release();
    throw error;
  }
}

/** Judges the next people in the order of their ids; false when there are none left. */
async function judgeSome(run: Run, cursor: Cursor, { store, clock, school, directories, stopping }: Looking) {
  stopping.throwIfAborted();
  const connected = new Set(directories.map(({ provider, tenant }) => `${provider} ${tenant}`));
  // What a transaction changes outside itself waits until it is kept: it may be run again.
  const judged = await store.transaction(async (tx) => {
    const now = clock.now();
    const today = dayOf(now, school);
    const people = await mustHaveOne(tx, school, today)
      .select('people.id')
      .where('people.id', '>', cursor.judged)
      .orderBy('people.id')
      .limit(BATCH)
      .execute();
    const ids = people.map(({ id }) => id);
    const last = ids.at(-1);
    if (last === undefined) return null;
    const accounts = await accountsOf(tx, ids);
    const seen = ids.map((id) => judge(id, accounts.get(id) ?? [], { run: run.id, connected }));
    const changes = await keepFindings(tx, 'mfa', { people: ids, seen, now });
    await reminding(tx, { people: ids, changes, exempt: await exemptOn(tx, school, today), now });
    const { done, total } = run;
    await run.advance(tx, { done, total, cursor: JSON.stringify({ ...cursor, judged: last }) });
    await recordChanges(tx, changes, now);
    return last;
  });
  if (judged !== null) cursor.judged = judged;
  return judged !== null;
}

/** Takes away the findings about people who left, or of whom it isn't asked any more. */
async function forgetSome({ startedAt }: Run, { store, clock }: Looking) {
  return store.transaction(async (tx) => {
    const now = clock.now();
    const gone = await tx
      .selectFrom('findings')
      .select('person')
      .where('check_name', '=', 'mfa')
      .where('checked_at', '<', startedAt)
      .limit(BATCH)
      .execute();
    const people = gone.map(({ person }) => person);
    const changes = await keepFindings(tx, 'mfa', { people, seen: [], now });
    await reminding(tx, { people, changes, exempt: new Map(), now });
    await recordChanges(tx, changes, now);
    return people.length > 0;
  });
}
