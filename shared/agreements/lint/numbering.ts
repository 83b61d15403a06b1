import { placeOf } from '../passages.ts';
import type { Section } from '../text.ts';
import type { LintFinding, Rule } from './finding.ts';

/** Gaps and repetitions in the author's own numbers. An appendix may number its parts from 1 again. */
export const numbering: Rule = ({ reading }) => {
  const findings: LintFinding[] = [];
  let last = new Map<string, { section: Section; count: number }>();
  for (const section of reading.text.sections) {
    if (!section.number || !/^\d/.test(section.number)) {
      if (/^(?:appendix|annex|schedule)\b/i.test(section.title)) last = new Map();
      continue;
    }
    // "3.4a" stands beside 3.4: authors squeeze sections in so, and nothing is missing.
    if (/[a-z]$/.test(section.number)) continue;
    const parts = section.number.split('.');
    const parent = parts.slice(0, -1).join('.');
    const count = Number(parts.at(-1));
    const before = last.get(parent);
    const problem = problemOf(section.number, parent, count, before);
    if (problem) {
      findings.push({
        rule: 'numbering',
        severity: 'warning',
        place: { section: placeOf(section), quote: placeOf(section) },
        message: problem,
      });
    }
    last.set(parent, { section, count });
  }
  return findings;
};

function problemOf(
  number: string,
  parent: string,
  count: number,
  before: { section: Section; count: number } | undefined,
): string | undefined {
  const name = (at: number) => (parent ? `${parent}.${at}` : String(at));
  if (!before) {
    if (count <= 1) return undefined;
    return `The numbers begin with ${number}: there is no ${missing(name, 1, count - 1)}. Renumber, or put back what was lost.`;
  }
  if (count === before.count)
    return `The number ${number} is given twice. Renumber, so that people can refer to a section.`;
  if (count < before.count)
    return `The number ${number} comes after ${name(before.count)}. Renumber, so that people can find a section.`;
  if (count === before.count + 1) return undefined;
  return `The numbers go from ${name(before.count)} to ${number}: there is no ${missing(name, before.count + 1, count - 1)}. Renumber, or put back the section that was lost.`;
}

function missing(name: (at: number) => string, from: number, to: number): string {
  return from === to ? name(from) : `${name(from)} to ${name(to)}`;
}
