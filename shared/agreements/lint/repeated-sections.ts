import { placeOf, quote } from '../passages.ts';
import type { Section } from '../text.ts';
import type { LintFinding, Rule } from './finding.ts';

/** Two sections of one title that say (partly) the same: one of them will be forgotten when the other is changed. */
export const repeatedSections: Rule = ({ reading }) => {
  const seen = new Map<string, Section>();
  return reading.text.sections.flatMap((section): LintFinding[] => {
    const name = section.title.toLowerCase();
    const before = seen.get(name);
    if (!before || name === '') {
      seen.set(name, section);
      return [];
    }
    const said = new Set(before.statements.map(({ text }) => letters(text)));
    const again = section.statements.filter(({ text }) => text.length > 40 && said.has(letters(text))).length;
    if (again === 0) return [];
    return [
      {
        rule: 'repeated-sections',
        severity: 'warning',
        place: {
          section: placeOf(section),
          quote: quote(section.statements.find(({ text }) => said.has(letters(text)))!.text),
        },
        message: `"${section.title}" stands twice in this document, with ${again === 1 ? 'a statement' : `${again} statements`} in common. Keep it in one place, so that the two cannot contradict each other.`,
      },
    ];
  });
};

function letters(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}
