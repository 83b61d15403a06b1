import {
  AGREEMENT_HEADS,
  AGREEMENT_WORDS,
  AREA_WORDS,
  DETERMINERS,
  DEVICE_WORDS,
  GIVEN_NAMES,
  GROUP_WORDS,
  sortOf,
  TITLES,
} from './lexicon.ts';
import { TAGGED, type Tagged } from './spans.ts';
import type { Token } from './tokens.ts';

/** A word that no sentence taught us: what it is, its neighbours must say. */
const UNKNOWN = '#u';
const DATE = '#d';

/** Words that sentences are made of, as far as they were learnt. */
export type Known = ReadonlySet<string>;

/** A token as features see it. */
const form = ({ folded, looks }: Token, known: Known): string =>
  looks === '9' ? '#9' : known.has(folded) ? folded : looks === 'X9' ? '#x9' : UNKNOWN;

/** Letters for the lists that a word stands in: "n" a given name, "t" a title, "g" "a" "h" "d" "r" part of a group's, agreement's …, "." a determiner. */
const listed = ({ folded, looks }: Token): string =>
  `${GIVEN_NAMES.has(folded) ? 'n' : ''}${TITLES.has(folded) ? 't' : ''}${GROUP_WORDS.has(folded) ? 'g' : ''}${
    AGREEMENT_HEADS.has(folded) ? 'h' : AGREEMENT_WORDS.has(folded) ? 'a' : ''
  }${DEVICE_WORDS.has(folded) ? 'd' : ''}${AREA_WORDS.has(folded) ? 'r' : ''}${DETERMINERS.has(folded) ? '.' : ''}${looks === 'X9' ? 'i' : looks === '9' ? '9' : ''}` ||
  '-';

const AHEAD = 4;

/**
 * What tells which slot each token belongs to: the word, its neighbours, the lists they stand in, how they look, and what
 * the sentence is about. One list of features a token.
 */
export function spotFeatures(tokens: Token[], inDate: boolean[], known: Known): string[][] {
  const words = tokens.map((token, i) => (inDate[i] ? DATE : form(token, known)));
  const lists = tokens.map((token, i) => (inDate[i] ? 'D' : listed(token)));
  const word = (i: number) => words[i] ?? (i < 0 ? '#<' : '#>');
  const list = (i: number) => lists[i] ?? (i < 0 ? '<' : '>');
  const sorts = new Set(tokens.map(({ folded }) => sortOf(folded)));
  const about = [
    'sign',
    'mfa',
    'borrow',
    'training',
    'access',
    'leaver',
    'remind',
    'publish',
    'lost',
    'broken',
    'return',
    'visitor',
    'agreement',
  ]
    .filter((sort) => sorts.has(sort))
    .join('+');
  const hasCapitals = tokens.some(({ looks }, i) => i > 0 && looks === 'X');
  const opening = `${word(0)} ${word(1)}`;
  /** How far ahead a word of that list stands, with nothing in between that ends a name. */
  const ahead = (i: number, letter: string): number => {
    for (let to = i; to <= i + AHEAD && to < tokens.length; to++) {
      if (list(to).includes(letter)) return to - i;
      if (
        list(to) === '.' ||
        (to > i && tokens[to]?.afterPause) ||
        (list(to) === '-' && ENDS_A_NAME.has(tokens[to]?.folded ?? ''))
      )
        return -1;
    }
    return -1;
  };
  return tokens.map((token, i) => {
    const w = word(i);
    const l = list(i);
    const looks = hasCapitals ? token.looks : token.looks === 'x' ? '?' : token.looks;
    return [
      `w ${w}`,
      `l ${l}`,
      `w- ${word(i - 1)}`,
      `w+ ${word(i + 1)}`,
      `w-- ${word(i - 2)}`,
      `w++ ${word(i + 2)}`,
      `w-w ${word(i - 1)} ${w}`,
      `ww+ ${w} ${word(i + 1)}`,
      `w--w- ${word(i - 2)} ${word(i - 1)}`,
      `w+w++ ${word(i + 1)} ${word(i + 2)}`,
      `w-l ${word(i - 1)} ${l}`,
      `lw+ ${l} ${word(i + 1)}`,
      `w-lw+ ${word(i - 1)} ${l} ${word(i + 1)}`,
      `w-ll+ ${word(i - 1)} ${l} ${list(i + 1)}`,
      `l-l ${list(i - 1)} ${l}`,
      `ll+ ${l} ${list(i + 1)}`,
      `l-ll+ ${list(i - 1)} ${l} ${list(i + 1)}`,
      `l-- ${list(i - 2)} ${list(i - 1)} ${l}`,
      `l++ ${l} ${list(i + 1)} ${list(i + 2)}`,
      `k ${looks} ${token.looks === 'X' && i === 0 ? 'first' : ''}`,
      `kl ${looks} ${l}`,
      `w-k ${word(i - 1)} ${looks}`,
      `kk+ ${looks} ${tokens[i + 1]?.looks ?? ''}`,
      `o ${opening} ${l}`,
      `o1 ${word(0)} ${l}`,
      `s ${about} ${l}`,
      `p ${token.afterPause} ${l}`,
      `own ${token.owns} ${l}`,
      `own+ ${tokens[i + 1]?.owns ?? false} ${l}`,
      `h ${ahead(i, 'h')}`,
      `r ${ahead(i, 'r')} ${l}`,
      `d ${ahead(i, 'd')} ${l}`,
      ...(w === UNKNOWN ? [`x ${token.folded.slice(-3)}`] : []),
    ];
  });
}

