import { sql } from 'kysely';
import * as z from 'zod';
import { hereOn } from '../audiences/index.ts';
import { job } from '../feature.ts';
import { enqueue } from '../jobs/index.ts';
import type { Tx } from '../ports.ts';
import { dayOf } from '../time.ts';

/** People looked at by one transaction: each has years of assignments, and a press in between should hardly wait. */
const BATCH = 50;

/** The note of whom nothing asks: they have been looked at. */
export const NOTHING = '';

/**
 * Notes with everybody whom something running asks to sign one campaign that does (`people.asked_by`). The figures of a
 * whole trust would otherwise go through all that everybody is asked. They look again where a note is missing or no longer
 * true, so one that isn't made in time costs them time and nothing else.
 */
export const noteAskedBy = job({
  id: 'campaigns.noteAskedBy',
  slow: true,
  input: z.strictObject({}),
  async run(_, { store, clock, school, stopping }) {
    const today = dayOf(clock.now(), school);
    let looked: string[] = [];
    do {
      stopping.throwIfAborted();
      const after = looked.at(-1) ?? '';
      looked = await store.transaction((tx) => noteSome(tx, today, after));
    } while (looked.length === BATCH);
  },
});

/** Has it noted soon, in the transaction after which something asks others than before. */
export const noteSoon = (tx: Tx, now: Date): Promise<void> =>
  enqueue(tx, noteAskedBy, {}, { now, key: noteAskedBy.id });

/** Looks at the next people, in the order of their ids, whose note names nothing that runs; returns whom it looked at. */
async function noteSome(tx: Tx, today: string, after: string): Promise<string[]> {
  const people = await tx
    .selectFrom('people')
    .select(['people.id', 'asked_by'])
    .where('people.id', '>', after)
    .where(hereOn(today))
    .where((eb) =>
      eb.or([
        eb('asked_by', 'is', null),
        eb('asked_by', 'not in', eb.selectFrom('campaigns').select('campaigns.id').where('state', '=', 'running')),
      ]),
    )
    .orderBy('people.id')
    .limit(BATCH)
    .execute();
  const looked = people.map(({ id }) => id);
  const askers = await askersOf(tx, looked);
  const asker = ({ id }: { id: string }) => askers.get(id) ?? NOTHING;
  const renewed = people.filter((person) => person.asked_by !== asker(person));
  for (const [asked_by, some] of Map.groupBy(renewed, asker)) {
    const ids = some.map(({ id }) => id);
    await tx.updateTable('people').set({ asked_by }).where('id', 'in', ids).execute();
  }
  return looked;
}

/** By person, a running campaign that has an assignment for them. */
async function askersOf(tx: Tx, people: string[]): Promise<Map<string, string>> {
  if (!people.length) return new Map();
  const found = await tx
    .selectFrom('assignments')
    .select(({ fn }) => ['person', fn.min('campaign').as('campaign')])
    .where('person', 'in', people)
    // Not a join, for which SQLite would look each of them up in each of the campaigns.
    .where(sql<string>`(select state from campaigns where campaigns.id = assignments.campaign)`, '=', 'running')
    .groupBy('person')
    .execute();
  return new Map(found.map(({ person, campaign }) => [person, campaign]));
}
