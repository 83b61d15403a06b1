import type { Passage } from '../passages.ts';
import { at, bodyOf, type LintFinding, type Rule } from './finding.ts';

/** The same duty twice, with two different people to tell. */
export const twoAnswers: Rule = ({ passages }) => {
  const seen = new Map<string, { passage: Passage; whom: string }>();
  return bodyOf(passages).flatMap((passage): LintFinding[] => {
    const { text } = passage;
    const cut = text.lastIndexOf(' to ');
    if (
      passage.kind === 'heading' ||
      text.length > 600 ||
      cut < 30 ||
      !/\b(?:report|tell|inform|notify|contact|alert)\b/i.test(text)
    )
      return [];
    const whom = text
      .slice(cut + 4)
      .replace(/^the /i, '')
      .replace(/\.$/, '');
    if (whom.length > 60 || /[,;]/.test(whom)) return [];
    const duty = wordsOf(text.slice(0, cut));
    const before = seen.get(duty);
    if (!before) {
      seen.set(duty, { passage, whom });
      return [];
    }
    if (wordsOf(before.whom) === wordsOf(whom)) return [];
    return [
      {
        rule: 'two-answers',
        severity: 'warning',
        place: at(passage, cut, text.length),
        message: `Here people are to tell "${whom}"; under "${before.passage.place}" the same thing goes to "${before.whom}". Decide who is told, and say it the same way in both places.`,
      },
    ];
  });
};

/** What a sentence says, however it joins its words: "access to, or receipt of" is "access to/receipt of". */
function wordsOf(text: string): string {
  return (text.toLowerCase().match(/\p{L}+/gu) ?? [])
    .filter((word) => word !== 'or' && word !== 'and' && word !== 'the')
    .join(' ');
}
