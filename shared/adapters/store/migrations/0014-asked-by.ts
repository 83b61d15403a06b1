import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** With each person one campaign that asks them, for the figures of a whole trust. The nightly job fills it. */
export const askedBy: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('people').addColumn('asked_by', 'text').execute();
  },
};
