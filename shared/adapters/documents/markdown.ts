import MarkdownIt, { type Token } from 'markdown-it';
import { type Block, hasWords, rowText, tidy } from '../../agreements/blocks.ts';
import { hideBlanks, inlineLines, type Line } from './inline.ts';
import { readPlain } from './plain.ts';

const markdown = new MarkdownIt({ html: true, linkify: false, typographer: false });
// No link is ever followed or shown as one: a refused target would leave the brackets in the text.
markdown.validateLink = () => true;

/**
 * Blocks of a Markdown text (CommonMark with tables). HTML tags are taken out, the words between them stay. Without a single
 * Markdown heading it is a plain text that was named .md, and is read as one.
 */
export function readMarkdown(source: string): Block[] {
  const tokens = markdown.parse(hideBlanks(frontMatterAsLines(source)), {});
  if (!tokens.some((token) => token.type === 'heading_open')) return readPlain(source);
  const anchors = headingAnchors(tokens);
  const isDead = (target: string) => leadsNowhere(target, anchors);
  return new Walk(isDead).over(tokens);
}

/** One pass over markdown-it's flat list of tokens. */
class Walk {
  private readonly blocks: Block[] = [];
  /** Level of the heading we are in, else 0. */
  private heading = 0;
  /** The marker of the list item whose first paragraph is still to come: '' for a bullet. */
  private marker: string | undefined;
  private readonly ordinals: (number | undefined)[] = [];
  private row: { cells: string[]; deadLinks: string[] } | undefined;
  private readonly isDead: (target: string) => boolean;

  constructor(isDead: (target: string) => boolean) {
    this.isDead = isDead;
  }

  over(tokens: Token[]): Block[] {
    for (const token of tokens) this.see(token);
    return this.blocks;
  }

  private see(token: Token): void {
    switch (token.type) {
      case 'heading_open':
        this.heading = Number(token.tag.slice(1));
        break;
      case 'heading_close':
        this.heading = 0;
        break;
      case 'ordered_list_open':
        this.ordinals.push(Number(token.attrGet('start') ?? 1));
        break;
      case 'bullet_list_open':
        this.ordinals.push(undefined);
        break;
      case 'ordered_list_close':
      case 'bullet_list_close':
        this.ordinals.pop();
        break;
      case 'list_item_open':
        this.openItem(token);
        break;
      case 'tr_open':
        this.row = { cells: [], deadLinks: [] };
        break;
      case 'tr_close':
        this.closeRow();
        break;
      case 'inline':
        this.addInline(token.children ?? []);
        break;
      case 'code_block':
      case 'fence':
        for (const line of token.content.split('\n')) this.add({ kind: 'paragraph', text: plain(line) });
        break;
      case 'html_block':
        for (const line of withoutTags(token.content).split('\n')) this.add({ kind: 'paragraph', text: plain(line) });
        break;
      default:
        break;
    }
  }

  private openItem(token: Token): void {
    const ordinal = this.ordinals.at(-1);
    if (ordinal === undefined) {
      this.marker = '';
      return;
    }
    // Authors number every item "1." or count themselves: what a reader sees is start, start + 1, …
    this.marker = `${ordinal}${token.markup} `;
    this.ordinals[this.ordinals.length - 1] = ordinal + 1;
  }

  private closeRow(): void {
    if (!this.row) return;
    const { cells, deadLinks } = this.row;
    this.row = undefined;
    this.add({ kind: 'row', text: rowText(cells), ...(deadLinks.length > 0 ? { deadLinks } : {}) });
  }

  private addInline(children: Token[]): void {
    const lines = inlineLines(children, this.isDead);
    const marks = marksOf(lines);
    const joined = lines.map((line) => line.text).join(' ');
    if (this.row) {
      this.row.cells.push(joined);
      this.row.deadLinks.push(...(marks.deadLinks ?? []));
    } else if (this.heading) {
      this.add({ kind: 'heading', level: this.heading, text: joined, ...marks });
    } else {
      for (const line of lines) this.addLine(line);
    }
  }

  private addLine(line: Line): void {
    const marks = marksOf([line]);
    if (this.marker === undefined) {
      this.add({ kind: 'paragraph', text: line.text, ...marks });
    } else {
      this.add({ kind: 'item', text: this.marker + line.text.replace(/^\[[ xX]\] /, ''), ...marks });
      this.marker = undefined;
    }
  }

  private add(block: Block): void {
    if (hasWords(block.text)) this.blocks.push(block);
  }
}

function plain(line: string): string {
  return tidy(line.replaceAll('\ue000', '_'));
}

function marksOf(lines: Line[]): Pick<Block, 'strong' | 'deadLinks'> {
  const deadLinks = lines.flatMap((line) => line.deadLinks ?? []);
  return {
    ...(lines.length > 0 && lines.every((line) => line.strong) ? { strong: true as const } : {}),
    ...(deadLinks.length > 0 ? { deadLinks } : {}),
  };
}

/** A leading `---` block would read as a rule and a heading; its "key: value" lines are the document's own particulars. */
function frontMatterAsLines(source: string): string {
  const found = /^---\n([^]{0,4000}?)\n---(?:\n|$)/.exec(source);
  return found?.[1] ? `${found[1].split('\n').join('\n\n')}\n\n${source.slice(found[0].length)}` : source;
}

function headingAnchors(tokens: Token[]): Set<string> {
  const anchors = new Set<string>();
  tokens.forEach((token, index) => {
    if (token.type === 'heading_open') anchors.add(letters(tokens[index + 1]?.content ?? ''));
  });
  return anchors;
}

/** Sites build anchors from headings in slightly different ways; they agree on letters and digits. */
function letters(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}

/** A link without a target, to a place that isn't in the document, or to a file on the author's own computer. */
function leadsNowhere(target: string, anchors: Set<string>): boolean {
  if (target === '' || target === '#' || /^(?:file:|about:)/i.test(target)) return true;
  return target.startsWith('#') && !anchors.has(letters(decodeSafely(target)));
}

function decodeSafely(target: string): string {
  try {
    return decodeURIComponent(target);
  } catch {
    return target;
  }
}

/** Tags go and what they enclose stays, but a script or a style sheet is no text at all. */
function withoutTags(html: string): string {
  return html
    .replace(/<(script|style)\b[^]*?(?:<\/\1>|$)/gi, '')
    .replace(/<!--[^]*?(?:-->|$)/g, '')
    .replace(/<[^<>]*>/g, ' ');
}
