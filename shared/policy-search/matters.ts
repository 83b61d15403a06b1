import { FINDS, lexicon, type Term } from './lexicon.ts';
import { termsIn } from './terms.ts';
import { paragraphsOf } from './words/index.ts';

/** How much a text is about each of our matters: a unit vector, the likeliest matters and the weight of each. */
export interface Matters {
  matters: Uint16Array;
  weights: Float64Array;
}

/** As many matters as a text may be about. */
const MOST = 10;

/**
 * What a question asks about, by naive Bayes over the questions of each matter: the terms of each, what has the same meaning
 * or goes with it, and less sure than Bayes is, since words come together.
 */
export function mattersAsked(terms: Iterable<Term>): Matters {
  const { counts, sizes } = asked();
  const odds = new Float64Array(sizes.length);
  for (const term of terms) {
    const seen = counts.get(term);
    if (!seen) continue;
    for (let matter = 0; matter < odds.length; matter++) {
      const likely = ((seen.in.get(matter) ?? 0) + SMOOTHED * seen.share) / ((sizes[matter] as number) + SMOOTHED);
      odds[matter] = (odds[matter] as number) + Math.log(likely / seen.share);
    }
  }
  const most = Math.max(...odds);
  return likeliest(odds, (score) => Math.exp(TEMPERED * (score - most)));
}

