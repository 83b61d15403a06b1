import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * What a trust's size needs: a school's people in the order of their names, of whom a page is read, and the few assignments
 * that don't count, which are taken off what an index counts. Signing writes neither.
 */
export const trust: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.createIndex('people_school_name').on('people').columns(['school', 'name', 'id']).execute();
    await db.schema
      .createIndex('assignments_uncounted')
      .on('assignments')
      .columns(['campaign', 'person'])
      .where(sql.ref('state'), 'not in', sql`('open', 'acknowledged', 'refused')`)
      .execute();
  },
};
