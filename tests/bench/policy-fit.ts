/**
 * Fits what each piece of evidence counts (shared/policy-search/evidence.ts), and each sign that a text says anything at all
 * (search.ts), to the tuned questions, and prints both. `node tests/bench/policy-fit.ts`, after the thesaurus has changed.
 * The ranking is fitted as a choice among all passages of the text, the signs by logistic regression. How well they do is
 * told of each document with what was fitted to the others.
 *
 * Few questions that a policy doesn't answer are written down, and the hard ones are those that it nearly answers. So each
 * question is also asked of its document without the sections that answer it.
 */
import { existsSync } from 'node:fs';
import type { AgreementText } from '../../shared/agreements/index.ts';
import { KINDS_OF_EVIDENCE as KINDS, type Weighed, weigh } from '../../shared/policy-search/evidence.ts';
import { prepare, type Searched } from '../../shared/policy-search/passages.ts';
import { readQuestion } from '../../shared/policy-search/question.ts';
import { signsOf } from '../../shared/policy-search/search.ts';
import { DOCUMENTS, type DocumentName, type Question, questionsOf, textOf } from '../policy-search/questions.ts';

const STEPS = 150;
/** How strongly counts are held near nothing: few questions can't tell much about many counts. */
const HELD = 0.004;

/** What an answer is worth, what silence where the text says nothing, and where it did before its answer was taken away. */
const WORTH = { says: 2.6, unsaid: 0.65, taken: 0.35 };

interface Choice {
  document: DocumentName;
  sections: number[];
  kind: keyof typeof WORTH;
  /** Of each candidate its evidence, and whether it is the passage that was meant. */
  options: { evidence: Float64Array; isRight: boolean }[];
  weighed: Weighed;
}

function choiceOf(document: DocumentName, text: Searched, question: Question, kind: Choice['kind']): Choice {
  const weighed = weigh(readQuestion(question.text), text);
  const meant = weighed.candidates.map(({ passage: { place, statement } }) => {
    const has = (word: string) => statement.text.toLowerCase().includes(word.toLowerCase());
    const isThere = kind === 'says' && question.sections.includes(place.index);
    return isThere ? (question.words.length ? question.words.filter(has).length : 1) : 0;
  });
  const most = Math.max(1, ...meant);
  const options = weighed.candidates.map(({ evidence }, i) => ({
    evidence: Float64Array.from(KINDS, (kind) => evidence[kind]),
    // Whatever has as many of the decisive words as any.
    isRight: meant[i] === most,
  }));
  return { document, sections: question.sections, kind, options, weighed };
}

/** The text as if it said nothing on what these sections say. */
const without = (text: AgreementText, sections: number[]): AgreementText => ({
  ...text,
  sections: text.sections.filter((_, index) => !sections.includes(index)),
});

async function choices(): Promise<Choice[]> {
  const names = (Object.keys(DOCUMENTS) as DocumentName[]).filter((name) => existsSync(DOCUMENTS[name]));
  const found = await Promise.all(
    names.map(async (name) => {
      const text = await textOf(name);
      const prepared = prepare(text);
      const asked = questionsOf(name, text).filter(({ heldOut }) => !heldOut);
      const answered = Map.groupBy(
        asked.filter(({ sections }) => sections.length),
        ({ sections }) => sections.join(),
      );
      const taken = [...answered.values()].flatMap((questions) => {
        const rest = prepare(without(text, questions[0]?.sections ?? []));
        return questions.map((question) => choiceOf(name, rest, question, 'taken'));
      });
      return [...asked.map((one) => choiceOf(name, prepared, one, one.sections.length ? 'says' : 'unsaid')), ...taken];
    }),
  );
  return found.flat();
}

function dot(weights: ArrayLike<number>, of: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < of.length; i++) sum += (weights[i] as number) * (of[i] as number);
  return sum;
}

/** Adam, as it stands in the paper: steps along a gradient, whatever its scale. */
function climb(size: number, gradient: (weights: Float64Array) => Float64Array): Float64Array {
  const weights = new Float64Array(size);
  const mean = new Float64Array(size);
  const square = new Float64Array(size);
  for (let step = 1; step <= STEPS; step++) {
    const slope = gradient(weights);
    for (let i = 0; i < size; i++) {
      const value = (slope[i] as number) - HELD * (weights[i] as number);
      mean[i] = 0.9 * (mean[i] as number) + 0.1 * value;
      square[i] = 0.99 * (square[i] as number) + 0.01 * value ** 2;
      const spread = Math.sqrt((square[i] as number) / (1 - 0.99 ** step)) + 1e-8;
      weights[i] = (weights[i] as number) + (((mean[i] as number) / (1 - 0.9 ** step)) * 0.1) / spread;
    }
  }
  return weights;
}

