import type { StoredModel } from '../model.ts';
import { stored } from './stored.ts';

interface Labelled {
  features: string[];
  label: string;
}

/** Learnt so many times, in another order each time, and averaged: which order it was makes half a per cent. */
const TIMES = 3;
const ROUNDS = 10;
/** Weights are the average of those after each round from this one on: what the last sentences happened to be matters less. */
const AVERAGED_FROM = 3;
const RATE = 0.5;
const DECAY = 1e-4;
/** A feature of fewer examples says nothing that will be seen again. */
const SEEN_FROM = 30;
/** This share of a sentence's features is covered each time, so that no class rests on one word alone. */
const COVERED = 0.6;

/** Learns which class features speak for: multinomial logistic regression, by stochastic gradient descent with AdaGrad. */
export function regression(examples: Labelled[], roll: () => number): StoredModel['classifying'] {
  const classes = [...new Set(examples.map(({ label }) => label))].toSorted();
  const counts = new Map<string, number>();
  for (const { features } of examples)
    for (const feature of features) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  const index = new Map([...counts].filter(([, n]) => n >= SEEN_FROM).map(([feature], i) => [feature, i] as const));
  const n = classes.length;
  const weights = new Float64Array(index.size * n);
  const squares = new Float64Array(index.size * n);
  const sparse = examples.map(({ features, label }) => ({
    own: Uint32Array.from(features.flatMap((feature) => index.get(feature) ?? [])),
    length: Math.sqrt(features.length || 1),
    right: classes.indexOf(label),
  }));
  const sums = new Float64Array(index.size * n);
  const odds = new Float64Array(n);
  for (let round = 0; round < TIMES * ROUNDS; round++) {
    if (round % ROUNDS === 0) {
      weights.fill(0);
      squares.fill(0);
    }
    for (let i = sparse.length - 1; i > 0; i--) {
      const j = Math.floor(roll() * (i + 1));
      [sparse[i], sparse[j]] = [sparse[j] as (typeof sparse)[0], sparse[i] as (typeof sparse)[0]];
    }
    for (const { own: all, length: full, right } of sparse) {
      const own = all.filter(() => roll() >= COVERED);
      const length = full * Math.sqrt(1 - COVERED);
      odds.fill(0);
      for (const feature of own)
        for (let c = 0; c < n; c++) odds[c] = (odds[c] as number) + (weights[feature * n + c] as number);
      const most = Math.max(...odds) / length;
      let sum = 0;
      for (let c = 0; c < n; c++) sum += odds[c] = Math.exp((odds[c] as number) / length - most);
      for (let c = 0; c < n; c++) {
        const slope = ((odds[c] as number) / sum - (c === right ? 1 : 0)) / length;
        if (Math.abs(slope) < 1e-4) continue;
        for (const feature of own) {
          const at = feature * n + c;
          const down = slope + DECAY * (weights[at] as number);
          squares[at] = (squares[at] as number) + down * down;
          weights[at] = (weights[at] as number) - (RATE * down) / Math.sqrt((squares[at] as number) + 1e-8);
        }
      }
    }
    if (round % ROUNDS >= AVERAGED_FROM)
      for (let at = 0; at < sums.length; at++) sums[at] = (sums[at] as number) + (weights[at] as number);
  }
  const average = sums.map((sum) => sum / (TIMES * (ROUNDS - AVERAGED_FROM)));
  const found = new Map([...index].map(([feature, i]) => [feature, average.subarray(i * n, (i + 1) * n)] as const));
  return { classes, ...stored(found) };
}
