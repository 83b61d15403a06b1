import { FINDS, lexicon, type Term } from './lexicon.ts';
import { termsIn } from './terms.ts';
import { paragraphsOf } from './words/index.ts';

/** How much a text is about each of our matters: a unit vector, the likeliest matters and the weight of each. */
export interface Matters {
  matters: Uint16Array;
  weights: Float64Array;
}

/** A matter is asked about in other words than it is put down in. */
type Side = 'asked' | 'said';

/** As many matters as a text may be about. */
const MOST = 10;
/** What a matter's words of the other side count. */
const FROM_OTHER_SIDE = { asked: 0.5, said: 0.35 };
/** What a word counts that stands for one which no matter has. */
const INSTEAD = 0.7;
/** The likeliest stand out. */
const SHARPENED = 2;

interface Known {
  count: number;
  rarity: (term: Term) => number;
  /** Of each term the matters that have it, and its weight there. */
  having: Record<Side, ReadonlyMap<Term, { matter: number; weight: number }[]>>;
}

let known: Known | undefined;

/** The matters that a question asks about, or that a passage says something on. */
export function mattersOf(terms: Iterable<Term>, side: Side): Matters {
  known ??= readMatters();
  const scores = new Float64Array(known.count);
  for (const [term, worth] of withSubstitutes(terms, known.having[side])) {
    const by = worth * known.rarity(term);
    for (const { matter, weight } of known.having[side].get(term) ?? [])
      scores[matter] = (scores[matter] ?? 0) + by * weight;
  }
  const likeliest = [...scores.entries()]
    .filter(([, score]) => score > 0)
    .sort(([, a], [, b]) => b - a)
    .slice(0, MOST);
  const weights = unit(likeliest.map(([, score]) => score ** SHARPENED));
  return { matters: Uint16Array.from(likeliest, ([matter]) => matter), weights: Float64Array.from(weights) };
}

/** From 0 to 1: how much each of many texts is about the same matters as this one. */
export function likenessTo(one: Matters): (other: Matters) => number {
  const weightOf = new Map([...one.matters].map((matter, i) => [matter, one.weights[i] ?? 0]));
  return ({ matters, weights }) => {
    let likeness = 0;
    for (let i = 0; i < matters.length; i++)
      likeness += (weights[i] as number) * (weightOf.get(matters[i] as number) ?? 0);
    return likeness;
  };
}

function withSubstitutes(terms: Iterable<Term>, has: ReadonlyMap<Term, unknown>): Map<Term, number> {
  const all = new Map<Term, number>();
  for (const term of terms) {
    if (has.has(term)) all.set(term, 1);
    else
      for (const [other, how] of lexicon().related.get(term) ?? [])
        if (how >= FINDS.near && has.has(other)) all.set(other, Math.max(all.get(other) ?? 0, INSTEAD * how));
  }
  return all;
}

function readMatters(): Known {
  const matters = paragraphsOf('matters').map((lines) => {
    const [said, asked] = [lines.filter((line) => line.startsWith('>')), lines.filter((line) => !line.startsWith('>'))];
    return { said: timesIn(said.join(' ').split(/[.,;:]/)), asked: timesIn(asked.join(' / ').split(' / ')) };
  });
  const inMatters = new Map<Term, number>();
  for (const { said, asked } of matters)
    for (const term of new Set([...said.keys(), ...asked.keys()])) inMatters.set(term, (inMatters.get(term) ?? 0) + 1);
  const rarity = (term: Term) => Math.log(1 + matters.length / ((inMatters.get(term) ?? 0) + 0.5));

  const having = (side: Side, other: Side) => {
    const all = new Map<Term, { matter: number; weight: number }[]>();
    for (const [matter, words] of matters.entries()) {
      const weights = new Map<Term, number>();
      const weigh = (term: Term, times: number, by: number) =>
        weights.set(term, Math.max(weights.get(term) ?? 0, by * (1 + Math.log(times)) * rarity(term)));
      for (const [term, times] of words[side]) weigh(term, times, 1);
      for (const [term, times] of words[other]) weigh(term, times, FROM_OTHER_SIDE[side]);
      const length = Math.hypot(...weights.values());
      for (const [term, weight] of weights) {
        const list = all.get(term) ?? [];
        list.push({ matter, weight: weight / length });
        all.set(term, list);
      }
    }
    return all;
  };
  return {
    count: matters.length,
    rarity,
    having: { asked: having('asked', 'said'), said: having('said', 'asked') },
  };
}

/** How many of these texts have each term. */
export function timesIn(texts: string[]): Map<Term, number> {
  const times = new Map<Term, number>();
  for (const text of texts) for (const term of termsIn(text)) times.set(term, (times.get(term) ?? 0) + 1);
  return times;
}

function unit(values: number[]): number[] {
  const length = Math.hypot(...values) || 1;
  return values.map((value) => value / length);
}
