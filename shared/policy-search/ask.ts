import * as z from 'zod';
import { library, read } from '../acknowledgements/index.ts';
import { pagesOf, type Section } from '../agreements/index.ts';
import { action, type Context } from '../feature.ts';
import { listed, t } from '../language/words.ts';
import { sayDay } from '../time.ts';
import { buttons, text, view } from '../view/build.ts';
import type { Button, Node, View } from '../view/view.ts';
import { answer, type Passage } from './answer.ts';
import { editionsFor, type OwnEdition } from './editions.ts';
import { permissionButton } from './permission.ts';
import { LONGEST_QUESTION } from './search.ts';

/** Asks the policies that concern oneself. Without a question it asks for one. */
export const ask = action({
  id: 'policy-search.ask',
  who: 'person',
  input: z.strictObject({
    question: z.string().max(LONGEST_QUESTION, t`Please ask it in one sentence.`).nullish(),
  }),
  run: ({ question }, context) => answerView(question ?? '', context),
});

/** The school's own words on a question, or that it has none. */
export async function answerView(question: string, context: Context): Promise<View> {
  if (!/\p{L}/u.test(question)) return askView();
  const editions = await editionsFor(context);
  if (!editions.length)
    return view(
      t`There is no policy here for you yet`,
      text(t`When the school asks you to agree to one, I can answer from it.`),
      whomToAsk(context),
    );
  const passages = answer(question, editions);
  if (!passages.length) return unsaidView(editions, context);
  const says =
    passages.length > 1 ? t`What your school's policy says, in two places` : t`What your school's policy says`;
  return view(
    says,
    ...passages.flatMap(passageNodes),
    buttons(await permissionButton(question, wordsOf(passages), context), ...readOn(passages)),
  );
}

const wordsOf = (passages: Passage<OwnEdition>[]): string =>
  passages.flatMap(({ quote }) => quote.map((statement) => statement.text)).join(' ');

const askView = (): View =>
  view(
    t`Ask your school's policy`,
    text(t`For example: “Can I use my own phone on the trip?” or “Who do I tell when I lose my laptop?”`),
    ask.field('question', { label: t`Your question`, input: 'line', required: true, maxLength: LONGEST_QUESTION }),
    buttons(ask.button(t`Ask`, {}, { style: 'primary', sendsInputs: true })),
  );

const unsaidView = (editions: OwnEdition[], context: Context): View =>
  view(
    t`Your policy doesn't say`,
    text(t`I found nothing on this in ${listed(editions.map(({ title }) => title))}. Other words may find more.`),
    whomToAsk(context),
    buttons(library.button(t`My agreements`, { page: 1 })),
  );

/** Roles, never names: who looks after what is the school file's to say. */
function whomToAsk({ school }: Context): Node {
  const { ict, office } = school.checks.owners;
  return text(t`Please ask the ${spoken(ict)}, or the ${spoken(office)}.`);
}

const spoken = (role: string): string => role.replaceAll('-', ' ').replace(/\bict\b/g, 'ICT');

function passageNodes({ from, section, quote }: Passage<OwnEdition>): Node[] {
  const where = [from.title, placeOf(section), t`edition ${from.number} of ${sayDay(from.effectiveFrom)}`];
  return [...quote.map(({ text: words }) => text(words, 'quote')), text(where.filter(Boolean).join(', '), 'quiet')];
}

/** "section 5.1.1, Use of phones and email". */
function placeOf({ number, title }: Section): string {
  if (number) return title ? t`section ${number}, ${title}` : t`section ${number}`;
  return title && t`section “${title}”`;
}

/** Opens the text at the passage. */
const readOn = (passages: Passage<OwnEdition>[]): Button[] =>
  passages.map(({ from: { assignment, number, text: searched }, section }) => {
    const pages = pagesOf(searched.text);
    const page = pages.findIndex((sections) =>
      sections.some(({ number, title }) => number === section.number && title === section.title),
    );
    const label = passages.length === 1 ? t`Read on` : t`Read on: ${section.title || (section.number ?? '')}`;
    return read.button(label, { assignment, edition: number, page: Math.max(1, page + 1) });
  });
