import * as z from 'zod';
import { Refusal } from '../errors.ts';
import { action, type Context } from '../feature.ts';
import { t } from '../language/words.ts';
import { buttons, text, view } from '../view/build.ts';
import type { View } from '../view/view.ts';
import { concerned } from './course.ts';
import { decideView } from './decide-card.ts';
import { mine } from './mine.ts';
import { type Request, requestById } from './request.ts';
import { requestNodes } from './say.ts';
import { standing } from './stage.ts';
import { stateView } from './state.ts';

/** A request as it stands now, to whoever looks: its asker and holder, those who decide, those who may see all of them. */
export const show = action({
  id: 'requests.show',
  who: 'person',
  input: z.strictObject({ request: z.string().max(100) }),
  run: async ({ request }, context) => cardOf(await requestById(context.tx, request), context),
});

/** @throws Refusal when it is none of the actor's business. */
export async function cardOf(request: Request, context: Context, note?: string): Promise<View> {
  const { tx, actor } = context;
  const { person, sees, may } = actor;
  if (concerned(request).includes(person.id)) return stateView(request, context, note);
  const stands = await standing(tx, request, context);
  if (request.state === 'open' && stands.ask.has(person.id)) return decideView(request, stands, context, note);
  const hasDecided = stands.decisions.some((decision) => decision.person === person.id);
  const watches = may.has('requests') && (request.school === person.school || sees === 'trust');
  if (hasDecided || watches)
    return view(request.rules.title, ...(await requestNodes(request, context, stands.decisions)));
  const wasAsked = await tx
    .selectFrom('request_approvers')
    .select('request')
    .where('request', '=', request.id)
    .where('person', '=', person.id)
    .executeTakeFirst();
  if (!wasAsked) throw new Refusal(t`This request isn't yours to read. Write “my requests” for yours.`);
  return view(
    request.rules.title,
    text(
      request.state === 'open'
        ? t`Somebody else decides this now. There is nothing for you to do.`
        : t`This has been decided without you. There is nothing for you to do.`,
    ),
    buttons(mine.button(t`My requests`, { page: 1 })),
  );
}
