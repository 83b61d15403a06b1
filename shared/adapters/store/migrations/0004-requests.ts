import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

type Schema = Kysely<any>;

/** What people ask for, who decided what, what was signed with it, and what must be taken away. */
export const requests: Migration = {
  async up(db: Schema) {
    await request(db);
    await deciding(db);
    await signing(db);
    await ending(db);
  },
};

async function request({ schema }: Schema) {
  await schema
    .createTable('requests')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('reference', 'text', (c) => c.notNull().unique())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('rules', 'text', (c) => c.notNull())
    .addColumn('asker', 'text', (c) => c.notNull().references('people.id'))
    .addColumn('person', 'text', (c) => c.notNull().references('people.id'))
    .addColumn('school', 'text', (c) => c.notNull())
    .addColumn('answers', 'text', (c) => c.notNull())
    .addColumn('details', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('because', 'text')
    .addColumn('stage', 'integer', (c) => c.notNull())
    .addColumn('stage_since', 'text', (c) => c.notNull())
    .addColumn('stuck', 'integer', (c) => c.notNull())
    .addColumn('from_on', 'text')
    .addColumn('until_on', 'text')
    .addColumn('shown_hash', 'text')
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('granted_at', 'text')
    .addColumn('closed_at', 'text')
    .execute();
  await schema.createIndex('requests_asker').on('requests').columns(['asker', 'created_at']).execute();
  await schema.createIndex('requests_person').on('requests').columns(['person', 'created_at']).execute();
  await schema.createIndex('requests_state').on('requests').columns(['state', 'id']).execute();
}

async function deciding({ schema }: Schema) {
  await schema
    .createTable('request_approvers')
    .addColumn('request', 'text', (c) => c.notNull().references('requests.id'))
    .addColumn('person', 'text', (c) => c.notNull().references('people.id'))
    .addColumn('stage', 'integer', (c) => c.notNull())
    .addColumn('active', 'integer', (c) => c.notNull())
    .addColumn('asked_at', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('request_approvers_key', ['request', 'person'])
    .execute();
  await schema
    .createIndex('request_approvers_person')
    .on('request_approvers')
    .column('person')
    .where(sql.ref('active'), '=', sql.lit(1))
    .execute();
  await schema
    .createTable('request_decisions')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('request', 'text', (c) => c.notNull().references('requests.id'))
    .addColumn('seq', 'integer', (c) => c.notNull())
    .addColumn('stage', 'integer', (c) => c.notNull())
    .addColumn('person', 'text', (c) => c.notNull().references('people.id'))
    .addColumn('fills', 'text', (c) => c.notNull())
    .addColumn('decision', 'text', (c) => c.notNull())
    .addColumn('reason', 'text')
    .addColumn('shown_hash', 'text')
    .addColumn('door', 'text', (c) => c.notNull())
    .addColumn('at', 'text', (c) => c.notNull())
    .addUniqueConstraint('request_decisions_once', ['request', 'person'])
    .addUniqueConstraint('request_decisions_seq', ['request', 'seq'])
    .execute();
  await schema
    .createTable('request_messages')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('request', 'text', (c) => c.notNull().references('requests.id'))
    .addColumn('seq', 'integer', (c) => c.notNull())
    .addColumn('person', 'text', (c) => c.notNull().references('people.id'))
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('words', 'text', (c) => c.notNull())
    .addColumn('at', 'text', (c) => c.notNull())
    .addUniqueConstraint('request_messages_seq', ['request', 'seq'])
    .execute();
  await schema
    .createTable('request_showings')
    .addColumn('request', 'text', (c) => c.notNull().references('requests.id'))
    .addColumn('person', 'text', (c) => c.notNull().references('people.id'))
    .addColumn('hash', 'text', (c) => c.notNull())
    .addColumn('content', 'text', (c) => c.notNull())
    .addColumn('at', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('request_showings_key', ['request', 'person', 'hash'])
    .execute();
}

async function signing({ schema }: Schema) {
  await schema
    .createTable('request_signatures')
    .addColumn('request', 'text', (c) => c.notNull().references('requests.id'))
    .addColumn('agreement', 'text', (c) => c.notNull())
    .addColumn('edition', 'integer', (c) => c.notNull())
    .addColumn('person', 'text', (c) => c.notNull().references('people.id'))
    .addColumn('hash', 'text', (c) => c.notNull())
    .addColumn('words', 'text', (c) => c.notNull())
    .addColumn('at', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('request_signatures_key', ['request', 'agreement'])
    .execute();
}

async function ending({ schema }: Schema) {
  await schema
    .createTable('removals')
    .addColumn('request', 'text', (c) => c.primaryKey().references('requests.id'))
    .addColumn('due_since', 'text')
    .addColumn('confirmed_by', 'text')
    .addColumn('confirmed_at', 'text')
    .addColumn('note', 'text')
    .execute();
  await schema
    .createIndex('removals_due')
    .on('removals')
    .column('request')
    .where(sql.ref('confirmed_at'), 'is', null)
    .execute();
  await schema
    .createTable('absences')
    .addColumn('person', 'text', (c) => c.primaryKey().references('people.id'))
    .addColumn('from_on', 'text', (c) => c.notNull())
    .addColumn('until_on', 'text', (c) => c.notNull())
    .execute();
}
