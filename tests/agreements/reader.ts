import { parseDocument } from '../../shared/adapters/documents/parse.ts';
import type { DocumentReader } from '../../shared/agreements/blocks.ts';
import { type ReadPolicy, readPolicy } from '../../shared/agreements/import.ts';

export const TODAY = '2026-11-23';

/** The product's parsers without the thread around them, for tests that read hundreds of texts. */
export const direct: DocumentReader = {
  read: (bytes, fileName) =>
    parseDocument(bytes, fileName.endsWith('.md') ? 'markdown' : fileName.endsWith('.docx') ? 'docx' : 'plain'),
};

/** A text or the bytes of a file, read as a policy. */
export function read(document: string | Uint8Array, fileName = 'policy.md', today = TODAY): Promise<ReadPolicy> {
  const bytes = typeof document === 'string' ? new TextEncoder().encode(document) : document;
  return readPolicy(bytes, fileName, direct, today);
}

/** Sections as lines, for reading in a test: "5.1 Access (2)". */
export function outline({ text }: ReadPolicy): string[] {
  return text.sections.map(
    ({ number, title, level, statements }) =>
      `${'  '.repeat(level - 1)}${number ? `${number} ` : ''}${title} (${statements.length})`,
  );
}

/** Every statement as "kind: text". */
export function statements({ text }: ReadPolicy): string[] {
  return text.sections.flatMap((section) => section.statements.map(({ kind, text }) => `${kind}: ${text}`));
}
