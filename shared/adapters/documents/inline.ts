import type { Token } from 'markdown-it';
import { tidy } from '../../agreements/blocks.ts';
import { isParticular } from '../../agreements/particulars.ts';
import { GLYPH_BULLET } from './bullets.ts';

/** A line of plain text out of marked-up text. */
export interface Line {
  text: string;
  strong?: true;
  deadLinks?: string[];
}

/** "1.", "(a)", "iv)": the number of a list item. "5.1" is none: it numbers a heading or a clause. */
export const ORDINAL = /^(?:\(?[a-zA-Z]\)|\(?[ivxIVX]{1,5}\)|\(?\d{1,3}[.)])\s+\S/;

/** "5.1<tab>Access": the tab stands between a number and its title, not between two cells. */
const NUMBER_THEN_TAB = /^(\(?[0-9a-zA-Z]{1,3}[.)]|\d+(?:\.\d+)+\.?)\t+/;

export function joinNumber(line: string): string {
  return line.replace(NUMBER_THEN_TAB, '$1 ');
}

/** Stands for an underscore while Markdown is parsed. It is of Unicode's private use area: no text holds it. */
const UNDERSCORE = '\ue000';

/** Hides the blanks of a paper form ("Name _____"), which Markdown would take for emphasis. */
export function hideBlanks(text: string): string {
  return text.replace(/_{3,}/g, (blank) => UNDERSCORE.repeat(blank.length));
}

/** HTML's inline elements. Any other <…> is something the author wrote, such as <name of school>, and stays. */
const INLINE_TAG =
  /^<\/?(?:a|abbr|b|big|br|center|cite|code|del|div|em|font|hr|i|img|ins|kbd|mark|o:p|p|q|s|small|span|strike|strong|sub|sup|table|tbody|td|th|tr|u|ul|ol|li|wbr)(?:\s[^<>]*|\/)?>$|^<!--/i;

/**
 * Markdown-it's inline tokens as lines of plain text. A line break in the source is a space, except where the author forced
 * it or where the next line plainly begins something new (a bullet, "Reviewed on: …").
 */
export function inlineLines(tokens: Token[], leadsNowhere: (target: string) => boolean): Line[] {
  const pieces = new Pieces(leadsNowhere);
  for (const token of tokens) pieces.see(token);
  return pieces.lines();
}

interface Piece {
  raw: string;
  strongLetters: number;
  letters: number;
  deadLinks: string[];
  forced: boolean;
}

class Pieces {
  private readonly pieces: Piece[] = [emptyPiece(true)];
  private strong = 0;
  private link: { dead: boolean; text: string } | undefined;
  private readonly leadsNowhere: (target: string) => boolean;

  constructor(leadsNowhere: (target: string) => boolean) {
    this.leadsNowhere = leadsNowhere;
  }

  see(token: Token): void {
    switch (token.type) {
      case 'text':
      case 'text_special':
      case 'code_inline':
        this.write(token.content);
        break;
      case 'html_inline':
        if (/^<br\b/i.test(token.content)) this.pieces.push(emptyPiece(true));
        else if (!INLINE_TAG.test(token.content)) this.write(token.content);
        break;
      case 'softbreak':
      case 'hardbreak':
        this.pieces.push(emptyPiece(token.type === 'hardbreak'));
        break;
      case 'strong_open':
        this.strong += 1;
        break;
      case 'strong_close':
        this.strong -= 1;
        break;
      case 'link_open':
        this.link = { dead: this.leadsNowhere(String(token.attrGet('href') ?? '')), text: '' };
        break;
      case 'link_close':
        if (this.link?.dead) this.current().deadLinks.push(tidy(this.link.text));
        this.link = undefined;
        break;
      default:
        break;
    }
  }

  lines(): Line[] {
    const lines: Piece[] = [];
    for (const piece of this.pieces) {
      const before = lines.at(-1);
      if (!before || piece.forced || GLYPH_BULLET.test(piece.raw) || isParticular(tidy(piece.raw))) lines.push(piece);
      else {
        before.raw += ` ${piece.raw}`;
        before.letters += piece.letters;
        before.strongLetters += piece.strongLetters;
        before.deadLinks.push(...piece.deadLinks);
      }
    }
    return lines.map(toLine).filter((line) => line.text !== '');
  }

  private write(content: string): void {
    const piece = this.current();
    const text = content.replaceAll(UNDERSCORE, '_');
    const letters = text.replace(/[^\p{L}\p{N}]/gu, '').length;
    piece.raw += text;
    piece.letters += letters;
    if (this.strong > 0) piece.strongLetters += letters;
    if (this.link) this.link.text += text;
  }

  private current(): Piece {
    return this.pieces[this.pieces.length - 1]!;
  }
}

function emptyPiece(forced: boolean): Piece {
  return { raw: '', strongLetters: 0, letters: 0, deadLinks: [], forced };
}

function toLine(piece: Piece): Line {
  return {
    text: tidy(piece.raw),
    ...(piece.letters > 0 && piece.letters === piece.strongLetters ? { strong: true as const } : {}),
    ...(piece.deadLinks.length > 0 ? { deadLinks: piece.deadLinks } : {}),
  };
}
