import * as z from 'zod';
import { Refusal } from '../errors.ts';
import { job } from '../feature.ts';
import { enqueue, enqueueLast } from '../jobs/index.ts';
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
  input: z.strictObject({
    door: z.string(),
    message: z.record(z.string(), z.unknown()),
    view: z.custom<View>(),
    /** Who pressed; left out by older versions, and then nothing is shown anew. */
    person: z.string().optional(),
    /** Whether the view has been shown, and it is time to show it anew. */
    again: z.literal(true).optional(),
  }),
  async run({ door, message, view, person, again }, { store, clock, messengers, render }) {
    const { live } = view;
    const anew = again && person !== undefined && live;
    const shown = anew
      ? await store.transaction((tx) => shownAnew(() => render(tx, person, live, door as Door)))
      : view;
    // They may no longer see it: then it stays as they last saw it.
    if (!shown) return;
    await edit(messengers, door, message, shown);
    if (person === undefined || !shown.live) return;
    const now = clock.now();
    const at = new Date(now.getTime() + shown.live.afterMs);
    const key = redrawKey(door, message);
    // Whoever has pressed in it meanwhile sees something else by now, and that stays.
    const input = { door, message, view: shown, person, again: true as const };
    await store.transaction((tx) => enqueue(tx, redraw, input, { now, at, key }));
  },
});

const shownAnew = (draw: () => Promise<View>): Promise<View | null> =>
  draw().catch((error) => {
    if (error instanceof Refusal) return null;
    throw error;
  });

/** The key under which a message waits to be redrawn. */
export const redrawKey = (door: string, message: MessageReference): string => `redraw ${door} ${canonical(message)}`;

/** Has a pressed message show, for good, what the press answered; of several presses, the last. */
export async function keepAnswer(
  tx: Tx,
  shown: { door: Door; message: MessageReference; view: View; person: string },
  now: Date,
): Promise<void> {
  const key = redrawKey(shown.door, shown.message);
  const at = new Date(now.getTime() + SETTLED_MS);
  await enqueueLast(tx, redraw, { input: shown, at, key }, now);
}
