import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

type Schema = Kysely<any>;

/** What the checks found about people's accounts, and how each run went. */
export const checks: Migration = {
  async up(db: Schema) {
    await db.schema.alterTable('people').addColumn('last_working_day', 'text').execute();
    await findings(db);
    await runs(db);
    await secondFactors(db);
    await leavers(db);
  },
};

async function findings({ schema }: Schema) {
  await schema
    .createTable('findings')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('check_name', 'text', (c) => c.notNull())
    .addColumn('person', 'text', (c) => c.notNull().references('people.id'))
    .addColumn('account', 'text', (c) => c.notNull())
    .addColumn('row_name', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('because_kind', 'text')
    .addColumn('because_words', 'text')
    .addColumn('items', 'text', (c) => c.notNull())
    .addColumn('severity', 'text', (c) => c.notNull())
    .addColumn('owner', 'text', (c) => c.notNull())
    .addColumn('due_on', 'text')
    .addColumn('first_failed_at', 'text')
    .addColumn('passed_at', 'text')
    .addColumn('reopened', 'integer', (c) => c.notNull())
    .addColumn('changed_at', 'text', (c) => c.notNull())
    .addColumn('checked_at', 'text', (c) => c.notNull())
    .addColumn('confirmed_by', 'text')
    .addColumn('confirmed_at', 'text')
    .addColumn('reminded', 'integer', (c) => c.notNull())
    .addColumn('remind_at', 'text')
    .addUniqueConstraint('findings_once', ['check_name', 'person', 'account', 'row_name'])
    .execute();
  await schema.createIndex('findings_state').on('findings').columns(['check_name', 'state', 'person']).execute();
  await schema
    .createIndex('findings_remind')
    .on('findings')
    .column('remind_at')
    .where(sql.ref('remind_at'), 'is not', null)
    .execute();
}

async function runs({ schema }: Schema) {
  await schema
    .createTable('check_runs')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('check_name', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('started_at', 'text', (c) => c.notNull())
    .addColumn('ended_at', 'text')
    .addColumn('holder', 'text', (c) => c.notNull())
    .addColumn('beat_at', 'text', (c) => c.notNull())
    .addColumn('done', 'integer', (c) => c.notNull())
    .addColumn('total', 'integer')
    .addColumn('cursor', 'text')
    .addColumn('troubles', 'text', (c) => c.notNull())
    .execute();
  await schema
    .createIndex('check_runs_one')
    .on('check_runs')
    .column('check_name')
    .unique()
    .where(sql.ref('state'), '=', sql.lit('running'))
    .execute();
  await schema.createIndex('check_runs_latest').on('check_runs').columns(['check_name', 'started_at']).execute();
}

async function secondFactors({ schema }: Schema) {
  await schema
    .createTable('mfa_states')
    .addColumn('provider', 'text', (c) => c.notNull())
    .addColumn('tenant', 'text', (c) => c.notNull())
    .addColumn('object_id', 'text', (c) => c.notNull())
    .addColumn('registered', 'integer')
    .addColumn('capable', 'integer')
    .addColumn('enforced', 'integer')
    .addColumn('strongest', 'text')
    .addColumn('unknown', 'text', (c) => c.notNull())
    .addColumn('read_at', 'text', (c) => c.notNull())
    .addColumn('run', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('mfa_states_key', ['provider', 'tenant', 'object_id'])
    .execute();
}

async function leavers({ schema }: Schema) {
  await schema
    .createTable('leavers')
    .addColumn('person', 'text', (c) => c.primaryKey().references('people.id'))
    .addColumn('told_last_day', 'text')
    .addColumn('told_end', 'text')
    .addColumn('told_by', 'text')
    .addColumn('told_at', 'text')
    .addColumn('standing', 'text', (c) => c.notNull())
    .addColumn('worst', 'integer')
    .addColumn('checked_at', 'text')
    .addColumn('announced_end', 'text')
    .execute();
  await schema.createIndex('people_leave_date').on('people').column('leave_date').execute();
}
