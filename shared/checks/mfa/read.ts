import { setImmediate as othersFirst } from 'node:timers/promises';
import type { Because, Directory, Fact, MfaState } from '../../directories/index.ts';
import { DirectoryTrouble } from '../../directories/index.ts';
import type { Tx } from '../../ports.ts';
import { dayOf } from '../../time.ts';
import type { Looking, Run } from '../runs.ts';
import type { CheckTables } from '../tables.ts';
import { countingAccounts } from './accounts.ts';

/** States that one statement writes. */
const CHUNK = 500;

/** What concerns the whole directory, and so is worth a sentence about the run. */
const OF_ALL: Because['kind'][] = ['permission', 'licence', 'no-answer'];

/**
 * Reads the second factors of one directory's accounts, a page at a time. What this run has read before an interruption is
 * not asked for again. Whoever the directory says nothing about is unknown: silence is no second factor, and no lack of one.
 */
export async function readSecondFactors(directory: Directory, run: Run, context: Looking): Promise<void> {
  const { store, clock, school, stopping, log } = context;
  const today = dayOf(clock.now(), school);
  const waiting = await countingAccounts(store.db, directory, { school, today, notIn: run.id });
  let begun = run.done;
  const keep = async (states: MfaState[]) => {
    // A directory may tell of everybody, and of somebody twice.
    const ours = states.filter(({ objectId }) => waiting.delete(objectId));
    begun += ours.length;
    for (const { registered } of ours)
      if (!registered.known && OF_ALL.includes(registered.because.kind)) run.trouble(registered.because.words);
    await store.transaction(async (tx) => {
      for (let from = 0; from < ours.length; from += CHUNK)
        await write(tx, directory, ours.slice(from, from + CHUNK), run.id, clock.now());
      await run.advance(tx, { done: begun, total: run.total, cursor: run.cursor });
    });
    stopping.throwIfAborted();
    await othersFirst();
  };

  let because: Because = { kind: 'unreadable', words: 'The directory said nothing about this account.' };
  try {
    for await (const page of directory.mfa([...waiting])) await keep(page);
  } catch (error) {
    if (!(error instanceof DirectoryTrouble)) throw error;
    log.warn(
      { provider: directory.provider, because: error.because.kind },
      'second factors could not be read to the end',
    );
    ({ because } = error);
  }
  const silence: Fact<never> = { known: false, because };
  const left = [...waiting];
  for (let from = 0; from < left.length; from += CHUNK)
    await keep(
      left.slice(from, from + CHUNK).map((objectId) => ({
        objectId,
        registered: silence,
        capable: silence,
        enforced: silence,
        strongest: silence,
      })),
    );
}

async function write(
  tx: Tx,
  { provider, tenant }: Directory,
  states: MfaState[],
  run: string,
  now: Date,
): Promise<void> {
  if (!states.length) return;
  const rows = states.map(({ objectId, ...facts }): CheckTables['mfa_states'] => ({
    provider,
    tenant,
    object_id: objectId,
    registered: flag(facts.registered),
    capable: flag(facts.capable),
    enforced: flag(facts.enforced),
    strongest: facts.strongest.known ? facts.strongest.value : null,
    unknown: JSON.stringify(
      Object.fromEntries(Object.entries(facts).flatMap(([name, fact]) => (fact.known ? [] : [[name, fact.because]]))),
    ),
    read_at: now.toISOString(),
    run,
  }));
  await tx
    .insertInto('mfa_states')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['provider', 'tenant', 'object_id']).doUpdateSet((eb) => ({
        registered: eb.ref('excluded.registered'),
        capable: eb.ref('excluded.capable'),
        enforced: eb.ref('excluded.enforced'),
        strongest: eb.ref('excluded.strongest'),
        unknown: eb.ref('excluded.unknown'),
        read_at: eb.ref('excluded.read_at'),
        run: eb.ref('excluded.run'),
      })),
    )
    .execute();
}

const flag = (fact: Fact<boolean>): number | null => (fact.known ? Number(fact.value) : null);
