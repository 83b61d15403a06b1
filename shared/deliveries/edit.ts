import type { MessageReference, Messenger } from '../ports.ts';
import type { View } from '../view/view.ts';

/**
 * Changes a message that was sent through a door. One that its reader deleted, or that can't be reached for good, needs no
 * change, and neither does one of a door that can't change any.
 * @throws Error when it should be tried again.
 */
export async function edit(
  messengers: Messenger[],
  door: string | null,
  message: MessageReference,
  view: View,
): Promise<void> {
  const messenger = messengers.find((candidate) => candidate.door === door);
  const outcome = await messenger?.edit(message, view);
  if (outcome?.kind === 'throttled' || outcome?.kind === 'unavailable' || outcome?.kind === 'unconfirmed')
    throw new Error(`not edited: ${outcome.kind}`);
}
