import { stemmer } from 'stemmer';
import { wordsOf } from '../language/normalise.ts';
import { ELSEWHERE, LIGHT, NOTHING, SETTING } from './common-words.ts';
import { KINDS, OWN, SAME } from './thesaurus.ts';
import { paragraphsOf } from './words/index.ts';

/** A stem ("photograph"), or several that are one meaning ("memori stick"). */
export type Term = string;

/** How well a term finds another: the same meaning, one that goes with it, a kind of it. */
export const FINDS = { same: 0.9, near: 0.65, kind: 0.45 };

/** How much a word says about the matter of a question. */
export type Sort = 'light' | 'setting' | 'plain' | 'matter' | 'elsewhere';

/** What we know of words before we see any policy. */
export interface Lexicon {
  /** What each term finds beside itself. */
  related: ReadonlyMap<Term, ReadonlyMap<Term, number>>;
  /** Terms of several words, by their first word, the longest first. */
  phrases: ReadonlyMap<string, string[][]>;
  /** What is asked at schools, but hardly ever of a policy on ICT. */
  elsewhere: ReadonlySet<Term>;
  /** Words of which nothing is meant at all. */
  nothing: ReadonlySet<Term>;
  sortOf(term: Term): Sort;
}

/** "Break the rules", "break these rules", "breaking our rules": which of them it is says nothing. */
const ANY = new Set('a an the this that these those our any some'.split(' '));

/** The stems of a text in order, without articles and the like. */
export const stemsOf = (text: string): string[] =>
  wordsOf(text).flatMap(({ folded }) => (ANY.has(folded) ? [] : stemOf(folded)));

const MOST_STEMS = 20_000;
const stems = new Map<string, string>();

function stemOf(word: string): string {
  const known = stems.get(word);
  if (known !== undefined) return known;
  const stem = stemmer(irregular.get(word) ?? word);
  if (stems.size < MOST_STEMS) stems.set(word, stem);
  return stem;
}

/** Forms whose stem the rules of spelling don't give: each line the stem's word, then its forms. */
const irregular = new Map(
  `tell told, send sent, give gave given, keep kept, lose lost, steal stole stolen, break broke broken, take took taken,
  leave left leaving leaves, pay paid, bring brought, child children childs, write wrote written, sell sold, lend lent,
  see saw seen, find found, mean meant, say said, buy bought, choose chose chosen, hold held, speak spoke spoken,
  teach taught, know knew known, make made, go went gone, throw threw thrown, forget forgot forgotten, wear wore worn,
  discipline disciplinary disciplined, governor governing, mum mums mummy, dad dads daddy, they theyre, you youre`
    .split(',')
    .flatMap((line) => {
      const [form = '', ...others] = line.trim().split(/\s+/);
      return others.map((other) => [other, form] as const);
    }),
);

const linesOf = (text: string): string[] => text.trim().split('\n');
const termsOf = (text: string): Term[] => [
  ...new Set(
    text
      .split(',')
      .map((said) => stemsOf(said).join(' '))
      .filter(Boolean),
  ),
];

let read: Lexicon | undefined;

/** Reads the thesaurus, the first time it is needed. */
export function lexicon(): Lexicon {
  read ??= readLexicon();
  return read;
}

function readLexicon(): Lexicon {
  const related = new Map<Term, Map<Term, number>>();
  const relate = (term: Term, other: Term, how: number) => {
    const finds = related.get(term) ?? new Map<Term, number>();
    related.set(term, finds);
    if (term !== other) finds.set(other, Math.max(how, finds.get(other) ?? 0));
  };
  const relateAll = (lines: string[], how: number) => {
    for (const terms of lines.map(termsOf))
      for (const term of terms) for (const other of terms) relate(term, other, how);
  };
  relateAll(linesOf(SAME), FINDS.same);
  relateAll(paragraphsOf('near').flat(), FINDS.near);
  for (const [own, device] of OWN.whose.split(',').flatMap((own) => OWN.devices.split(',').map((one) => [own, one])))
    relateAll([`${own} ${device}, ${OWN.called}`], FINDS.same);
  for (const line of linesOf(KINDS)) {
    const [kind = '', things = ''] = line.split(':').map(termsOf);
    for (const thing of things) {
      const called = [...(related.get(thing) ?? [])].filter(([, how]) => how === FINDS.same).map(([other]) => other);
      for (const one of [thing, ...called]) {
        relate(kind[0] ?? '', one, FINDS.kind);
        relate(one, kind[0] ?? '', FINDS.kind);
      }
    }
  }
  const elsewhere = new Set(linesOf(ELSEWHERE).flatMap(termsOf));
  const light = new Set([...stemsOf(LIGHT.words), ...termsOf(LIGHT.phrases)]);
  const own = OWN.whose.split(',').flatMap((whose) => OWN.devices.split(',').map((device) => `${whose} ${device}`));
  const setting = new Set([...termsOf(SETTING), ...termsOf(OWN.devices), ...termsOf(own.join(','))]);
  return {
    related,
    phrases: phrasesAmong([...related.keys(), ...elsewhere, ...light]),
    elsewhere,
    nothing: new Set(stemsOf(NOTHING)),
    sortOf(term) {
      if (light.has(term) || /^\d+$/.test(term)) return 'light';
      if (setting.has(term)) return 'setting';
      if (related.has(term)) return 'matter';
      return elsewhere.has(term) ? 'elsewhere' : 'plain';
    },
  };
}

function phrasesAmong(terms: Term[]): Map<string, string[][]> {
  const phrases = [...new Set(terms)].map((term) => term.split(' ')).filter((words) => words.length > 1);
  return Map.groupBy(
    phrases.sort((a, b) => b.length - a.length),
    ([first = '']) => first,
  );
}
