import { slips, wordsOf } from '../language/index.ts';
import { t } from '../language/words.ts';
import { buttons, text, view } from '../view/build.ts';
import type { Button, View } from '../view/view.ts';
import type { PersonRow } from './tables.ts';

/** As much of a person as it takes to tell who is meant. */
export type Known = Pick<PersonRow, 'id' | 'name' | 'email' | 'department'>;

/** Titles that people write before a name. */
const TITLES = new Set(['mr', 'mrs', 'ms', 'miss', 'mx', 'dr', 'prof', 'sir', 'madam', 'revd', 'rev', 'fr']);

/** Those of some people whom somebody may mean by a name, whole or in part, as it is written or with a slip; or by an address. */
export function called<P extends Known>(typed: string, people: P[]): P[] {
  const words = nameWords(typed).filter((word) => !TITLES.has(word));
  const address = typed.trim().toLowerCase();
  if (!words.length) return [];
  const joined = words.join('');
  const fits = (like: (typed: string, own: string) => boolean) =>
    people.filter(({ name, email }) => {
      const own = nameWords(name);
      return (
        email === address || own.join('') === joined || words.every((word) => own.some((other) => like(word, other)))
      );
    });
  const exact = fits((word, own) => word === own);
  return exact.length ? exact : fits((word, own) => slips(word, own) !== null);
}

const nameWords = (name: string): string[] => wordsOf(name).map(({ folded }) => folded);

/** More people of one name than this are asked for by their full name. */
const MOST_CHOICES = 6;

/** When a name could be several people's: a button for each, made by `choose`. */
export const whichPerson = (people: Known[], choose: (label: string, id: string) => Button): View =>
  view(
    t`Who do you mean?`,
    people.length > MOST_CHOICES &&
      text(t`There are ${people.length} people of that name. Please write the full name.`),
    buttons(
      ...people
        .slice(0, MOST_CHOICES)
        .map(({ id, name, department }) => choose([name, department].filter(Boolean).join(', '), id)),
    ),
  );
