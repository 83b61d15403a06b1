import { strToU8, unzipSync, zipSync } from 'fflate';
import mammoth from 'mammoth';
import { type Block, hasWords, rowText, tidy } from '../../agreements/blocks.ts';
import { isParticular } from '../../agreements/particulars.ts';
import { Refusal } from '../../errors.ts';
import { joinNumber, ORDINAL } from './inline.ts';
import { withNumbers } from './word-numbers.ts';

/** All XML of a .docx together, unpacked. A hundred pages of policy are one to two megabytes. */
export const MAX_UNPACKED_BYTES = 16 * 1024 * 1024;
/** Files inside a .docx. Word writes about fifteen, plus one per picture. */
const MAX_ENTRIES = 5_000;

const BROKEN =
  'This Word document is damaged or protected. Open it in Word, save it again as .docx without a password, and try again.';
const TOO_LARGE =
  'This Word document unpacks to far more than a policy can be. Copy its text into a new document and try again.';

/** Mammoth's model of a document, as far as it is used here (mammoth/lib/documents.js). */
interface Node {
  type: string;
  children?: Node[];
  value?: string;
  styleId?: string | null;
  styleName?: string | null;
  numbering?: { isOrdered: boolean } | null;
  isBold?: boolean;
  checked?: boolean;
  href?: string;
  anchor?: string;
  name?: string;
  breakType?: string;
  noteType?: string;
  noteId?: string;
  notes?: { resolve(reference: Node): { body: Node[] } | null };
}

/** Blocks of a Word document. Throws a Refusal for an archive that is broken, protected, hostile or too large. */
export async function readDocx(bytes: Uint8Array): Promise<Block[]> {
  const parts = unpack(bytes);
  try {
    const document = await model(parts);
    return new Walk(document).blocks();
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal(BROKEN, { cause: error });
  }
}

/** The XML parts by name. Pictures, fonts and macros are never unpacked. */
function unpack(bytes: Uint8Array): Record<string, Uint8Array> {
  let entries = 0;
  let total = 0;
  const isWanted = ({ name, originalSize }: { name: string; originalSize: number }) => {
    entries += 1;
    if (entries > MAX_ENTRIES) throw new Refusal(TOO_LARGE);
    if (!/\.(?:xml|rels)$/i.test(name)) return false;
    total += originalSize;
    // The library unpacks into a buffer of the size stated here, so a file that lies about its size gains nothing.
    if (total > MAX_UNPACKED_BYTES) throw new Refusal(TOO_LARGE);
    return true;
  };
  try {
    return unzipSync(bytes, { filter: isWanted });
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal(BROKEN, { cause: error });
  }
}

async function model(parts: Record<string, Uint8Array>): Promise<Node> {
  const xml = (name: string) => (parts[name] ? new TextDecoder().decode(parts[name]) : undefined);
  for (const name of Object.keys(parts)) {
    if (xml(name)?.includes('<!DOCTYPE')) throw new Refusal(BROKEN);
  }
  const types = xml('[Content_Types].xml') ?? '';
  const name = partName(types, 'document.main') ?? 'word/document.xml';
  const document = xml(name);
  if (document === undefined) {
    throw new Refusal(
      'This file is named .docx but is not a Word document. Open it in the program it came from and save it as .docx.',
    );
  }
  const numbering = xml(partName(types, 'numbering') ?? 'word/numbering.xml');
  const styles = xml(partName(types, 'styles') ?? 'word/styles.xml');
  const archive = zipSync({ ...parts, [name]: strToU8(withNumbers({ document, numbering, styles })) }, { level: 0 });

  let found: Node | undefined;
  const keep = (node: Node) => {
    found = node;
    return { ...node, children: [] };
  };
  // Mammoth turns Word's XML into a model and that into HTML. The model is what is wanted; HTML is made of nothing.
  await mammoth.convertToHtml({ buffer: Buffer.from(archive) }, { transformDocument: keep, externalFileAccess: false });
  return found!;
}

/** The part of a kind, as [Content_Types].xml names it: some programs write word/document2.xml. */
function partName(contentTypes: string, kind: string): string | undefined {
  for (const [override] of contentTypes.matchAll(/<Override\b[^<>]*>/g)) {
    if (override.includes(`.${kind}+xml"`)) return /PartName="\/([^"]+)"/.exec(override)?.[1];
  }
  return undefined;
}

/** One pass over mammoth's tree. */
class Walk {
  private readonly document: Node;
  private readonly bookmarks = new Set<string>(['_top']);

  constructor(document: Node) {
    this.document = document;
    this.collectBookmarks(document);
  }

  blocks(): Block[] {
    return this.of(this.document.children ?? []).filter((block) => hasWords(block.text));
  }

  private of(nodes: Node[]): Block[] {
    return nodes.flatMap((node) => {
      if (node.type === 'paragraph') return this.paragraph(node);
      if (node.type === 'table') return (node.children ?? []).flatMap((row) => this.row(row));
      return this.of(node.children ?? []);
    });
  }

