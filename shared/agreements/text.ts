import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/** One thing that is said: a sentence or paragraph, a bullet of a list, or a row of a table. Plain text, no markup. */
export interface Statement {
  kind: 'paragraph' | 'item' | 'row';
  text: string;
}

/** A headed part of a text. `number` is the author's own numbering ("5.1.1"), `level` 1 is the outermost. */
export interface Section {
  number: string | null;
  title: string;
  level: number;
  statements: Statement[];
}

/** The dates a document states about itself, ISO (yyyy-mm-dd), where it states them. */
export interface TextDates {
  reviewed?: string | undefined;
  reviewDue?: string | undefined;
  effective?: string | undefined;
}

/** The words of an agreement, free of any file format. This, and nothing else, is what an edition's hash covers. */
export interface AgreementText {
  title: string;
  sections: Section[];
}

/** The canonical JSON (RFC 8785) of a text in Unicode NFC: the same words give the same bytes, for ever. */
export const canonicalText = (text: AgreementText): string => canonicalize(text)!.normalize('NFC');

/** SHA-256 (hex) of the canonical text. */
export const textHash = (text: AgreementText): string => createHash('sha256').update(canonicalText(text)).digest('hex');
