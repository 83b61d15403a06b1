import { type Kysely, sql } from 'kysely';
import type { Store, Tables, Tx } from '../../../ports.ts';
import { currentSchema } from '../store.ts';

/** A table of the database as it is: those of the migrator are not among them. */
export interface StoredTable {
  name: string;
  columns: string[];
}

/** What counts a platform's limits, for the moment only. */
const MOMENTARY = new Set(['rates', 'turns']);

/** The tables whose rows are to be kept, each after those that it refers to, so that rows can be put back in this order. */
export async function tablesOf(store: Pick<Store, 'engine'>, db: Kysely<Tables>): Promise<StoredTable[]> {
  const schema = store.engine === 'postgres' ? await currentSchema({ db }) : undefined;
  const found = (await db.introspection.getTables()).filter(
    (table) => !table.isView && table.schema === schema && !MOMENTARY.has(table.name),
  );
  const references = await referencesOf(store, db);
  const ordered: StoredTable[] = [];
  const place = (name: string, via: string[]) => {
    const table = found.find((one) => one.name === name);
    if (!table || via.includes(name) || ordered.some((one) => one.name === name)) return;
    for (const reference of references) if (reference.table === name) place(reference.referenced, [...via, name]);
    ordered.push({ name, columns: table.columns.map((column) => column.name) });
  };
  for (const { name } of found.sort((a, b) => (a.name < b.name ? -1 : 1))) place(name, []);
  return ordered;
}

async function referencesOf({ engine }: Pick<Store, 'engine'>, db: Kysely<Tables>) {
  const query =
    engine === 'postgres'
      ? sql<Reference>`select t.relname as "table", r.relname as referenced from pg_constraint c
          join pg_class t on t.oid = c.conrelid join pg_class r on r.oid = c.confrelid
          where c.contype = 'f' and c.connamespace = current_schema()::regnamespace`
      : sql<Reference>`select m.name as "table", f."table" as referenced
          from sqlite_master m join pragma_foreign_key_list(m.name) f where m.type = 'table'`;
  return (await query.execute(db)).rows;
}

interface Reference {
  table: string;
  referenced: string;
}

/** How many rows a table has. */
export async function countOf(tx: Tx, table: string): Promise<number> {
  const { rows } = await sql<{ n: number | string }>`select count(*) as n from ${sql.table(table)}`.execute(tx);
  return Number(rows[0]?.n);
}
