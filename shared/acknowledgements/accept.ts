import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { cancelDeliveries, refreshMessages } from '../deliveries/index.ts';
import { action, type Context } from '../feature.ts';
import { t } from '../language/words.ts';
import { record } from '../ledger/index.ts';
import { newReference } from '../reference.ts';
import { statement } from '../statement.ts';
import { type Acknowledgement, type Assignment, lockedAssignment } from './assignment.ts';
import { aYearBefore, cardsOf } from './cards.ts';
import { receiptView } from './receipt.ts';
import { assignmentView, staleView } from './show.ts';
import type { AssignmentState } from './tables.ts';
import { TypedJob, TypedName } from './typed.ts';

/** What the button says, and so what the person assents to. It goes into the ledger word for word. */
export const ASSENT = t`I have read and accept`;

/** "I have read and accept this edition." Pressing twice is the same as pressing once. */
export const accept = action({
  id: 'acknowledgements.accept',
  who: 'person',
  input: z.strictObject({ assignment: z.string(), edition: z.int(), name: TypedName, job: TypedJob }),
  async run({ assignment: id, edition: shown, name, job }, context) {
    const { tx, now } = context;
    const { assignment, newest, otherCards } = await lockedAssignment(tx, id, context);
    // A card may sit in a chat for weeks: never record assent to words that the person was not shown.
    const stale = newest.number !== shown || assignment.edition !== shown;
    if (stale && assignment.state !== 'acknowledged') return staleView(assignment, context);
    if (stale || !SIGNABLE.has(assignment.state)) return assignmentView(assignment, context);
    await close(tx, { id, at: now.toISOString() });
    await cancelDeliveries(tx, id, now);
    if (otherCards) await refreshMessages(tx, cardsOf(tx, assignment, aYearBefore(now)), now);
    return receiptView(await keep(assignment, { hash: newest.hash, name, job }, context), newest, context);
  },
});

const close = statement((db, { id, at }: { id: string; at: string }) =>
  db.updateTable('assignments').set({ state: 'acknowledged', closed_at: at, remind_at: null }).where('id', '=', id),
);

/** Whoever refused, or was granted an exception, may still think better of it. */
const SIGNABLE: ReadonlySet<AssignmentState> = new Set(['open', 'refused', 'excused']);

const add = statement((db, signed: Acknowledgement) => db.insertInto('acknowledgements').values(signed));

async function keep(
  { id: assignment, agreement, edition }: Assignment,
  signed: { hash: string; name: string; job: string },
  { tx, actor: { person, account }, now, door, message }: Context,
): Promise<Acknowledgement> {
  if (!account) throw new Error('nobody signs without an account');
  const id = randomUUID();
  // Ten of thirty letters: two are alike about never.
  const reference = newReference('CS', 5, 5);
  const facts = {
    acknowledgement: id,
    assignment,
    agreement,
    edition,
    hash: signed.hash,
    words: ASSENT,
    door,
    reference,
  };
  const personal = { person: person.id, ...account, name: signed.name, job: signed.job, message };
  const acknowledgement = {
    id,
    assignment,
    person: person.id,
    agreement,
    edition,
    edition_hash: signed.hash,
    words: ASSENT,
    typed_name: signed.name,
    job_title: signed.job,
    provider: account.provider,
    tenant: account.tenant,
    object_id: account.objectId,
    door,
    message: message && JSON.stringify(message),
    at: now.toISOString(),
    reference,
    ledger_seq: await record(tx, now, { kind: 'acknowledgement', facts, personal }),
  };
  await add(tx, acknowledgement);
  return acknowledgement;
}
