import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Store } from '../../../ports.ts';

/** Pictures of what is lent, as people send them in the chat, and the links by which they are looked at; and where it is kept. */
export const photos = (engine: Store['engine']): Migration => ({
  async up({ schema }: Kysely<unknown>) {
    await schema
      .createTable('loan_photos')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('taken_by', 'text', (c) => c.notNull().references('people.id'))
      .addColumn('at', 'text', (c) => c.notNull())
      .addColumn('loan', 'text', (c) => c.references('loans.id'))
      .addColumn('moment', 'text')
      .addColumn('type', 'text', (c) => c.notNull())
      .addColumn('hash', 'text', (c) => c.notNull())
      .addColumn('bytes', engine === 'postgres' ? 'bytea' : 'blob', (c) => c.notNull())
      .execute();
    await schema.createIndex('loan_photos_loan').on('loan_photos').columns(['loan', 'at']).execute();
    await schema
      .createTable('photo_links')
      .addColumn('token_hash', 'text', (c) => c.primaryKey())
      .addColumn('person', 'text', (c) => c.notNull().references('people.id'))
      .addColumn('loan', 'text', (c) => c.notNull().references('loans.id'))
      .addColumn('expires_at', 'text', (c) => c.notNull())
      .execute();
    // What is signed out at the office isn't counted among what can be asked for: the index says so too.
    await schema.dropIndex('equipment_kind').execute();
    await schema
      .createIndex('equipment_kind')
      .on('equipment')
      .columns(['school', 'kind', 'state', 'at_office', 'place', 'words', 'id'])
      .execute();
  },
});