  private row(row: Node): Block[] {
    const cells = (row.children ?? []).map((cell) => this.of(cell.children ?? []).filter(({ text }) => hasWords(text)));
    const filled = cells.filter((cell) => cell.length > 0);
    // A single cell is a frame around text, not a table.
    if (filled.length < 2) return filled.flat();
    const deadLinks = filled.flatMap((cell) => cell.flatMap((block) => block.deadLinks ?? []));
    const text = rowText(filled.map((cell) => cell.map((block) => block.text).join(' ')));
    return [{ kind: 'row', text, ...(deadLinks.length > 0 ? { deadLinks } : {}) }];
  }

  private paragraph(node: Node): Block[] {
    const run = new Run(this.bookmarks);
    run.read(node.children ?? []);
    const heading = headingLevel(node);
    const lines = heading === undefined ? run.lines() : [run.lines().join(' ')];
    const marks = run.marks();
    const blocks = lines.map((line, index) => ({ ...toBlock(line, node, heading), ...(index === 0 ? marks : {}) }));
    return [...blocks, ...run.notes.flatMap((note) => this.of(this.document.notes?.resolve(note)?.body ?? []))];
  }

  private collectBookmarks(node: Node): void {
    if (node.type === 'bookmarkStart' && node.name) this.bookmarks.add(node.name);
    for (const child of node.children ?? []) this.collectBookmarks(child);
  }
}

/** The text of one paragraph, with what is said about it. */
class Run {
  readonly notes: Node[] = [];
  private text = '';
  private letters = 0;
  private boldLetters = 0;
  private readonly deadLinks: string[] = [];
  private readonly bookmarks: Set<string>;

  constructor(bookmarks: Set<string>) {
    this.bookmarks = bookmarks;
  }

  read(nodes: Node[], bold = false): void {
    for (const node of nodes) this.see(node, bold);
  }

  lines(): string[] {
    return this.text.split('\n');
  }

  marks(): Pick<Block, 'strong' | 'deadLinks'> {
    return {
      ...(this.letters > 0 && this.letters === this.boldLetters ? { strong: true as const } : {}),
      ...(this.deadLinks.length > 0 ? { deadLinks: this.deadLinks } : {}),
    };
  }

  private see(node: Node, bold: boolean): void {
    switch (node.type) {
      case 'text':
        this.write(node.value ?? '', bold);
        break;
      case 'tab':
        this.text += '\t';
        break;
      case 'break':
        this.text += '\n';
        break;
      case 'checkbox':
        this.text += node.checked ? '☑ ' : '☐ ';
        break;
      case 'noteReference':
        this.notes.push(node);
        break;
      case 'hyperlink':
        this.readLink(node, bold);
        break;
      case 'run':
        this.read(node.children ?? [], node.isBold || /^strong$/i.test(node.styleName ?? ''));
        break;
      default:
        this.read(node.children ?? [], bold);
    }
  }

  private readLink(node: Node, bold: boolean): void {
    const from = this.text.length;
    this.read(node.children ?? [], bold);
    const words = tidy(this.text.slice(from));
    const dead = node.anchor ? !this.bookmarks.has(node.anchor) : /^(?:#?$|file:|about:)/i.test(node.href ?? '');
    // Word makes one link of every run; the same words twice are one link.
    if (dead && hasWords(words) && this.deadLinks.at(-1) !== words) this.deadLinks.push(words);
  }

  private write(value: string, bold: boolean): void {
    const letters = value.replace(/[^\p{L}\p{N}]/gu, '').length;
    this.text += value.replace(/\n/g, ' ');
    this.letters += letters;
    if (bold) this.boldLetters += letters;
  }
}

function toBlock(line: string, node: Node, heading: number | undefined): Block {
  const trimmed = line.trim();
  const numbered = joinNumber(trimmed);
  const text = tidy(numbered);
  if (heading !== undefined) return { kind: 'heading', level: heading, text };
  if (/\S\t+\S/.test(numbered)) return { kind: 'row', text: rowText(numbered.split(/\t+/)) };
  const bulleted = node.numbering?.isOrdered === false || /^[-–—]\s/.test(trimmed);
  const item = bulleted ? tidy(trimmed.replace(/^[-–—]\s+/, '')) : text;
  return { kind: (bulleted || ORDINAL.test(text)) && !isParticular(text) ? 'item' : 'paragraph', text: item };
}

/** 0 for Word's Title, 1 … 9 for its headings. Word keeps the English style names in every language. */
function headingLevel({ styleName, styleId }: Node): number | undefined {
  const style = `${styleName ?? ''}|${styleId ?? ''}`;
  if (/(?:^|\|)title(?:\||$)/i.test(style)) return 0;
  if (/toc heading/i.test(style)) return 1;
  const found = /(?:^|\|)heading ?([1-9])(?:\||$)/i.exec(style);
  return found ? Number(found[1]) : undefined;
}
