import { type Context, command } from '../feature.ts';
import { GIVEN_NAMES, topicOf, wordsOf } from '../language/index.ts';
import { t } from '../language/words.ts';
import { whichPerson } from '../people/index.ts';
import { text, view } from '../view/build.ts';
import type { View } from '../view/view.ts';
import { lastAsked } from './asked.ts';
import { hasSigned } from './hasSigned.ts';
import { peopleNamed, personSeen } from './person.ts';
import { remind } from './remind.ts';

/** "What about Sarah", "and Emre Yıldız?": a given name right behind what goes on from before. */
const ABOUT = /^\W*(?:(?:and|but|so)?\s*(?:what|how) about|and|no,? i (?:mean|meant))\s+(\p{L}[^?!.,]{1,60}?)\W*$/iu;

function nameIn(said: string): string | undefined {
  const name = ABOUT.exec(said)?.[1];
  const words = wordsOf(name ?? '').map(({ folded }) => folded);
  return words.length <= 3 && GIVEN_NAMES.has(words[0] ?? '') ? name : undefined;
}

const whatAbout = command({
  id: 'progress.whatAbout',
  title: 'what about somebody else',
  hint: t`Asks the same of somebody: "what about Sarah".`,
  who: 'person',
  followsUp: true,
  phrases: ['what/how about somebody/someone else'],
  reads: (said) => nameIn(said) !== undefined,
  async run(_, context, said) {
    const name = nameIn(said);
    if (name === undefined) return whoThen();
    const agreement = (await lastAsked(context))?.agreement;
    return hasSigned.run({ name, ...(agreement === undefined ? {} : { agreement }) }, context);
  },
});

const theOther = command({
  id: 'progress.theOther',
  title: 'no, the other one',
  hint: t`The other person of that name.`,
  who: 'person',
  followsUp: true,
  phrases: ['(no) (not/i) (mean/meant/that/this/her/him/them) (one) (the) other one/person', 'no the other'],
  run: (_, context) => otherOne(context),
});

export const somebodyElse = [whatAbout, theOther];

/** What was shown of one person, of the other of that name. Where a reminder was, it only shows whom it would reach. */
async function otherOne(context: Context): Promise<View> {
  const asked = await lastAsked(context);
  const last = asked?.person === undefined ? undefined : await personSeen(asked.person, context);
  const names = last?.name.split(' ') ?? [];
  // First those of the same given name, then those of the same surname.
  for (const name of [names[0], names.at(-1)]) {
    const others = name && last ? (await peopleNamed(name, context)).filter(({ id }) => id !== last.id) : [];
    const [only] = others;
    if (!only || !asked) continue;
    const { page: _, ...about } = asked;
    const isReminder = (await topicOf(context))?.action === 'progress.remind';
    const agreement = about.agreement === undefined ? {} : { agreement: about.agreement };
    if (others.length > 1)
      return whichPerson(others, (label, person) =>
        isReminder ? remind.button(label, { ...about, person }) : hasSigned.button(label, { person, ...agreement }),
      );
    return isReminder
      ? remind.run({ ...about, person: only.id }, context)
      : hasSigned.run({ person: only.id, ...agreement }, context);
  }
  return whoThen();
}

const whoThen = (): View => view(t`Who do you mean?`, text(t`Write me the name, as "has Sarah Patel signed".`));
