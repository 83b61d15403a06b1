import * as z from 'zod';
import { isSendable, nextSendable } from '../calendar.ts';
import { type JobContext, job } from '../feature.ts';
import { backoffMs, enqueue } from '../jobs/index.ts';
import { t } from '../language/words.ts';
import type { Messenger, SendOutcome, Tx } from '../ports.ts';
import type { Channel } from '../school.ts';
import type { View } from '../view/view.ts';
import { keepConversation } from './conversations.ts';
import { giveUp, leftFor } from './fallback.ts';
import type { DeliveryState, DeliveryTables } from './tables.ts';
import { isTurn, takeTurn, turnsAt } from './turns.ts';
import { type Way, wayTo } from './ways.ts';

/** After this many tries at a door, a message that could never be handed over there has failed for good. */
const MAX_ATTEMPTS = 8;
/** What the platform asks us to wait is believed up to this long. */
const LONGEST_WAIT_MS = 3_600_000;

/** A question or reminder that was meant for now goes out within this time of being put into the outbox; later, in school hours only. */
const AT_ONCE_MS = 3_600_000;

/**
 * Sends one delivery: decides through which door and notes "sending" in one transaction, calls the platform outside any,
 * notes the outcome in another; where a door fails for good, the next one is tried. If the process dies in between, nobody
 * knows whether the message arrived. Where sending it again does no harm that is done, through the same door; elsewhere it
 * is marked so and never sent again, and the next reminder reaches the person.
 */
export const send = job({
  id: 'deliveries.send',
  input: z.strictObject({ delivery: z.string() }),
  async run({ delivery: id }, context) {
    const { store } = context;
    const turn = await turnFor(id, context);
    if (turn === 'later') return;
    const ready = await store.transaction((tx) => prepare(tx, id, context));
    if (!ready) return;
    const { messenger, way, mayOpen, view } = ready;
    const hasTurn = turn === messenger.door;
    const outcome = await messenger.send({ ...way, mayOpen, hasTurn }, view, id);
    await store.transaction((tx) => settle(tx, ready, outcome, context));
  },
});

/**
 * Waits for the platform before "sending" is noted: of what waits here, a crash leaves nothing in doubt. Gives the door whose
 * turn it is, if any, or "later" when that is too far off and the delivery stands in the queue again.
 */
async function turnFor(
  id: string,
  { store, clock, school, messengers }: JobContext,
): Promise<Channel | 'later' | null> {
  const delivery = await store.db.selectFrom('deliveries').selectAll().where('id', '=', id).executeTakeFirst();
  if (!delivery || !UNSENT.has(delivery.state)) return null;
  const way = await wayTo(store.db, delivery.person, await leftFor(store.db, id, school));
  const messenger = messengers.find(({ door }) => door === way?.door);
  const wait = way && messenger?.turn ? await messenger.turn(way) : null;
  if (!wait) return wait === 0 && messenger ? messenger.door : null;
  const now = clock.now();
  await store.transaction((tx) => enqueueAt(tx, id, new Date(now.getTime() + wait), now));
  return 'later';
}

const UNSENT: ReadonlySet<DeliveryState> = new Set(['waiting', 'throttled', 'retrying']);

interface Ready {
  delivery: DeliveryTables['deliveries'];
  messenger: Messenger;
  way: Way;
  mayOpen: boolean;
  view: View;
  /** It was on its way before, and may have arrived. */
  isAgain: boolean;
}

