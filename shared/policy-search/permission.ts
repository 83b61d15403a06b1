import { inAudience } from '../audiences/index.ts';
import type { Context } from '../feature.ts';
import { t } from '../language/words.ts';
import { askFor } from '../requests/index.ts';
import type { Button } from '../view/view.ts';
import { stemsOf } from './lexicon.ts';

/** The passage leaves it to somebody to say yes. */
const LEAVES_IT_OPEN =
  /\b(?:permission|permitted|authoris\w+|approv\w+|agreed|unless|exceptions?|exemptions?|discretion|ask (?:the|a|before))\b/i;

/** What a word counts that was asked, or that stands in the answer. */
const ASKED = 2;
const ANSWERED = 1;

/**
 * A button that starts the request which a passage speaks of, where it speaks of permission at all: of the school's kinds
 * of requests the one whose words are in the question and in the passage; the list of them where none is.
 */
export async function permissionButton(question: string, passage: string, context: Context): Promise<Button | false> {
  if (!LEAVES_IT_OPEN.test(passage)) return false;
  const { tx, actor, school } = context;
  const asked = ` ${stemsOf(question).join(' ')} `;
  const answered = ` ${stemsOf(passage).join(' ')} `;
  const kinds = Object.entries(school.requests.kinds)
    .filter(([, { form }]) => form)
    .map(([id, kind]) => {
      const words = [...new Set(kind.words.map((word) => ` ${stemsOf(word).join(' ')} `))];
      const count = (text: string) => words.filter((word) => text.includes(word)).length;
      // Only what was asked about: an answer may forbid many things.
      return { id, kind, worth: count(asked) && ASKED * count(asked) + ANSWERED * count(answered) };
    })
    .filter(({ worth }) => worth > 0)
    .sort((a, b) => b.worth - a.worth);
  for (const { id, kind } of kinds) {
    const may = await tx
      .selectFrom('people')
      .select('people.id')
      .where('people.id', '=', actor.person.id)
      .where(inAudience(kind.who))
      .executeTakeFirst();
    if (may) return askFor.button(t`Ask for permission`, { kind: id }, { style: 'primary' });
  }
  return askFor.button(t`Ask for permission`, {}, { style: 'primary' });
}
