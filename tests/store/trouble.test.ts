import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import { record, verifyLedger } from '../../shared/ledger/index.ts';
import type { Store, Tables, Tx } from '../../shared/ports.ts';
import { testApp } from '../fakes/app.ts';
import { eachStore, onPostgres, onSqlite } from '../fakes/store.ts';

/** Signs until it can't, printing each number once it is kept, and at last the error. */
const SIGNER = `
  const { openStore } = await import('./shared/adapters/store/store.ts');
  const { record } = await import('./shared/ledger/index.ts');
  const store = await openStore(JSON.parse(process.argv[1]));
  const sign = (tx) => record(tx, new Date(), { kind: 'signed', facts: {}, personal: { name: 'A'.repeat(500) } });
  for (let n = 0; n < 20000; n++)
    try { console.log(await store.transaction(sign)); } catch (error) { console.log(error.name + ': ' + error.message); break; }
`;

const sign = (tx: Tx) => record(tx, new Date(), { kind: 'signed', facts: {}, personal: { name: 'Anna' } });
const numbers = (said: string) => said.split('\n').flatMap((line) => (/^\d+$/.test(line) ? [Number(line)] : []));

describe('nothing that was kept is lost', () => {
  eachStore((fresh) => {
    test('when the process is killed in the middle of signing', async () => {
      const database = await fresh();
      for (let deaths = 0; deaths < 3; deaths++) {
        const child = spawn(process.execPath, ['--input-type=module', '-e', SIGNER, JSON.stringify(database.where)], {
          cwd: new URL('../..', import.meta.url),
        });
        let said = '';
        child.stdout.on('data', (data) => (said += data));
        while (numbers(said).length < 20) await once(child.stdout, 'data');
        child.kill('SIGKILL');
        await once(child, 'close');
        const store = await database.open();
        const verdict = await verifyLedger(store);
        expect(verdict.valid).toBe(true);
        // The last one may have been kept without having been told.
        expect([0, 1]).toContain(verdict.entries - (numbers(said).at(-1) ?? 0));
        await store.close();
      }
    });
  });
});

describe('a full disk', () => {
  onSqlite((fresh) => {
    test('undoes the transaction that meets it, says so, and is over when there is room again', async () => {
      const store = await (await fresh()).open();
      await store.transaction(sign);
      const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(store.db);
      await sql.raw(`pragma max_page_count = ${rows[0]?.page_count}`).execute(store.db);
      const failed = store.transaction(async (tx) => {
        for (let i = 0; i < 1_000; i++) await sign(tx);
      });
      await expect(failed).rejects.toMatchObject({
        name: 'StoreError',
        message: 'The disk is full. Free some space where the data folder is.',
      });
      expect(await verifyLedger(store)).toMatchObject({ valid: true, entries: 1 });
      await sql`pragma max_page_count = 1000000`.execute(store.db);
      await store.transaction(sign);
      expect(await verifyLedger(store)).toMatchObject({ valid: true, entries: 2 });
    });

    test('as the operating system reports it, keeps all that was told as kept', async () => {
      const database = await fresh();
      await (await database.open()).close();
      const child = spawn('sh', [
        '-c',
        'ulimit -f 1500; exec "$0" --input-type=module -e "$1" "$2"',
        process.execPath,
        SIGNER,
        JSON.stringify(database.where),
      ]);
      let said = '';
      child.stdout.on('data', (data) => (said += data));
      await once(child, 'close');
      expect(said).toMatch(/\nStoreError: The (disk is full|data folder cannot be read or written)/);
      expect(numbers(said).length).toBeGreaterThan(10);
      expect(await verifyLedger(await database.open())).toMatchObject({ valid: true, entries: numbers(said).length });
    });
  });
});

describe('a lost connection', () => {
  onPostgres((fresh) => {
    let store: Store;
    let other: Store;
    beforeEach(async () => {
      const database = await fresh();
      [store, other] = [await database.open(), await database.open()];
    });
    const connectionOf = async (db: Kysely<Tables>) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db);
      return rows[0]?.pid;
    };
    const cut = (pid: number | undefined) => sql`select pg_terminate_backend(${pid})`.execute(other.db);

    test('undoes the transaction it interrupts, says so, and the next one works', async () => {
      const failed = store.transaction(async (tx) => {
        await sign(tx);
        await cut(await connectionOf(tx));
        await sign(tx);
      });
      await expect(failed).rejects.toMatchObject({ name: 'StoreError' });
      expect(await verifyLedger(store)).toMatchObject({ valid: true, entries: 0 });
      await store.transaction(sign);
      expect(await verifyLedger(store)).toMatchObject({ valid: true, entries: 1 });
    });

    test('while a transaction is between two queries does not end the process', async () => {
      const failed = store.transaction(async (tx) => {
        await sign(tx);
        await cut(await connectionOf(tx));
        await sleep(100);
        await sign(tx);
      });
      await expect(failed).rejects.toMatchObject({ name: 'StoreError' });
      await store.transaction(sign);
      expect(await verifyLedger(store)).toMatchObject({ valid: true, entries: 1 });
    });

    test('while nothing is asked goes unnoticed', async () => {
      await store.transaction(sign);
      await cut(await connectionOf(store.db));
      await sleep(100);
      await store.transaction(sign);
      expect(await verifyLedger(store)).toMatchObject({ valid: true, entries: 2 });
    });
  });
});

test('a person who writes while nothing can be saved is told to try again', async () => {
  const t = await testApp();
  const anna = await t.person('Anna Bell');
  await sql`pragma query_only = on`.execute(t.store.db);
  const reply = await anna.say('what must I sign');
  expect(reply).toEqual({ kind: 'refusal', words: expect.stringMatching(/try once more in a few minutes/) });
  await t.store.close();
});
