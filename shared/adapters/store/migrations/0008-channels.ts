import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** People are reached through one of several doors, and through the next when one fails for good. */
export const channels: Migration = {
  async up(db: Kysely<unknown>) {
    const { schema } = db;
    await schema.alterTable('deliveries').addColumn('turn_at', 'text').execute();
    await schema
      .createTable('failed_attempts')
      .addColumn('delivery', 'text', (c) => c.notNull().references('deliveries.id'))
      .addColumn('door', 'text', (c) => c.notNull())
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('detail', 'text')
      .addColumn('at', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('failed_attempts_key', ['delivery', 'door'])
      .execute();
    await schema
      .createTable('closed_doors')
      .addColumn('person', 'text', (c) => c.notNull().references('people.id'))
      .addColumn('door', 'text', (c) => c.notNull())
      .addColumn('target', 'text', (c) => c.notNull())
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('detail', 'text')
      .addColumn('at', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('closed_doors_key', ['person', 'door', 'target'])
      .execute();
    await schema
      .createTable('door_turns')
      .addColumn('door', 'text', (c) => c.primaryKey())
      .addColumn('next_at', 'text', (c) => c.notNull())
      .execute();
    // Until now Teams was the only door: whom it shut out, and who did nothing there since, is still shut out.
    await sql`
      insert into closed_doors (person, door, target, state, detail, at)
      select accounts.person, 'teams', accounts.object_id, min(deliveries.state), min(deliveries.detail), max(deliveries.changed_at)
      from deliveries
      join accounts on accounts.person = deliveries.person and accounts.provider = 'entra'
      where deliveries.state in ('blocked', 'not-installed')
        and not exists (
          select 1 from conversations
          where conversations.person = deliveries.person and conversations.active_at > deliveries.changed_at)
      group by accounts.person, accounts.object_id`.execute(db);
    await schema.dropIndex('deliveries_shut_out').execute();
  },
};
