import type { Kysely } from 'kysely';
import { remindedByHand } from '../campaigns/index.ts';
import { channelTo, shutOut } from '../deliveries/index.ts';
import type { Actor } from '../feature.ts';
import type { Tables } from '../ports.ts';
import type { Channel, School } from '../school.ts';
import { dayOf } from '../time.ts';
import { namingQuestion, peopleOf, type Question, standing } from './duty.ts';
import { type OutstandingFilter, running } from './filter.ts';

/** Whom a reminder is about: those a filter names, as they were at a moment (ISO), among those the actor may see. */
export async function reminding(
  db: Kysely<Tables>,
  filter: OutstandingFilter,
  { actor, asOf, school }: { actor: Actor; asOf: string; school: School },
): Promise<Question> {
  const { campaigns } = await running(db, filter, actor);
  return { ...namingQuestion(actor, { campaigns, filter, today: dayOf(new Date(asOf), school), school }), asOf };
}

/** Someone who still has to sign. */
export interface Waiting {
  id: string;
  name: string;
  /** Through which they would be written to; null when no message would arrive. */
  channel: Channel | null;
  /** Somebody has reminded them that day already, or is about to. */
  wasReminded: boolean;
}

/** Everyone who still has to sign, by name, with what stands against a reminder on that day. */
export async function waitingPeople(db: Kysely<Tables>, question: Question, day: string): Promise<Waiting[]> {
  if (!question.campaigns.length) return [];
  const people = await waitingFor(db, question)
    .select((eb) => [
      channelTo(question.channels)(eb).as('channel'),
      eb.case().when(remindedByHand(day)).then(1).else(0).end().as('wasReminded'),
    ])
    .execute();
  return people.map((one) => ({ ...one, wasReminded: one.wasReminded === 1 }));
}

/** The next people a reminder goes to on that day. */
export async function nextRecipients(
  db: Kysely<Tables>,
  question: Question,
  day: string,
  limit: number,
): Promise<{ id: string; assignment: string }[]> {
  if (!question.campaigns.length) return [];
  const people = await waitingFor(db, question)
    .where((eb) => eb.not(shutOut(question.channels)(eb)))
    .where((eb) => eb.not(remindedByHand(day)))
    .limit(limit)
    .execute();
  if (!people.length) return [];
  const open = await db
    .selectFrom('assignments')
    .select(['id', 'person'])
    .where(
      'person',
      'in',
      people.map(({ id }) => id),
    )
    .where('campaign', 'in', question.campaigns)
    .where('state', '=', 'open')
    .orderBy('due_on')
    .orderBy('id')
    .execute();
  // The most pressing one: signing it leads to the others.
  return people.flatMap(({ id }) => {
    const first = open.find(({ person }) => person === id);
    return first ? [{ id, assignment: first.id }] : [];
  });
}

const waitingFor = (db: Kysely<Tables>, question: Question) =>
  db
    .selectFrom('people')
    .select(['people.id', 'name'])
    .where(peopleOf(question))
    .where(standing(question.filter.status === 'overdue' ? 'overdue' : 'open', question))
    .orderBy('name')
    .orderBy('people.id');