const add = (to: Float64Array, by: number, of: ArrayLike<number>): void => {
  for (let i = 0; i < to.length; i++) to[i] = (to[i] as number) + by * (of[i] as number);
};

/** The counts that make the passages which were meant the likeliest to be chosen. */
function fitRanking(from: Choice[]): Float64Array {
  const asked = from.filter(({ options }) => options.some(({ isRight }) => isRight));
  return climb(KINDS.length, (weights) => {
    const slope = new Float64Array(KINDS.length);
    for (const { options } of asked) {
      const scores = options.map(({ evidence }) => dot(weights, evidence));
      const most = Math.max(...scores);
      const likely = scores.map((score) => Math.exp(score - most));
      const all = likely.reduce((sum, value) => sum + value, 0);
      const right = likely.reduce((sum, value, i) => sum + (options[i]?.isRight ? value : 0), 0) + 1e-12;
      options.forEach(({ evidence, isRight }, i) => {
        const share = (isRight ? (likely[i] as number) / right : 0) - (likely[i] as number) / all;
        add(slope, share / asked.length, evidence);
      });
    }
    return slope;
  });
}

/** The candidate that these counts put first, with what it would score. */
function bestOf(weights: Float64Array, { options, weighed }: Choice) {
  const scores = options.map(({ evidence }) => dot(weights, evidence));
  const score = Math.max(...scores);
  const candidate = weighed.candidates[scores.indexOf(score)];
  return candidate && { ...candidate, score };
}

/** What the best passage looks like. */
function signsOfBest(ranking: Float64Array, choice: Choice): number[] | undefined {
  const best = bestOf(ranking, choice);
  return best && Object.values(signsOf(best, choice.weighed));
}

/** Each kind weighs what it is worth, however many there are of it. */
function fitSigns(ranking: Float64Array, from: Choice[]): Float64Array {
  const seen = from.flatMap((choice) => {
    const signs = signsOfBest(ranking, choice);
    return signs ? [{ signs, kind: choice.kind }] : [];
  });
  const counts = Map.groupBy(seen, ({ kind }) => kind);
  const size = seen[0]?.signs.length ?? 0;
  return climb(size, (weights) => {
    const slope = new Float64Array(size);
    for (const { signs, kind } of seen) {
      const off = (kind === 'says' ? 1 : 0) - 1 / (1 + Math.exp(-dot(weights, signs)));
      add(slope, (off * WORTH[kind]) / (2 * (counts.get(kind)?.length ?? 1)), signs);
    }
    return slope;
  });
}

const percent = (of: Choice[], isSo: (one: Choice) => boolean): string =>
  of.length ? `${((100 * of.filter(isSo).length) / of.length).toFixed(0)} %` : '-';

function tellHowWell(name: string, of: Choice[], ranking: Float64Array, signs: Float64Array): void {
  const kind = (which: Choice['kind']) => of.filter((one) => one.kind === which);
  const says = (one: Choice) => dot(signs, signsOfBest(ranking, one) ?? signs.map((sign) => -sign)) > 0;
  const isRight = (one: Choice) => one.sections.includes(bestOf(ranking, one)?.passage.place.index ?? -1);
  console.log(
    `${name}: right section ${percent(kind('says'), (one) => isRight(one) && says(one))}, ` +
      `doesn't say ${percent(kind('unsaid'), (one) => !says(one))}, ` +
      `with the answer taken away ${percent(kind('taken'), (one) => !says(one))}`,
  );
}

const tell = (title: string, names: string[], counts: Float64Array): void =>
  console.log([title, ...names.map((name, i) => `  ${name}: ${(counts[i] as number).toFixed(2)},`)].join('\n'));

const all = await choices();
for (const document of new Set(all.map((one) => one.document))) {
  const others = all.filter((one) => one.document !== document);
  const ranking = fitRanking(others);
  const within = all.filter((one) => one.document === document);
  tellHowWell(`${document}, by the others`, within, ranking, fitSigns(ranking, others));
}
const ranking = fitRanking(all);
tell('evidence', KINDS, ranking);
const some = all.find(({ options }) => options.length) as Choice;
const { weighed } = some;
tell(
  'signs',
  Object.keys(signsOf(weighed.candidates[0] as Weighed['candidates'][number], weighed)),
  fitSigns(ranking, all),
);
