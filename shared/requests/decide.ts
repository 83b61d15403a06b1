import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { nextSendable } from '../calendar.ts';
import { deliver, refreshMessages } from '../deliveries/index.ts';
import { Refusal } from '../errors.ts';
import { action, type Context } from '../feature.ts';
import { t } from '../language/words.ts';
import type { View } from '../view/view.ts';
import { cardOf, show } from './card.ts';
import { advance, close, drop, whyOver } from './course.ts';
import { type Course, recording } from './evidence.ts';
import { holdRequest, type Request, requestById } from './request.ts';
import { standing } from './stage.ts';
import { Words } from './words.ts';

/** Agree, say no with the reason, or ask back. One decision a person; a second press shows how it stands. */
export const decide = action({
  id: 'requests.decide',
  who: 'person',
  input: z.strictObject({
    request: z.string().max(100),
    shown: z.string().max(100),
    answer: z.enum(['approve', 'refuse', 'ask']),
    words: Words,
  }),
  async run({ request: id, shown, answer, words }, context): Promise<View> {
    const { tx, actor, now } = context;
    // Of two presses at the same moment, from whichever door, the second waits here and sees what the first did.
    const request = await holdRequest(tx, id);
    if (request.asker === actor.person.id || request.person === actor.person.id)
      throw new Refusal(t`Nobody decides about their own request. The others have been asked.`);
    if (request.state !== 'open') return cardOf(request, context);
    const over = await whyOver(request, context);
    if (over) {
      await recording(context, (course) => close(request, over, course));
      return cardOf(await requestById(tx, id), context);
    }
    const stands = await standing(tx, request, context);
    const own = stands.ask.get(actor.person.id);
    if (!own) return cardOf(request, context);
    const seen = await tx
      .selectFrom('request_showings')
      .select('hash')
      .where('request', '=', id)
      .where('person', '=', actor.person.id)
      .where('hash', '=', shown)
      .executeTakeFirst();
    if (!seen) return cardOf(request, context, t`Please read this as it is now, then decide.`);
    if (answer !== 'approve' && !words)
      throw new Refusal(
        answer === 'refuse'
          ? t`Please write the reason, so that they know why. Then press “Say no” again.`
          : t`Please write your question. Then press “Ask back” again.`,
      );
    await recording(context, async (course) =>
      answer === 'ask'
        ? askBack(request, words, context, course)
        : note(request, { answer, words, shown, fills: own.fills, seq: stands.decisions.length + 1 }, context, course),
    );
    return cardOf(await requestById(tx, id), context);
  },
});

async function note(
  request: Request,
  {
    answer,
    words,
    shown,
    fills,
    seq,
  }: { answer: 'approve' | 'refuse'; words: string; shown: string; fills: string[]; seq: number },
  { tx, actor, now, door }: Context,
  course: Course,
): Promise<void> {
  const id = randomUUID();
  const decision = answer === 'approve' ? 'approved' : 'refused';
  await tx
    .insertInto('request_decisions')
    .values({
      id,
      request: request.id,
      seq,
      stage: request.stage,
      person: actor.person.id,
      fills: JSON.stringify(fills),
      decision,
      reason: words || null,
      shown_hash: shown,
      door,
      at: now.toISOString(),
    })
    .execute();
  course.evidence.push({
    kind: 'request-decision',
    facts: {
      request: request.id,
      decision: id,
      stage: request.stage,
      by: actor.person.id,
      said: decision,
      shown,
      door,
    },
    personal: { ...actor.account, reason: words || null },
  });
  if (answer === 'refuse') await drop(request, 'refused', course);
  else await advance(request, course);
  await refreshMessages(tx, request.id, now);
}

/** A question to the asker. Everyone who decides sees it, and the answer. */
async function askBack(
  request: Request,
  words: string,
  { tx, actor, now, school }: Context,
  { evidence }: Course,
): Promise<void> {
  const id = randomUUID();
  const { said } = await tx
    .selectFrom('request_messages')
    .select((eb) => eb.fn.countAll<number | string>().as('said'))
    .where('request', '=', request.id)
    .executeTakeFirstOrThrow();
  await tx
    .insertInto('request_messages')
    .values({
      id,
      request: request.id,
      seq: Number(said) + 1,
      person: actor.person.id,
      kind: 'question',
      words,
      at: now.toISOString(),
    })
    .execute();
  await deliver(
    tx,
    {
      key: `request question ${id}`,
      person: request.asker,
      show: show.call({ request: request.id }),
      subject: request.id,
      purpose: 'ask',
    },
    now,
    nextSendable(now, school),
  );
  await refreshMessages(tx, request.id, now);
  evidence.push({
    kind: 'request-question',
    facts: { request: request.id, question: id, by: actor.person.id },
    personal: { words },
  });
}
