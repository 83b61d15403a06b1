import { linesOf, oneLine } from '../../../shared/view/words.ts';

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? '');

/** Plain text for a field that reads a little HTML (text, section headers), each of its lines on one of its own. */
export const html = (text: string): string => linesOf(text).map(escaped).join('<br>');

/**
 * Plain text for a field of which nobody says whether it reads HTML: labels, titles, buttons, choices. A character that
 * joins two words without a width follows "<" and "&", after which neither begins a tag or an entity, and both are shown
 * as they are where nothing is read.
 */
export const plain = (text: string): string => oneLine(text).replaceAll(/[<&]/g, '$&\u2060');

/** A long text as pieces of at most so many characters, broken between lines, else between words. */
export function pieces(text: string, most: number): string[] {
  const found: string[] = [];
  let piece = '';
  for (const line of linesOf(text).flatMap((each) => wrapped(each, most))) {
    if (piece && piece.length + line.length >= most) {
      found.push(piece);
      piece = '';
    }
    piece = piece ? `${piece}\n${line}` : line;
  }
  return piece ? [...found, piece] : found;
}

function wrapped(line: string, most: number): string[] {
  if (line.length <= most) return [line];
  const space = line.lastIndexOf(' ', most);
  // A character outside the basic plane is two units long; its halves stay together.
  const cut = space > 0 ? space : most - (/[\ud800-\udbff]/.test(line[most - 1] ?? '') ? 1 : 0);
  return [line.slice(0, cut), ...wrapped(line.slice(cut).trimStart(), most)];
}
