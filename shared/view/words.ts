/**
 * Characters that steer the text around them instead of standing in it: control characters, and those that embed or
 * override a writing direction, with which a name could turn the words after it round.
 */
const STEERING = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

/** The lines of a text, as people see them: without empty ones, and without characters that steer what comes after. */
export const linesOf = (text: string): string[] =>
  text
    .toWellFormed()
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => line.replaceAll('\t', ' ').replace(STEERING, '').trim())
    .filter(Boolean);

/** A text where only one line fits: a button, a label. */
export const oneLine = (text: string): string => linesOf(text).join(' ');

/** How much is done, from 0 to 100. It is 0 or 100 only when that is exact. */
export function percentOf({ done, total }: { done: number; total: number }): number {
  const share = total > 0 ? Math.min(Math.max(done / total, 0), 1) : 0;
  return share === 0 || share === 1 ? share * 100 : Math.min(Math.max(Math.round(share * 100), 1), 99);
}
