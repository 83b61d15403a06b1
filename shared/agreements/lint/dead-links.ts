import { placeOf } from '../passages.ts';
import { at, type LintFinding, listed, type Rule } from './finding.ts';

/** What Word prints where a reference lost its target. */
const FIELD_ERROR =
  /Error! (?:Bookmark not defined|Reference source not found|Hyperlink reference not valid|No text of specified style in document|Not a valid [^.]{1,40})\.?/i;

/** References that lead nowhere: Word's own error texts, and links without a target. */
export const deadLinks: Rule = ({ reading, passages }) => {
  const byPlace = Map.groupBy(
    passages.filter(({ text }) => FIELD_ERROR.test(text)),
    ({ place }) => place,
  );
  const bookmarks = [...byPlace.values()].map((broken): LintFinding => {
    const first = broken[0]!;
    const found = FIELD_ERROR.exec(first.text)!;
    const entries = broken.map(({ text }) => `"${text.replace(FIELD_ERROR, '').trim()}"`);
    return {
      rule: 'dead-bookmarks',
      severity: 'error',
      place: at(first, found.index, found.index + found[0].length),
      message: `${count(broken.length, 'reference')} here lost what ${broken.length === 1 ? 'it points' : 'they point'} to: ${listed(entries)}. Put the missing parts back or take the lines out, then update the fields in Word (Ctrl+A, F9).`,
    };
  });
  const links = reading.deadLinks.map(({ section, words }): LintFinding => {
    const names = words.map((word) => `"${word}"`);
    return {
      rule: 'dead-links',
      severity: 'warning',
      place: { section: placeOf(reading.text.sections[section]!), quote: words[0] ?? '' },
      message: `${count(words.length, 'link')} here ${words.length === 1 ? 'leads' : 'lead'} nowhere: ${listed(names)}. Link ${words.length === 1 ? 'it' : 'them'} again, or leave plain text.`,
    };
  });
  return [...bookmarks, ...links];
};

function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`;
}
