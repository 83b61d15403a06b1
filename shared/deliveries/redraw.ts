import * as z from 'zod';
import { job } from '../feature.ts';
import { enqueueLast } from '../jobs/index.ts';
import { canonical } from '../ledger/index.ts';
import type { Door, MessageReference, Tx } from '../ports.ts';
import type { View } from '../view/view.ts';
import { edit } from './edit.ts';

/** Someone who turns pages presses again: only where they stop is worth a message. */
const SETTLED_MS = 2_000;

/**
 * Edits a pressed message into what the press answered. The answer itself already changed the card on the screen, but
 * Teams can turn such a card back to what was sent (botbuilder-js #4635).
 */
export const redraw = job({
  id: 'deliveries.redraw',
  input: z.strictObject({ door: z.string(), message: z.record(z.string(), z.unknown()), view: z.custom<View>() }),
  async run({ door, message, view }, { messengers }) {
    await edit(messengers, door, message, view);
  },
});

/** The key under which a message waits to be redrawn. */
export const redrawKey = (door: string, message: MessageReference): string => `redraw ${door} ${canonical(message)}`;

/** Has a pressed message show, for good, what the press answered; of several presses, the last. */
export async function keepAnswer(
  tx: Tx,
  { door, message, view }: { door: Door; message: MessageReference; view: View },
  now: Date,
): Promise<void> {
  const key = redrawKey(door, message);
  const at = new Date(now.getTime() + SETTLED_MS);
  await enqueueLast(tx, redraw, { input: { door, message, view }, at, key }, now);
}
