import { sql } from 'kysely';
import { openSqlite } from '../../shared/adapters/store/sqlite.ts';
import { Given, statement } from '../../shared/statement.ts';
import { eachStore } from '../fakes/store.ts';

const add = statement((db, topic: { id: string; title: string; yearly: number; created_at: string }) =>
  db
    .insertInto('agreements')
    .values(topic)
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ title: topic.title })),
);
let built = 0;
const titled = statement((db, { title, most }: { title: string; most: number }) => {
  built++;
  return db
    .selectFrom('agreements')
    .innerJoin('agreements as same', 'same.id', 'agreements.id')
    .select(['agreements.id', 'same.title'])
    .where('agreements.title', '>=', title)
    .where('agreements.yearly', '=', 1)
    .orderBy('agreements.id')
    .limit(most);
});
const agreement = (id: string, title: string) => ({ id, title, yearly: 1, created_at: '2026-11-23' });

describe('a statement', () => {
  eachStore((fresh) => {
    test('is built once and run with other values each time', async () => {
      const store = await (await fresh()).open();
      await add(store.db, agreement('a', 'Laptops'));
      await store.transaction(async (tx) => {
        await add(tx, agreement('b', 'Photos; drop table agreements'));
        await add(tx, agreement('a', "Tablets, children's"));
      });
      built = 0;
      const all = [
        { id: 'a', title: "Tablets, children's" },
        { id: 'b', title: 'Photos; drop table agreements' },
      ];
      expect(await titled(store.db, { title: 'A', most: 5 })).toEqual(all);
      expect(await titled(store.db, { title: 'Q', most: 5 })).toEqual(all.slice(0, 1));
      expect(await store.transaction((tx) => titled(tx, { title: 'A', most: 1 }))).toEqual(all.slice(0, 1));
      expect(built).toBe(1);
    });
  });

  test('uses the index on SQLite, where its values are hidden from the planner', async () => {
    const store = openSqlite(':memory:');
    await store.db.schema
      .createTable('agreements')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .execute();
    const { sql: text } = store.db
      .selectFrom('agreements')
      .select('id')
      .where('id', '=', new Given('id') as never)
      .compile();
    expect(text).toContain('= +?');
    const { rows } = await sql<{ detail: string }>`explain query plan ${sql.raw(text.replace('?', "'a'"))}`.execute(
      store.db,
    );
    expect(rows[0]?.detail).toMatch(/^SEARCH agreements USING COVERING INDEX/);
    await store.close();
  });
});
