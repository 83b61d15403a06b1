import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Of what is as it should be it is kept since when, where a directory tells. */
export const since: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('findings').addColumn('since', 'text').execute();
  },
};
