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

/** What a person may type in one go: more than any sentence, and as much as a scanner sends. */
export const MOST_TYPED = 20_000;

/**
 * What somebody typed into a chat, line by line, without odd spaces and characters that nobody sees. More than is taken is
 * cut to one character more, so that it is found to be too long.
 */
export const typedLines = (text: string): string =>
  text
    .slice(0, 10 * MOST_TYPED)
    .split(/\r\n?|[\n\u2028]/)
    .map((line) => line.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim())
    .filter(Boolean)
    .join('\n')
    .slice(0, MOST_TYPED + 1)
    .toWellFormed();
