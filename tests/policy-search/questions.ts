import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { openDocument } from '../../shared/adapters/documents/file.ts';
import { documentReader } from '../../shared/adapters/documents/index.ts';
import { readPolicy } from '../../shared/agreements/import.ts';
import type { AgreementText } from '../../shared/agreements/index.ts';

/** A question as people ask it, and what a good answer is. */
export interface Question {
  text: string;
  /** Indexes of the sections any of which answers it; none when the policy doesn't say. */
  sections: number[];
  /** Words that the quoted text must hold, each of them. */
  words: string[];
  /** Kept unseen while the search was tuned: by its place in its file, never by how it was answered. */
  heldOut: boolean;
  /** The round in which it was written: 1 to 3, 4 to 6 for strangers'. */
  round: number;
}

const SAMPLES = join(import.meta.dirname, '../../shared/agreements/samples');
/** Two real schools' documents that lie beside the project; whoever needs them skips where they don't. */
const POLICIES = join(import.meta.dirname, '../../../shared/policies');

/** The documents that there are questions about, by the name of the file with the questions. */
export const DOCUMENTS = {
  'e-safety': join(POLICIES, '000_d7403d5fe3ec9e6e.txt'),
  'ict-security': join(POLICIES, '004_c138d56e21e4b847.txt'),
  staff: join(SAMPLES, 'staff.md'),
  'equipment-loan': join(SAMPLES, 'equipment-loan.md'),
  parents: join(SAMPLES, 'parents.md'),
  ashgrove: join(import.meta.dirname, 'documents/ashgrove.md'),
};
export type DocumentName = keyof typeof DOCUMENTS;

export async function textOf(name: DocumentName): Promise<AgreementText> {
  const { bytes, fileName } = await openDocument(DOCUMENTS[name]);
  return (await readPolicy(bytes, fileName, documentReader(), '2026-11-22')).text;
}

/** The folders of questions, in the order in which they were written, and of each which stay unseen: every n-th, or none. */
const ROUNDS = [
  { folder: 'questions', unseen: 0 },
  { folder: 'questions/second', unseen: 0 },
  { folder: 'questions/third', unseen: 2 },
  { folder: 'questions/strangers', unseen: 0 },
  { folder: 'questions/strangers/second', unseen: 1 },
  { folder: 'questions/strangers/third', unseen: 1 },
];

/**
 * The questions about a document, from NAME.tsv of each round: the question, its sections ("4.1", or "#12" for the twelfth
 * where a document has no numbers, counted from 0; "-" when it doesn't say), and the decisive words.
 */
export function questionsOf(name: DocumentName, { sections }: AgreementText): Question[] {
  const indexOf = (section: string) => {
    const index = section.startsWith('#')
      ? Number(section.slice(1))
      : sections.findIndex(({ number }) => number === section);
    if (!sections[index]) throw new Error(`${name}: there is no section ${section}`);
    return index;
  };
  return ROUNDS.flatMap(({ folder, unseen }, round) => {
    const path = join(import.meta.dirname, folder, `${name}.tsv`);
    if (!existsSync(path)) return [];
    const options = { delimiter: '\t', from_line: 2, quote: null, relax_column_count: true };
    const rows = parse(readFileSync(path, 'utf8'), options) as string[][];
    return rows.map(([text = '', places = '', words = ''], i) => ({
      text,
      sections: places === '-' ? [] : places.split(',').map(indexOf),
      words: words.split(/[ |]/).filter(Boolean),
      heldOut: unseen > 0 && i % unseen === unseen - 1,
      round: round + 1,
    }));
  });
}
