import type { DocumentReader } from './blocks.ts';
import { statedDates, textDates } from './dates.ts';
import { type LintFinding, lint } from './lint/index.ts';
import { passagesOf } from './passages.ts';
import { structure } from './structure.ts';
import { type AgreementText, type TextDates, textHash } from './text.ts';

/** A school's own document as it was understood, and what its owner should look at before it is published. */
export interface ReadPolicy {
  text: AgreementText;
  /** SHA-256 of the canonical text: the same words have the same hash, whatever the file's format, width or line ends. */
  hash: string;
  dates: TextDates;
  /** Lines of the front page that are no part of the text: who approved it and when. */
  frontMatter: string[];
  /** Errors first. */
  findings: LintFinding[];
}

/**
 * Reads a policy as schools have it (.docx, .md, .txt) into sections and statements, and lints it. Nothing is stored.
 * `today` is an ISO date: reviews are overdue and guidance is old with respect to it. Throws a Refusal, one sentence that
 * says what to do, for any file that can't be understood.
 */
export async function readPolicy(
  bytes: Uint8Array,
  fileName: string,
  reader: DocumentReader,
  today: string,
): Promise<ReadPolicy> {
  const reading = structure(await reader.read(bytes, fileName), fileName);
  return {
    text: reading.text,
    hash: textHash(reading.text),
    dates: textDates(statedDates(passagesOf(reading))),
    frontMatter: reading.frontMatter,
    findings: lint(reading, today),
  };
}
