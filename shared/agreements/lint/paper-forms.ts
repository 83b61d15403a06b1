import type { Passage } from '../passages.ts';
import { at, bodyOf, type LintFinding, type Rule } from './finding.ts';

const BLANK = /_{3,}|\.{8,}|…{3,}/;
const LABEL = /^\(?(?:signature|signed|full name|name|date|job title|printed|print name|class|witness)\)?:?$/i;

/** Blanks of a paper form: in a chat nobody can fill them in, and the signature is recorded by itself. */
export const paperForms: Rule = ({ passages }) => {
  const bySection = Map.groupBy(bodyOf(passages), ({ section }) => section);
  return [...bySection.values()].flatMap((section): LintFinding[] => {
    const blanks = section.filter(({ kind, text }) => kind !== 'heading' && (BLANK.test(text) || LABEL.test(text)));
    const isForm = blanks.some(({ text }) => BLANK.test(text)) || (blanks.length >= 2 && blanks.some(isSignature));
    const [first] = blanks;
    if (!first || !isForm) return [];
    const fields = blanks.map(({ text }) =>
      text
        .replace(/[_.…]{3,}/g, ' ')
        .replace(/\s+/g, ' ')
        .trim(),
    );
    return [
      {
        rule: 'paper-forms',
        severity: 'warning',
        place: at(first),
        message: `These are blanks of a paper form (${[...new Set(fields)].join(', ').slice(0, 100)}). Take them out: people sign in the chat, which records name, role and time.`,
      },
    ];
  });
};

function isSignature({ text }: Passage): boolean {
  return /^sign/i.test(text);
}
