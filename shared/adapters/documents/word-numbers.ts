import { DOMParser, XMLSerializer } from '@xmldom/xmldom';

/**
 * Word works out two things when it draws a document, and keeps neither in the text: the numbers of numbered paragraphs and
 * headings, and which styles are headings. `withNumbers` writes both in, so that "5.1.1 Use of email" reads as it does on
 * paper. The rules are those of ECMA-376 part 1, 17.9 (numbering) and 17.3.1.20 (outline level).
 */
export interface WordParts {
  document: string;
  numbering: string | undefined;
  styles: string | undefined;
}

/** How one level of a list is written. */
interface Level {
  format: string;
  /** "%1.%2." where %n is the count at level n. */
  text: string;
  start: number;
  style: string | undefined;
}

interface List {
  abstract: string;
  levels: Map<number, Level>;
  /** Levels at which this list starts anew, where others of the same kind go on counting. */
  restarts: Map<number, number>;
}

interface Style {
  basedOn: string | undefined;
  list: string | undefined;
  level: number | undefined;
  outline: number | undefined;
}

const HEADING_LEVELS = 9;

/** The document's XML with list numbers as text and outline levels as the styles Heading1 … Heading9. */
export function withNumbers({ document, numbering, styles }: WordParts): string {
  const dom = parse(document);
  const styleOf = readStyles(styles);
  const counting = new Counting(readLists(numbering, styleOf));
  for (const paragraph of all(dom, 'w:p')) {
    if (isAlternative(paragraph)) continue;
    const properties = child(paragraph, 'w:pPr');
    const styleId = value(properties, 'w:pStyle');
    const outline = numeric(value(properties, 'w:outlineLvl')) ?? inherited(styleOf, styleId, (style) => style.outline);
    const label = counting.next(listOf(properties, styleId, styleOf, counting));
    if (label) writeLabel(dom, paragraph, properties!, label);
    if (outline !== undefined && outline < HEADING_LEVELS) makeHeading(dom, paragraph, properties, outline + 1);
  }
  return new XMLSerializer().serializeToString(dom);
}

/** Parses XML that holds no document type: entities are how XML attacks begin, and Word never writes one. */
function parse(xml: string): Document {
  const fail = (message: string) => {
    throw new Error(message);
  };
  const errorHandler = { warning: () => undefined, error: fail, fatalError: fail };
  return new DOMParser({ errorHandler }).parseFromString(xml, 'text/xml');
}

/** Counts as Word does: a number goes up at its own level and starts anew when a level above it goes up. */
class Counting {
  readonly lists: Map<string, List>;
  private readonly counts = new Map<string, (number | undefined)[]>();
  private readonly begun = new Set<string>();

  constructor(lists: Map<string, List>) {
    this.lists = lists;
  }

  /** The label of the next paragraph of a list at a level, '' for a bullet or no list. */
  next(place: { list: string; level: number } | undefined): string {
    const list = place && this.lists.get(place.list);
    const level = list?.levels.get(place!.level);
    if (!place || !list || !level) return '';
    const counts = this.counts.get(list.abstract) ?? [];
    this.counts.set(list.abstract, counts);

    const restart = list.restarts.get(place.level);
    const restartsHere = restart !== undefined && !this.begun.has(`${place.list} ${place.level}`);
    this.begun.add(`${place.list} ${place.level}`);
    const before = counts[place.level];
    counts[place.level] = restartsHere ? restart : before === undefined ? level.start : before + 1;
    counts.length = place.level + 1;

    if (level.format === 'bullet' || level.format === 'none') return '';
    return level.text.replace(/%([1-9])/g, (_, digit: string) => {
      const at = Number(digit) - 1;
      const above = list.levels.get(at);
      return written(counts[at] ?? above?.start ?? 1, above?.format ?? 'decimal');
    });
  }
}

function listOf(
  properties: Element | undefined,
  styleId: string | undefined,
  styles: Map<string, Style>,
  { lists }: Counting,
): { list: string; level: number } | undefined {
  const own = properties && child(properties, 'w:numPr');
  const list = value(own, 'w:numId') ?? inherited(styles, styleId, (style) => style.list);
  if (list === undefined || list === '0') return undefined;
  const stated = numeric(value(own, 'w:ilvl')) ?? inherited(styles, styleId, (style) => style.level);
  if (stated !== undefined) return { list, level: stated };
  for (const [level, { style }] of lists.get(list)?.levels ?? []) {
    if (style !== undefined && style === styleId) return { list, level };
  }
  return { list, level: 0 };
}

function readStyles(xml: string | undefined): Map<string, Style> {
  const styles = new Map<string, Style>();
  for (const element of xml ? all(parse(xml), 'w:style') : []) {
    const properties = child(element, 'w:pPr');
    const numbers = properties && child(properties, 'w:numPr');
    styles.set(element.getAttribute('w:styleId') ?? '', {
      basedOn: value(element, 'w:basedOn'),
      list: value(numbers, 'w:numId'),
      level: numeric(value(numbers, 'w:ilvl')),
      outline: numeric(value(properties, 'w:outlineLvl')),
    });
  }
  return styles;
}