const ENDS_A_NAME = new Set(
  'who whose which what when where why how has have had not no is are was were do does did to for from in on at by and with about'.split(
    ' ',
  ),
);

/** A sentence as the classifier sees it: what fills its slots is taken out, so that it knows the same about any name. */
export function intentFeatures(tokens: Token[], inDate: boolean[], spans: Tagged[], known: Known): string[] {
  const all = masked(tokens, inDate, spans, known);
  const kept = all.filter(({ word }) => !POLITE.has(word));
  const seen = kept.length ? kept : all;
  const words = seen.map(({ word }) => word);
  const sorts = seen.map(({ sort }) => sort);
  const features = new Set<string>();
  const add = (feature: string) => features.add(feature);
  const word = (i: number) => words[i] ?? (i < 0 ? '#<' : '#>');
  const sort = (i: number) => sorts[i] ?? (i < 0 ? '#<' : '#>');
  for (let i = 0; i <= seen.length; i++) {
    add(`ww ${word(i - 1)} ${word(i)}`);
    add(`ss ${sort(i - 1)} ${sort(i)}`);
    add(`s_s ${sort(i - 2)} ${sort(i)}`);
  }
  for (const [i, { word, sort, letters }] of seen.entries()) {
    add(`w ${word}`);
    add(`s ${sort}`);
    if (letters) for (let at = 0; at + 4 <= letters.length; at++) add(`c ${letters.slice(at, at + 4)}`);
    if (i < 4) add(`i ${sort} ${i}`);
    // What goes together may stand some words apart: "give the <group> … a nudge".
    for (const later of sorts.slice(i + 2, i + 2 + APART)) add(`q ${sort} ${later}`);
  }
  add(`o ${sort(0)} ${sort(1)} ${sort(2)}`);
  add(`o2 ${word(0)} ${word(1)}`);
  add(`n ${Math.min(6, seen.length)}`);
  const matter = [...new Set(sorts.filter((sort) => sort.startsWith('*') || sort.startsWith('<')))];
  // "Who has signed" and "who has not signed" are the same but for one word, which must not be one among many.
  const denied = words.some((word) => DENIES.has(word)) ? 'not' : 'so';
  for (const what of matter) add(`d ${denied} ${what} ${sort(0)}`);
  for (const what of matter)
    if (what.startsWith('*'))
      add(
        `m ${denied} ${what} ${matter
          .filter((other) => other.startsWith('<'))
          .toSorted()
          .join('')}`,
      );
  add(`u ${Math.min(3, words.filter((word) => word === UNKNOWN).length)}`);
  return [...features];
}

/** Two words further apart than this have little to do with each other. */
const APART = 4;

const POLITE = new Set('please thanks thank cheers ta kindly'.split(' '));

const DENIES = new Set('not no never without missing lacking outstanding unsigned'.split(' '));

interface Seen {
  word: string;
  /** The word's sort, if it has one; else the word. */
  sort: string;
  /** Its letters with a mark at both ends, if they say anything. */
  letters: string;
}

function masked(tokens: Token[], inDate: boolean[], spans: Tagged[], known: Known): Seen[] {
  const seen: Seen[] = [];
  const mask = (what: string) => {
    // "the <agreement>" is the same as "<agreement>".
    while (['the', 'a', 'an', 'all', 'of'].includes(seen.at(-1)?.word ?? '')) seen.pop();
    seen.push({ word: what, sort: what, letters: '' });
  };
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i] as Token;
    const span = spans.find(({ first, last }) => first <= i && i <= last);
    if (span) {
      mask(`<${TAGGED[span.slot]}>`);
      i = span.last;
    } else if (inDate[i]) {
      if (seen.at(-1)?.word !== DATE) seen.push({ word: DATE, sort: DATE, letters: '' });
    } else {
      const word = form(token, known);
      const sort = sortOf(token.folded);
      seen.push({
        word,
        sort: sort ? `*${sort}` : word,
        letters: token.folded.length > 3 && token.looks !== '9' && token.looks !== 'X9' ? `^${token.folded}$` : '',
      });
    }
  }
  return seen;
}
