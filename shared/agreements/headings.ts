import type { Block } from './blocks.ts';

/** A heading as the text will have it. */
interface Heading {
  kind: 'heading';
  number: string | null;
  title: string;
  level: number;
}

/** A document after its headings were found. */
export type Part = Exclude<Block, { kind: 'heading' }> | Heading;

/** How a document marks its headings, best evidence first. */
type Marking = 'stated' | 'numbered' | 'bold' | 'bare';

/** "5.1.1 ", "4.", "4)", "Section 4: ". Without a mark the title must begin as one: "24 hour access" has no number. */
const NUMBER =
  /^(?:[Ss]ection\s+)?(\d{1,3}(?:(?:\.\d{1,3})+[a-z]?)?)(?:[.)]\s*(?=\D)|[:–-]?\s+(?=["'“‘(]?[\p{Lu}\p{N}]))/u;
const LETTER = /^([A-Z])[.)]\s+(?=\S)/;
const APPENDIX = /^(?:appendix|annexe?|schedule)\s+[A-Z0-9]{1,3}\b/i;

const LONGEST_HEADING = 120;
const MOST_WORDS = 18;
/** A "heading" of this length is a paragraph that someone made bold by way of the heading style. */
const LONGEST_STATED = 250;
/** Beyond this, "30 pupils take part" is a count and not the thirtieth section. */
const BIGGEST_STEP = 3;

/** A verb that makes a line without a full stop a sentence all the same: "Access is managed by the office". */
const FINITE =
  /\s(?:is|are|was|were|will|must|may|can|cannot|should|shall|has|have|had|does|agree|understand|undertake)\b/i;
const QUESTION = /^(?:what|how|why|when|who|where|which|if)\b/i;
const FORM_LABEL =
  /^\(?(?:signature|signed|date|name|(?:full|first|last|child's|pupil's|print(?:ed)?) name|job title|position|role|class|year(?: group)?|form|printed|witness(?:ed by)?|parent(?:'s|\/carer)? signature|pupil(?:'s)? signature|agency|telephone|phone|email|address|other|yes|no)\)?$/i;

/** Which evidence of headings a document gives. `blocks` is without its title and its contents list. */
function markingOf(blocks: Block[]): Marking {
  if (blocks.some((block) => block.kind === 'heading')) return 'stated';
  if (numberedHeadings(blocks).size >= 2) return 'numbered';
  if (blocks.filter((block, index) => isBoldHeading(block, blocks[index + 1])).length >= 2) return 'bold';
  return 'bare';
}

/** The same document with its headings told from its paragraphs, and the author's numbers told from the titles. */
export function findHeadings(blocks: Block[]): Part[] {
  const marking = markingOf(blocks);
  if (marking === 'stated') return statedHeadings(blocks);
  const numbered = marking === 'numbered' ? numberedHeadings(blocks) : new Set<number>();
  const bare = marking === 'bare' ? bareHeadings(blocks) : new Set<number>();
  let depth = 0;
  return blocks.map((block, index) => {
    if (numbered.has(index)) {
      const { number, title } = splitNumber(block.text);
      depth = depthOf(number);
      return { kind: 'heading', number, title, level: depth };
    }
    if (isAppendix(block)) {
      depth = 1;
      return { kind: 'heading', number: null, title: block.text, level: 1 };
    }
    const level = marking === 'numbered' ? Math.max(depth, 0) + 1 : 1;
    const isHeading = marking === 'bare' ? bare.has(index) : isBoldHeading(block, blocks[index + 1]);
    return isHeading ? { kind: 'heading', number: null, title: block.text, level } : (block as Part);
  });
}

/** "5.1.1 Use of email" -> "5.1.1" and "Use of email". A text without a number is all title. */
export function splitNumber(text: string): { number: string | null; title: string } {
  const found = NUMBER.exec(text) ?? LETTER.exec(text);
  if (!found) return { number: null, title: text };
  return { number: found[1]!, title: text.slice(found[0].length) };
}

/** Short, begins like a title, doesn't end like a sentence and is no label of a form. */
export function isTitleLike(text: string): boolean {
  return isTitleShaped(text) && !FORM_LABEL.test(text);
}

function isTitleShaped(text: string): boolean {
  return (
    text.length <= LONGEST_HEADING &&
    text.split(' ').length <= MOST_WORDS &&
    /^["'“‘(]?[\p{Lu}\p{N}]/u.test(text) &&
    /\p{L}/u.test(text) &&
    !/[.,;:!]$/.test(text) &&
    !text.includes('__')
  );
}

/** The format says what a heading is. Levels are ranked, so that a document which starts at "Heading 2" starts at 1. */
function statedHeadings(blocks: Block[]): Part[] {
  const used = blocks.flatMap((block) => (block.kind === 'heading' ? [block.level] : []));
  const ranks = [...new Set(used)].sort((a, b) => a - b);
  return blocks.map((block) => {
    if (block.kind !== 'heading') return block;
    if (block.text.length > LONGEST_STATED) return { ...block, kind: 'paragraph' };
    const { number, title } = splitNumber(block.text);
    return {
      kind: 'heading',
      number,
      title,
      level: isDecimal(number) ? depthOf(number) : ranks.indexOf(block.level) + 1,
    };
  });
}

/**
 * Lines such as "4. Unacceptable use" and "5.1.1 Use of email" that go on from each other. A numbered list looks the same
 * but starts from 1 again, or its points follow each other with nothing between.
 */
function numberedHeadings(blocks: Block[]): Set<number> {
  const found = new Set<number>();
  let top = 0;
  blocks.forEach((block, index) => {
    if (isAppendix(block)) top = 0;
    const number = headingNumber(block);
    if (!number) return;
    const first = Number(number.split('.')[0]);
    const step = first - top;
    const depth = depthOf(number);
    if (depth > 1 ? step < 0 || step > BIGGEST_STEP : step < 1 || step > BIGGEST_STEP) return;
    if (depth === 1 && first === 1 && isListWith(blocks, index)) return;
    top = first;
    found.add(index);
  });
  return found;
}

/** Whether the first point is followed at once by the second: a list, not two sections. */
function isListWith(blocks: Block[], index: number): boolean {
  const next = blocks[index + 1];
  return next !== undefined && headingNumber(next) === '2';
}

function headingNumber(block: Block): string | null {
  if (block.kind === 'row' || block.deadLinks) return null;
  const { number, title } = splitNumber(block.text);
  return isDecimal(number) && isTitleLike(title) && !isSentence(title) ? number : null;
}

function isSentence(text: string): boolean {
  return FINITE.test(text) && !QUESTION.test(text);
}

/** Nothing but their shape tells these: short lines between sentences. Used when a document gives no other evidence. */
function bareHeadings(blocks: Block[]): Set<number> {
  const found = new Set<number>();
  let index = 0;
  while (index < blocks.length) {
    let end = index;
    while (end < blocks.length && isBareLine(blocks[end]!, blocks[end + 1])) end += 1;
    // Of a run of such lines the first and the last are headings: "Our motto", "Reach high", "Our vision", then sentences.
    // A run that ends the document is no heading of anything.
    if (end > index) {
      if (end < blocks.length) found.add(end - 1);
      if (end - index > 1) found.add(index);
    }
    index = end + 1;
  }
  return found;
}

function isBareLine(block: Block, next: Block | undefined): boolean {
  return block.kind === 'paragraph' && !block.deadLinks && isTitle(block, next) && !isSentence(block.text);
}

function isBoldHeading(block: Block, next: Block | undefined): boolean {
  return block.kind === 'paragraph' && block.strong === true && isTitle(block, next);
}

/** "Email" is a label in a form, but a title over points: nobody fills in a form with those. */
function isTitle({ text }: Block, next: Block | undefined): boolean {
  return isTitleLike(text) || (next?.kind === 'item' && FORM_LABEL.test(text) && isTitleShaped(text));
}

function isAppendix(block: Block): boolean {
  return block.kind === 'paragraph' && APPENDIX.test(block.text) && isTitleLike(block.text) && !isSentence(block.text);
}

function isDecimal(number: string | null): number is string {
  return number !== null && /^\d/.test(number);
}

function depthOf(number: string | null): number {
  return number ? number.split('.').length : 1;
}
