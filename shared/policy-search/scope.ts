import { lexicon, type Term } from './lexicon.ts';
import { questionsOnMatters, timesIn } from './matters.ts';
import { paragraphsOf } from './words/index.ts';

/** A word that was never seen counts as seen so often. */
const UNSEEN = 0.3;
/** What one word may say at most, and what all of them count as sure. */
const MOST = 2.5;
const SURE = 4;

interface Seen {
  questions: number;
  times: ReadonlyMap<Term, number>;
}

let seen: { here: Seen; elsewhere: Seen } | undefined;

/**
 * Whether a policy on ICT would answer at all, by the words alone: from -1 (surely asked of somebody else) to 1. Naive Bayes
 * over questions of ours.
 */
export function scopeOf(terms: ReadonlySet<Term>): number {
  seen ??= readQuestions();
  const { here, elsewhere } = seen;
  const { sortOf } = lexicon();
  const likely = ({ questions, times }: Seen, term: Term) => ((times.get(term) ?? 0) + UNSEEN) / (questions + 1);
  let odds = 0;
  for (const term of terms) {
    if (sortOf(term) === 'light') continue;
    odds += Math.max(-MOST, Math.min(MOST, Math.log(likely(here, term) / likely(elsewhere, term))));
  }
  return Math.max(-1, Math.min(1, odds / SURE));
}

function readQuestions(): { here: Seen; elsewhere: Seen } {
  const questions = paragraphsOf('elsewhere').flatMap((lines) => lines.flatMap((line) => line.split(' / ')));
  return { here: questionsOnMatters(), elsewhere: { questions: questions.length, times: timesIn(questions) } };
}
