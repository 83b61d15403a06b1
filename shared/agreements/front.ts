import { type Block, tidy } from './blocks.ts';
import { isTitleLike, splitNumber } from './headings.ts';
import { isParticular } from './particulars.ts';

/** A document taken apart: what stands before its text, and its text. */
export interface Front {
  title: string;
  /** Whether the title is the file's name, because the document has none. */
  untitled: boolean;
  /** Lines of the front page that nobody agrees to: school, motto, who approved it and when. */
  lines: string[];
  /** The table of contents, an entry a line, without page numbers: as the document has it. */
  contents: ContentsEntry[];
  body: Block[];
}

export interface ContentsEntry {
  text: string;
  page: string;
}

/** What a document that people agree to calls itself. */
const DOCUMENT =
  /\b(?:polic(?:y|ies)|agreement|code of (?:conduct|practice)|charter|handbook|contract|guidelines|terms|procedures?|protocol|statement|rules)\b/i;
/** Under a title: the school's name, a year or a date, and nothing else. */
const SUBTITLE =
  /^(?:[\p{Lu}(][\p{L}.'’&-]*\s+(?:[\p{L}.'’&-]+\s+){0,5}(?:school|academy|college|trust|federation|nursery)|(?:[\p{L}\d]+\s+){0,2}(?:19|20)\d\d(?:\s*[-–/]\s*(?:20)?\d\d)?)$/iu;
const CONTENTS = /^(?:table of )?contents(?: page)?:?$/i;
const ENTRY = /^(.*\S)(?:\s|\||[.…]{2,})\s*(\d{1,3}|Error! [^|!]{3,60})$/i;
const LONGEST_ENTRY = 300;
const LONGEST_TITLE = 200;
/** The title and what stands around it are among the first lines. */
const FRONT_LINES = 30;
/** Contents are looked for on the first pages. */
const CONTENTS_WITHIN = 200;

/** Takes the title, the front page and the table of contents off a document. */
export function takeFront(blocks: Block[], fileName: string): Front {
  const { contents, rest } = takeContents(blocks);
  const zone = frontZone(rest);
  const at = titleAt(rest, zone);
  const title = at === undefined ? nameOf(fileName) : rest[at]!.text;

  const afterTitle = at === undefined ? 0 : at + 1;
  const lines = rest.slice(0, afterTitle).filter((_, index) => index !== at);
  const between = rest.slice(afterTitle, zone);
  const body = rest.slice(zone);
  const isFront = ({ text }: Block) => isParticular(text) || SUBTITLE.test(text);
  return {
    title: title.slice(0, LONGEST_TITLE),
    untitled: at === undefined,
    lines: [...lines, ...between.filter(isFront)].map((block) => block.text),
    contents,
    body: [...between.filter((block) => !isFront(block)), ...body],
  };
}

/** How many blocks at the beginning are short lines, particulars or unnumbered headings: the front page. */
function frontZone(blocks: Block[]): number {
  let end = 0;
  while (end < Math.min(blocks.length, FRONT_LINES)) {
    const block = blocks[end]!;
    const isShortLine =
      (block.kind === 'paragraph' || block.kind === 'heading') &&
      isFrontLine(block.text) &&
      !splitNumber(block.text).number;
    if (!isShortLine && !isParticular(block.text)) break;
    end += 1;
  }
  return end;
}

function isFrontLine(text: string): boolean {
  return isTitleLike(text) || (text.length <= 60 && !/[.,;:]$/.test(text));
}

/** Where in the front zone the title stands, if anywhere. */
function titleAt(blocks: Block[], zone: number): number | undefined {
  const candidates = blocks
    .slice(0, zone)
    .map((block, index) => ({ block, index }))
    .filter(({ block }) => !isParticular(block.text));
  const stated = candidates.find(({ block }) => block.kind === 'heading' && block.level === 0);
  if (stated) return stated.index;

  const headings = candidates.filter(({ block }) => block.kind === 'heading');
  if (headings.length > 0) {
    const levels = blocks.flatMap((block) => (block.kind === 'heading' ? [block.level] : []));
    const top = Math.min(...levels);
    const isAlone = levels.filter((level) => level === top).length === 1;
    const found =
      headings.find(({ block }) => DOCUMENT.test(block.text)) ??
      candidates.find(({ block }) => DOCUMENT.test(block.text)) ??
      (isAlone ? headings[0] : undefined);
    if (found) return found.index;
  }
  const paragraphs = candidates.filter(({ block }) => block.kind === 'paragraph');
  return (paragraphs.find(({ block }) => DOCUMENT.test(block.text)) ?? paragraphs[0])?.index;
}

/** A table of contents says again what the headings say. Its entries are kept apart, for the linter to compare. */
function takeContents(blocks: Block[]): { contents: ContentsEntry[]; rest: Block[] } {
  const lastPlace = new Map(blocks.map((block, index) => [sameTitle(block.text), index]));
  for (let start = 0; start < Math.min(blocks.length, CONTENTS_WITHIN); start += 1) {
    const isNamed = CONTENTS.test(blocks[start]!.text);
    const first = isNamed ? start + 1 : start;
    const count = countEntries(blocks, first, lastPlace, isNamed);
    if (count < (isNamed ? 1 : 3)) continue;
    return {
      contents: blocks.slice(first, first + count).map(({ text }) => asEntry(text) ?? { text, page: '' }),
      rest: [...blocks.slice(0, start), ...blocks.slice(first + count)],
    };
  }
  return { contents: [], rest: blocks };
}

/**
 * How many blocks from `first` on are entries. They end with a page number, or, where contents have none, are said again
 * further down. Without the word "Contents" above, only entries that are both count: a table may end with numbers too.
 */
function countEntries(blocks: Block[], first: number, lastPlace: Map<string, number>, isNamed: boolean): number {
  const hasPages = asEntry(blocks[first]?.text ?? '') !== undefined;
  const seen = new Set<string>();
  let at = first;
  for (; at < blocks.length; at += 1) {
    const { text } = blocks[at]!;
    const entry = asEntry(text);
    const name = sameTitle(entry?.text ?? text);
    const isRepeated = (lastPlace.get(name) ?? -1) > at && !seen.has(name);
    if (!(isNamed && hasPages ? entry : isNamed ? isRepeated : entry && isRepeated)) break;
    seen.add(name);
  }
  return at - first;
}

function asEntry(text: string): ContentsEntry | undefined {
  const found = text.length <= LONGEST_ENTRY ? ENTRY.exec(text) : null;
  return found ? { text: tidy(found[1]!.replace(/[\s|.…]+$/, '')), page: found[2]! } : undefined;
}

function sameTitle(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}

function nameOf(fileName: string): string {
  return (
    tidy(
      fileName
        .replace(/^.*[/\\]/, '')
        .replace(/\.[^.]*$/, '')
        .replace(/[_]+/g, ' '),
    ) || 'Untitled'
  );
}
