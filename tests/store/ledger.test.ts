import { sql } from 'kysely';
import { record, verifyLedger } from '../../shared/ledger/index.ts';
import type { Store } from '../../shared/ports.ts';
import { runProcess } from '../fakes/process.ts';
import { eachStore, type TestDatabase } from '../fakes/store.ts';

const NOW = new Date('2026-11-23T09:00:00Z');

/** A process that signs twenty times, five at once, and says which numbers it got. */
const SIGNER = `
  const { openStore } = await import('./shared/adapters/store/store.ts');
  const { record } = await import('./shared/ledger/index.ts');
  const store = await openStore(JSON.parse(process.argv[1]));
  const sign = () => store.transaction((tx) => record(tx, new Date(), { kind: 'signed', facts: {}, personal: { name: 'A' } }));
  const numbers = [];
  for (let turn = 0; turn < 4; turn++) numbers.push(...await Promise.all([1, 2, 3, 4, 5].map(sign)));
  console.log(JSON.stringify(numbers));
  await store.close();
`;

describe('the ledger', () => {
  eachStore((fresh) => {
    let database: TestDatabase;
    let store: Store;
    let other: Store;

    beforeEach(async () => {
      database = await fresh();
      [store, other] = [await database.open(), await database.open()];
    });

    const sign = (name: string, at: Store = store) =>
      at.transaction((tx) => record(tx, NOW, { kind: 'signed', facts: { edition: 1 }, personal: { name } }));
    /** What someone with the database's own password can do. */
    const tamper = async (statement: string) => {
      if (store.engine === 'sqlite')
        for (const verb of ['update', 'delete'])
          await sql`drop trigger if exists ${sql.id(`ledger_no_${verb}`)}`.execute(store.db);
      else await sql`alter table ledger disable trigger user`.execute(store.db);
      await sql.raw(statement).execute(store.db);
    };

    test('is valid when empty, and after entries', async () => {
      expect(await verifyLedger(store)).toMatchObject({ valid: true, entries: 0 });
      for (const name of ['Anna', 'Ben', 'Zoë 🦊']) await sign(name);
      expect(await verifyLedger(store)).toMatchObject({ valid: true, entries: 3, erased: 0 });
    });

    test('is valid over several pages', async () => {
      await store.transaction(async (tx) => {
        for (let i = 0; i < 1_100; i++) await record(tx, NOW, { kind: 'counted', facts: { i } });
      });
      expect(await verifyLedger(store)).toMatchObject({ valid: true, entries: 1_100 });
    });

    test('numbers the entries of many writers without a gap', async () => {
      const ended = await Promise.all([1, 2, 3].map(() => runProcess(SIGNER, database.where)));
      const numbers = ended.flatMap(({ said }) => JSON.parse(said) as number[]);
      expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, i) => i + 1));
      expect(await verifyLedger(store)).toMatchObject({ valid: true, entries: 60 });
    });

    test('has no entry of a transaction that was undone', async () => {
      await sign('Anna');
      const undone = store.transaction(async (tx) => {
        await record(tx, NOW, { kind: 'signed', facts: {} });
        throw new Error('no');
      });
      await expect(undone).rejects.toThrow('no');
      await sign('Ben');
      expect(await verifyLedger(store)).toMatchObject({ valid: true, entries: 2 });
    });

    test('is read as valid while people go on signing', async () => {
      let signing = true;
      const writing = (async () => {
        for (let i = 0; i < 25; i++) await sign(`Person ${i}`);
        signing = false;
      })();
      while (signing) expect(await verifyLedger(other)).toMatchObject({ valid: true });
      await writing;
    });

    test('holds after personal data was erased', async () => {
      for (const name of ['Anna', 'Ben']) await sign(name);
      await store.db.deleteFrom('ledger_personal').where('seq', '=', 1).execute();
      expect(await verifyLedger(store)).toMatchObject({ valid: true, entries: 2, erased: 1 });
      const { body } = await store.db
        .selectFrom('ledger')
        .select('body')
        .where('seq', '=', 1)
        .executeTakeFirstOrThrow();
      expect(body).not.toContain('Anna');
    });

    test.each([
      ["update ledger set kind = 'forged' where seq = 1"],
      ['delete from ledger where seq = 1'],
      ["update editions set title = 'forged'"],
      ['delete from editions'],
    ])('the database itself refuses: %s', async (statement) => {
      await sign('Anna');
      await store.db.deleteFrom('ledger_personal').execute();
      await store.db.insertInto('agreements').values({ id: 'a', title: 'A', yearly: 1, created_at: '' }).execute();
      await store.db
        .insertInto('editions')
        .values({
          agreement: 'a',
          number: 1,
          title: 'A',
          text: '{}',
          hash: '',
          effective_from: '',
          published_at: '',
          published_by: null,
        })
        .execute();
      await expect(sql.raw(statement).execute(store.db)).rejects.toThrow(/append-only/);
    });

    test.each([
      [
        'a word changed',
        `update ledger set body = replace(body, '"edition":1', '"edition":2') where seq = 2`,
        2,
        /contents/,
      ],
      ['a time changed', `update ledger set at = '2026-01-01T00:00:00.000Z' where seq = 3`, 3, /contents/],
      ['an entry gone', 'delete from ledger where seq = 2', 2, /missing/],
      ['the last entry gone', 'delete from ledger where seq = 4', 4, /missing from the end/],
      [
        'an entry added at the end',
        `insert into ledger select 5, at, kind, body, hash, hash from ledger where seq = 4`,
        5,
        /contents/,
      ],
      ['the end of the chain cut back', `update ledger_head set seq = 3`, 5, /end of the chain/],
      [
        'somebody else put in',
        `update ledger_personal set body = replace(body, 'Ben', 'Eve') where seq = 2`,
        2,
        /personal/,
      ],
      ['a chain hash changed', `update ledger set hash = prev where seq = 2`, 2, /contents/],
    ])('with %s is broken, and says where', async (_, statement, brokenAt, why) => {
      for (const name of ['Anna', 'Ben', 'Cem', 'Dee']) await sign(name);
      // An entry can't go while its personal part points at it.
      if (statement.startsWith('delete')) await store.db.deleteFrom('ledger_personal').execute();
      await tamper(statement);
      expect(await verifyLedger(store)).toMatchObject({ valid: false, brokenAt, why: expect.stringMatching(why) });
    });

    test('with two neighbours swapped is broken at the first', async () => {
      for (const name of ['Anna', 'Ben', 'Cem']) await sign(name);
      await store.db.deleteFrom('ledger_personal').execute();
      await tamper('update ledger set seq = 100 where seq = 1');
      await tamper('update ledger set seq = 1 where seq = 2');
      await tamper('update ledger set seq = 2 where seq = 100');
      expect(await verifyLedger(store)).toMatchObject({ valid: false, brokenAt: 1 });
    });
  });
});
