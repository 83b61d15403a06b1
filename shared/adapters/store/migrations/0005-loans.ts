import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

type Schema = Kysely<any>;

/** What the school owns, and who has it when. */
export const loans: Migration = {
  async up(db: Schema) {
    await equipment(db);
    await lending(db);
    await extensions(db);
    await signatures(db);
    await incidents(db);
  },
};

async function equipment({ schema }: Schema) {
  await schema
    .createTable('equipment')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('school', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('name_key', 'text', (c) => c.notNull())
    .addColumn('type', 'text', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('make', 'text')
    .addColumn('model', 'text')
    .addColumn('words', 'text', (c) => c.notNull())
    .addColumn('place', 'text', (c) => c.notNull())
    .addColumn('serial', 'text')
    .addColumn('serial_key', 'text')
    .addColumn('asset_tag', 'text')
    .addColumn('tag_key', 'text')
    .addColumn('condition', 'text')
    .addColumn('value', 'integer')
    .addColumn('purchased_on', 'text')
    .addColumn('bundle', 'text')
    .addColumn('bundle_key', 'text')
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('at_office', 'integer', (c) => c.notNull())
    .addColumn('source', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('changed_at', 'text', (c) => c.notNull())
    .addColumn('seen_at', 'text')
    .execute();
  // Two makers may number alike: a serial number is only a name. An asset tag is the school's own, and its key.
  await schema.createIndex('equipment_serial').on('equipment').column('serial_key').execute();
  await schema.createIndex('equipment_tag').on('equipment').columns(['school', 'tag_key']).unique().execute();
  await schema.createIndex('equipment_name').on('equipment').column('name_key').execute();
  // Holds all that is asked of a kind: how many there are is counted, and the next free ones are found, in the index alone.
  await schema
    .createIndex('equipment_kind')
    .on('equipment')
    .columns(['school', 'kind', 'state', 'place', 'words', 'id'])
    .execute();
  await schema.createIndex('equipment_bundle').on('equipment').columns(['school', 'bundle_key']).execute();
  await schema
    .createTable('equipment_devices')
    .addColumn('provider', 'text', (c) => c.notNull())
    .addColumn('tenant', 'text', (c) => c.notNull())
    .addColumn('device_id', 'text', (c) => c.notNull())
    .addColumn('item', 'text', (c) => c.notNull().references('equipment.id'))
    .addColumn('noted_user', 'text')
    .addColumn('noted_location', 'text')
    .addColumn('read_at', 'text', (c) => c.notNull())
    .addColumn('gone_at', 'text')
    .addPrimaryKeyConstraint('equipment_devices_key', ['provider', 'tenant', 'device_id'])
    .execute();
  await schema.createIndex('equipment_devices_item').on('equipment_devices').column('item').execute();
}

async function lending({ schema }: Schema) {
  await schema
    .createTable('lending')
    .addColumn('school', 'text', (c) => c.primaryKey())
    .addColumn('turn', 'integer', (c) => c.notNull())
    .execute();
  await schema
    .createTable('loans')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('school', 'text', (c) => c.notNull())
    .addColumn('request', 'text', (c) => c.unique())
    .addColumn('borrower', 'text', (c) => c.notNull().references('people.id'))
    .addColumn('wanted', 'text', (c) => c.notNull())
    .addColumn('purpose', 'text', (c) => c.notNull())
    .addColumn('from_on', 'text', (c) => c.notNull())
    .addColumn('due_on', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('changed_at', 'text', (c) => c.notNull())
    .addColumn('handed_over_by', 'text')
    .addColumn('closed_at', 'text')
    .addColumn('remind_at', 'text')
    .addColumn('reminded', 'integer', (c) => c.notNull())
    .execute();
  await schema.createIndex('loans_borrower').on('loans').columns(['borrower', 'state']).execute();
  await schema.createIndex('loans_school').on('loans').columns(['school', 'state', 'due_on']).execute();
  await schema
    .createIndex('loans_remind')
    .on('loans')
    .column('remind_at')
    .where(sql.ref('remind_at'), 'is not', null)
    .execute();
  await schema
    .createTable('loan_items')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('loan', 'text', (c) => c.notNull().references('loans.id'))
    .addColumn('item', 'text', (c) => c.notNull().references('equipment.id'))
    .addColumn('from_on', 'text', (c) => c.notNull())
    .addColumn('due_on', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('out_at', 'text')
    .addColumn('out_condition', 'text')
    .addColumn('out_photo', 'text')
    .addColumn('back_at', 'text')
    .addColumn('back_by', 'text')
    .addColumn('back_condition', 'text')
    .addColumn('back_photo', 'text')
    .execute();
  await schema.createIndex('loan_items_loan').on('loan_items').column('loan').execute();
  await schema.createIndex('loan_items_item').on('loan_items').columns(['item', 'out_at']).execute();
  // What is out is out once, whatever the code believes.
  await schema
    .createIndex('loan_items_out')
    .on('loan_items')
    .column('item')
    .unique()
    .where(sql.ref('state'), '=', sql.lit('out'))
    .execute();
  // Of years of loans, only what keeps a thing from others now is looked at when somebody asks what is free.
  for (const [name, columns] of [
    ['loan_items_taken', ['item', 'from_on', 'due_on', 'state']],
    ['loan_items_until', ['due_on', 'from_on', 'state', 'item']],
  ] as const)
    await schema
      .createIndex(name)
      .on('loan_items')
      .columns([...columns])
      .where(sql.ref('state'), 'in', sql`('reserved', 'out')`)
      .execute();
}

async function extensions({ schema }: Schema) {
  await schema
    .createTable('loan_extensions')
    .addColumn('request', 'text', (c) => c.primaryKey())
    .addColumn('loan', 'text', (c) => c.notNull().references('loans.id'))
    .addColumn('until_on', 'text', (c) => c.notNull())
    .execute();
}

async function signatures({ schema }: Schema) {
  await schema
    .createTable('loan_signatures')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('loan', 'text', (c) => c.notNull().unique().references('loans.id'))
    .addColumn('agreement', 'text', (c) => c.notNull())
    .addColumn('edition', 'integer', (c) => c.notNull())
    .addColumn('edition_hash', 'text', (c) => c.notNull())
    .addColumn('text', 'text', (c) => c.notNull())
    .addColumn('hash', 'text', (c) => c.notNull())
    .addColumn('words', 'text', (c) => c.notNull())
    .addColumn('typed_name', 'text', (c) => c.notNull())
    .addColumn('provider', 'text', (c) => c.notNull())
    .addColumn('tenant', 'text', (c) => c.notNull())
    .addColumn('object_id', 'text', (c) => c.notNull())
    .addColumn('door', 'text', (c) => c.notNull())
    .addColumn('at', 'text', (c) => c.notNull())
    .addColumn('reference', 'text', (c) => c.notNull().unique())
    .execute();
}

async function incidents({ schema }: Schema) {
  await schema
    .createTable('loan_incidents')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('loan', 'text', (c) => c.notNull().references('loans.id'))
    .addColumn('loan_item', 'text', (c) => c.notNull().references('loan_items.id'))
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('words', 'text', (c) => c.notNull())
    .addColumn('photo', 'text')
    .addColumn('opened_at', 'text', (c) => c.notNull())
    .addColumn('opened_by', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('outcome', 'text')
    .addColumn('closed_at', 'text')
    .addColumn('closed_by', 'text')
    .addColumn('charge', 'integer')
    .addColumn('consent', 'text')
    .addColumn('consent_at', 'text')
    .execute();
  await schema.createIndex('loan_incidents_loan').on('loan_incidents').columns(['loan', 'state']).execute();
}
