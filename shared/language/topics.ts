import type { Call, Context } from '../feature.ts';
import type { Tx } from '../ports.ts';

/** After this long, "them" is no longer the people of the last answer. */
const FORGOTTEN_AFTER_MS = 3_600_000;

/** Notes what a person was shown, so that "remind them" and "just the overdue ones" have a "them". */
export async function keepTopic(context: Context, shown: Call): Promise<void> {
  kept.add(context.tx);
  await keep(context, shown);
}

/** Transactions in which something was noted. */
const kept = new WeakSet<Tx>();

/**
 * Notes which of several a person was asked to choose. What they talk about stays what it was, and what was noted as that in the
 * same transaction is no question.
 */
export async function keepQuestion(context: Context, choices: Call[]): Promise<void> {
  if (kept.has(context.tx)) return;
  const about = await topicOf(context);
  await keep(context, { action: QUESTION, input: { choices, about } });
}

const QUESTION = 'language.question';

async function keep({ tx, actor, now }: Context, { action, input }: Call): Promise<void> {
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
export async function topicOf(context: Context): Promise<Call | null> {
  const last = await lastOf(context);
  return last?.action === QUESTION ? (last.input as unknown as Question).about : last;
}

/** What they were asked to choose from, if that was the last they saw; null when it wasn't. */
export async function choicesOf(context: Context): Promise<Call[] | null> {
  const last = await lastOf(context);
  return last?.action === QUESTION ? (last.input as unknown as Question).choices : null;
}

/** Which of several was meant, and what the talk was about before it was asked. */
interface Question {
  choices: Call[];
  about: Call | null;
}

async function lastOf({ tx, actor, now }: Context): Promise<Call | null> {
  const topic = await tx
    .selectFrom('topics')
    .selectAll()
    .where('person', '=', actor.person.id)
    .where('at', '>', new Date(now.getTime() - FORGOTTEN_AFTER_MS).toISOString())
    .executeTakeFirst();
  return topic ? { action: topic.action, input: JSON.parse(topic.input) as Record<string, unknown> } : null;
}
