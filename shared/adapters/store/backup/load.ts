import { ConfigError, Refusal, StoreError } from '../../../errors.ts';
import type { Store, Tx } from '../../../ports.ts';
import { levelOf, migrate, placeOf, prepared, type Where } from '../store.ts';
import { Begin, type Counts, End, Row, TableBegins, type Value } from './format.ts';
import { countOf, tablesOf } from './tables.ts';

/** Values that one statement takes: below what either engine allows. */
const VALUES = 16_000;

/** What a server leaves behind that has started once, and nothing else. */
const OF_ANY_START = new Set(['jobs', 'ledger_head']);

/**
 * Fills an empty folder or database with what a backup holds, in one transaction, and brings it up to date.
 * @throws ConfigError when there is data already. @throws Refusal when the backup is damaged or of a newer version.
 */
export async function load(
  where: Where,
  lines: AsyncIterable<unknown>,
): Promise<{ store: Store; counts: Counts; at: string }> {
  let kept: { counts: Counts; at: string } | undefined;
  const reader = lines[Symbol.asyncIterator]();
  const store = await prepared(where, async (store) => {
    await mustBeEmpty(store, where);
    const begin = Begin.safeParse((await reader.next()).value).data;
    if (!begin) throw new Refusal('This is not a backup of Countersign. Choose the file that "backup" wrote.');
    await toLevel(store, begin.migrations);
    const counts = await store.transaction((tx) => fill(tx, store, reader));
    await migrate(store);
    await store.tend();
    kept = { counts, at: begin.at };
    // Also when it fails: whoever writes the lines must not wait for ever.
  }).finally(() => reader.return?.());
  return { store, ...(kept as NonNullable<typeof kept>) };
}

async function mustBeEmpty(store: Store, where: Where): Promise<void> {
  if (!(await levelOf(store)).length) return;
  for (const { name } of await tablesOf(store, store.db)) {
    const rows = OF_ANY_START.has(name) ? 0 : await store.transaction((tx) => countOf(tx, name));
    if (rows) throw new ConfigError(`${placeOf(where)}: holds data already. Restore into an empty one.`);
  }
}

/** Makes the tables as they were when the backup was made: later migrations change its rows with them. */
async function toLevel(store: Store, migrations: string[]): Promise<void> {
  const upTo = migrations.at(-1) as string;
  const unknown = new Refusal('This backup is of a newer version of Countersign. Install that version and try again.');
  await migrate(store, upTo).catch((error: Error) => {
    throw /not found|previously executed/.test(error.message) ? unknown : error;
  });
  if ((await levelOf(store)).join() !== migrations.join()) throw unknown;
}

const columnOf = (value: Value | undefined) =>
  typeof value === 'object' && value ? Buffer.from(value.bytes, 'base64') : value;

async function fill(tx: Tx, store: Store, lines: AsyncIterator<unknown>): Promise<Counts> {
  const damaged = new Refusal('This backup is damaged or was cut short. Use another one.');
  const known = new Map((await tablesOf(store, tx)).map(({ name, columns }) => [name, columns]));
  const counts: Counts = {};
  let into: { table: string; columns: string[]; rows: Value[][] } | null = null;

  const flush = async () => {
    if (!into?.rows.length) return;
    const { table, columns, rows } = into;
    await tx
      .insertInto(table as 'people')
      .values(rows.map((row) => Object.fromEntries(columns.map((column, i) => [column, columnOf(row[i])])) as never))
      .execute()
      .catch((error: unknown) => {
        // A row that refers to one that isn't there, or is there twice: the tables are ours, so the file isn't whole.
        throw error instanceof StoreError ? error : damaged;
      });
    counts[table] = (counts[table] ?? 0) + rows.length;
    into.rows = [];
  };

  for (;;) {
    const { value, done } = await lines.next();
    if (done) throw damaged;
    const row = Row.safeParse(value).data;
    if (row) {
      if (row.length !== into?.columns.length) throw damaged;
      into.rows.push(row);
      if (into.rows.length * row.length >= VALUES) await flush();
      continue;
    }
    await flush();
    const begins = TableBegins.safeParse(value).data;
    if (begins) {
      const columns = known.get(begins.table);
      if (!columns || begins.columns.some((column) => !columns.includes(column)) || begins.table in counts)
        throw damaged;
      into = { ...begins, rows: [] };
      counts[begins.table] = 0;
      // What making the tables put there, and what a server that started once did.
      if (OF_ANY_START.has(begins.table)) await tx.deleteFrom(begins.table as 'jobs').execute();
      continue;
    }
    const end = End.safeParse(value).data?.end;
    if (!end || [...known.keys()].some((table) => end[table] === undefined || end[table] !== counts[table]))
      throw damaged;
    for (const table of known.keys()) if ((await countOf(tx, table)) !== counts[table]) throw damaged;
    return counts;
  }
}
