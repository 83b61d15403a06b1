import * as z from 'zod';
import { Refusal } from '../errors.ts';
import { action } from '../feature.ts';
import { t } from '../language/words.ts';
import type { View } from '../view/view.ts';
import { cardOf } from './card.ts';
import { concerned, drop } from './course.ts';
import { end } from './ends.ts';
import { recording } from './evidence.ts';
import { holdRequest, requestById } from './request.ts';
import { effectOf } from './start.ts';

/** Takes a request back; what was granted ends today. */
export const withdraw = action({
  id: 'requests.withdraw',
  who: 'person',
  input: z.strictObject({ request: z.string().max(100) }),
  async run({ request: id }, context): Promise<View> {
    const request = await holdRequest(context.tx, id);
    if (!concerned(request).includes(context.actor.person.id))
      throw new Refusal(t`This request isn't yours to withdraw. Nothing has changed.`);
    await recording(context, async (course) => {
      if (request.state === 'open' || request.state === 'signing') await drop(request, 'withdrawn', course);
      else if (request.state === 'granted' && !effectOf(request.rules, context)?.endsItself)
        await end(request, 'given back', course);
    });
    return cardOf(await requestById(context.tx, id), context);
  },
});
