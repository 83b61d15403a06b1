/**
 * What was learnt of features: to each the classes that it speaks for or against, and how much. A feature's own is a string of
 * two characters a class, as a thousand features of a few bytes need no more room than they are written in.
 */
export interface Weights {
  of: ReadonlyMap<string, string>;
  /** What one step of a weight is worth. */
  step: number;
}

/** Characters that JSON writes as they are, enough for 57 classes; the one in the middle is nothing. */
const FIRST = 35;
export const STEPS = 28;
const NOTHING = FIRST + STEPS;

/** A class and its weight, -28 to 28, as two characters. */
export const written = (at: number, weight: number): string => String.fromCharCode(FIRST + at, NOTHING + weight);

/** Adds up what features say of each class. */
export function scores({ of, step }: Weights, features: readonly string[], classes: number): Float64Array {
  const sums = new Float64Array(classes);
  for (const feature of features) {
    const own = of.get(feature);
    if (!own) continue;
    for (let i = 0; i < own.length; i += 2) {
      const at = own.charCodeAt(i) - FIRST;
      sums[at] = (sums[at] as number) + own.charCodeAt(i + 1) - NOTHING;
    }
  }
  for (let at = 0; at < classes; at++) sums[at] = (sums[at] as number) * step;
  return sums;
}