function readLists(xml: string | undefined, styles: Map<string, Style>): Map<string, List> {
  const lists = new Map<string, List>();
  if (!xml) return lists;
  const dom = parse(xml);
  const abstracts = new Map(
    all(dom, 'w:abstractNum').map((element) => [element.getAttribute('w:abstractNumId'), element]),
  );
  const numbers = new Map(all(dom, 'w:num').map((element) => [element.getAttribute('w:numId'), element]));
  for (const [id, element] of numbers) {
    const linked = value(abstracts.get(value(element, 'w:abstractNumId') ?? ''), 'w:numStyleLink');
    const source = linked ? (numbers.get(styles.get(linked)?.list ?? '') ?? element) : element;
    const abstract = value(source, 'w:abstractNumId') ?? '';
    const levels = readLevels(abstracts.get(abstract));
    const restarts = new Map<number, number>();
    for (const override of all(element, 'w:lvlOverride')) {
      const at = numeric(override.getAttribute('w:ilvl')) ?? 0;
      for (const [, level] of readLevels(override)) levels.set(at, level);
      const start = numeric(value(override, 'w:startOverride'));
      if (start !== undefined) restarts.set(at, start);
    }
    lists.set(id ?? '', { abstract, levels, restarts });
  }
  return lists;
}

function readLevels(element: Element | undefined): Map<number, Level> {
  return new Map(
    (element ? all(element, 'w:lvl') : []).map((level) => [
      numeric(level.getAttribute('w:ilvl')) ?? 0,
      {
        format: value(level, 'w:numFmt') ?? 'decimal',
        text: value(level, 'w:lvlText') ?? '',
        start: numeric(value(level, 'w:start')) ?? 1,
        style: value(level, 'w:pStyle'),
      },
    ]),
  );
}

/** A property of a style, or of the nearest style it is based on that has one. */
function inherited<T>(
  styles: Map<string, Style>,
  id: string | undefined,
  of: (style: Style) => T | undefined,
): T | undefined {
  const seen = new Set<string>();
  for (let at = id; at !== undefined && !seen.has(at); at = styles.get(at)?.basedOn) {
    seen.add(at);
    const style = styles.get(at);
    const found = style && of(style);
    if (found !== undefined) return found;
  }
  return undefined;
}

function writeLabel(dom: Document, paragraph: Element, properties: Element, label: string): void {
  const run = dom.createElementNS(paragraph.namespaceURI, 'w:r');
  const text = dom.createElementNS(paragraph.namespaceURI, 'w:t');
  text.appendChild(dom.createTextNode(`${label} `));
  run.appendChild(text);
  paragraph.insertBefore(run, properties.nextSibling);
}

function makeHeading(dom: Document, paragraph: Element, properties: Element | undefined, level: number): void {
  const create = (name: string) => dom.createElementNS(paragraph.namespaceURI, name);
  const holder = properties ?? paragraph.insertBefore(create('w:pPr'), paragraph.firstChild);
  const style = child(holder, 'w:pStyle') ?? holder.insertBefore(create('w:pStyle'), holder.firstChild);
  style.setAttributeNS(paragraph.namespaceURI, 'w:val', `Heading${level}`);
}

function written(count: number, format: string): string {
  switch (format) {
    case 'lowerLetter':
      return letters(count);
    case 'upperLetter':
      return letters(count).toUpperCase();
    case 'lowerRoman':
      return roman(count);
    case 'upperRoman':
      return roman(count).toUpperCase();
    case 'decimalZero':
      return String(count).padStart(2, '0');
    default:
      return String(count);
  }
}

/** a … z, aa … zz, as Word counts. */
function letters(count: number): string {
  return String.fromCharCode(97 + ((count - 1) % 26)).repeat(Math.min(1 + Math.floor((count - 1) / 26), 10));
}

const ROMAN = 'm1000 cm900 d500 cd400 c100 xc90 l50 xl40 x10 ix9 v5 iv4 i1'
  .split(' ')
  .map((pair) => ({ numeral: pair.replace(/\d+/, ''), worth: Number(pair.replace(/\D+/, '')) }));

function roman(count: number): string {
  let left = Math.min(count, 3999);
  let text = '';
  for (const { numeral, worth } of ROMAN) {
    for (; left >= worth; left -= worth) text += numeral;
  }
  return text;
}

/** Text boxes stand in the file twice, for newer and for older programs. The fallback is the one that is read. */
function isAlternative(paragraph: Element): boolean {
  for (let node = paragraph.parentNode; node; node = node.parentNode) if (node.nodeName === 'mc:Choice') return true;
  return false;
}

function all(parent: Document | Element, name: string): Element[] {
  return Array.from(parent.getElementsByTagName(name));
}

function child(parent: Element, name: string): Element | undefined {
  for (let node = parent.firstChild; node; node = node.nextSibling) {
    if (node.nodeName === name) return node as Element;
  }
  return undefined;
}

function value(parent: Element | undefined, name: string): string | undefined {
  return (parent && child(parent, name)?.getAttribute('w:val')) || undefined;
}

function numeric(text: string | null | undefined): number | undefined {
  const number = text ? Number(text) : Number.NaN;
  return Number.isInteger(number) && number >= 0 && number < 1_000_000 ? number : undefined;
}
