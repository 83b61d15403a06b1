import { sql } from 'kysely';
import type { Store, Tx } from '../../shared/ports.ts';
import { eachStore } from '../fakes/store.ts';

const heads = (db: Tx) => db.selectFrom('ledger_head').selectAll().where('id', '=', 1).execute();

describe('what runs often', () => {
  eachStore((fresh) => {
    let store: Store;
    beforeEach(async () => {
      store = await (await fresh('nothing')).open();
    });

    test('goes on when a newer version adds a column beside it, in a transaction and out of it', async () => {
      // In both, on the same few connections, for long enough to be kept prepared.
      for (let i = 0; i < 20; i++) {
        await heads(store.db as never);
        await store.transaction(heads);
      }
      await sql`alter table ledger_head add column newer text`.execute(store.db);
      expect(await heads(store.db as never)).toMatchObject([{ id: 1, newer: null }]);
      await sql`alter table ledger_head add column newest text`.execute(store.db);
      await store.transaction((tx) => heads(tx).then((rows) => expect(rows).toMatchObject([{ newest: null }])));
      for (let i = 0; i < 20; i++) expect(await store.transaction(heads)).toMatchObject([{ newest: null }]);
    });

    test('is kept for so many statements and no more', async () => {
      for (let length = 1; length <= 400; length++)
        for (let use = 0; use < 6; use++)
          await store.db
            .selectFrom('ledger_head')
            .select('id')
            .where(
              'id',
              'in',
              Array.from({ length }, (_, i) => i),
            )
            .execute();
      if (store.engine === 'sqlite') return;
      const { rows } = await sql<{ kept: string }>`select count(*) as kept from pg_prepared_statements`.execute(
        store.db,
      );
      expect(Number(rows[0]?.kept)).toBeGreaterThan(100);
      expect(Number(rows[0]?.kept)).toBeLessThanOrEqual(300);
    });
  });
});
