import type { Section, Widget } from './schema.ts';
import { html } from './words.ts';

/** A heading or a widget, one under the other. */
export interface Part {
  header?: string;
  widget?: Widget;
  /** It stays on the page of the part before it. */
  tied?: boolean;
}

/** What a card may hold, by the Chat API's limits for cards; two widgets and some room are kept for turning pages. */
const WIDGETS_A_PAGE = 98;
const BYTES_A_PAGE = 28_000;

/**
 * Puts parts on as many pages as they need, each a list of sections that fits a card. At least one page.
 * What is tied together can be more than a page; then the page is too large, and who draws it says so.
 */
export function paged(parts: Part[]): Section[][] {
  const pages: Part[][] = [];
  let page: Part[] = [];
  let bytes = 0;
  for (const group of groups(parts)) {
    const more = Buffer.byteLength(JSON.stringify(group));
    if (page.length && (page.length + group.length > WIDGETS_A_PAGE || bytes + more > BYTES_A_PAGE)) {
      pages.push(page);
      page = [];
      bytes = 0;
    }
    page.push(...group);
    bytes += more;
  }
  return [...pages, page].map(sectionsOf);
}

/** Parts that can't be parted: a heading stands over what follows it. */
function groups(parts: Part[]): Part[][] {
  const found: Part[][] = [];
  for (const [i, part] of parts.entries()) {
    const before = found.at(-1);
    if (before && (part.tied || parts[i - 1]?.header !== undefined)) before.push(part);
    else found.push([part]);
  }
  return found;
}

/** A heading begins a section. One with nothing under it is a line of its own, because no section may be empty. */
function sectionsOf(parts: Part[]): Section[] {
  const sections: Section[] = [];
  for (const [i, { header, widget }] of parts.entries()) {
    if (header !== undefined && parts[i + 1]?.widget) sections.push({ header: html(header), widgets: [] });
    else if (widget ?? header) {
      const shown = widget ?? { textParagraph: { text: `<b>${html(header ?? '')}</b>` } };
      const last = sections.at(-1);
      if (last) last.widgets.push(shown);
      else sections.push({ widgets: [shown] });
    }
  }
  return sections;
}
