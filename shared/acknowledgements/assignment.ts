import { sql } from 'kysely';
import {
  type Change,
  changesBetween,
  currentHead,
  type Edition,
  type EditionHead,
  editionOf,
} from '../agreements/index.ts';
import { Refusal } from '../errors.ts';
import type { Actor, Context } from '../feature.ts';
import { t } from '../language/words.ts';
import type { Tx } from '../ports.ts';
import { statement } from '../statement.ts';
import { aYearBefore, hasOtherCards } from './cards.ts';
import type { AcknowledgementTables } from './tables.ts';

export type Assignment = AcknowledgementTables['assignments'];
export type Acknowledgement = AcknowledgementTables['acknowledgements'];

/** @throws Refusal unless it is the actor's own: what others must sign is nobody's to press. */
export async function ownAssignment(tx: Tx, id: string, actor: Actor): Promise<Assignment> {
  return own(await tx.selectFrom('assignments').selectAll().where('id', '=', id).executeTakeFirst(), actor);
}

/** An assignment at the moment of a press. */
interface Pressed {
  assignment: Assignment;
  /** The newest edition of its agreement, whichever the assignment asks for. */
  newest: EditionHead;
  /** Whether other cards than the pressed one ask for it too. */
  otherCards: boolean;
}

const locked = statement((db, { id, ...pressed }: { id: string; message: string; lastYear: string }) =>
  db
    .selectFrom('assignments')
    .innerJoin('editions', 'editions.agreement', 'assignments.agreement')
    .selectAll('assignments')
    .select(['number', 'title', 'hash', 'effective_from', 'published_at', 'published_by'])
    .select((eb) => hasOtherCards(eb, pressed).as('other_cards'))
    .where('assignments.id', '=', id)
    .orderBy('number', 'desc')
    .limit(sql.lit(1))
    .forUpdate('assignments'),
);

/**
 * The actor's own assignment, which nobody else changes before this transaction ends: of two presses at the same moment,
 * on whichever door, the second finds what the first did.
 * @throws Refusal unless it is the actor's own.
 */
export async function lockedAssignment(tx: Tx, id: string, { actor, message, now }: Context): Promise<Pressed> {
  const [row] = await locked(tx, { id, message: JSON.stringify(message), lastYear: aYearBefore(now) });
  const { number, title, hash, effective_from, published_at, published_by, other_cards, ...assignment } = own(
    row,
    actor,
  );
  const { agreement } = assignment;
  return {
    assignment,
    newest: { agreement, number, title, hash, effective_from, published_at, published_by },
    otherCards: other_cards === 1,
  };
}

function own<T extends Pick<Assignment, 'person'>>(assignment: T | undefined, { person }: Actor): T {
  if (!assignment || assignment.person !== person.id)
    throw new Refusal(
      t`This card was sent to somebody else, so nothing was recorded. Write "what must I sign" for your own.`,
    );
  return assignment;
}

export const acknowledgementOf = (tx: Tx, assignment: string): Promise<Acknowledgement | undefined> =>
  tx.selectFrom('acknowledgements').selectAll().where('assignment', '=', assignment).executeTakeFirst();

/** The person's open assignment of an agreement's newest edition: the one that counts. */
export async function openAssignment(tx: Tx, person: string, agreement: string): Promise<Assignment | undefined> {
  const current = await currentHead(tx, agreement);
  return (
    current &&
    tx
      .selectFrom('assignments')
      .selectAll()
      .where('person', '=', person)
      .where('agreement', '=', agreement)
      .where('edition', '=', current.number)
      .where('state', '=', 'open')
      .orderBy('created_at', 'desc')
      .executeTakeFirst()
  );
}

/** What an assignment asks for, beside what the person signed before. */
export interface Asked {
  edition: Edition;
  /** When the person signed an earlier edition, and what changed since; null when they never did. */
  since: { signedAt: string; changes: Change[] } | null;
}

export async function asked(tx: Tx, { person, agreement, edition: number }: Assignment): Promise<Asked> {
  const edition = await editionOf(tx, agreement, number);
  const signed = await tx
    .selectFrom('acknowledgements')
    .select(['edition', 'at'])
    .where('person', '=', person)
    .where('agreement', '=', agreement)
    .orderBy('at', 'desc')
    .executeTakeFirst();
  if (!signed) return { edition, since: null };
  const before = await editionOf(tx, agreement, signed.edition);
  return { edition, since: { signedAt: signed.at, changes: changesBetween(before.text, edition.text) } };
}
