import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { verifyLedger } from '../../shared/ledger/index.ts';
import type { Store } from '../../shared/ports.ts';
import { eachStore, type TestDatabase } from '../fakes/store.ts';
import { Leaving, type Order, PEOPLE, runOn } from './crash-child.ts';

const START = new Date('2026-11-23T02:00:00Z');
const MINUTE = 60_000;

/** Long enough that nobody believes the dead to be alive. */
const later = (times: number) => new Date(START.getTime() + times * 10 * MINUTE);

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** A process that stops in the middle and waits to be killed; gives it once it is there, or null if it came to the end. */
async function stopped(order: Order): Promise<ChildProcess | null> {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', 'tests/directories/crash-child.ts', JSON.stringify(order)],
    { cwd: new URL('../..', import.meta.url), stdio: ['ignore', 'pipe', 'inherit'] },
  );
  children.push(child);
  const [said] = (await once(child.stdout as NonNullable<ChildProcess['stdout']>, 'data')) as [Buffer];
  return String(said).includes('here') ? child : null;
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'close');
}

eachStore((fresh) => {
  const facts = async ({ db }: Store) => ({
    people: await db.selectFrom('people').select(['name', 'leave_date', 'employee_id']).orderBy('name').execute(),
    accounts: (await db.selectFrom('accounts').select('object_id').orderBy('object_id').execute()).length,
    known: (await db.selectFrom('directory_accounts').select('object_id').execute()).length,
    staged: (await db.selectFrom('directory_staging').select('object_id').execute()).length,
    reads: await db.selectFrom('directory_reads').select(['run', 'cursor', 'trouble']).execute(),
  });

  const untouched = async (database: TestDatabase) => {
    const store = await database.open();
    expect(await runOn(store, 'sync', START)).toMatchObject({ kind: 'read', tally: { added: PEOPLE } });
    return { store, facts: await facts(store) };
  };

  test('a reading that is killed again and again comes to the same end as one that isn’t', async () => {
    const undisturbed = (await untouched(await fresh())).facts;
    const database = await fresh();
    const store = await database.open();
    // While it reads, while it takes over what it read, and when all but the commit was done.
    let kills = 0;
    for (const [stopAt, inside] of [
      [4, false],
      [3, true],
      [6, true],
    ] as const) {
      const now = later(kills + 1).toISOString();
      const child = await stopped({ where: database.where, what: 'sync', now, stopAt, inside });
      if (!child) break;
      await kill(child);
      kills++;
    }
    expect(kills).toBe(3);
    expect(await runOn(store, 'sync', later(kills + 1))).toMatchObject({ kind: 'read' });
    expect(await facts(store)).toEqual(undisturbed);
    expect(await verifyLedger(store)).toMatchObject({ valid: true });
  }, 120_000);

  test('a look at leavers that is killed goes on where it was; meanwhile nobody else looks', async () => {
    const database = await fresh();
    const { store } = await untouched(database);
    const child = await stopped({
      where: database.where,
      what: 'leavers',
      now: later(1).toISOString(),
      stopAt: 9,
      inside: false,
    });
    expect(child).not.toBeNull();
    expect(await runOn(store, 'leavers', later(1))).toBe(false);
    await kill(child as ChildProcess);
    const before = await store.db.selectFrom('leavers').select('person').execute();
    expect(before.length).toBeGreaterThan(0);
    expect(before.length).toBeLessThan(PEOPLE);

    const directory = new Leaving();
    expect(await runOn(store, 'leavers', later(2), directory)).toBe(true);
    expect(directory.askedLeavers).toHaveLength(PEOPLE - before.length);
    const standings = await store.db.selectFrom('leavers').select(['person', 'standing']).execute();
    expect(standings).toHaveLength(PEOPLE);
    expect(standings.filter(({ standing }) => standing === 'not-due')).toEqual([]);
    const runs = await store.db.selectFrom('check_runs').select(['state', 'done', 'total']).execute();
    expect(runs).toEqual([{ state: 'done', done: PEOPLE, total: PEOPLE }]);
    // Each change is in the ledger once, those from before the end of the first process too.
    const findings = await store.db.selectFrom('findings').select('id').where('state', '!=', 'not-due').execute();
    const lines = await store.db.selectFrom('ledger').select('body').where('kind', '=', 'finding').execute();
    expect(new Set(lines.map(({ body }) => (JSON.parse(body) as { finding: string }).finding)).size).toBe(lines.length);
    expect(lines).toHaveLength(findings.length);
    expect(await verifyLedger(store)).toMatchObject({ valid: true });
  }, 120_000);
});
