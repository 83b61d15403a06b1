import { randomUUID } from 'node:crypto';
import type { ExpressionBuilder, Kysely, SelectQueryBuilder } from 'kysely';
import type { Call } from '../feature.ts';
import { enqueueAll } from '../jobs/index.ts';
import { canonical } from '../ledger/index.ts';
import type { Tables, Tx } from '../ports.ts';
import { statement } from '../statement.ts';
import { refresh } from './refresh.ts';
import { send } from './send.ts';
import type { DeliveryTables } from './tables.ts';

/** Something to put before a person: the view of an action, made afresh, as that person, when it is sent. */
export interface Delivery {
  /** The same key is never delivered twice. */
  key: string;
  person: string;
  show: Call;
  /** The id of what it is about, by which its messages are found again. */
  subject: string;
  purpose: DeliveryTables['deliveries']['purpose'];
}

/** How many messages one statement writes: far below the number of values that either engine takes in one. */
const CHUNK = 500;

/** Puts a message into the outbox, in the transaction of the fact it tells of. Not before `at`. */
export async function deliver(tx: Tx, delivery: Delivery, now: Date, at = now): Promise<void> {
  await deliverAll(tx, [delivery], now, at);
}

/** Puts a message into the outbox for each of many people. Gives the keys of those that weren't there already. */
export async function deliverAll(tx: Tx, all: Delivery[], now: Date, at = now): Promise<Set<string>> {
  const keys = new Set<string>();
  for (let from = 0; from < all.length; from += CHUNK) {
    const added = await tx
      .insertInto('deliveries')
      .values(
        all.slice(from, from + CHUNK).map(({ key, person, show, subject, purpose }) => ({
          id: randomUUID(),
          key,
          person,
          action: show.action,
          input: canonical(show.input),
          subject,
          purpose,
          state: 'waiting' as const,
          detail: null,
          door: null,
          message: null,
          attempts: 0,
          turn_at: null,
          created_at: now.toISOString(),
          changed_at: now.toISOString(),
        })),
      )
      .onConflict((conflict) => conflict.column('key').doNothing())
      .returning(['id', 'key'])
      .execute();
    for (const { key } of added) keys.add(key);
    await enqueueAll(
      tx,
      send,
      added.map(({ id }) => sending(id, at)),
      now,
    );
  }
  return keys;
}

/** One subject, or a query for the ids of many. */
type Subjects = string | SelectQueryBuilder<any, any, { id: string }>;

const about = (subjects: Subjects) => (eb: ExpressionBuilder<Tables, 'deliveries'>) =>
  typeof subjects === 'string' ? eb('subject', '=', subjects) : eb('subject', 'in', subjects);

const cancel = (db: Kysely<Tables>, at: string, of: ReturnType<typeof about>) =>
  db
    .updateTable('deliveries')
    .set({ state: 'cancelled', changed_at: at })
    .where(of)
    .where('state', 'in', ['waiting', 'throttled', 'retrying']);

const cancelOne = statement((db, { subject, at }: { subject: string; at: string }) =>
  cancel(db, at, (eb) => eb('subject', '=', subject)),
);

/** Takes back what has not been sent yet about a subject. */
export async function cancelDeliveries(tx: Tx, subjects: Subjects, now: Date): Promise<void> {
  const at = now.toISOString();
  if (typeof subjects === 'string') await cancelOne(tx, { subject: subjects, at });
  else await cancel(tx, at, about(subjects)).execute();
}

/** Puts what was taken back, of those asked for the first time, into the outbox again. */
export async function restoreDeliveries(tx: Tx, subjects: Subjects, now: Date, at = now): Promise<void> {
  const restored = await tx
    .updateTable('deliveries')
    .set({ state: 'waiting', changed_at: now.toISOString() })
    .where(about(subjects))
    .where('purpose', '=', 'ask')
    .where('state', '=', 'cancelled')
    .returning('id')
    .execute();
  await enqueueAll(
    tx,
    send,
    restored.map(({ id }) => sending(id, at)),
    now,
  );
}

const sending = (id: string, at: Date) => ({ input: { delivery: id }, at, key: `send ${id}` });

/** Has every message about a subject show what is true now: after signing, each copy of the card becomes the receipt. */
export async function refreshMessages(tx: Tx, subjects: Subjects, now: Date): Promise<void> {
  const sent = await tx
    .selectFrom('deliveries')
    .select('subject')
    .distinct()
    .where(about(subjects))
    .where('state', 'not in', ['waiting', 'throttled', 'retrying', 'cancelled'])
    .execute();
  await enqueueAll(
    tx,
    refresh,
    sent.map(({ subject }) => ({ input: { subject }, key: `refresh ${subject}` })),
    now,
  );
}

/** Notes that a person has a message before them: they pressed something on it. No platform tells of mere looking. */
export async function markSeen(tx: Tx, subject: string, now: Date): Promise<void> {
  await tx
    .updateTable('deliveries')
    .set({ state: 'seen', changed_at: now.toISOString() })
    .where('subject', '=', subject)
    .where('state', 'in', ['sent', 'unconfirmed'])
    .execute();
}
