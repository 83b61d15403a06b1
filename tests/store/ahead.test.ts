import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Store } from '../../shared/ports.ts';
import { eachStore } from '../fakes/store.ts';

const head = { id: 2, seq: 0, hash: 'x' };

describe('what a transaction only writes', () => {
  eachStore((fresh) => {
    let store: Store;
    beforeEach(async () => {
      store = await (await fresh()).open();
    });

    test('is there for what it reads next', async () => {
      await store.transaction(async (tx) => {
        await tx.insertInto('ledger_head').values(head).execute();
        await tx.updateTable('ledger_head').set({ hash: 'y' }).where('id', '=', 2).execute();
        const read = await tx.selectFrom('ledger_head').select('hash').where('id', '=', 2).executeTakeFirst();
        expect(read).toEqual({ hash: 'y' });
      });
      expect(await store.db.selectFrom('ledger_head').select('id').orderBy('id').execute()).toEqual([
        { id: 1 },
        { id: 2 },
      ]);
    });

    test('undoes all of it if a part fails, whether or not something is read afterwards', async () => {
      const twice = (reads: boolean) =>
        store.transaction(async (tx) => {
          await tx
            .insertInto('ledger_head')
            .values({ ...head, id: 3 })
            .execute();
          await tx.insertInto('ledger_head').values(head).execute();
          await tx.insertInto('ledger_head').values(head).execute();
          await tx.updateTable('ledger_head').set({ hash: 'z' }).execute();
          if (reads) await tx.selectFrom('ledger_head').select('id').execute();
        });
      for (const reads of [true, false]) await expect(twice(reads)).rejects.toThrow(/unique/i);
      expect(await store.db.selectFrom('ledger_head').select('id').execute()).toEqual([{ id: 1 }]);
    });

    test('leaves the connection as good as before, also when the work itself throws', async () => {
      const thrown = store.transaction(async (tx) => {
        await tx.insertInto('ledger_head').values(head).execute();
        throw new Error('thought better of it');
      });
      await expect(thrown).rejects.toThrow('thought better of it');
      await Promise.all(
        Array.from({ length: 30 }, (_, i) =>
          store.transaction((tx) =>
            tx
              .insertInto('ledger_head')
              .values({ ...head, id: i + 10 })
              .execute(),
          ),
        ),
      );
      const { rows } = await sql<{ n: number }>`select count(*) as n from ledger_head`.execute(store.db);
      expect(Number(rows[0]?.n)).toBe(31);
    });

    test('may be more than is sent at a time', async () => {
      await store.transaction(async (tx) => {
        for (let id = 2; id <= 100; id++)
          await tx
            .insertInto('ledger_head')
            .values({ ...head, id })
            .execute();
      });
      expect(await store.db.selectFrom('ledger_head').select('id').execute()).toHaveLength(100);
    });
  });
});

test('nothing asks how many rows a statement changed: only `returning` knows', () => {
  const root = join(import.meta.dirname, '../..');
  const files = ['shared', 'bot', 'addon', 'infra'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => join(folder, file)),
  );
  const asking = files.filter((file) =>
    /num(Updated|Deleted|Inserted\w*|Changed|Affected)Rows/.test(readFileSync(join(root, file), 'utf8')),
  );
  expect(asking).toEqual([]);
});
