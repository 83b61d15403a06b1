import { type Candidate, type Weighed, weigh } from './evidence.ts';
import type { Searched } from './passages.ts';
import { readQuestion } from './question.ts';

/** A passage that answers, best of its section. */
export interface Answer {
  /** Of its section, with itself first: what may be quoted with it. */
  candidates: [Candidate, ...Candidate[]];
  /** How well it answers. Comparable between texts. */
  rank: number;
}

/** As much of a question as is read: nobody asks more in one sentence, and time stays bounded. */
export const LONGEST_QUESTION = 400;

const COUNTS = {
  bias: -0.33,
  coverage: 1.38,
  best: -0.97,
  matched: 0.4,
  elsewhere: -1.74,
  matter: 0.05,
  strays: -0.52,
  bindsOthers: -0.69,
  lacks: -2.15,
  precision: 0.49,
  score: 1.62,
  about: 2.15,
  scope: 1.0,
  unmet: -1.34,
  size: -1.53,
};

/** The passages of a text that answer a question, at most one a section, best first; none when the text doesn't say. */
export function search(said: string, text: Searched): Answer[] {
  const weighed = weigh(readQuestion(said.slice(0, LONGEST_QUESTION)), text);
  const sections = Map.groupBy(weighed.candidates, ({ passage }) => passage.place.index);
  const [first] = sections.values();
  if (!first?.[0] || sureness(first[0], weighed) <= 0) return [];
  return [...sections.values()].flatMap(([best, ...others]) =>
    best && sureness(best, weighed) > 0
      ? [{ candidates: [best, ...others], rank: best.score * weighed.present } as const]
      : [],
  ) as Answer[];
}

/** Whether the text says something on what was asked: how much of the question the passage covers, not how it scored. */
function sureness(candidate: Candidate, weighed: Weighed): number {
  const signs = signsOf(candidate, weighed);
  return (Object.keys(COUNTS) as (keyof typeof COUNTS)[]).reduce((sum, sign) => sum + COUNTS[sign] * signs[sign], 0);
}

/** What tells whether a passage answers at all; tests/bench/policy-fit.ts fits what each of them counts. */
export function signsOf(
  { evidence, matched, score }: Candidate,
  { total, absent, strays, scope, unmet, size }: Weighed,
): Record<keyof typeof COUNTS, number> {
  return {
    bias: 1,
    coverage: matched / total,
    best: evidence.best,
    matched: Math.min(1, matched),
    elsewhere: absent.elsewhere,
    matter: absent.matter,
    strays: strays ? 1 : 0,
    bindsOthers: evidence.bindsOthers,
    lacks: evidence.lacks,
    precision: evidence.precision,
    score: score / 10,
    about: Math.max(evidence.about, evidence.aboutTitle, evidence.aboutSection),
    scope,
    unmet,
    size: Math.log(size) / 5,
  };
}
