import { wordsOf } from '../language/index.ts';

/** Kinds that go by many names, each with words that only it has. The first that fits counts. */
const KINDS: [kind: string, words: string[]][] = [
  ['chromebook', ['chromebook', 'chromebooks']],
  ['tablet', ['tablet', 'tablets', 'ipad', 'ipads']],
  [
    'laptop',
    ['laptop', 'laptops', 'notebook', 'macbook', 'latitude', 'thinkpad', 'elitebook', 'probook', 'travelmate'],
  ],
  ['phone', ['phone', 'phones', 'mobile', 'mobiles', 'iphone', 'iphones', 'smartphone', 'smartphones']],
  ['camera', ['camera', 'cameras', 'camcorder', 'camcorders', 'gopro', 'gopros']],
];

/** Words that stand for the whole kind, and narrow nothing down. */
const GENERAL: Record<string, string[]> = {
  tablet: ['tablet'],
  laptop: ['laptop'],
  phone: ['phone', 'mobile'],
  camera: ['camera'],
  chromebook: ['chromebook'],
};

/** Words around the name of a kind that say nothing about it. */
const FILLERS = new Set('a an the some any one of our my school device devices kit set class spare'.split(' '));

const NUMBERS = 'no one two three four five six seven eight nine ten eleven twelve'.split(' ');

/** "iPads" and "iPad" are one, "glass" stays. */
const singular = (word: string): string => (word.length > 3 ? word.replace(/(?<!s)s$/, '') : word);

/** The words of a text as they are compared. */
export const comparable = (text: string): string[] => wordsOf(text).map(({ folded }) => singular(folded));

/** What a thing is counted with, from its type and, where that tells nothing, its model: "tablet", "camera", "data logger". */
export function kindOf(type: string, model: string | null = null): string {
  for (const text of [type, model ?? '']) {
    const words = wordsOf(text).map(({ folded }) => folded);
    const known = KINDS.find(([, own]) => own.some((word) => words.includes(word)));
    if (known) return known[0];
  }
  return comparable(type).join(' ');
}

/** What somebody wants to borrow, from their own words. */
export interface Wanted {
  /** How many, if they said so. */
  count: number | null;
  kind: string;
  /** What it must be called besides its kind: "ipad", "samsung". */
  words: string[];
}

/** Reads "12 tablets", "an iPad", "two Samsung tablets". */
export function wantedOf(typed: string): Wanted {
  const all = comparable(typed);
  // "12 tablets" is twelve of them, "laptop 22" is one.
  const first = all.find((word) => !FILLERS.has(word) || NUMBERS.indexOf(word) > 0) ?? '';
  const figure = /^\d{1,4}$/.test(first) || NUMBERS.indexOf(first) > 0 ? first : undefined;
  const meant = all.filter((word) => word !== figure && !FILLERS.has(word));
  const kind = kindOf(meant.join(' '));
  return {
    count: figure === undefined ? null : Number(figure) || NUMBERS.indexOf(figure),
    kind,
    words: GENERAL[kind] ? meant.filter((word) => !GENERAL[kind]?.includes(word)) : [],
  };
}
