import { sql } from 'kysely';
import type { Store, Tx } from '../../../ports.ts';
import { levelOf } from '../store.ts';
import type { Counts, Line, Value } from './format.ts';
import { type StoredTable, tablesOf } from './tables.ts';

/** Rows that PostgreSQL hands over at a time. */
const FETCH = 1_000;

/**
 * Hands over everything that is in the database at one moment, line by line, while the school goes on working. Needs the
 * same memory whatever the size. Gives how many rows each table has.
 */
export async function dump(store: Store, now: Date, take: (line: Line) => Promise<void>): Promise<Counts> {
  const migrations = await levelOf(store);
  return store.snapshot(async (tx) => {
    const counts: Counts = {};
    await take({ format: 'countersign backup 1', at: now.toISOString(), migrations });
    for (const table of await tablesOf(store, tx)) {
      await take({ table: table.name, columns: table.columns });
      let rows = 0;
      for await (const row of rowsOf(store, tx, table)) {
        await take(table.columns.map((column) => valueOf(row[column])));
        rows++;
      }
      counts[table.name] = rows;
    }
    await take({ end: counts });
    return counts;
  });
}

type Row = Record<string, string | number | Uint8Array | null>;

const valueOf = (value: Row[string] | undefined): Value =>
  value instanceof Uint8Array ? { bytes: Buffer.from(value).toString('base64') } : (value ?? null);

async function* rowsOf({ engine }: Store, tx: Tx, { name }: StoredTable): AsyncGenerator<Row> {
  if (engine === 'sqlite') {
    yield* tx
      .selectFrom(name as 'people')
      .selectAll()
      .stream() as unknown as AsyncIterable<Row>;
    return;
  }
  await sql`declare backup_rows no scroll cursor for select * from ${sql.table(name)}`.execute(tx);
  for (;;) {
    const { rows } = await sql<Row>`fetch ${sql.lit(FETCH)} from backup_rows`.execute(tx);
    yield* rows;
    if (rows.length < FETCH) break;
  }
  await sql`close backup_rows`.execute(tx);
}
