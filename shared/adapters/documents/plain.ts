import MarkdownIt from 'markdown-it';
import { type Block, hasWords, rowText, tidy } from '../../agreements/blocks.ts';
import { isParticular } from '../../agreements/particulars.ts';
import { GLYPH_BULLET } from './bullets.ts';
import { hideBlanks, inlineLines, joinNumber, ORDINAL } from './inline.ts';

/** Plain text often carries a little Markdown: bold and links are read, everything else is taken as it is written. */
const markup = new MarkdownIt('zero').enable(['emphasis', 'link']);
markup.validateLink = () => true;

const BULLET = /^(?:[-–—*+]|o(?=\t))\s+/;
const HEADING = /^(#{1,6})\s+(.*?)\s*#*$/;
/** "5.1 Access", "Appendix 1: Agreement". */
const HEADING_NUMBER = /^(?:\d{1,2}(?:\.\d{1,2})+[a-z]?\.?\s+\p{Lu}|(?:appendix|annexe?)\s+[A-Z0-9]{1,2}\b)/iu;
/** The line of dashes under a table's head. */
const TABLE_RULE = /^\|?[\s:|-]*-[\s:|-]*\|[\s:|-]*$/;

/** A width that people wrap at. Longer lines are whole paragraphs; shorter ones are short lines. */
const NARROWEST = 40;
const WIDEST = 130;
/** A full line may end this much before the width, because the next word was long. */
const LONGEST_WORD = 20;

/**
 * Blocks of a plain text. A blank line ends a paragraph; so does the end of a line, unless the text is wrapped to a width
 * and the line was simply full: then the same words give the same blocks at any width.
 */
export function readPlain(text: string): Block[] {
  const lines = text.split('\n').map((line) => joinNumber(line.trimEnd()));
  const width = wrapWidth(lines);
  const blocks: Block[] = [];
  let start = 0;
  while (start < lines.length) {
    let end = start + 1;
    while (end < lines.length && continues(lines[end - 1]!, lines[end]!, width)) end += 1;
    blocks.push(...toBlocks(lines.slice(start, end)));
    start = end;
  }
  return blocks;
}

/** Whether `next` goes on with the paragraph or item that `line` is part of. */
function continues(line: string, next: string, width: number): boolean {
  if (line.trim() === '' || next.trim() === '' || opensBlock(next) || HEADING.test(line) || hasCells(line))
    return false;
  if (/^\p{Ll}/u.test(next.trim()) && !/[.:;?!]$/.test(line)) return true;
  return line.length + 1 + firstWord(next).length > width;
}

function opensBlock(line: string): boolean {
  const text = line.trim();
  return (
    BULLET.test(text) ||
    GLYPH_BULLET.test(text) ||
    HEADING.test(text) ||
    ORDINAL.test(text) ||
    HEADING_NUMBER.test(text) ||
    hasCells(text) ||
    isParticular(text)
  );
}

function hasCells(line: string): boolean {
  return /\S\t+\S/.test(line) || /^\|.*\|$/.test(line.trim());
}

/**
 * The width that lines are wrapped at, or Infinity if they aren't. In wrapped text nearly every line that is followed by
 * another is about as long as the width, and hardly any is longer; in other text lines are of any length.
 */
function wrapWidth(lines: string[]): number {
  const lengths: number[] = [];
  for (let at = 0; at + 1 < lines.length; at += 1) {
    const line = lines[at]!;
    const next = lines[at + 1]!;
    if (line.trim() !== '' && next.trim() !== '' && !opensBlock(next)) lengths.push(line.length);
  }
  lengths.sort((a, b) => a - b);
  const width = lengths[Math.floor(lengths.length * 0.9)] ?? 0;
  const full = lengths.filter((length) => length >= width - LONGEST_WORD).length;
  const isWrapped = width >= NARROWEST && width <= WIDEST && full >= lengths.length * 0.7;
  return isWrapped ? width - 1 : Number.POSITIVE_INFINITY;
}

function toBlocks(lines: string[]): Block[] {
  const raw = lines.map((line) => line.trim()).join(' ');
  const heading = HEADING.exec(raw);
  const bulleted = BULLET.test(raw);
  const body = heading ? heading[2]! : bulleted ? raw.replace(BULLET, '') : raw;
  const item = bulleted || ORDINAL.test(body);

  if (hasCells(raw)) return rowBlocks(raw);
  const inline = markup.parseInline(hideBlanks(body), {})[0]?.children ?? [];
  const [line] = inlineLines(inline, (target) => target === '' || target === '#' || /^(?:file|about):/i.test(target));
  if (!line) return [];
  const text = unescaped(line.text);
  if (!hasWords(text)) return [];
  const marks = {
    ...(line.strong ? { strong: line.strong } : {}),
    ...(line.deadLinks ? { deadLinks: line.deadLinks.map(unescaped) } : {}),
  };
  if (heading) return [{ kind: 'heading', level: heading[1]!.length, text, ...marks }];
  return [{ kind: item ? 'item' : 'paragraph', text, ...marks }];
}

function rowBlocks(raw: string): Block[] {
  if (TABLE_RULE.test(raw)) return [];
  const cells = raw.startsWith('|') ? raw.slice(1, -1).split('|') : raw.split(/\t+/);
  const text = rowText(cells.map((cell) => unescaped(plainWords(cell))));
  return hasWords(text) ? [{ kind: 'row', text }] : [];
}

function plainWords(cell: string): string {
  const inline = markup.parseInline(hideBlanks(cell.trim()), {})[0]?.children ?? [];
  return inlineLines(inline, () => false)
    .map((line) => line.text)
    .join(' ');
}

/** "\(" is how Markdown writes a bracket inside a link. Backslashes before anything else belong to the text. */
function unescaped(text: string): string {
  return text.replace(/\\([()[\]*_#`!])/g, '$1');
}

function firstWord(line: string): string {
  return /^\s*(\S*)/.exec(line)![1]!;
}
