import type { Call, Context } from '../feature.ts';

/** After this long, "them" is no longer the people of the last answer. */
const FORGOTTEN_AFTER_MS = 3_600_000;

/** Notes what a person was shown, so that "remind them" and "just the overdue ones" have a "them". */
export async function keepTopic({ tx, actor, now }: Context, { action, input }: Call): Promise<void> {
  // What the product shows by itself, in a message that it sends, is nothing that the person talks about.
  if (!actor.account) return;
  const topic = { action, input: JSON.stringify(input), at: now.toISOString() };
  await tx
    .insertInto('topics')
    .values({ person: actor.person.id, ...topic })
    .onConflict((conflict) => conflict.column('person').doUpdateSet(topic))
    .execute();
}

/** What the person was shown last, if that was just now. */
export async function topicOf({ tx, actor, now }: Context): Promise<Call | null> {
  const topic = await tx
    .selectFrom('topics')
    .selectAll()
    .where('person', '=', actor.person.id)
    .where('at', '>', new Date(now.getTime() - FORGOTTEN_AFTER_MS).toISOString())
    .executeTakeFirst();
  return topic ? { action: topic.action, input: JSON.parse(topic.input) as Record<string, unknown> } : null;
}
