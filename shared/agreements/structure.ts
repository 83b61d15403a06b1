import { Refusal } from '../errors.ts';
import type { Block } from './blocks.ts';
import { type ContentsEntry, takeFront } from './front.ts';
import { findHeadings, type Part } from './headings.ts';
import type { AgreementText, Section } from './text.ts';

/** More headings than any policy has: beyond this, a list was taken for headings or a book for a policy. */
export const MAX_SECTIONS = 2_000;
/** Sentences and points a person could still be asked to agree to, with a wide margin. */
const MAX_STATEMENTS = 50_000;
/** A statement longer than this is no statement. */
const MAX_STATEMENT_CHARACTERS = 20_000;

const TOO_LONG = 'This document is far longer than a policy. Import the policy alone, and try again.';

/** A document as it was read: the text that people agree to, and what stood around it. */
export interface Reading {
  text: AgreementText;
  /** The document does not say its own name, so the file's name stands in. */
  untitled: boolean;
  /** Lines of the front page that are no part of the text: "Approved by: Governors". */
  frontMatter: string[];
  /** The document's own table of contents. */
  contents: ContentsEntry[];
  /** Links that lead nowhere, by the section (index) they stand in. */
  deadLinks: { section: number; words: string[] }[];
}

/**
 * Puts a document's blocks in order: title, front page, contents, then sections with the author's numbering. Every other
 * word of the document is in exactly one heading or statement; text before the first heading becomes a section without a
 * title. Throws a Refusal for a document without any text, or with more of it than anyone could agree to.
 */
export function structure(blocks: Block[], fileName: string): Reading {
  if (blocks.length > MAX_STATEMENTS + MAX_SECTIONS) throw new Refusal(TOO_LONG);
  const front = takeFront(blocks, fileName);
  const sections: Section[] = [];
  const deadLinks: Reading['deadLinks'] = [];
  for (const part of findHeadings(front.body)) {
    if (part.kind === 'heading')
      sections.push({ number: part.number, title: part.title, level: part.level, statements: [] });
    else addStatement(sections, deadLinks, part);
  }
  refuseUnreasonable(sections);
  return {
    text: { title: front.title, sections },
    untitled: front.untitled,
    frontMatter: front.lines,
    contents: front.contents,
    deadLinks,
  };
}

function addStatement(
  sections: Section[],
  deadLinks: Reading['deadLinks'],
  part: Exclude<Part, { kind: 'heading' }>,
): void {
  if (sections.length === 0) sections.push({ number: null, title: '', level: 1, statements: [] });
  sections.at(-1)!.statements.push({ kind: part.kind, text: part.text });
  if (!part.deadLinks) return;
  const section = sections.length - 1;
  const known = deadLinks.at(-1);
  if (known?.section === section) known.words.push(...part.deadLinks);
  else deadLinks.push({ section, words: [...part.deadLinks] });
}

function refuseUnreasonable(sections: Section[]): void {
  const statements = sections.flatMap((section) => section.statements);
  if (statements.length === 0) {
    throw new Refusal('This document has no text under its title. Check that it is the right file, and try again.');
  }
  if (sections.length > MAX_SECTIONS || statements.length > MAX_STATEMENTS) {
    throw new Refusal(TOO_LONG);
  }
  if (statements.some(({ text }) => text.length > MAX_STATEMENT_CHARACTERS)) {
    throw new Refusal('One paragraph of this document is longer than a whole policy. Split it, and try again.');
  }
}
