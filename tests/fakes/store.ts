import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openStore } from '../../shared/adapters/store/store.ts';
import type { Store } from '../../shared/ports.ts';

/** A database of a test's own: empty when it begins, gone when the test is over. */
export interface TestDatabase {
  engine: Store['engine'];
  /** What `openStore` takes, for a test that opens it in another process. */
  where: { databaseUrl?: string; dataDir: string };
  /** Opens it, and once more each time it is called. All are closed when the test is over. */
  open(): Promise<Store>;
}

/** Gives a test its database: one with all tables and nothing in them, or one with nothing at all. */
type Fresh = (having?: 'tables' | 'nothing') => Promise<TestDatabase>;

type Tests = (fresh: Fresh) => void;

const SERVER = process.env.TEST_DATABASE_URL;

/** Runs the same tests on both engines. */
export function eachStore(tests: Tests): void {
  onSqlite(tests);
  onPostgres(tests);
}

/** In a folder made for each test. */
export const onSqlite = (tests: Tests): void => describe('on SQLite', () => tests(provider(sqlite)));

/** In a schema made for each test, on the server that TEST_DATABASE_URL names; skipped without one. */
export const onPostgres = (tests: Tests): void =>
  SERVER
    ? describe('on PostgreSQL', () => tests(provider(postgres(SERVER))))
    : describe.skip('on PostgreSQL (set TEST_DATABASE_URL to run these)', () => tests(provider(sqlite)));

interface Place {
  database: Omit<TestDatabase, 'open'>;
  remove(): Promise<void>;
}

function provider(make: (having: 'tables' | 'nothing') => Promise<Place>): Fresh {
  const places: Place[] = [];
  const stores: Store[] = [];
  afterEach(async () => {
    await Promise.all(stores.splice(0).map((store) => store.close()));
    await Promise.all(places.splice(0).map((place) => place.remove()));
  });
  return async (having = 'tables') => {
    const place = await make(having);
    places.push(place);
    return {
      ...place.database,
      async open() {
        const store = await openStore(place.database.where);
        stores.push(store);
        return store;
      },
    };
  };
}

async function sqlite(): Promise<Place> {
  const dataDir = mkdtempSync(join(tmpdir(), 'countersign-'));
  return {
    database: { engine: 'sqlite', where: { dataDir } },
    remove: async () => rmSync(dataDir, { recursive: true, force: true }),
  };
}

/** A row of each table as JSON, in the order in which the tables were made. */
type Contents = { table: string; rows: string }[];

/** Schemas on a server. Making all the tables takes longer than most tests, so a schema serves one test after the other. */
function postgres(server: string): (having: 'tables' | 'nothing') => Promise<Place> {
  const idle: string[] = [];
  let asMade: Contents;
  const drop = (schema: string) => on(server, (client) => client.query(`drop schema ${schema} cascade`));
  afterAll(async () => {
    for (const schema of idle.splice(0)) await drop(schema);
  });

  async function make(having: 'tables' | 'nothing'): Promise<string> {
    const schema = `test_${randomUUID().replaceAll('-', '')}`;
    await on(server, (client) => client.query(`create schema ${schema}`));
    if (having === 'nothing') return schema;
    const databaseUrl = within(server, schema);
    await (await migrated(databaseUrl)).close();
    asMade ??= await on(databaseUrl, contentsOf);
    return schema;
  }

  return async (having) => {
    const schema = (having === 'tables' && idle.pop()) || (await make(having));
    const databaseUrl = within(server, schema);
    return {
      database: { engine: 'postgres', where: { databaseUrl, dataDir: '' } },
      async remove() {
        if (having === 'tables' && (await on(databaseUrl, tidy(asMade)).catch(() => false))) idle.push(schema);
        else await drop(schema);
      },
    };
  };
}

/** The migrator looks at every schema of the database, and one that other tests had may go at that moment: then once more. */
const migrated = (databaseUrl: string): Promise<Store> => {
  const open = () => openStore({ databaseUrl, dataDir: '' });
  return open().catch((error: Error) => {
    if (/schema .* does not exist/.test(error.message)) return open();
    throw error;
  });
};

function within(server: string, schema: string): string {
  const url = new URL(server);
  url.searchParams.set('options', `-csearch_path=${schema}`);
  return url.href;
}

async function on<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(url);
  await client.connect();
  return work(client).finally(() => client.end());
}

async function tablesIn(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ table: string }>(
    `select relname as table from pg_class where relkind = 'r' and relnamespace = current_schema()::regnamespace order by oid`,
  );
  return rows.map(({ table }) => table);
}

async function contentsOf(client: pg.Client): Promise<Contents> {
  const contents: Contents = [];
  for (const table of await tablesIn(client)) {
    const { rows } = await client.query<{ rows: string }>(
      `select coalesce(json_agg(t), '[]')::text as rows from ${table} t`,
    );
    contents.push({ table, rows: rows[0]?.rows ?? '[]' });
  }
  return contents;
}

/** Puts the tables back as they were made. False if they are no longer the same ones, or something still holds them. */
const tidy =
  (asMade: Contents) =>
  async (client: pg.Client): Promise<boolean> => {
    const tables = await tablesIn(client);
    if (tables.join() !== asMade.map(({ table }) => table).join()) return false;
    const made = asMade.filter(({ rows }) => rows !== '[]');
    const { rows: used } = await client.query<{ name: string }>(
      tables.map((table) => `select '${table}' as name where exists (select 1 from ${table})`).join(' union all '),
    );
    // Emptied as if new: where deleted rows were, others would be found out of their turn.
    const emptied = [...new Set([...used.map(({ name }) => name), ...made.map(({ table }) => table)])];
    await client.query(
      [
        "begin; set local lock_timeout = '2s'",
        `truncate ${emptied.join(', ')} cascade`,
        ...made.map(
          ({ table, rows }) =>
            `insert into ${table} select * from json_populate_recordset(null::${table}, ${client.escapeLiteral(rows)})`,
        ),
        'commit',
      ].join(';\n'),
    );
    return true;
  };
