import type { Call, Context } from '../feature.ts';
import { buttons, text, view } from '../view/build.ts';
import type { View } from '../view/view.ts';
import { wordsOf } from './normalise.ts';
import { choicesOf, topicOf } from './topics.ts';
import { t } from './words.ts';

const PLACES = [
  ['first', '1st', 'one', '1'],
  ['second', '2nd', 'two', '2'],
  ['third', '3rd', 'three', '3'],
  ['fourth', '4th', 'four', '4'],
  ['fifth', '5th', 'five', '5'],
  ['sixth', '6th', 'six', '6'],
  ['seventh', '7th', 'seven', '7'],
  ['eighth', '8th', 'eight', '8'],
  ['ninth', '9th', 'nine', '9'],
  ['tenth', '10th', 'ten', '10'],
];
const AROUND = new Set(
  'the one please pls number no nr option choice button i mean meant take open show me can you'.split(' '),
);

/**
 * Which of what was shown somebody means by "the second one", "number 2" or "the last": from 0, -1 for the last; null when
 * they say anything else.
 */
export function placeIn(typed: string): number | null {
  const words = wordsOf(typed).map(({ folded }) => folded);
  const [only, another] = words.filter((word) => !AROUND.has(word));
  // "One" is a place behind "number", and nothing by itself.
  if (only === undefined) return /\b(?:number|option|choice) one\b/i.test(typed) ? 0 : null;
  if (another !== undefined || words.length > MOST_WORDS) return null;
  if (only === 'last') return -1;
  const place = PLACES.findIndex((ways) => ways.includes(only));
  return place < 0 ? null : place;
}

const MOST_WORDS = 6;

/**
 * What a card asks to choose from: buttons that all do the same, with something else. Where one changes something there is
 * nothing to choose by a word.
 */
export function questionOf(card: View): Call[] {
  const all = card.nodes.flatMap((node) => (node.kind === 'buttons' ? node.buttons : []));
  const isQuestion =
    !linesOf(card).length &&
    all.every(({ action, style, sendsInputs }) => action === all[0]?.action && !style && !sendsInputs);
  return isQuestion && all.length > 1 ? all.map(({ action, input }) => ({ action, input })) : [];
}

const linesOf = ({ nodes }: View) => nodes.flatMap((node) => (node.kind === 'rows' ? node.rows : []));

type Press = (call: Call) => Promise<View>;

/**
 * What stands at a place of what somebody saw last. The choice of a question is made; a line of a list is shown by itself, its
 * button with it, because that may change something.
 */
export async function chosenAt(place: number, context: Context, press: Press): Promise<View> {
  const choices = await choicesOf(context);
  const topic = choices ? null : await topicOf(context);
  const lines = topic ? linesOf(await press(topic)) : [];
  const choice = choices?.at(place);
  if (choice) return press(choice);
  const line = lines.at(place);
  if (line) return view(line.title, line.detail !== undefined && text(line.detail), buttons(line.button));
  const many = choices?.length ?? lines.length;
  return many
    ? view(t`There are only ${many} of them`, text(t`Please press the one that you mean, or write its name.`))
    : view(t`Which one do you mean?`, text(t`There is nothing to choose from just now. Please write what you need.`));
}
