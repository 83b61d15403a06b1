import { CONTENTS } from '../passages.ts';
import type { LintFinding, Rule } from './finding.ts';

/** A table of contents that was not brought up to date: pages that go backwards, sections that it misses or makes up. */
export const contents: Rule = ({ reading }) => {
  const findings: LintFinding[] = [];
  const numbered = reading.contents.filter(({ page }) => /^\d+$/.test(page));
  const back = numbered.find(({ page }, index) => index > 0 && Number(page) < Number(numbered[index - 1]!.page));
  if (back) {
    const before = numbered[numbered.indexOf(back) - 1]!;
    findings.push(
      finding(
        `${back.text} ${back.page}`,
        `The page numbers go backwards, from ${before.page} to ${back.page}. Update the contents list in Word (right-click it, Update field).`,
      ),
    );
  }
  const titles = new Set(reading.text.sections.map(({ number, title }) => letters(`${number ?? ''}${title}`)));
  const numbers = new Set(reading.text.sections.map(({ number }) => number));
  for (const { text } of reading.contents) {
    // A section whose words were changed a little keeps its number, and an appendix that is missing is reported by itself.
    const number = /^(\d+(?:\.\d+)*)/.exec(text)?.[1];
    if (titles.has(letters(text)) || (number && numbers.has(number)) || /^(?:appendix|annexe?|schedule)\b/i.test(text))
      continue;
    findings.push(
      finding(
        text,
        `The contents list "${text}", but no heading in the document says so. Update the contents list, or put the section back.`,
      ),
    );
  }
  return findings;
};

function finding(words: string, message: string): LintFinding {
  return { rule: 'contents', severity: 'warning', place: { section: CONTENTS, quote: words.slice(0, 120) }, message };
}

function letters(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}
