import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Store } from '../../../ports.ts';

type Schema = Kysely<any>;

/** People, agreements, campaigns, acknowledgements, deliveries, the ledger and the job queue. */
export const core = (engine: Store['engine']): Migration => ({
  async up(schema: Schema) {
    await people(schema);
    await agreements(schema);
    await campaigns(schema);
    await deliveries(schema);
    await jobs(schema);
    await ledger(schema);
    for (const table of ['editions', 'ledger']) await appendOnly(schema, engine, table);
  },
});

async function people({ schema }: Schema) {
  await schema
    .createTable('people')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('email', 'text', (c) => c.unique())
    .addColumn('department', 'text')
    .addColumn('job_title', 'text')
    .addColumn('manager', 'text')
    .addColumn('school', 'text', (c) => c.notNull())
    .addColumn('start_date', 'text')
    .addColumn('leave_date', 'text')
    .execute();
  await schema.createIndex('people_department').on('people').columns(['school', 'department', 'leave_date']).execute();
  await schema.createIndex('people_name').on('people').columns(['name', 'id']).execute();
  await schema.createIndex('people_manager').on('people').column('manager').execute();
  await schema
    .createTable('person_roles')
    .addColumn('person', 'text', (c) => c.notNull().references('people.id'))
    .addColumn('role', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('person_roles_key', ['person', 'role'])
    .execute();
  await schema.createIndex('person_roles_role').on('person_roles').columns(['role', 'person']).execute();
  await schema
    .createTable('accounts')
    .addColumn('provider', 'text', (c) => c.notNull())
    .addColumn('tenant', 'text', (c) => c.notNull())
    .addColumn('object_id', 'text', (c) => c.notNull())
    .addColumn('person', 'text', (c) => c.notNull().references('people.id'))
    .addColumn('bound_at', 'text', (c) => c.notNull())
    .addColumn('bound_by', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('accounts_key', ['provider', 'tenant', 'object_id'])
    .execute();
  await schema.createIndex('accounts_person').on('accounts').column('person').execute();
  await schema
    .createTable('topics')
    .addColumn('person', 'text', (c) => c.primaryKey().references('people.id'))
    .addColumn('action', 'text', (c) => c.notNull())
    .addColumn('input', 'text', (c) => c.notNull())
    .addColumn('at', 'text', (c) => c.notNull())
    .execute();
}

async function agreements({ schema }: Schema) {
  await schema
    .createTable('agreements')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('title', 'text', (c) => c.notNull())
    .addColumn('yearly', 'integer', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .execute();
  await schema
    .createTable('editions')
    .addColumn('agreement', 'text', (c) => c.notNull().references('agreements.id'))
    .addColumn('number', 'integer', (c) => c.notNull())
    .addColumn('title', 'text', (c) => c.notNull())
    .addColumn('text', 'text', (c) => c.notNull())
    .addColumn('hash', 'text', (c) => c.notNull())
    .addColumn('effective_from', 'text', (c) => c.notNull())
    .addColumn('published_at', 'text', (c) => c.notNull())
    .addColumn('published_by', 'text')
    .addPrimaryKeyConstraint('editions_key', ['agreement', 'number'])
    .execute();
  await schema
    .createTable('drafts')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('agreement', 'text', (c) => c.notNull())
    .addColumn('title', 'text', (c) => c.notNull())
    .addColumn('text', 'text', (c) => c.notNull())
    .addColumn('hash', 'text', (c) => c.notNull())
    .addColumn('dates', 'text', (c) => c.notNull())
    .addColumn('findings', 'text', (c) => c.notNull())
    .addColumn('file_name', 'text', (c) => c.notNull())
    .addColumn('imported_at', 'text', (c) => c.notNull())
    .addColumn('published', 'integer', (c) => c.notNull().defaultTo(0))
    .execute();
}

async function campaigns({ schema }: Schema) {
  await schema
    .createTable('campaigns')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('agreement', 'text', (c) => c.notNull())
    .addColumn('edition', 'integer', (c) => c.notNull())
    .addColumn('audience', 'text', (c) => c.notNull())
    .addColumn('starts_at', 'text', (c) => c.notNull())
    .addColumn('due_on', 'text', (c) => c.notNull())
    .addColumn('joiner_days', 'integer', (c) => c.notNull())
    .addColumn('ends_on', 'text')
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('created_by', 'text')
    .addForeignKeyConstraint('campaigns_edition', ['agreement', 'edition'], 'editions', ['agreement', 'number'])
    .execute();
  await schema
    .createTable('assignments')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('campaign', 'text', (c) => c.notNull().references('campaigns.id'))
    .addColumn('agreement', 'text', (c) => c.notNull())
    .addColumn('edition', 'integer', (c) => c.notNull())
    .addColumn('person', 'text', (c) => c.notNull().references('people.id'))
    .addColumn('due_on', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('closed_at', 'text')
    .addColumn('remind_at', 'text')
    .addColumn('reminded', 'integer', (c) => c.notNull())
    .addUniqueConstraint('assignments_once', ['campaign', 'person'])
    .execute();
  await schema.createIndex('assignments_person').on('assignments').columns(['person', 'agreement']).execute();
  await schema
    .createIndex('assignments_open')
    .on('assignments')
    .columns(['person', 'agreement', 'campaign', 'due_on'])
    .where(sql.ref('state'), '=', sql.lit('open'))
    .execute();
  await schema
    .createIndex('assignments_refused')
    .on('assignments')
    .columns(['campaign', 'person'])
    .where(sql.ref('state'), '=', sql.lit('refused'))
    .execute();
  await schema
    .createIndex('assignments_remind')
    .on('assignments')
    .column('remind_at')
    .where(sql.ref('state'), '=', sql.lit('open'))
    .execute();
  await schema
    .createTable('acknowledgements')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('assignment', 'text', (c) => c.notNull().unique().references('assignments.id'))
    .addColumn('person', 'text', (c) => c.notNull().references('people.id'))
    .addColumn('agreement', 'text', (c) => c.notNull())
    .addColumn('edition', 'integer', (c) => c.notNull())
    .addColumn('edition_hash', 'text', (c) => c.notNull())
    .addColumn('words', 'text', (c) => c.notNull())
    .addColumn('typed_name', 'text', (c) => c.notNull())
    .addColumn('job_title', 'text', (c) => c.notNull())
    .addColumn('provider', 'text', (c) => c.notNull())
    .addColumn('tenant', 'text', (c) => c.notNull())
    .addColumn('object_id', 'text', (c) => c.notNull())
    .addColumn('door', 'text', (c) => c.notNull())
    .addColumn('message', 'text')
    .addColumn('at', 'text', (c) => c.notNull())
    .addColumn('reference', 'text', (c) => c.notNull().unique())
    .addColumn('ledger_seq', 'integer', (c) => c.notNull())
    .execute();
  await schema.createIndex('acknowledgements_person').on('acknowledgements').columns(['person', 'agreement']).execute();
  await schema
    .createTable('refusals')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('assignment', 'text', (c) => c.notNull().references('assignments.id'))
    .addColumn('person', 'text', (c) => c.notNull().references('people.id'))
    .addColumn('reason', 'text', (c) => c.notNull())
    .addColumn('at', 'text', (c) => c.notNull())
    .addColumn('decision', 'text')
    .addColumn('decided_by', 'text')
    .addColumn('decided_at', 'text')
    .addColumn('excused_until', 'text')
    .execute();
  await schema.createIndex('refusals_assignment').on('refusals').columns(['assignment', 'at']).execute();
}

async function deliveries({ schema }: Schema) {
  await schema
    .createTable('deliveries')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('key', 'text', (c) => c.notNull().unique())
    .addColumn('person', 'text', (c) => c.notNull().references('people.id'))
    .addColumn('action', 'text', (c) => c.notNull())
    .addColumn('input', 'text', (c) => c.notNull())
    .addColumn('subject', 'text', (c) => c.notNull())
    .addColumn('purpose', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('detail', 'text')
    .addColumn('door', 'text')
    .addColumn('message', 'text')
    .addColumn('attempts', 'integer', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('changed_at', 'text', (c) => c.notNull())
    .execute();
  await schema.createIndex('deliveries_subject').on('deliveries').columns(['subject', 'created_at']).execute();
  await schema
    .createIndex('deliveries_shut_out')
    .on('deliveries')
    .columns(['person', 'changed_at'])
    .where(sql.ref('state'), 'in', sql`('blocked', 'not-installed')`)
    .execute();
  await schema
    .createTable('conversations')
    .addColumn('person', 'text', (c) => c.notNull().references('people.id'))
    .addColumn('door', 'text', (c) => c.notNull())
    .addColumn('provider', 'text', (c) => c.notNull())
    .addColumn('tenant', 'text', (c) => c.notNull())
    .addColumn('object_id', 'text', (c) => c.notNull())
    .addColumn('reference', 'text', (c) => c.notNull())
    .addColumn('active_at', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('conversations_key', ['person', 'door'])
    .execute();
  await schema
    .createTable('downloads')
    .addColumn('token_hash', 'text', (c) => c.primaryKey())
    .addColumn('person', 'text', (c) => c.notNull().references('people.id'))
    .addColumn('filter', 'text', (c) => c.notNull())
    .addColumn('expires_at', 'text', (c) => c.notNull())
    .execute();
}

async function jobs({ schema }: Schema) {
  await schema
    .createTable('jobs')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('key', 'text')
    .addColumn('input', 'text', (c) => c.notNull())
    .addColumn('run_at', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('attempts', 'integer', (c) => c.notNull())
    .addColumn('leased_until', 'text')
    .addColumn('error', 'text')
    .addColumn('created_at', 'text', (c) => c.notNull())
    .execute();
  await schema
    .createIndex('jobs_key')
    .unique()
    .on('jobs')
    .column('key')
    .where(sql.ref('state'), '=', sql.lit('waiting'))
    .execute();
  await schema
    .createIndex('jobs_due')
    .on('jobs')
    .column('run_at')
    .where(sql.ref('state'), 'in', sql`('waiting', 'running')`)
    .execute();
}

async function ledger(db: Schema) {
  const { schema } = db;
  await schema
    .createTable('ledger')
    .addColumn('seq', 'integer', (c) => c.primaryKey())
    .addColumn('at', 'text', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('body', 'text', (c) => c.notNull())
    .addColumn('prev', 'text', (c) => c.notNull())
    .addColumn('hash', 'text', (c) => c.notNull())
    .execute();
  await schema
    .createTable('ledger_personal')
    .addColumn('seq', 'integer', (c) => c.primaryKey().references('ledger.seq'))
    .addColumn('salt', 'text', (c) => c.notNull())
    .addColumn('body', 'text', (c) => c.notNull())
    .execute();
  await schema
    .createTable('ledger_head')
    .addColumn('id', 'integer', (c) => c.primaryKey())
    .addColumn('seq', 'integer', (c) => c.notNull())
    .addColumn('hash', 'text', (c) => c.notNull())
    .execute();
  await sql`insert into ledger_head (id, seq, hash) values (1, 0, ${sql.lit('0'.repeat(64))})`.execute(db);
}

/** Makes the database itself refuse to change or delete rows: evidence doesn't rest on the good behaviour of our code. */
async function appendOnly(db: Schema, engine: Store['engine'], table: string) {
  const name = sql.id(`${table}_append_only`);
  if (engine === 'sqlite') {
    for (const verb of ['update', 'delete']) {
      await sql`create trigger ${sql.id(`${table}_no_${verb}`)} before ${sql.raw(verb)} on ${sql.table(table)}
        begin select raise(abort, ${sql.lit(`${table} is append-only`)}); end`.execute(db);
    }
    return;
  }
  await sql`create function ${name}() returns trigger language plpgsql as
    ${sql.lit(`begin raise exception '${table} is append-only'; end`)}`.execute(db);
  await sql`create trigger ${name} before update or delete or truncate on ${sql.table(table)}
    for each statement execute function ${name}()`.execute(db);
}
