import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import pg from 'pg';
import type { Where } from '../../shared/adapters/store/store.ts';
import { timed } from './measure.ts';
import type { Statement } from './record-transactions.ts';

/**
 * What the database alone takes for a signature: the transactions that were written down, on the bare driver, with no HTTP
 * and nothing of the product. Each statement is prepared once and, where it answers with rows, waited for. Told the number
 * of a transaction it does that one and answers how many milliseconds it took.
 */
const { databaseUrl, dataDir, file } = JSON.parse(process.argv[2] as string) as Where & { file: string };
const transactions = readFileSync(file, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Statement[]);
const run = databaseUrl ? await onPostgres(databaseUrl) : onSqlite(join(dataDir, 'countersign.db'));

process.on('message', async (n: number) => {
  const took = await timed(() => run(transactions[n] as Statement[]));
  process.send?.(took);
});
process.send?.(transactions.length);

function onSqlite(path: string) {
  const database = new Database(path);
  for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = ON']) database.pragma(pragma);
  database.function('lower', { deterministic: true }, (text) => String(text).toLowerCase());
  const prepared = new Map<string, Database.Statement>();
  return async (statements: Statement[]) => {
    for (const [sql, values] of statements) {
      const statement = prepared.get(sql) ?? database.prepare(sql);
      prepared.set(sql, statement);
      if (statement.reader) statement.all(values);
      else statement.run(values);
    }
  };
}

async function onPostgres(connectionString: string) {
  const client = new pg.Client({ connectionString, pipeline: true } as pg.ClientConfig);
  await client.connect();
  const names = new Map<string, string>();
  const nameOf = (sql: string) => names.get(sql) ?? names.set(sql, `s${names.size}`).get(sql);
  return async (statements: Statement[]) => {
    const sent: Promise<unknown>[] = [];
    for (const [text, values] of statements) {
      const answer = client.query(values.length ? { name: nameOf(text) as string, text, values } : text);
      sent.push(answer);
      if (/^select|returning|^commit/.test(text)) await answer;
    }
    await Promise.all(sent);
  };
}
