import * as z from 'zod';
import { job } from '../feature.ts';
import type { Door, MessageReference } from '../ports.ts';
import { edit } from './edit.ts';
import { redrawKey } from './redraw.ts';

/** Shows what is true now in every message about a subject, by running its action again and editing the message. */
export const refresh = job({
  id: 'deliveries.refresh',
  input: z.strictObject({ subject: z.string() }),
  async run({ subject }, { store, messengers, render }) {
    const sent = await store.db
      .selectFrom('deliveries')
      .selectAll()
      .where('subject', '=', subject)
      .where((eb) => eb.or([eb('message', 'is not', null), eb('state', '=', 'sending')]))
      .execute();
    for (const { person, action, input, door, message: json } of sent) {
      if (!json || !door) continue;
      const message = JSON.parse(json) as MessageReference;
      // A message that was just pressed is redrawn with the answer, which says the same.
      const pressed = await store.db
        .selectFrom('jobs')
        .select('id')
        .where('key', '=', redrawKey(door, message))
        .where('state', '=', 'waiting')
        .executeTakeFirst();
      if (pressed) continue;
      const call = { action, input: JSON.parse(input) as Record<string, unknown> };
      await edit(messengers, door, message, await store.transaction((tx) => render(tx, person, call, door as Door)));
    }
    if (sent.some(({ state }) => state === 'sending')) throw new Error('a message about it is still on its way');
  },
});
