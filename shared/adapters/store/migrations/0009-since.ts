import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * Of what is as it should be it is kept since when, where a directory tells. And of many people it is found at once which
 * account in one directory each has: by the other indexes SQLite looks through all of that directory for each of them.
 */
export const since: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('findings').addColumn('since', 'text').execute();
    await db.schema
      .createIndex('accounts_person_at')
      .on('accounts')
      .columns(['person', 'provider', 'tenant', 'object_id'])
      .execute();
  },
};
