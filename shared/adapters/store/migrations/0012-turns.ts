import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Store } from '../../../ports.ts';

/** What much work at once may not do: hold up everybody else's, or go out faster from two servers than from one. */
export const turns = (engine: Store['engine']): Migration => ({
  async up(db: Kysely<unknown>) {
    // Null for what an older version puts in: then it is the time from which it may run.
    await db.schema.alterTable('jobs').addColumn('place', 'text').execute();
    await sql`create index jobs_running on jobs (key) where state = 'running'`.execute(db);
    // What is counted here is over in an hour, so a crash loses nothing: unlogged, it costs no writing to the disk.
    const table = sql.raw(engine === 'postgres' ? 'unlogged table' : 'table');
    // As rate-limiter-flexible has it, but for keys of any length.
    await sql`create ${table} rates (key text primary key, points integer not null default 0, expire bigint)`.execute(
      db,
    );
    await sql`create ${table} turns (key text primary key, next_at double precision not null)`.execute(db);
  },
});
