import { type Passage, quote } from '../passages.ts';
import type { Reading } from '../structure.ts';

/** Something in a policy that its owner should look at before people are asked to agree to it. */
export interface LintFinding {
  /** Which rule found it: 'school-names'. */
  rule: string;
  /** An error makes the text wrong or unreadable for those who agree to it; a warning makes it weak, stale or unclear. */
  severity: 'error' | 'warning';
  place: {
    /** The section's number and title, or 'Front page' or 'Contents'. */
    section: string;
    /** The words in question, as they stand there. */
    quote: string;
  };
  /** One or two plain sentences: what is wrong, and what to do. */
  message: string;
}

/** What a rule looks at. */
interface Inspected {
  reading: Reading;
  passages: Passage[];
  /** ISO date. */
  today: string;
}

/** Finds one kind of mistake. A rule would rather miss one than report what is right. */
export type Rule = (inspected: Inspected) => LintFinding[];

/** The words of a passage from `start` to `end`, with as much around them as helps to find them. */
export function at(passage: Passage, start = 0, end = passage.text.length): LintFinding['place'] {
  return { section: passage.place, quote: quote(passage.text, start, end) };
}

/** "A", "A and B", "A, B and 4 more". */
export function listed(things: string[], most = 3): string {
  const shown = things.slice(0, things.length > most ? most : things.length);
  const rest = things.length - shown.length;
  const all = rest > 0 ? [...shown, `${rest} more`] : shown;
  return all.length < 2 ? (all[0] ?? '') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
}

/** Sections in which something occurs, once each, for a sentence. */
export function placesOf(passages: Passage[]): string {
  return listed([...new Set(passages.map(({ place }) => `"${place}"`))]);
}

/** Passages that say something to those who agree: not the front page, not the contents. */
export function bodyOf(passages: Passage[]): Passage[] {
  return passages.filter(({ section }) => section >= 0);
}
