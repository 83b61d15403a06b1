/**
 * Fits what each piece of evidence counts (shared/policy-search/evidence.ts), and each sign that a text says anything at all
 * (search.ts), to the tuned questions, and prints both. `node tests/bench/policy-fit.ts`, after the thesaurus has changed.
 * The ranking is fitted as a choice among all passages of the text, the signs by logistic regression; both are told how well
 * they do on fifths of the tuned questions that they weren't fitted to.
 */
import { existsSync } from 'node:fs';
import { type Candidate, KINDS_OF_EVIDENCE as KINDS, weigh } from '../../shared/policy-search/evidence.ts';
import { prepare } from '../../shared/policy-search/index.ts';
import { readQuestion } from '../../shared/policy-search/question.ts';
import { signsOf } from '../../shared/policy-search/search.ts';
import { DOCUMENTS, type DocumentName, type Question, questionsOf, textOf } from '../policy-search/questions.ts';

interface Choice {
  question: Question;
  /** Of each candidate its evidence, as numbers, and whether it is the passage that was meant. */
  options: { evidence: number[]; isRight: boolean; section: number; candidate: Candidate }[];
  weighed: ReturnType<typeof weigh>;
}

const FOLDS = 5;
const STEPS = 150;
/** How strongly counts are held near nothing: few questions can't tell much about many counts. */
const HELD = 0.004;

async function choices(): Promise<Choice[]> {
  const names = (Object.keys(DOCUMENTS) as DocumentName[]).filter((name) => existsSync(DOCUMENTS[name]));
  const found = await Promise.all(
    names.map(async (name) => {
      const text = await textOf(name);
      const prepared = prepare(text);
      return questionsOf(name, text)
        .filter(({ heldOut }) => !heldOut)
        .map((question): Choice => {
          const weighed = weigh(readQuestion(question.text), prepared);
          const options = weighed.candidates.map((candidate) => {
            const { place, statement } = candidate.passage;
            const isMeant = question.words.some((word) => statement.text.toLowerCase().includes(word.toLowerCase()));
            const isThere = question.sections.includes(place.index);
            return {
              evidence: KINDS.map((kind) => candidate.evidence[kind]),
              isRight: isThere && (isMeant || !question.words.length),
              section: place.index,
              candidate,
            };
          });
          return { question, options, weighed };
        });
    }),
  );
  return found.flat();
}

const dot = (weights: number[], of: number[]): number => {
  let sum = 0;
  for (let i = 0; i < of.length; i++) sum += (weights[i] ?? 0) * (of[i] ?? 0);
  return sum;
};

/** Adam, as it stands in the paper: steps along a gradient, whatever its scale. */
function climb(size: number, gradient: (weights: number[]) => number[]): number[] {
  const weights: number[] = Array(size).fill(0);
  const mean = [...weights];
  const square = [...weights];
  for (let step = 1; step <= STEPS; step++) {
    const slope = gradient(weights);
    for (let i = 0; i < size; i++) {
      const value = (slope[i] ?? 0) - HELD * (weights[i] ?? 0);
      mean[i] = 0.9 * (mean[i] ?? 0) + 0.1 * value;
      square[i] = 0.99 * (square[i] ?? 0) + 0.01 * value ** 2;
      const by = ((mean[i] ?? 0) / (1 - 0.9 ** step) / (Math.sqrt((square[i] ?? 0) / (1 - 0.99 ** step)) + 1e-8)) * 0.1;
      weights[i] = (weights[i] ?? 0) + by;
    }
  }
  return weights;
}

