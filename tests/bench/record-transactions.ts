import { appendFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import pg from 'pg';

/**
 * Loaded before a server (`--import`), it writes down what the drivers are told: of each transaction that signs something, a
 * line with its statements and their values, in order, into the file that RECORD names.
 */
export type Statement = [sql: string, values: unknown[]];

const file = process.env.RECORD as string;
const open = new WeakMap<object, Statement[]>();

function note(connection: object, sql: string, values: unknown[]): void {
  if (/^begin/.test(sql)) open.set(connection, []);
  const transaction = open.get(connection);
  transaction?.push([sql, values]);
  if (sql !== 'commit' || !transaction) return;
  open.delete(connection);
  if (transaction.some(([text]) => text.startsWith('insert into "acknowledgements"')))
    appendFileSync(file, `${JSON.stringify(transaction)}\n`);
}

const prepare = Database.prototype.prepare;
Database.prototype.prepare = function (this: Database.Database, sql: string) {
  const statement = prepare.call(this, sql) as unknown as Record<string, (values: unknown[]) => unknown>;
  for (const way of ['run', 'all', 'iterate']) {
    const does = statement[way]?.bind(statement);
    statement[way] = (values = []) => {
      note(this, sql, values);
      return does?.(values);
    };
  }
  return statement as never;
};

const query = pg.Client.prototype.query as (...args: unknown[]) => unknown;
pg.Client.prototype.query = function (this: pg.Client, what: string | pg.QueryConfig, ...more: unknown[]) {
  if (typeof what === 'string') note(this, what, Array.isArray(more[0]) ? more[0] : []);
  else note(this, what.text, what.values ?? []);
  return query.call(this, what, ...more);
} as never;
