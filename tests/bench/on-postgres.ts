import pg from 'pg';

/** Where PostgreSQL is; without it only SQLite is measured. */
export const server = process.env.TEST_DATABASE_URL;

/** Runs something on an empty schema of its own. */
export async function onPostgres<T>(work: (url: string) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  const schema = `bench_${process.pid}`;
  await client.query(`drop schema if exists ${schema} cascade`);
  await client.query(`create schema ${schema}`);
  try {
    const url = new URL(server as string);
    url.searchParams.set('options', `-csearch_path=${schema}`);
    return await work(url.href);
  } finally {
    await client.query(`drop schema ${schema} cascade`);
    await client.end();
  }
}
