import { stemsOf, type Term } from './lexicon.ts';
import { TOPICS } from './matters.ts';

/** How much a text is about each of our topics: a unit vector, the topics that it has and the weight of each. */
export interface Topics {
  topics: Uint16Array;
  weights: Float64Array;
}

/** A word of more topics than this tells nothing. */
const MOST = 40;
/** The more topics a word has, the less it says of each; several words of one topic say more than each alone. */
const SPREAD = 0.7;
const TOGETHER = 1.5;

const LINES = TOPICS.trim().split('\n');
const ALL = LINES.length;

let linesOf: Map<Term, number[]> | undefined;

function topicsWith(term: Term): number[] {
  if (!linesOf) {
    linesOf = new Map();
    for (const [line, words] of LINES.entries())
      for (const word of new Set(words.split(',').flatMap(stemsOf)))
        linesOf.set(word, [...(linesOf.get(word) ?? []), line]);
  }
  return linesOf.get(term) ?? [];
}

export function topicsOf(terms: Iterable<Term>): Topics {
  const found = new Map<number, number>();
  for (const term of terms) {
    const topics = topicsWith(term);
    if (topics.length > MOST) continue;
    for (const topic of topics) found.set(topic, (found.get(topic) ?? 0) + 1 / topics.length ** SPREAD);
  }
  const weights = Float64Array.from(found.values(), (weight) => weight ** TOGETHER);
  const length = Math.hypot(...weights) || 1;
  return { topics: Uint16Array.from(found.keys()), weights: weights.map((weight) => weight / length) };
}

/** From 0 to 1: how much each of many texts is about the same as this one. */
export function likenessTo(one: Topics): (other: Topics) => number {
  const weightOf = new Float64Array(ALL);
  for (let i = 0; i < one.topics.length; i++) weightOf[one.topics[i] as number] = one.weights[i] as number;
  return ({ topics, weights }) => {
    let likeness = 0;
    for (let i = 0; i < topics.length; i++)
      likeness += (weights[i] as number) * (weightOf[topics[i] as number] as number);
    return likeness;
  };
}
