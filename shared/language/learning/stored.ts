import type { StoredWeights } from '../model.ts';
import { STEPS, written } from '../weights.ts';

/** The few that are larger than nearly all others are no larger than this share of them. */
const CLIPPED_AT = 0.998;

/** In steps: what weighs less says next to nothing, and there is much of it. */
const FAINT = 5;

/** Weights in whole steps, as they are written; those that say next to nothing are left out. */
export function stored(weights: ReadonlyMap<string, ArrayLike<number>>): StoredWeights {
  const sizes = [...weights.values()]
    .flatMap((own) => Array.from(own, Math.abs).filter(Boolean))
    .toSorted((a, b) => a - b);
  const step = Number(((sizes[Math.floor(sizes.length * CLIPPED_AT)] ?? 1) / STEPS).toPrecision(6));
  const kept: [string, string][] = [];
  for (const [feature, own] of weights) {
    let said = '';
    for (let at = 0; at < own.length; at++) {
      const n = Math.max(-STEPS, Math.min(STEPS, Math.round((own[at] as number) / step)));
      if (Math.abs(n) >= FAINT) said += written(at, n);
    }
    if (said) kept.push([feature, said]);
  }
  return { step, weights: Object.fromEntries(kept.toSorted(([a], [b]) => (a < b ? -1 : 1))) };
}
