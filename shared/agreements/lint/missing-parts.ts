import type { Passage } from '../passages.ts';
import { at, type LintFinding, placesOf, type Rule } from './finding.ts';

const APPENDIX =
  /\b(appendix|appendices|annexe?|annexes|schedule)\s+(\d{1,2}|[A-Z])\b((?:\s*(?:,|and|&|or)\s*(?:\d{1,2}|[A-Z])\b)*)/gi;
const SECTION = /\bsections?\s+(\d{1,2}(?:\.\d{1,2})*)\b(?!\.\d)/gi;
/** A reference into another document: "Annex B of Keeping Children Safe in Education", "section 89 of the Act". */
const ELSEWHERE =
  /^\s*(?:\([^)]{0,80}\)\s*)?(?:,\s*)?(?:of|to|in|from|under)\s+(?:the\s+|our\s+|your\s+)?(?:[A-Z]|[a-z]+(?:\s+[a-z]+){0,4}\s+(?:policy|guidance|act|document|code|regulations|plan|procedures?)\b)/;
const LAW = /\b(?:Act|Regulations?|Code of Practice|KCSIE|Keeping Children Safe|Working Together|GDPR|guidance)\b/;

/** Appendices and sections that the text sends its readers to and that are not in it. */
export const missingParts: Rule = ({ reading, passages }) => [
  ...appendices(passages),
  ...sections(passages, reading.text.sections),
];

function appendices(passages: Passage[]): LintFinding[] {
  const present = new Set<string>();
  const wanted = new Map<string, { name: string; passages: Passage[]; start: number; length: number }>();
  for (const passage of passages) {
    for (const found of passage.text.matchAll(APPENDIX)) {
      const kind = kindOf(found[1]!);
      if (found.index === 0 && passage.kind !== 'contents' && isHeadingOf(passage)) {
        present.add(`${kind} ${found[2]!.toUpperCase()}`);
        continue;
      }
      const after = passage.text.slice(found.index + found[0].length);
      if (ELSEWHERE.test(after) || (kind !== 'Appendix' && LAW.test(passage.text))) continue;
      for (const label of [found[2]!, ...(found[3]!.match(/\d{1,2}|\b[A-Z]\b/g) ?? [])]) {
        const name = `${kind} ${label.toUpperCase()}`;
        const known = wanted.get(name);
        if (known) known.passages.push(passage);
        else wanted.set(name, { name, passages: [passage], start: found.index, length: found[0].length });
      }
    }
  }
  return [...wanted.values()]
    .filter(({ name }) => !present.has(name))
    .map(({ name, passages: where, start, length }) => {
      const body = where.filter(({ kind }) => kind !== 'contents');
      const first = body[0] ?? where[0]!;
      const found = first === where[0] ? { start, length } : locate(first, name);
      const sent = body.length > 0 ? `The text sends people to it in ${placesOf(body)}` : 'The contents list it';
      return {
        rule: 'missing-parts',
        severity: 'error',
        place: at(first, found.start, found.start + found.length),
        message: `${name} is not in this document. ${sent}: put it in, or take the reference out.`,
      };
    });
}

/** "Appendix 2: Agreement for parents" is the appendix; "Appendix 2 must be signed by parents." speaks of it. */
function isHeadingOf({ kind, text }: Passage): boolean {
  return kind === 'heading' || (text.length < 120 && !/[.;]$/.test(text));
}

function locate({ text }: Passage, name: string): { start: number; length: number } {
  const start = text.toLowerCase().indexOf(name.toLowerCase());
  return start < 0 ? { start: 0, length: 0 } : { start, length: name.length };
}

function sections(passages: Passage[], all: { number: string | null }[]): LintFinding[] {
  const numbers = new Set(all.flatMap(({ number }) => (number && /^\d/.test(number) ? [number] : [])));
  if (numbers.size < 2) return [];
  for (const number of clauseNumbers(passages)) numbers.add(number);
  const reported = new Set<string>();
  return passages.flatMap((passage) =>
    passage.section < 0 || LAW.test(passage.text)
      ? []
      : [...passage.text.matchAll(SECTION)].flatMap((found): LintFinding[] => {
          const number = found[1]!;
          const after = passage.text.slice(found.index + found[0].length);
          if (numbers.has(number) || reported.has(number) || ELSEWHERE.test(after)) return [];
          reported.add(number);
          return [
            {
              rule: 'missing-parts',
              severity: 'error',
              place: at(passage, found.index, found.index + found[0].length),
              message: `There is no section ${number} in this document. Correct the number, or put the section back.`,
            },
          ];
        }),
  );
}

/** Numbers that paragraphs begin with: within a section they count as sections when the text refers to them so. */
function clauseNumbers(passages: Passage[]): string[] {
  return passages.flatMap(({ text }) => /^\d{1,2}(?:\.\d{1,2})*(?=[.)]?\s)/.exec(text)?.[0] ?? []);
}

function kindOf(word: string): string {
  if (/^s/i.test(word)) return 'Schedule';
  return /^ann/i.test(word) ? 'Annex' : 'Appendix';
}
