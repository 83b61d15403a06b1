import * as z from 'zod';
import { Refusal } from '../errors.ts';
import { action, type Context } from '../feature.ts';
import { t } from '../language/words.ts';
import { called, type Known, named, whichPerson } from '../people/index.ts';
import type { View } from '../view/view.ts';
import { Typed, typedOf } from './answers.ts';
import { cardOf } from './card.ts';
import { recording } from './evidence.ts';
import { ask, formHash, formView } from './form.ts';
import { kindOf } from './kinds.ts';
import { requestById } from './request.ts';
import { signWith } from './signing.ts';
import { start } from './start.ts';
import { wordsToSign } from './state.ts';

/** Sends a form off. Pressing twice sends it once. */
export const send = action({
  id: 'requests.send',
  who: 'person',
  input: z
    .object({
      id: z.uuid(),
      kind: z.string().max(60),
      /** For whom: as the form knew, and as typed. */
      person: z.string().max(100).optional(),
      whom: z.string().max(200).nullish(),
      shown: z.string().max(100),
    })
    .catchall(Typed),
  async run({ id, kind: kindId, person, whom, shown, ...typed }, context): Promise<View> {
    const { tx, actor, school } = context;
    const kind = kindOf(kindId, school);
    if (!kind.form)
      throw new Refusal(t`This can't be asked for with a form. Write “ask for something” to see what can.`);
    const filled = typedOf(typed);
    const holder = await holders(whom ?? '', person, context);
    if (holder.length > 1)
      return whichPerson(holder, (label, one) => ask.button(label, { kind: kindId, person: one, filled }));
    const forWhom = holder[0]?.id;
    const form = { id, kind: kindId, filled, ...(forWhom && { person: forWhom }) };
    // A form may lie in a chat for weeks: nobody confirms words that they weren't shown.
    if (shown !== (await formHash(kind, context)))
      return formView(form, context, t`This form has changed. Please look at it again; nothing was sent.`);
    await recording(context, async (course) => {
      const own = { ...course, actor };
      const request = await start(own, {
        id,
        kind: kindId,
        answers: filled,
        shown,
        ...(forWhom && { person: forWhom }),
      });
      if (request.person !== actor.person.id || request.state !== 'open') return;
      await signWith(request, (await wordsToSign(request, context)).assent, shown, own);
    });
    return cardOf(await requestById(tx, id), context, t`Sent. You will hear from me as soon as it is decided.`);
  },
});

/** Whom somebody means: nobody typed is the actor themselves, and comes back as nobody. */
async function holders(typed: string, person: string | undefined, { tx, actor }: Context): Promise<Known[]> {
  if (!typed.trim()) return [];
  const visible = await tx
    .selectFrom('people')
    .select(['people.id', 'name', 'email', 'department'])
    .where(named(actor))
    .orderBy('name')
    .execute();
  const meant = called(typed, visible);
  const known = meant.find(({ id }) => id === person);
  if (known) return [known];
  if (!meant.length)
    throw new Refusal(
      t`I know nobody of that name whom your role lets you see. Please check the name and send it again.`,
    );
  return meant;
}
