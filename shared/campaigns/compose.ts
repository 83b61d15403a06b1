import * as z from 'zod';
import { currentEdition } from '../agreements/index.ts';
import { Refusal } from '../errors.ts';
import { action, type Context } from '../feature.ts';
import { vocabularyOf } from '../language/index.ts';
import { t } from '../language/words.ts';
import { addDays, dayOf } from '../time.ts';
import { buttons, text, view } from '../view/build.ts';
import type { View } from '../view/view.ts';
import { preview } from './preview.ts';

/** Days to answer, unless one says otherwise. */
const USUAL_DAYS = 14;

/** The form: what to send, to whom, by when. What somebody said already is filled in. */
export const compose = action({
  id: 'campaigns.compose',
  who: 'campaign',
  input: z.strictObject({
    agreement: z.string().optional(),
    group: z.string().optional(),
    dueOn: z.iso.date().optional(),
  }),
  run: formView,
});

async function formView(
  filled: { agreement?: string | undefined; group?: string | undefined; dueOn?: string | undefined },
  context: Context,
): Promise<View> {
  const { tx, school, now } = context;
  const { agreements, groups } = await vocabularyOf(context);
  const editions = await Promise.all(agreements.map(({ value }) => currentEdition(tx, value)));
  const published = editions.flatMap((edition) => edition ?? []);
  if (!published.length)
    throw new Refusal(t`There is no agreement to send yet. Please import one and publish it first.`);
  const first = groups[0];
  if (!first) throw new Refusal(t`There is nobody to send it to yet. Please import the people of your school first.`);
  return view(
    t`Start a campaign`,
    text(t`Nothing is sent yet: you see the card and how many people get it first.`, 'quiet'),
    preview.field('agreement', {
      label: t`What they sign`,
      input: 'choice',
      required: true,
      value: filled.agreement ?? (published[0]?.agreement as string),
      choices: published.map(({ agreement, title, number }) => ({
        label: t`${title}, edition ${number}`,
        value: agreement,
      })),
    }),
    preview.field('audience', {
      label: t`Who signs`,
      input: 'choice',
      required: true,
      value: filled.group ?? JSON.stringify(first.value),
      choices: groups.map(({ name, value }) => ({ label: name, value: JSON.stringify(value) })),
    }),
    preview.field('dueOn', {
      label: t`By when`,
      input: 'date',
      required: true,
      value: filled.dueOn ?? addDays(dayOf(now, school), USUAL_DAYS),
    }),
    buttons(preview.button(t`Preview`, {}, { style: 'primary', sendsInputs: true })),
  );
}
