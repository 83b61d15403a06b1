/** Figures of a sample, in the unit of the sample. */
export interface Figures {
  p50: number;
  p95: number;
}

export function figures(sample: number[]): Figures {
  const sorted = sample.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
  return { p50: at(0.5), p95: at(0.95) };
}

/** How long something takes, in milliseconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

export const ms = (value: number): string => `${value.toFixed(1)} ms`;
