import { strToU8, zipSync } from 'fflate';

const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const R = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml';

export interface WordFile {
  /** The children of w:body. */
  body: string;
  /** The children of w:numbering and of w:styles, where the document has such parts. */
  numbering?: string;
  styles?: string;
  /** What stands before the document element. */
  prolog?: string;
}

/** A .docx as Word writes it, with the few parts that matter: a zip of XML. */
export function wordFile({ body, numbering, styles, prolog = '' }: WordFile): Uint8Array {
  const parts: Record<string, string> = {
    '[Content_Types].xml': `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="${TYPE}.document.main+xml"/></Types>`,
    '_rels/.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${R}/officeDocument" Target="word/document.xml"/></Relationships>`,
    'word/_rels/document.xml.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${R}/styles" Target="styles.xml"/><Relationship Id="rId2" Type="${R}/numbering" Target="numbering.xml"/><Relationship Id="rId9" Type="${R}/hyperlink" Target="https://school.example/" TargetMode="External"/></Relationships>`,
    'word/document.xml': `${prolog}<w:document ${W} xmlns:r="${R}"><w:body>${body}</w:body></w:document>`,
    'word/styles.xml': `<w:styles ${W}>${styles ?? STYLES}</w:styles>`,
    'word/numbering.xml': `<w:numbering ${W}>${numbering ?? BULLETS}</w:numbering>`,
  };
  return zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])));
}

/** A paragraph; `style` is a style id ("Heading1"), `list` a numbering id and level. */
export function p(
  text: string,
  { style, list, bold }: { style?: string; list?: [number, number]; bold?: boolean } = {},
): string {
  const numbers = list ? `<w:numPr><w:ilvl w:val="${list[1]}"/><w:numId w:val="${list[0]}"/></w:numPr>` : '';
  const properties = `<w:pPr>${style ? `<w:pStyle w:val="${style}"/>` : ''}${numbers}</w:pPr>`;
  const inner = text.startsWith('<') ? text : run(text, bold);
  return `<w:p>${properties}${inner}</w:p>`;
}

export function run(text: string, bold = false): string {
  return `<w:r>${bold ? '<w:rPr><w:b/></w:rPr>' : ''}<w:t xml:space="preserve">${escaped(text)}</w:t></w:r>`;
}

export function table(rows: string[][]): string {
  const cell = (text: string) => `<w:tc>${p(text)}</w:tc>`;
  return `<w:tbl>${rows.map((cells) => `<w:tr>${cells.map(cell).join('')}</w:tr>`).join('')}</w:tbl>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

const style = (id: string, name: string) =>
  `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/></w:style>`;
const STYLES = `${style('Title', 'Title')}${style('Heading1', 'heading 1')}${style('Heading2', 'heading 2')}${style('Heading3', 'heading 3')}`;

const level = (at: number, format: string, text: string) =>
  `<w:lvl w:ilvl="${at}"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${text}"/></w:lvl>`;
/** List 1: bullets. List 2: 1. then (a). List 3: 1. 1.1 1.1.1. List 4: like list 2, but begins anew. */
const BULLETS = `<w:abstractNum w:abstractNumId="0">${level(0, 'bullet', '•')}</w:abstractNum><w:abstractNum w:abstractNumId="1">${level(0, 'decimal', '%1.')}${level(1, 'lowerLetter', '(%2)')}</w:abstractNum><w:abstractNum w:abstractNumId="2">${level(0, 'decimal', '%1.')}${level(1, 'decimal', '%1.%2')}${level(2, 'decimal', '%1.%2.%3')}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num><w:num w:numId="4"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>`;
