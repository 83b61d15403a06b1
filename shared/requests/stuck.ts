import * as z from 'zod';
import { action } from '../feature.ts';
import { listed, t } from '../language/words.ts';
import { sayDay } from '../time.ts';
import { text, view } from '../view/build.ts';
import type { View } from '../view/view.ts';
import { owners } from './deciders.ts';
import { requestById } from './request.ts';
import { OWN_MANAGER } from './rules.ts';
import { namesOf } from './say.ts';
import { standing } from './stage.ts';

/** To those who look after the system, and to the asker: nobody who may decide is here. It names whom it waits for, not what was written. */
export const stuck = action({
  id: 'requests.stuck',
  who: 'person',
  input: z.strictObject({ request: z.string().max(100) }),
  async run({ request: id }, context): Promise<View> {
    const { tx, actor } = context;
    const request = await requestById(tx, id);
    const isOwner = (await owners(tx, request.school, context)).includes(actor.person.id);
    if (request.asker !== actor.person.id && !isOwner)
      return view(t`A request`, text(t`Somebody else looks after this now. There is nothing for you to do.`));
    const asker = (await namesOf(tx, [request.asker])).get(request.asker) ?? t`Somebody`;
    if (request.state !== 'open')
      return view(request.rules.title, text(t`This is settled. There is nothing left to do.`, 'good'));
    const { waitsFor } = await standing(tx, request, context);
    const whom = listed(waitsFor.map(spoken));
    if (!request.stuck)
      return view(
        t`Still waiting: ${request.rules.title}`,
        text(
          t`${asker} asked for this on ${sayDay(request.created_at.slice(0, 10))} (${request.reference}). It waits for ${whom}, who have been reminded.`,
        ),
      );
    return view(
      t`Nobody can decide: ${request.rules.title}`,
      text(
        t`${asker} asked for this (${request.reference}). It waits for ${whom}, and nobody who may speak for them is here.`,
        'warning',
      ),
      text(
        isOwner
          ? t`Give somebody the role, or name a deputy under “requests: deputies:” in school.yaml. Then it goes on by itself.`
          : t`Those who look after the system have been told. You needn't do anything.`,
      ),
    );
  },
});

const spoken = (decider: string): string =>
  decider === OWN_MANAGER ? t`the line manager` : decider.replaceAll('-', ' ');
