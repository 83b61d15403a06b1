import * as z from 'zod';
import { refreshMessages } from '../deliveries/index.ts';
import { Refusal } from '../errors.ts';
import { action } from '../feature.ts';
import { t } from '../language/words.ts';
import type { View } from '../view/view.ts';
import { cardOf } from './card.ts';
import { grantIfSigned } from './course.ts';
import { recording } from './evidence.ts';
import { holdRequest, requestById } from './request.ts';
import { signWith } from './signing.ts';
import { wordsToSign } from './state.ts';

/** The holder signs what goes with a request that somebody else made for them. Pressing twice is pressing once. */
export const sign = action({
  id: 'requests.sign',
  who: 'person',
  input: z.strictObject({ request: z.string().max(100), shown: z.string().max(100) }),
  async run({ request: id, shown }, context): Promise<View> {
    const { tx, actor, now } = context;
    const request = await holdRequest(tx, id);
    if (request.person !== actor.person.id || !request.rules.form)
      throw new Refusal(t`Only the person it is for can sign this. Nothing was recorded.`);
    if (request.state !== 'signing') return cardOf(request, context);
    const words = await wordsToSign(request, context);
    if (words.hash !== shown) return cardOf(request, context, t`This was updated. Please read it again.`);
    await recording(context, async (course) => {
      await signWith(request, words.assent, shown, { ...course, actor });
      await grantIfSigned(request, course);
    });
    await refreshMessages(tx, id, now);
    return cardOf(await requestById(tx, id), context);
  },
});
