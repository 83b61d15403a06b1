/**
 * One piece of a document, whatever file it came from: plain text without markup, in reading order. Headings have a level
 * from 1 (outermost); 0 is the format's own "title". A row is the cells of a table row joined with ' | '.
 */
export type Block = BlockKind & {
  text: string;
  /** The whole text is set in bold: authors often write headings so. */
  strong?: true;
  /** The words of links in this text that lead nowhere. */
  deadLinks?: string[];
};

type BlockKind = { kind: 'heading'; level: number } | { kind: 'paragraph' | 'item' | 'row' };

/**
 * Reads a file as schools have it. Resolves to at least one block that holds words; rejects with a Refusal that says what
 * to do when the file can't be read. Time and memory are bounded whatever the bytes are.
 */
export interface DocumentReader {
  read(bytes: Uint8Array, fileName: string): Promise<Block[]>;
}

/** Characters that are drawn as nothing, or that change the order in which text is drawn. Joiners stay: scripts need them. */
const INVISIBLE =
  /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u200b\u2060\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\uffff]/g;

/**
 * The same words in the same form, wherever they came from: Unicode NFC, one space for any run of white space, one kind of
 * hyphen, nothing invisible. Quotation marks and dashes stay as the author wrote them.
 */
export function tidy(text: string): string {
  return text
    .replace(INVISIBLE, '')
    .normalize('NFC')
    .replace(/[\u2010\u2011]/g, '-')
    .replace(/[\s\u0085]+/gu, ' ')
    .trim();
}

/** Words, and not only rules, dots or bullets. */
export function hasWords(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}

/** Table cells as one line; empty cells at either end and in between are left out. */
export function rowText(cells: string[]): string {
  return cells
    .map(tidy)
    .filter((cell) => cell !== '')
    .join(' | ');
}
