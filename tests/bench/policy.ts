import { existsSync } from 'node:fs';
import MiniSearch from 'minisearch';
import { stemmer } from 'stemmer';
import type { AgreementText } from '../../shared/agreements/index.ts';
import { answer, prepare } from '../../shared/policy-search/index.ts';
import { DOCUMENTS, type DocumentName, type Question, questionsOf, textOf } from '../policy-search/questions.ts';
import { figures } from './measure.ts';

/** What a way to search says on a question: the section, by index, and the words it would quote; or nothing. */
interface Said {
  section: number;
  words: string;
  /** How sure it is; what is below its threshold counts as not said. Ours decides by itself. */
  score: number;
}
type Ask = (question: string) => Said | undefined;

/** The ways that were held against each other. */
const WAYS: Record<string, (text: AgreementText) => Ask> = {
  'MiniSearch as it comes (BM25+)': (text) => miniSearch(text, {}),
  'MiniSearch, stemmed, titles, slips': (text) =>
    miniSearch(text, {
      processTerm: (term: string) => stemmer(term.toLowerCase()),
      searchOptions: { boost: { title: 1.5 }, fuzzy: 0.15, prefix: false },
    }),
  ours: (text) => {
    const prepared = { text: prepare(text) };
    return (question) => {
      const passages = answer(question, [prepared]);
      const [found] = passages;
      return (
        found && {
          section: text.sections.indexOf(found.section),
          words: passages.flatMap(({ quote }) => quote.map((statement) => statement.text)).join('\n'),
          score: Number.POSITIVE_INFINITY,
        }
      );
    };
  },
};

/** Statements as documents, each with its section's title; the best one is quoted with its neighbours. */
function miniSearch({ sections }: AgreementText, options: object): Ask {
  const statements = sections.flatMap(({ title, statements }, section) =>
    statements.map(({ text }, at) => ({ section, at, title, text })),
  );
  const index = new MiniSearch({ fields: ['text', 'title'], ...options });
  index.addAll(statements.map((statement, id) => ({ id, ...statement })));
  return (question) => {
    const [best] = index.search(question);
    const found = best && statements[best.id as number];
    if (!found) return undefined;
    const around = sections[found.section]?.statements.slice(Math.max(0, found.at - 1), found.at + 2) ?? [];
    return { section: found.section, words: around.map(({ text }) => text).join('\n'), score: best.score };
  };
}

export interface PolicyFigures {
  way: string;
  /** Of the tuned questions and of those kept unseen: shares from 0 to 1. */
  parts: { heldOut: boolean; questions: number; section: number; words: number; unsaid: number }[];
  p50: number;
  p95: number;
}

/** Asks every way every question. A way that can't say "it doesn't say" gets the threshold that is best on the tuned ones. */
export async function benchPolicy(): Promise<PolicyFigures[]> {
  const names = (Object.keys(DOCUMENTS) as DocumentName[]).filter((name) => existsSync(DOCUMENTS[name]));
  const documents = await Promise.all(
    names.map(async (name) => {
      const text = await textOf(name);
      return { text, questions: questionsOf(name, text) };
    }),
  );
  return Object.entries(WAYS).map(([way, make]) => {
    const times: number[] = [];
    const asked = documents.flatMap(({ text, questions }) => {
      const ask = make(text);
      return questions.map((question) => {
        const start = performance.now();
        const said = ask(question.text);
        times.push(performance.now() - start);
        return { question, said };
      });
    });
    const threshold = bestThreshold(asked.filter(({ question }) => !question.heldOut));
    const parts = [false, true].map((heldOut) => {
      const part = asked.filter(({ question }) => question.heldOut === heldOut);
      return { heldOut, questions: part.length, ...judge(part, threshold) };
    });
    const { p50, p95 } = figures(times);
    return { way, parts, p50, p95 };
  });
}

type Asked = { question: Question; said: Said | undefined };

/** How much of it is right. */
function judge(asked: Asked[], threshold = 0) {
  const heard = asked.map(({ question, said }) => ({
    question,
    said: said && said.score >= threshold ? said : undefined,
  }));
  const said = heard.filter(({ question }) => question.sections.length);
  const unsaid = heard.filter(({ question }) => !question.sections.length);
  const share = <T>(of: T[], isRight: (one: T) => boolean) => (of.length ? of.filter(isRight).length / of.length : 1);
  return {
    section: share(said, (one) => one.said !== undefined && one.question.sections.includes(one.said.section)),
    words: share(said, ({ question, said }) => {
      const words = said?.words.toLowerCase();
      return words !== undefined && question.words.every((word) => words.includes(word.toLowerCase()));
    }),
    unsaid: share(unsaid, (one) => one.said === undefined),
  };
}

function bestThreshold(asked: Asked[]): number {
  const scores = asked.flatMap(({ said }) => (said && Number.isFinite(said.score) ? [said.score] : []));
  const worth = (threshold: number) => {
    const { section, unsaid } = judge(asked, threshold);
    return section + unsaid;
  };
  return [0, ...scores].reduce((best, score) => (worth(score) > worth(best) ? score : best), 0);
}

export const sayPolicy = (found: PolicyFigures[]): string[] => [
  '| way | questions | right section | decisive words quoted | "doesn\'t say" right | p50 / p95 |',
  '| --- | --- | --- | --- | --- | --- |',
  ...found.flatMap(({ way, parts, p50, p95 }) =>
    parts.map(
      ({ heldOut, questions, section, words, unsaid }) =>
        `| ${way} | ${questions} ${heldOut ? 'unseen' : 'tuned on'} | ${percent(section)} | ${percent(words)} | ${percent(unsaid)} | ${p50.toFixed(1)} / ${p95.toFixed(1)} ms |`,
    ),
  ),
];

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;
