import type { AgreementText, Section } from './text.ts';

/** About what one reads on a phone before scrolling tires: measured in characters of statements. */
const PAGE_LENGTH = 1_600;

/** A text cut into pages of whole statements; a section that doesn't fit goes on, under its title, on the next. */
export function pagesOf({ sections }: AgreementText): Section[][] {
  const pages: Section[][] = [];
  let page: Section[] = [];
  let room = PAGE_LENGTH;
  const turn = () => {
    if (page.length) pages.push(page);
    page = [];
    room = PAGE_LENGTH;
  };
  for (const section of sections) {
    let rest: Section = { ...section, statements: [] };
    if (room < PAGE_LENGTH / 4) turn();
    page.push(rest);
    for (const statement of section.statements) {
      if (statement.text.length > room && room < PAGE_LENGTH) {
        if (!rest.statements.length) page.pop();
        turn();
        rest = { ...section, statements: [] };
        page.push(rest);
      }
      rest.statements.push(statement);
      room -= statement.text.length;
    }
    room -= section.title.length;
  }
  turn();
  return pages;
}
