import pg from 'pg';

/** Where PostgreSQL is; without it only SQLite is measured. */
export const server = process.env.TEST_DATABASE_URL;

let made = 0;

/** Runs something on an empty schema of its own, or on several. */
export async function onPostgres<T>(work: (url: string, ...more: string[]) => Promise<T>, schemas = 1): Promise<T> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  const names = Array.from({ length: schemas }, () => `bench_${process.pid}_${++made}`);
  for (const name of names) await client.query(`create schema ${name}`);
  try {
    const [first, ...more] = names.map((name) => {
      const url = new URL(server as string);
      url.searchParams.set('options', `-csearch_path=${name}`);
      return url.href;
    });
    return await work(first as string, ...more);
  } finally {
    for (const name of names) await client.query(`drop schema ${name} cascade`);
    await client.end();
  }
}