async function prepare(tx: Tx, id: string, context: JobContext): Promise<Ready | null> {
  const { clock, school, messengers, render } = context;
  const now = clock.now();
  const delivery = await tx.selectFrom('deliveries').selectAll().where('id', '=', id).executeTakeFirst();
  if (!delivery) return null;
  const mark = (change: Change) => setState(tx, id, now, change);
  const at = (door: Channel | null) => messengers.find((messenger) => messenger.door === door);

  const isAgain = delivery.state === 'sending';
  if (isAgain && !at(delivery.door)?.repeatable) {
    await mark({ state: 'unconfirmed', detail: t`It may have arrived: the connection ended while it was being sent.` });
    return null;
  }
  if (!isAgain && !UNSENT.has(delivery.state)) return null;

  // The server was off, or the platform throttled us: what should have come in the morning doesn't come at midnight.
  const late = now.getTime() - Date.parse(delivery.created_at) > AT_ONCE_MS;
  if (delivery.purpose !== 'tell' && late && !isSendable(now, school)) {
    await enqueueAt(tx, id, nextSendable(now, school), now);
    return null;
  }

  // What may have arrived through a door isn't sent through another.
  const doors = isAgain ? [delivery.door as Channel] : await leftFor(tx, id, school);
  const way = await wayTo(tx, delivery.person, doors);
  const messenger = at(way?.door ?? null);
  if (!way || !messenger) {
    await mark({ state: 'no-account', detail: t`No account of theirs is known yet, and no address.` });
    return null;
  }

  const turns = turnsAt(way.door, school);
  const isMine = isTurn(delivery.turn_at, now);
  if (turns?.of === 'messages' && !isMine) {
    const turn = await takeTurn(tx, way.door, turns, now);
    if (turn > now) {
      await mark({ state: 'waiting', door: way.door, turn_at: turn.toISOString() });
      await enqueueAt(tx, id, turn, now);
      return null;
    }
  }

  const call = { action: delivery.action, input: JSON.parse(delivery.input) as Record<string, unknown> };
  const view = await render(tx, delivery.person, call, way.door);
  const attempts = (way.door === delivery.door ? delivery.attempts : 0) + 1;
  await mark({ state: 'sending', door: way.door, attempts, turn_at: null });
  return { delivery: { ...delivery, attempts }, messenger, way, mayOpen: isMine, view, isAgain };
}

async function settle(tx: Tx, ready: Ready, outcome: SendOutcome, context: JobContext): Promise<void> {
  const { delivery, messenger, way, isAgain } = ready;
  const { clock, school } = context;
  const now = clock.now();
  const mark = (facts: Change) => setState(tx, delivery.id, now, facts);
  const again = (waitMs: number) => enqueueAt(tx, delivery.id, new Date(now.getTime() + waitMs), now);
  const isLast = delivery.attempts >= MAX_ATTEMPTS;
  const failed = async (state: Parameters<typeof giveUp>[2]['state'], detail: string) => {
    if (isAgain) return mark({ state: 'unconfirmed', detail });
    const end = await giveUp(tx, { ...delivery, way }, { state, detail }, { now, school });
    await mark(end);
    if (end.state === 'waiting') await again(0);
  };

  switch (outcome.kind) {
    case 'sent': {
      await mark({ state: 'sent', message: JSON.stringify(outcome.message) });
      const { door, account } = way;
      const { conversation } = outcome;
      return account ? keepConversation(tx, delivery.person, { door, account, conversation }) : undefined;
    }
    case 'needs-turn': {
      const turns = turnsAt(way.door, school);
      const turn = turns ? await takeTurn(tx, way.door, turns, now) : now;
      await mark({ state: 'waiting', attempts: delivery.attempts - 1, turn_at: turn.toISOString() });
      return enqueueAt(tx, delivery.id, turn, now);
    }
    case 'throttled':
      await mark(isAgain ? { state: 'sending' } : { state: 'throttled', detail: t`The platform asked us to wait.` });
      return again(Math.min(outcome.retryAfterMs ?? 0, LONGEST_WAIT_MS) + backoffMs(delivery.attempts));
    case 'unavailable':
      if (isLast) return failed('failed', outcome.detail);
      await mark({ state: isAgain ? 'sending' : 'retrying', detail: outcome.detail });
      return again(backoffMs(delivery.attempts + 2));
    case 'unconfirmed':
      if (!messenger.repeatable || isLast) return mark({ state: 'unconfirmed', detail: outcome.detail });
      await mark({ state: 'sending', detail: outcome.detail });
      return again(backoffMs(delivery.attempts + 2));
    case 'blocked':
    case 'not-installed':
    case 'no-account':
    case 'failed':
      return failed(outcome.kind, outcome.detail);
    default:
      return outcome satisfies never;
  }
}

const enqueueAt = (tx: Tx, delivery: string, at: Date, now: Date) =>
  enqueue(tx, send, { delivery }, { now, at, key: `send ${delivery}` });

type Change = { state: DeliveryState } & Partial<
  Pick<DeliveryTables['deliveries'], 'detail' | 'door' | 'message' | 'attempts' | 'turn_at'>
>;

async function setState(tx: Tx, id: string, now: Date, change: Change): Promise<void> {
  await tx
    .updateTable('deliveries')
    .set({ detail: null, ...change, changed_at: now.toISOString() })
    .where('id', '=', id)
    .execute();
}
