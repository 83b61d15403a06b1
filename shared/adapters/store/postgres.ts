import { CompiledQuery, Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Store, Tables, Tx } from '../../ports.ts';
import { sendAhead } from './ahead.ts';
import { isStale, Prepared } from './prepared.ts';
import { type Diagnosis, telling, toldAs } from './trouble.ts';

/** Deadlock, and serialisation failure: the database undid the transaction and asks for it again. */
const AGAIN = new Set(['40P01', '40001']);

/** PostgreSQL through a pool of ten connections, which keep prepared what runs often. */
export function openPostgres(url: string): Store {
  const pool = new pg.Pool({ connectionString: url, max: 10, connectionTimeoutMillis: 10_000, pipeline: true });
  // A connection that breaks is replaced at the next use. Without listeners, an idle one would end the process, and so
  // would one that breaks between two queries of a transaction.
  pool.on('error', () => {});
  const prepared = new Prepared();
  pool.on('connect', (client) => {
    client.on('error', () => {});
    prepared.on(client);
  });
  const connect = () =>
    pool.connect().catch((error) => {
      throw toldAs(error, diagnose);
    });
  const db = new Kysely<Tables>({
    dialect: new PostgresDialect({
      pool: { options: pool.options, connect, end: () => pool.end() },
      async onCreateConnection(connection) {
        // Compiling the figures of a whole trust took as long as finding them.
        await connection.executeQuery(CompiledQuery.raw('set jit = off'));
        await telling(diagnose)(connection);
        await sendAhead(connection);
      },
    }),
  });
  return {
    engine: 'postgres',
    db,
    async transaction<T>(work: (tx: Tx) => Promise<T>) {
      for (let attempt = 1; ; attempt++) {
        try {
          return await db.transaction().execute(work);
        } catch (error) {
          const again = AGAIN.has((error as { code?: string }).code ?? '') || isStale(error);
          if (attempt >= 5 || !again) throw error;
        }
      }
    },
    snapshot: (work) => db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(work),
    // PostgreSQL does so by itself (autovacuum).
    tend: async () => {},
    close: () => db.destroy(),
  };
}

/** Codes of the connection, of Node, and https://www.postgresql.org/docs/current/errcodes-appendix.html */
const diagnose: Diagnosis = ({ code, message }) => {
  if (code === '53100') return "The database server's disk is full.";
  if (code.startsWith('53')) return 'The database server has no room for more connections or memory.';
  if (code.startsWith('28') || code === '3D000')
    return 'The database does not let this user in, or there is no such database.';
  if (code === '25006') return 'The database is read-only at the moment.';
  if (/^(08|57P0|58)/.test(code) || /^E[A-Z]+$/.test(code)) return 'The database cannot be reached.';
  // The driver's own errors have no code.
  if (code === '' && /^Connection terminated|^timeout exceeded|not queryable$/.test(message))
    return 'The connection to the database was lost.';
  return null;
};
