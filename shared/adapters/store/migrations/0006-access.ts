import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

type Schema = Kysely<any>;

/** Accounts that are closed after two people said so, and who may stay in an area. */
export const access: Migration = {
  async up(db: Schema) {
    await closings(db);
    await reviews(db);
  },
};

async function closings({ schema }: Schema) {
  await schema
    .createTable('closings')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('person', 'text', (c) => c.notNull().references('people.id'))
    .addColumn('purpose', 'text', (c) => c.notNull())
    .addColumn('undoes', 'text')
    .addColumn('steps', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('asked_by', 'text', (c) => c.notNull().references('people.id'))
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('request', 'text', (c) => c.unique())
    .addColumn('ended_at', 'text')
    .addColumn('because', 'text')
    .execute();
  // Of two that are asked for at the same moment, one is.
  await schema
    .createIndex('closings_one')
    .on('closings')
    .column('person')
    .unique()
    .where(sql.ref('ended_at'), 'is', null)
    .execute();
  await schema
    .createTable('closing_steps')
    .addColumn('closing', 'text', (c) => c.notNull().references('closings.id'))
    .addColumn('place', 'integer', (c) => c.notNull())
    .addColumn('provider', 'text', (c) => c.notNull())
    .addColumn('tenant', 'text', (c) => c.notNull())
    .addColumn('object_id', 'text', (c) => c.notNull())
    .addColumn('step', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('will', 'text', (c) => c.notNull())
    .addColumn('wont', 'text', (c) => c.notNull())
    .addColumn('undo', 'text', (c) => c.notNull())
    .addColumn('changed', 'text', (c) => c.notNull())
    .addColumn('because', 'text')
    .addColumn('ended_at', 'text')
    .addPrimaryKeyConstraint('closing_steps_key', ['closing', 'place'])
    .execute();
}

async function reviews({ schema }: Schema) {
  await schema
    .createTable('access_reviews')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('area', 'text', (c) => c.notNull())
    .addColumn('term', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('opened_at', 'text', (c) => c.notNull())
    .addColumn('due_on', 'text', (c) => c.notNull())
    .addColumn('ended_at', 'text')
    .addColumn('reminded', 'integer', (c) => c.notNull())
    .addColumn('remind_at', 'text')
    .addUniqueConstraint('access_reviews_once', ['area', 'term'])
    .execute();
  await schema
    .createTable('access_review_items')
    .addColumn('review', 'text', (c) => c.notNull().references('access_reviews.id'))
    .addColumn('who', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('through', 'text', (c) => c.notNull())
    .addColumn('decision', 'text')
    .addColumn('reason', 'text')
    .addColumn('decided_by', 'text')
    .addColumn('decided_at', 'text')
    .addColumn('task', 'text')
    .addColumn('task_by', 'text')
    .addColumn('task_at', 'text')
    .addColumn('still_there', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('access_review_items_key', ['review', 'who'])
    .execute();
  await schema
    .createIndex('access_review_items_task')
    .on('access_review_items')
    .column('task')
    .where(sql.ref('task'), 'is not', null)
    .execute();
}
