import { mayFollow, spansOf, TAGS, type Tagged } from './spans.ts';
import { scores, type Weights } from './weights.ts';

/** What was learnt about which words fill slots. */
export interface Spotting {
  weights: Weights;
  /** How well one tag follows another: [before][tag]; the last row is the beginning of a sentence. */
  follows: number[][];
}

const ALLOWED = [...TAGS, undefined].map((before) => TAGS.map((tag) => mayFollow(before, tag)));

/** The likeliest tags of a sentence's tokens (Viterbi). Tokens that speak of time fill nothing else. */
export function bestTags(
  features: string[][],
  inDate: boolean[],
  follows: number[][],
  scored: (own: string[]) => ArrayLike<number>,
): number[] {
  const n = TAGS.length;
  let before = new Float64Array(n).fill(Number.NEGATIVE_INFINITY);
  const cameFrom: Int8Array[] = [];
  for (const [i, own] of features.entries()) {
    const here = scored(own);
    const best = new Float64Array(n).fill(Number.NEGATIVE_INFINITY);
    const from = new Int8Array(n);
    for (let tag = 0; tag < n; tag++) {
      if (inDate[i] && tag !== 0) continue;
      if (i === 0) {
        if (ALLOWED[n]?.[tag]) best[tag] = (here[tag] as number) + (follows[n]?.[tag] ?? 0);
        continue;
      }
      for (let last = 0; last < n; last++) {
        if (!ALLOWED[last]?.[tag]) continue;
        const score = (before[last] as number) + (follows[last]?.[tag] ?? 0) + (here[tag] as number);
        if (score > (best[tag] as number)) {
          best[tag] = score;
          from[tag] = last;
        }
      }
    }
    before = best;
    cameFrom.push(from);
  }
  const tags: number[] = [];
  let tag = before.indexOf(Math.max(...before));
  for (let i = features.length - 1; i >= 0; i--) {
    tags[i] = tag;
    tag = cameFrom[i]?.[tag] ?? 0;
  }
  return tags;
}

export const spot = (features: string[][], inDate: boolean[], { weights, follows }: Spotting): Tagged[] =>
  spansOf(
    bestTags(features, inDate, follows, (own) => scores(weights, own, TAGS.length)).map((tag) => TAGS[tag] as string),
  );
