import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

type Schema = Kysely<any>;

/** What the directories say: accounts and groups, how they were read, and whose an account is. */
export const directories: Migration = {
  async up(db: Schema) {
    await people(db);
    await accounts(db);
    await groups(db);
    await readings(db);
    await doubts(db);
  },
};

async function people({ schema }: Schema) {
  for (const [column, otherwise] of [
    ['source', 'list'],
    ['from_directory', '{}'],
  ] as const)
    await schema
      .alterTable('people')
      .addColumn(column, 'text', (c) => c.notNull().defaultTo(otherwise))
      .execute();
  await schema.alterTable('people').addColumn('employee_id', 'text').execute();
  await schema.createIndex('people_employee_id').on('people').column('employee_id').execute();
  await schema
    .alterTable('person_roles')
    .addColumn('source', 'text', (c) => c.notNull().defaultTo('list'))
    .execute();
  await schema
    .createTable('person_names')
    .addColumn('person', 'text', (c) => c.primaryKey().references('people.id'))
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('key', 'text', (c) => c.notNull())
    .execute();
  await schema.createIndex('person_names_key').on('person_names').column('key').execute();
}

async function accounts({ schema }: Schema) {
  await schema
    .createTable('directory_accounts')
    .addColumn('provider', 'text', (c) => c.notNull())
    .addColumn('tenant', 'text', (c) => c.notNull())
    .addColumn('object_id', 'text', (c) => c.notNull())
    .addColumn('address', 'text', (c) => c.notNull())
    .addColumn('aliases', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('employee_id', 'text')
    .addColumn('department', 'text')
    .addColumn('job_title', 'text')
    .addColumn('place', 'text')
    .addColumn('manager', 'text')
    .addColumn('enabled', 'integer')
    .addColumn('guest', 'integer', (c) => c.notNull())
    .addColumn('leave_date', 'text')
    .addColumn('last_sign_in', 'text')
    .addColumn('synced', 'integer', (c) => c.notNull())
    .addColumn('admin', 'integer')
    .addColumn('unknown', 'text', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('pending', 'text')
    .addColumn('removed_at', 'text')
    .addPrimaryKeyConstraint('directory_accounts_key', ['provider', 'tenant', 'object_id'])
    .execute();
  await schema
    .createIndex('directory_accounts_employee_id')
    .on('directory_accounts')
    .column('employee_id')
    .where(sql.ref('employee_id'), 'is not', null)
    .execute();
  await schema
    .createIndex('directory_accounts_manager')
    .on('directory_accounts')
    .column('manager')
    .where(sql.ref('manager'), 'is not', null)
    .execute();
  await schema
    .createIndex('directory_accounts_pending')
    .on('directory_accounts')
    .columns(['provider', 'tenant', 'pending', 'object_id'])
    .where(sql.ref('pending'), 'is not', null)
    .execute();
  await schema
    .createTable('directory_addresses')
    .addColumn('address', 'text', (c) => c.notNull())
    .addColumn('provider', 'text', (c) => c.notNull())
    .addColumn('tenant', 'text', (c) => c.notNull())
    .addColumn('object_id', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('directory_addresses_key', ['address', 'provider', 'tenant', 'object_id'])
    .execute();
  await schema
    .createIndex('directory_addresses_account')
    .on('directory_addresses')
    .columns(['provider', 'tenant', 'object_id'])
    .execute();
}

async function groups({ schema }: Schema) {
  await schema
    .createTable('directory_groups')
    .addColumn('provider', 'text', (c) => c.notNull())
    .addColumn('tenant', 'text', (c) => c.notNull())
    .addColumn('id', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('address', 'text')
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('unread', 'text')
    .addPrimaryKeyConstraint('directory_groups_key', ['provider', 'tenant', 'id'])
    .execute();
  await schema
    .createTable('directory_members')
    .addColumn('provider', 'text', (c) => c.notNull())
    .addColumn('tenant', 'text', (c) => c.notNull())
    .addColumn('group_id', 'text', (c) => c.notNull())
    .addColumn('object_id', 'text', (c) => c.notNull())
    .addColumn('member', 'integer', (c) => c.notNull())
    .addColumn('owner', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('directory_members_key', ['provider', 'tenant', 'group_id', 'object_id'])
    .execute();
  await schema
    .createIndex('directory_members_account')
    .on('directory_members')
    .columns(['provider', 'tenant', 'object_id'])
    .execute();
}

async function readings({ schema }: Schema) {
  await schema
    .createTable('directory_reads')
    .addColumn('provider', 'text', (c) => c.notNull())
    .addColumn('tenant', 'text', (c) => c.notNull())
    .addColumn('cursor', 'text')
    .addColumn('read_at', 'text')
    .addColumn('full_at', 'text')
    .addColumn('rules', 'text')
    .addColumn('trouble', 'text')
    .addColumn('trouble_kind', 'text')
    .addColumn('trouble_since', 'text')
    .addColumn('vanished', 'integer')
    .addColumn('unread', 'text', (c) => c.notNull())
    .addColumn('run', 'text')
    .addColumn('phase', 'text')
    .addColumn('plan', 'text')
    .addColumn('counts', 'text')
    .addColumn('done', 'integer', (c) => c.notNull())
    .addColumn('total', 'integer')
    .addColumn('held_by', 'text')
    .addColumn('held_until', 'text')
    .addPrimaryKeyConstraint('directory_reads_key', ['provider', 'tenant'])
    .execute();
  await schema
    .createTable('directory_staging')
    .addColumn('run', 'text', (c) => c.notNull())
    .addColumn('object_id', 'text', (c) => c.notNull())
    .addColumn('account', 'text')
    .addColumn('counts', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('directory_staging_key', ['run', 'object_id'])
    .execute();
  await schema
    .createTable('directory_staged_groups')
    .addColumn('run', 'text', (c) => c.notNull())
    .addColumn('id', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('address', 'text')
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('unread', 'text')
    .addPrimaryKeyConstraint('directory_staged_groups_key', ['run', 'id'])
    .execute();
  await schema
    .createTable('directory_staged_members')
    .addColumn('run', 'text', (c) => c.notNull())
    .addColumn('group_id', 'text', (c) => c.notNull())
    .addColumn('object_id', 'text', (c) => c.notNull())
    .addColumn('member', 'integer', (c) => c.notNull())
    .addColumn('owner', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('directory_staged_members_key', ['run', 'group_id', 'object_id'])
    .execute();
}

async function doubts({ schema }: Schema) {
  await schema
    .createTable('doubtful_pairs')
    .addColumn('provider', 'text', (c) => c.notNull())
    .addColumn('tenant', 'text', (c) => c.notNull())
    .addColumn('object_id', 'text', (c) => c.notNull())
    .addColumn('person', 'text', (c) => c.notNull().references('people.id'))
    .addColumn('why', 'text', (c) => c.notNull())
    .addColumn('found_at', 'text', (c) => c.notNull())
    .addColumn('decision', 'text')
    .addColumn('decided_by', 'text')
    .addColumn('decided_at', 'text')
    .addPrimaryKeyConstraint('doubtful_pairs_key', ['provider', 'tenant', 'object_id', 'person'])
    .execute();
  await schema.createIndex('doubtful_pairs_person').on('doubtful_pairs').column('person').execute();
}
