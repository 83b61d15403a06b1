/** Control characters, and those that reorder or hide the text around them: no name or reason needs one. */
const UNSEEN = /[\p{Cc}\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/gu;

/** What someone typed, as one line: unseen characters removed, white space made single. */
export const oneLine = (typed: string): string =>
  typed.normalize('NFC').replace(/\s+/g, ' ').replace(UNSEEN, '').trim();

/** What someone typed, its lines kept: unseen characters removed, spaces made single. */
export const someLines = (typed: string): string =>
  typed
    .normalize('NFC')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/\n/g, '\u2028')
    .replace(UNSEEN, '')
    .replace(/\u2028/g, '\n')
    .trim();