/** The counts that make the passages which were meant the likeliest to be chosen. */
function fitRanking(from: Choice[]): number[] {
  const asked = from.filter(({ options }) => options.some(({ isRight }) => isRight));
  return climb(KINDS.length, (weights) => {
    const slope: number[] = Array(KINDS.length).fill(0);
    for (const { options } of asked) {
      const scores = options.map(({ evidence }) => dot(weights, evidence));
      const most = Math.max(...scores);
      const likely = scores.map((score) => Math.exp(score - most));
      const all = likely.reduce((sum, value) => sum + value, 0);
      const right = likely.reduce((sum, value, i) => sum + (options[i]?.isRight ? value : 0), 0) + 1e-12;
      for (let at = 0; at < options.length; at++) {
        const { evidence, isRight } = options[at] as Choice['options'][number];
        const share = ((isRight ? (likely[at] ?? 0) / right : 0) - (likely[at] ?? 0) / all) / asked.length;
        for (let i = 0; i < slope.length; i++) slope[i] = (slope[i] ?? 0) + share * (evidence[i] ?? 0);
      }
    }
    return slope;
  });
}

const bestOf = (weights: number[], { options }: Choice) =>
  options
    .map((option) => ({ ...option, score: dot(weights, option.evidence) }))
    .reduce<undefined | ((typeof options)[number] & { score: number })>(
      (best, one) => (best && best.score >= one.score ? best : one),
      undefined,
    );

const rightSection = (weights: number[], of: Choice[]): number =>
  of.filter((choice) => choice.question.sections.includes(bestOf(weights, choice)?.section ?? -1)).length / of.length;

interface Said {
  signs: number[];
  says: boolean;
}

/** What the best passage looks like where the text says something, and where it doesn't. */
function saidBy(ranking: number[], of: Choice[]): Said[] {
  return of.flatMap((choice) => {
    const best = bestOf(ranking, choice);
    if (!best) return [];
    const signs = Object.values(signsOf({ ...best.candidate, score: best.score }, choice.weighed));
    return [{ signs, says: choice.question.sections.length > 0 }];
  });
}

/** Being silent where the text says something is so much worse than quoting where it doesn't: a quote can be judged. */
const SILENCE = 1.8;

/** Both kinds weigh the same, however many there are, but for SILENCE. */
function fitSigns(from: Said[]): number[] {
  const counts = { true: from.filter(({ says }) => says).length, false: from.filter(({ says }) => !says).length };
  const size = from[0]?.signs.length ?? 0;
  return climb(size, (weights) => {
    const slope: number[] = Array(size).fill(0);
    for (const { signs, says } of from) {
      const worth = says ? SILENCE : 1;
      const off = (worth * ((says ? 1 : 0) - 1 / (1 + Math.exp(-dot(weights, signs))))) / (2 * counts[`${says}`]);
      for (let i = 0; i < size; i++) slope[i] = (slope[i] ?? 0) + off * (signs[i] ?? 0);
    }
    return slope;
  });
}

const tell = (title: string, names: string[], counts: number[]): void =>
  console.log([title, ...names.map((name, i) => `  ${name}: ${(counts[i] ?? 0).toFixed(2)},`)].join('\n'));

const all = await choices();
const some = all.find(({ options }) => options.length) as Choice;
const answered = all.filter(({ question }) => question.sections.length);
const scores = Array.from({ length: FOLDS }, (_, fold) => {
  const within = (one: Choice) => all.indexOf(one) % FOLDS === fold;
  const ranking = fitRanking(answered.filter((one) => !within(one)));
  const signs = fitSigns(
    saidBy(
      ranking,
      all.filter((one) => !within(one)),
    ),
  );
  const judged = saidBy(ranking, all.filter(within)).map(({ signs: of, says }) => ({
    says,
    right: dot(signs, of) > 0 === says,
  }));
  const share = (says: boolean) =>
    judged.filter((one) => one.says === says && one.right).length / judged.filter((one) => one.says === says).length;
  return [rightSection(ranking, answered.filter(within)), share(true), share(false)];
});
const mean = (at: number) => ((100 * scores.reduce((sum, one) => sum + (one[at] ?? 0), 0)) / FOLDS).toFixed(0);
console.log(`On fifths not fitted to: right section ${mean(0)} %, says ${mean(1)} %, doesn't say ${mean(2)} %`);
const ranking = fitRanking(answered);
tell('evidence', KINDS, ranking);
const { candidate } = some.options[0] as Choice['options'][number];
tell('signs', Object.keys(signsOf(candidate, some.weighed)), fitSigns(saidBy(ranking, all)));
