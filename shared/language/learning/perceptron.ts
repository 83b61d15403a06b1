import type { StoredModel } from '../model.ts';
import { TAGS } from '../spans.ts';
import { bestTags } from '../spot.ts';
import { stored } from './stored.ts';

interface Tagged {
  features: string[][];
  inDate: boolean[];
  tags: number[];
}

const ROUNDS = 6;

/**
 * Learns which tag a token has, with the averaged structured perceptron (Collins 2002): where the best tags of a sentence
 * aren't the right ones, what spoke for the wrong ones weighs less and what spoke for the right ones more.
 */
export function perceptron(examples: Tagged[], roll: () => number): StoredModel['spotting'] {
  const n = TAGS.length;
  const weights = new Map<string, Float64Array>();
  /** Each change times when it was made: what makes the average. */
  const sums = new Map<string, Float64Array>();
  const follows = Array.from({ length: n + 1 }, () => new Array<number>(n).fill(0));
  const followSums = follows.map((row) => row.map(() => 0));
  let step = 1;
  const rowOf = (rows: Map<string, Float64Array>, feature: string) => {
    const row = rows.get(feature) ?? new Float64Array(n);
    rows.set(feature, row);
    return row;
  };
  const add = (feature: string, tag: number, by: number) => {
    const [own, sum] = [rowOf(weights, feature), rowOf(sums, feature)];
    own[tag] = (own[tag] as number) + by;
    sum[tag] = (sum[tag] as number) + by * step;
  };
  const scored = (own: string[]) => {
    const all = new Float64Array(n);
    for (const feature of own) {
      const row = weights.get(feature);
      if (row) for (let tag = 0; tag < n; tag++) all[tag] = (all[tag] as number) + (row[tag] as number);
    }
    return all;
  };
  const addFollow = (before: number, tag: number, by: number) => {
    (follows[before] as number[])[tag] = (follows[before]?.[tag] ?? 0) + by;
    (followSums[before] as number[])[tag] = (followSums[before]?.[tag] ?? 0) + by * step;
  };
  const order = examples.map((_, i) => i);
  for (let round = 0; round < ROUNDS; round++) {
    for (let i = order.length - 1; i > 0; i--) {
      const j = Math.floor(roll() * (i + 1));
      [order[i], order[j]] = [order[j] as number, order[i] as number];
    }
    for (const which of order) {
      const { features, inDate, tags } = examples[which] as Tagged;
      const guess = bestTags(features, inDate, follows, scored);
      for (const [i, tag] of tags.entries()) {
        const wrong = guess[i] as number;
        if (wrong !== tag)
          for (const feature of features[i] as string[]) {
            add(feature, tag, 1);
            add(feature, wrong, -1);
          }
        const [before, guessed] = i === 0 ? [n, n] : [tags[i - 1] as number, guess[i - 1] as number];
        if (wrong !== tag || before !== guessed) {
          addFollow(before, tag, 1);
          addFollow(guessed, wrong, -1);
        }
      }
      step++;
    }
  }
  const averaged = new Map(
    [...weights].map(([feature, own]) => {
      const sum = sums.get(feature) as Float64Array;
      return [feature, own.map((value, tag) => value - (sum[tag] as number) / step)] as const;
    }),
  );
  const average = follows.map((row, i) =>
    row.map((value, tag) => Math.round((value - (followSums[i]?.[tag] ?? 0) / step) * 100) / 100),
  );
  return { ...stored(averaged), follows: average };
}
