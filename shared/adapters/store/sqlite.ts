import Database from 'better-sqlite3';
import { Kysely, type SelectModifierNode, SqliteAdapter, SqliteDialect, SqliteQueryCompiler } from 'kysely';
import { ConfigError } from '../../errors.ts';
import type { Store, Tables, Tx } from '../../ports.ts';
import { Given } from '../../statement.ts';
import { type Diagnosis, telling } from './trouble.ts';

/** How long a transaction waits for another process, the command line beside the server, to end its own. */
const WAIT_MS = 5_000;

/**
 * SQLite in one file. WAL with synchronous=FULL: a commit has reached the disk before it is answered, measured to lose
 * nothing under kill -9. Kysely gives its single connection to one transaction at a time.
 */
export function openSqlite(file: string): Store {
  let database: Database.Database;
  try {
    database = new Database(file, { timeout: WAIT_MS });
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    database.pragma('foreign_keys = ON');
    // SQLite's own knows A to Z only: École and école would be two departments.
    database.function('lower', { deterministic: true }, (text) =>
      typeof text === 'string' ? text.toLowerCase() : text,
    );
  } catch (error) {
    throw new ConfigError(
      `${file} can't be opened (${(error as Error).message}). Check the folder, its permissions and free space.`,
    );
  }
  const db = new Kysely<Tables>({
    dialect: new Dialect({ database: immediate(database), onCreateConnection: telling(diagnose) }),
  });
  return {
    engine: 'sqlite',
    db,
    transaction: (work) => db.transaction().execute(work),
    async snapshot<T>(work: (tx: Tx) => Promise<T>) {
      if (file === ':memory:') return db.transaction().execute(work);
      // On a connection of its own, where nobody waits for it, and whose transaction begins as a reader.
      const reading = new Kysely<Tables>({
        dialect: new SqliteDialect({
          database: new Database(file, { readonly: true, timeout: WAIT_MS }),
          onCreateConnection: telling(diagnose),
        }),
      });
      try {
        return await reading.transaction().execute(work);
      } finally {
        await reading.destroy();
      }
    },
    // 0x10002 looks at every table that may have changed: https://sqlite.org/pragma.html#pragma_optimize
    tend: async () => void (database.open && database.pragma('optimize = 0x10002')),
    close: () => db.destroy(),
  };
}

class Dialect extends SqliteDialect {
  override createAdapter() {
    return new TransactionalDdl();
  }
  override createQueryCompiler() {
    return new Compiler();
  }
}

class Compiler extends SqliteQueryCompiler {
  /** "For update" is true of every transaction here, as each begins as the only writer; SQLite has no words for it. */
  protected override visitSelectModifier(node: SelectModifierNode) {
    if (node.modifier !== 'ForUpdate') super.visitSelectModifier(node);
  }
  /**
   * SQLite plans a join anew whenever a value that it is restricted by changes (STAT4), which takes longer than running it.
   * The plus, which changes nothing, hides the value from the planner.
   */
  protected override appendValue(value: unknown) {
    if (value instanceof Given) this.append('+');
    super.appendValue(value);
  }
}

/** SQLite undoes changes of the schema like any others: a start that is cut off leaves no half-made tables behind. */
class TransactionalDdl extends SqliteAdapter {
  override get supportsTransactionalDdl() {
    return true;
  }
}

/** How many prepared statements are kept: more than the product has different queries. */
const STATEMENTS = 500;

/**
 * Begins every transaction as a writer. A deferred one that reads first and writes later fails at once, without waiting,
 * when another process wrote in between. A transaction that SQLite itself undid (a full disk) needs no rollback.
 * Prepared statements are kept: preparing them anew took a fifth of the time of a signature.
 */
function immediate(database: Database.Database): Database.Database {
  const prepare = database.prepare.bind(database);
  const kept = new Map<string, Database.Statement>();
  const once = (sql: string) => {
    const statement = kept.get(sql) ?? prepare(sql);
    kept.delete(sql);
    kept.set(sql, statement);
    const [oldest] = kept.keys();
    if (kept.size > STATEMENTS && oldest !== undefined) kept.delete(oldest);
    return statement;
  };
  database.prepare = ((sql: string) => {
    if (sql === 'begin') return once('begin immediate');
    if (sql === 'rollback' && !database.inTransaction) return once('select 1');
    return once(sql);
  }) as typeof database.prepare;
  return database;
}

/** Codes: https://sqlite.org/rescode.html */
const diagnose: Diagnosis = ({ code }) => {
  if (code === 'SQLITE_FULL') return 'The disk is full. Free some space where the data folder is.';
  if (code.startsWith('SQLITE_IOERR')) return 'The data folder cannot be read or written. Check its disk.';
  if (code.startsWith('SQLITE_BUSY'))
    return 'Another process keeps the data folder busy. End it, or wait for it to end.';
  if (code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_CANTOPEN'))
    return 'The data folder cannot be written. Check its permissions.';
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB')
    return 'The database file is damaged. Restore the data folder from the last backup.';
  return null;
};
