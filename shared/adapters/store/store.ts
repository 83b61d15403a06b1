import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { ConfigError, StoreError } from '../../errors.ts';
import type { Store } from '../../ports.ts';
import { makeDataFolder } from './folder.ts';
import { migrations } from './migrations/index.ts';
import { openPostgres } from './postgres.ts';
import { openSqlite } from './sqlite.ts';

/** PostgreSQL where a URL is given, else SQLite in the data folder; ':memory:' for tests. */
export interface Where {
  databaseUrl?: string | undefined;
  dataDir: string;
}

/**
 * Opens the database and brings it up to date. Instances that start together wait for one another. On a database that a
 * newer version has brought up to date already, this one works as before: migrations only ever add.
 * @throws ConfigError when it can't be reached, written or understood.
 */
export const openStore = (where: Where): Promise<Store> => prepared(where, (store) => migrate(store));

/**
 * Opens the database as it is.
 * @param prepare is done to it first; the store is closed when that fails.
 * @throws ConfigError when it can't be reached, written or understood.
 */
export async function prepared(where: Where, prepare: (store: Store) => Promise<void>): Promise<Store> {
  const store = open(where);
  try {
    await prepare(store);
    return store;
  } catch (error) {
    await store.close();
    if (error instanceof StoreError) throw new ConfigError(`${placeOf(where)}: ${error.message}`);
    if (/previously executed migration/.test((error as Error).message))
      throw new ConfigError(
        `${placeOf(where)}: was written by a newer version of Countersign. Install that version again.`,
      );
    throw error;
  }
}

function open({ databaseUrl, dataDir }: Where): Store {
  if (databaseUrl) return openPostgres(databaseUrl);
  if (dataDir === ':memory:') return openSqlite(':memory:');
  makeDataFolder(dataDir);
  return openSqlite(join(dataDir, 'countersign.db'));
}

/** The setting that says where the database is, for messages: an address may hold a password. */
export const placeOf = ({ databaseUrl, dataDir }: Where): string =>
  databaseUrl ? 'DATABASE_URL' : dataDir === ':memory:' ? dataDir : `DATA_DIR: ${dataDir}`;

/** Brings the schema up to date, or up to the migration of that name. */
export async function migrate(store: Store, upTo?: string): Promise<void> {
  if (upTo === undefined && (await isUpToDate(store))) return;
  const migrator = new Migrator({
    db: store.db as unknown as Kysely<unknown>,
    provider: { getMigrations: async () => migrations(store.engine) },
    ...(store.engine === 'postgres' && { migrationTableSchema: await currentSchema(store) }),
  });
  const { error } = await (upTo === undefined ? migrator.migrateToLatest() : migrator.migrateTo(upTo));
  if (error) throw error;
}

/** Whether the schema has all that this version needs; it may have more. */
export async function isUpToDate(store: Store): Promise<boolean> {
  const done = new Set(await levelOf(store));
  return Object.keys(migrations(store.engine)).every((name) => done.has(name));
}

/** The migrations that a database has had, in order; none where there are no tables of ours. */
export async function levelOf(store: Store): Promise<string[]> {
  const tables =
    store.engine === 'postgres'
      ? sql`select 1 from information_schema.tables where table_schema = current_schema() and table_name = 'kysely_migration'`
      : sql`select 1 from sqlite_master where name = 'kysely_migration'`;
  if (!(await tables.execute(store.db)).rows.length) return [];
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(store.db);
  return rows.map(({ name }) => name);
}

/** Where our tables go. The migrator would take another application's migration tables in the same database for ours. */
export async function currentSchema({ db }: Pick<Store, 'db'>): Promise<string> {
  const { rows } = await sql<{ schema: string | null }>`select current_schema() as schema`.execute(db);
  return rows[0]?.schema ?? 'public';
}
