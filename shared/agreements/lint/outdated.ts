import type { Passage } from '../passages.ts';
import { GUIDANCE, REPLACED } from './editions.ts';
import { at, bodyOf, type LintFinding, placesOf, type Rule } from './finding.ts';

/** The year of an edition, close after its name: "2021", "(2021)", "(DfE, September 2021)", "September 2021". */
const EDITION =
  /^(?:[\s,:;()’'”"–-]|DfE|Department for Education|HM Government|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]*|May|KCSIE|updated|revised|edition|version|published|statutory|guidance)*?(?<!\d)(20\d\d)\b/i;
/** "… which replaced the Data Protection Act 1998": named as the past that it is. */
const AS_PAST = /\b(?:replac|repeal|supersed|former|previous|instead of|no longer)\p{L}*[^.]{0,40}$/iu;

const GDPR = /\b(?:general data protection regulations?|GDPR)\b/gi;
/** The name of one of the school's own policies: "GDPR and Data Protection Policy". */
const IN_POLICY_NAME = /^\s*(?:and\s+)?(?:data\s+protection\s+)?polic(?:y|ies)\b/i;
const UK_GDPR_SINCE = '2021-01-01';

/** Law and guidance cited in an edition that no longer applies, and bodies under names they no longer have. */
export const outdated: Rule = ({ passages, today }) => {
  const body = bodyOf(passages);
  return [...guidance(body, today), ...replaced(body, today), ...gdpr(body, today)];
};

function guidance(body: Passage[], today: string): LintFinding[] {
  const current = new Map<string, (typeof GUIDANCE)[number]>();
  for (const entry of GUIDANCE) if (entry.since <= today) current.set(entry.name, entry);
  return body.flatMap((passage) =>
    [...current.values()].flatMap(({ name, pattern, edition }) =>
      [...passage.text.matchAll(pattern)].slice(0, 1).flatMap((found): LintFinding[] => {
        const end = found.index + found[0].length;
        const cited = EDITION.exec(passage.text.slice(end, end + 60));
        if (!cited || cited[1]! >= edition || isPast(passage, found.index)) return [];
        return [
          {
            rule: 'old-edition',
            severity: 'error',
            place: at(passage, found.index, end + cited[0].length),
            message: `This cites ${name} of ${cited[1]}, and the current edition is that of ${edition}. Check what changed, and cite the current one.`,
          },
        ];
      }),
    ),
  );
}

function replaced(body: Passage[], today: string): LintFinding[] {
  return REPLACED.filter(({ since }) => since <= today).flatMap(({ name, pattern, now, kind }): LintFinding[] => {
    const where = body.filter((passage) => {
      const found = pattern.exec(passage.text);
      return found !== null && !isPast(passage, found.index);
    });
    const first = where[0];
    if (!first) return [];
    const found = pattern.exec(first.text)!;
    const also = where.length > 1 ? ` It stands in ${placesOf(where)}.` : '';
    return [
      {
        rule: kind === 'law' ? 'old-edition' : 'old-name',
        severity: kind === 'law' ? 'error' : 'warning',
        place: at(first, found.index, found.index + found[0].length),
        message: `${now} Correct "${kind === 'law' ? found[0] : name}" in your text.${also}`,
      },
    ];
  });
}

/** Since the UK left the EU, the regulation that binds its schools is the UK GDPR. Saying "UK GDPR" once settles it. */
function gdpr(body: Passage[], today: string): LintFinding[] {
  if (today < UK_GDPR_SINCE || body.some(({ text }) => /\bUK[\s-]+(?:GDPR|general data protection)/i.test(text)))
    return [];
  const cited = body.flatMap((passage) =>
    [...passage.text.matchAll(GDPR)]
      .filter((found) => !isPolicyName(passage.text, found.index, found[0].length))
      .map((found) => ({ passage, name: found[0], start: found.index, end: found.index + found[0].length })),
  );
  const first = cited[0];
  if (!first) return [];
  const also = cited.length > 1 ? ` It stands in ${placesOf(cited.map(({ passage }) => passage))}.` : '';
  return [
    {
      rule: 'old-edition',
      // "GDPR" for short is how people talk; the full name in a list of laws is wrong.
      severity: cited.some(({ name }) => name.toUpperCase() !== 'GDPR') ? 'error' : 'warning',
      place: at(first.passage, first.start, first.end),
      message: `The data protection regulation that applies to schools in the UK has been the UK GDPR since 1 January 2021. Write "UK GDPR".${also}`,
    },
  ];
}

function isPolicyName(text: string, index: number, length: number): boolean {
  return (
    IN_POLICY_NAME.test(text.slice(index + length, index + length + 40)) ||
    /\bdata protection and $/i.test(text.slice(Math.max(0, index - 25), index))
  );
}

function isPast({ text }: Passage, index: number): boolean {
  return AS_PAST.test(text.slice(Math.max(0, index - 60), index));
}
