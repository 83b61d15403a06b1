import { at, bodyOf, type LintFinding, type Rule } from './finding.ts';

/** Sentences that stop in the middle: a comma at the end of a paragraph, a colon with nothing after it in its section. */
export const unfinished: Rule = ({ passages }) => {
  const body = bodyOf(passages);
  return body.flatMap((passage, index): LintFinding[] => {
    if (passage.kind !== 'paragraph') return [];
    const { text } = passage;
    const end = text.length;
    if (/\p{Ll}{2},$/u.test(text) && text.length > 40) {
      return [finding(at(passage, end - 60, end), 'This sentence ends with a comma. Finish it, or put a full stop.')];
    }
    // A salutation or a label on its own line ("Signed:") is meant to be followed by nothing.
    const next = body[index + 1];
    const isLast = next === undefined || (next.kind === 'heading' && next.section !== passage.section);
    if (text.endsWith(':') && isLast && text.length > 40) {
      return [
        finding(
          at(passage, end - 60, end),
          'A list is announced here, and none follows. Add it, or take the sentence out.',
        ),
      ];
    }
    return [];
  });
};

function finding(place: LintFinding['place'], message: string): LintFinding {
  return { rule: 'unfinished', severity: 'warning', place, message };
}
