import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { refreshMessages } from '../deliveries/index.ts';
import { Refusal } from '../errors.ts';
import { action } from '../feature.ts';
import { t } from '../language/words.ts';
import { record } from '../ledger/index.ts';
import { cardOf } from './card.ts';
import { holdRequest } from './request.ts';
import { tellAnswer } from './tell.ts';
import { Words } from './words.ts';

/** The asker answers a question. Everyone who decides sees it. */
export const answer = action({
  id: 'requests.answer',
  who: 'person',
  input: z.strictObject({ request: z.string().max(100), words: Words }),
  async run({ request: id, words }, context) {
    const { tx, actor, now } = context;
    const request = await holdRequest(tx, id);
    if (request.asker !== actor.person.id)
      throw new Refusal(t`This request isn't yours. Write “my requests” for yours.`);
    if (request.state !== 'open') return cardOf(request, context);
    if (!words) throw new Refusal(t`Please write your answer, then press again.`);
    const last = await tx
      .selectFrom('request_messages')
      .select(['kind', 'person', 'seq'])
      .where('request', '=', id)
      .orderBy('seq', 'desc')
      .executeTakeFirst();
    // Pressed twice: the question has its answer.
    if (last?.kind !== 'question') return cardOf(request, context);
    const message = randomUUID();
    await tx
      .insertInto('request_messages')
      .values({
        id: message,
        request: id,
        seq: last.seq + 1,
        person: actor.person.id,
        kind: 'answer',
        words,
        at: now.toISOString(),
      })
      .execute();
    await tellAnswer(request, { to: last.person, message }, context);
    await refreshMessages(tx, id, now);
    await record(tx, now, { kind: 'request-answer', facts: { request: id, answer: message }, personal: { words } });
    return cardOf(request, context);
  },
});
