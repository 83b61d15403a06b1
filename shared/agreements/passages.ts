import type { Reading } from './structure.ts';
import type { Section } from './text.ts';

/** A line of a document together with where it stands, for whoever looks through the whole of it. */
export interface Passage {
  /** "5.1.1 Use of phones and email", "Front page", "Contents". */
  place: string;
  /** Index of the section, or -1 on the front page and in the contents. */
  section: number;
  kind: 'front' | 'contents' | 'heading' | 'paragraph' | 'item' | 'row';
  text: string;
}

export const FRONT_PAGE = 'Front page';
export const CONTENTS = 'Contents';

/** Every line of a document in reading order. */
export function passagesOf(reading: Reading): Passage[] {
  const front = [reading.text.title, ...reading.frontMatter].map(
    (text): Passage => ({ place: FRONT_PAGE, section: -1, kind: 'front', text }),
  );
  const contents = reading.contents.map(
    ({ text, page }): Passage => ({ place: CONTENTS, section: -1, kind: 'contents', text: `${text} ${page}`.trim() }),
  );
  const body = reading.text.sections.flatMap((section, index) => {
    const place = placeOf(section);
    const heading: Passage[] = section.title ? [{ place, section: index, kind: 'heading', text: place }] : [];
    return [
      ...heading,
      ...section.statements.map(({ kind, text }): Passage => ({ place, section: index, kind, text })),
    ];
  });
  return [...front, ...contents, ...body];
}

/** How people call a section: its number and its title. */
export function placeOf({ number, title }: Section): string {
  if (number && title) return `${number} ${title}`;
  return number ?? (title || 'Beginning');
}

/** A passage cut down to what matters: at most `most` characters around the place from `start` to `end`. */
export function quote(text: string, start = 0, end = text.length, most = 120): string {
  if (text.length <= most) return text;
  const room = Math.max(0, most - (end - start));
  const from = Math.max(0, Math.min(start - Math.floor(room / 2), text.length - most));
  const to = Math.min(text.length, from + most);
  const cut = text.slice(from, to).replace(from > 0 ? /^\S*\s/ : /^/, '');
  return `${from > 0 ? '… ' : ''}${to < text.length ? cut.replace(/\s\S*$/, '') : cut}${to < text.length ? ' …' : ''}`;
}