/** What a passage says something on, by the words that policies have for each matter; each term as much as it says of it. */
export function mattersSaid(terms: ReadonlyMap<Term, number>): Matters {
  const { having, rarity, count } = said();
  const scores = new Float64Array(count);
  for (const [term, worth] of withSubstitutes(terms, having)) {
    const by = worth * rarity(term);
    for (const { matter, weight } of having.get(term) ?? []) scores[matter] = (scores[matter] as number) + by * weight;
  }
  return likeliest(scores, (score) => Math.max(0, score) ** SHARPENED);
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

/** How much each matter is spoken of at most, in any of these passages. */
export function mostSaid(passages: Iterable<Matters>): ReadonlyMap<number, number> {
  const most = new Map<number, number>();
  for (const { matters, weights } of passages)
    matters.forEach((matter, i) => most.set(matter, Math.max(most.get(matter) ?? 0, weights[i] as number)));
  return most;
}

/** From 0 to 1: how much of what is asked about nothing is said on, where so much is said on each matter at most. */
export const unmetBy = ({ matters, weights }: Matters, most: ReadonlyMap<number, number>): number =>
  matters.reduce((sum, matter, i) => sum + (weights[i] as number) ** 2 * (1 - (most.get(matter) ?? 0)), 0);

function likeliest(scores: Float64Array, worth: (score: number) => number): Matters {
  const best = [...scores.entries()]
    .sort(([, a], [, b]) => b - a)
    .slice(0, MOST)
    .map(([matter, score]) => [matter, worth(score)] as const)
    .filter(([, weight]) => weight > 0);
  const length = Math.hypot(...best.map(([, weight]) => weight)) || 1;
  return {
    matters: Uint16Array.from(best, ([matter]) => matter),
    weights: Float64Array.from(best, ([, weight]) => weight / length),
  };
}

/** The list, each matter with what policies say of it and with its questions, as their terms. */
const read = once(() =>
  paragraphsOf('matters').map((lines) => {
    const isSaid = (line: string) => line.startsWith('>');
    return {
      said: timesIn(
        lines
          .filter(isSaid)
          .join(' ')
          .split(/[.,;:]/),
      ),
      asked: timesIn(lines.filter((line) => !isSaid(line)).flatMap((line) => line.split(' / '))),
      questions: lines.filter((line) => !isSaid(line)).flatMap((line) => line.split(' / ')).length,
    };
  }),
);

/** All our questions on every matter: how many there are, and how many have each term. */
export const questionsOnMatters = once(() => {
  const matters = read();
  const times = new Map<Term, number>();
  for (const { asked } of matters) for (const [term, n] of asked) times.set(term, (times.get(term) ?? 0) + n);
  return { questions: matters.reduce((sum, { questions }) => sum + questions, 0), times };
});

/** So many questions are taken for granted, of what all matters are asked about. */
const SMOOTHED = 3;
/** How sure Bayes may be. */
const TEMPERED = 0.3;
/** What a word counts in a question that has another of its meaning, and the words in which policies put it. */
const RELATED = 0.3;
const AS_SAID = 0.7;

const asked = once(() => {
  const { related } = lexicon();
  const matters = read();
  const all = new Map<Term, Map<number, number>>();
  const add = (term: Term, matter: number, times: number) => {
    const seen = all.get(term) ?? new Map<number, number>();
    all.set(term, seen);
    seen.set(matter, (seen.get(matter) ?? 0) + times);
  };
  const addAll = (term: Term, matter: number, times: number) => {
    add(term, matter, times);
    for (const [other, how] of related.get(term) ?? []) add(other, matter, times * how * RELATED);
  };
  matters.forEach(({ asked, said }, matter) => {
    for (const [term, times] of asked) addAll(term, matter, times);
    for (const term of said.keys()) addAll(term, matter, AS_SAID);
  });
  const sizes = matters.map(({ questions }) => questions + AS_SAID);
  const size = sizes.reduce((sum, one) => sum + one, 0);
  const shareOf = (seen: Map<number, number>) => [...seen.values()].reduce((sum, one) => sum + one, 0) / size;
  return { sizes, counts: new Map([...all].map(([term, seen]) => [term, { in: seen, share: shareOf(seen) }])) };
});

/** What the words of its questions count for what a policy says of a matter. */
const AS_ASKED = 0.35;
/** What a word counts that stands for one which no matter has. */
const INSTEAD = 0.7;
/** The likeliest stand out. */
const SHARPENED = 2;

const said = once(() => {
  const matters = read();
  const inMatters = new Map<Term, number>();
  for (const { said, asked } of matters)
    for (const term of new Set([...said.keys(), ...asked.keys()])) inMatters.set(term, (inMatters.get(term) ?? 0) + 1);
  const rarity = (term: Term) => Math.log(1 + matters.length / ((inMatters.get(term) ?? 0) + 0.5));
  const having = new Map<Term, { matter: number; weight: number }[]>();
  for (const [matter, { said, asked }] of matters.entries()) {
    const weights = new Map<Term, number>();
    const weigh = (term: Term, times: number, by: number) =>
      weights.set(term, Math.max(weights.get(term) ?? 0, by * (1 + Math.log(times)) * rarity(term)));
    for (const [term, times] of said) weigh(term, times, 1);
    for (const [term, times] of asked) weigh(term, times, AS_ASKED);
    const length = Math.hypot(...weights.values());
    for (const [term, weight] of weights) {
      const list = having.get(term) ?? [];
      list.push({ matter, weight: weight / length });
      having.set(term, list);
    }
  }
  return { count: matters.length, rarity, having };
});

function withSubstitutes(terms: ReadonlyMap<Term, number>, has: ReadonlyMap<Term, unknown>): Map<Term, number> {
  const all = new Map<Term, number>();
  const add = (term: Term, worth: number) => all.set(term, Math.max(all.get(term) ?? 0, worth));
  for (const [term, worth] of terms) {
    if (has.has(term)) add(term, worth);
    else
      for (const [other, how] of lexicon().related.get(term) ?? [])
        if (how >= FINDS.near && has.has(other)) add(other, worth * INSTEAD * how);
  }
  return all;
}

/** How many of these texts have each term. */
export function timesIn(texts: string[]): Map<Term, number> {
  const times = new Map<Term, number>();
  for (const text of texts) for (const term of termsIn(text)) times.set(term, (times.get(term) ?? 0) + 1);
  return times;
}

/** Made the first time it is needed. */
function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
