import type { Section, Statement } from '../agreements/index.ts';
import type { Searched } from './passages.ts';
import { quoteOf } from './quote.ts';
import { search } from './search.ts';

/** A passage of a policy that answers a question, in the school's own words. */
export interface Passage<T> {
  /** Where it was found. */
  from: T;
  section: Section;
  quote: Statement[];
}

/** A second passage is shown when it is nearly as sure as the first. */
const NEARLY = 0.85;
const MOST = 2;

/**
 * What these texts say on a question: one passage, or two when both bear on it, the surer first; none when they don't say.
 * What two texts say in the same words is said once.
 */
export function answer<T extends { text: Searched }>(question: string, texts: T[]): Passage<T>[] {
  const answers = texts
    .flatMap((from) => search(question, from.text).map((found) => ({ from, ...found })))
    .sort((a, b) => b.rank - a.rank);
  const [best] = answers;
  if (!best) return [];
  const passages: Passage<T>[] = [];
  const said = new Set<string>();
  for (const { from, candidates, rank } of answers) {
    const quote = quoteOf(candidates);
    const words = quote.map(({ text }) => text).join(' ');
    if (rank < best.rank * NEARLY || said.has(words)) continue;
    said.add(words);
    passages.push({ from, section: candidates[0].passage.place.section, quote });
    if (passages.length === MOST) break;
  }
  return passages;
}
