import { inFull } from './lexicon.ts';
import { fold, wordsOf } from './normalise.ts';

/** A word of a sentence as it is read: what it is, how it looks, where it stands. */
export interface Token {
  folded: string;
  start: number;
  end: number;
  /** "Patel's". */
  owns: boolean;
  /** How it looks: X a capital, XX all capitals, x small, 9 a number, X9 both. */
  looks: 'x' | 'X' | 'XX' | '9' | 'X9';
  /** After a comma, a dash or the like. */
  afterPause: boolean;
}

const OWNS = /(?:[’‘ʼ`´']s|s[’‘ʼ`´'])$/iu;

export function tokensOf(text: string): Token[] {
  let at = 0;
  return wordsOf(text).map(({ folded, start, end }) => {
    const raw = text.slice(start, end);
    const afterPause = /[,;:.!?()–—-]/.test(text.slice(at, start)) && at > 0;
    at = end;
    const looks = /\d/.test(raw)
      ? /^\d+$/.test(raw)
        ? '9'
        : 'X9'
      : /^\p{Lu}{2,}$/u.test(raw)
        ? 'XX'
        : /^\p{Lu}/u.test(raw)
          ? 'X'
          : 'x';
    return {
      folded: inFull(folded),
      start,
      end,
      owns: OWNS.test(raw) && fold(raw).startsWith(folded),
      looks,
      afterPause,
    };
  });
}
