import { existsSync } from 'node:fs';
import { answer, prepare } from '../../shared/policy-search/index.ts';
import { DOCUMENTS, type DocumentName, questionsOf, textOf } from './questions.ts';

/** Somewhat below what was measured: a change that costs more than a question or two is told. */
const LEAST: Record<DocumentName, { section: number; words: number; unsaid: number }> = {
  'e-safety': { section: 0.83, words: 0.83, unsaid: 0.78 },
  'ict-security': { section: 0.79, words: 0.8, unsaid: 0.83 },
  staff: { section: 0.78, words: 0.81, unsaid: 0.85 },
  'equipment-loan': { section: 0.73, words: 0.73, unsaid: 0.85 },
  parents: { section: 0.85, words: 0.85, unsaid: 0.8 },
  ashgrove: { section: 0.73, words: 0.73, unsaid: 0.85 },
};

const named = (Object.keys(DOCUMENTS) as DocumentName[]).map((name) => [name] as const);
const here = named.filter(([name]) => existsSync(DOCUMENTS[name]));

test.each(here)('questions to %s are answered about as well as the README says', async (name) => {
  const text = await textOf(name);
  const texts = [{ text: prepare(text) }];
  const asked = questionsOf(name, text).map((question) => {
    const passages = answer(question.text, texts);
    const [found] = passages;
    const quoted = passages.flatMap(({ quote }) => quote.map((statement) => statement.text.toLowerCase())).join('\n');
    return {
      says: question.sections.length > 0,
      isSilent: !found,
      section: found !== undefined && question.sections.includes(text.sections.indexOf(found.section)),
      words: found !== undefined && question.words.every((word) => quoted.includes(word.toLowerCase())),
    };
  });
  const share = <T>(of: T[], isRight: (one: T) => boolean) => of.filter(isRight).length / of.length;
  const [said, unsaid] = [asked.filter(({ says }) => says), asked.filter(({ says }) => !says)];
  expect(share(said, ({ section }) => section)).toBeGreaterThan(LEAST[name].section);
  expect(share(said, ({ words }) => words)).toBeGreaterThan(LEAST[name].words);
  expect(share(unsaid, ({ isSilent }) => isSilent)).toBeGreaterThan(LEAST[name].unsaid);
});
