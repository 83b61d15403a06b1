import type { Store } from '../../shared/ports.ts';

/**
 * Teams never moves, but the stand-in listens on whatever port it is given. Everything that was written down with another
 * one, of chats and of messages in them, is told the new.
 */
export async function moveTo(serviceUrl: string, store: Store): Promise<void> {
  const moved = (json: string | null) => {
    const reference = json === null ? null : (JSON.parse(json) as { serviceUrl?: string });
    if (!reference?.serviceUrl || reference.serviceUrl === serviceUrl) return null;
    return JSON.stringify({ ...reference, serviceUrl });
  };
  await store.transaction(async (tx) => {
    for (const { person, reference } of await tx
      .selectFrom('conversations')
      .select(['person', 'reference'])
      .where('door', '=', 'teams')
      .execute()) {
      const to = moved(reference);
      if (to)
        await tx
          .updateTable('conversations')
          .set({ reference: to })
          .where('person', '=', person)
          .where('door', '=', 'teams')
          .execute();
    }
    for (const { id, message } of await tx
      .selectFrom('deliveries')
      .select(['id', 'message'])
      .where('door', '=', 'teams')
      .execute()) {
      const to = moved(message);
      if (to) await tx.updateTable('deliveries').set({ message: to }).where('id', '=', id).execute();
    }
  });
}
