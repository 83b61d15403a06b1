import * as z from 'zod';
import { type Action, action, type Call, type Command, type Context, type Slots } from '../feature.ts';
import { allow, permits } from '../permission.ts';
import type { Button, View } from '../view/view.ts';
import { chosenAt, placeIn, questionOf } from './choice.ts';
import { courtesy } from './courtesy.ts';
import { isDenied } from './denied.ts';
import { deniedView, elsewhereView, greetingView, help, tooLongView, unclearView, unknownView } from './help.ts';
import { intentsOf, meaningOf } from './meaning.ts';
import { LONGEST, readSentence } from './reading.ts';
import { keepQuestion } from './topics.ts';
import { unserved } from './unserved.ts';
import { vocabularyOf } from './vocabulary.ts';

export { findDates } from './dates.ts';
export { findDay } from './day.ts';
export { KINDS } from './intents.ts';
export { GIVEN_NAMES } from './lexicon.ts';
export { wordsOf } from './normalise.ts';
export { slips } from './spelling.ts';
/** What people mean by what they write. */
export { keepTopic, topicOf } from './topics.ts';
export {
  type Found,
  findAgreement,
  findGroup,
  findStatus,
  type Status,
  vocabularyOf,
} from './vocabulary.ts';

const Sentence = z.strictObject({
  text: z.string().max(LONGEST.characters),
  /** The command that they chose, where several could be meant. */
  as: z.string().max(100).optional(),
});

/** The action behind a button that says something for the person, as if it had been typed. */
export const say = (commands: Command[]): Action<typeof Sentence> =>
  action({
    id: 'language.say',
    who: 'person',
    input: Sentence,
    run: ({ text, as }, context) => understand(text, commands, context, as === undefined ? {} : { as }),
  });

interface Options {
  /** The command that they chose, where several could be meant. */
  as?: string;
  /** Presses a button for the person, for "the second one". Without it that is a sentence like any other. */
  press?: (call: Call, context: Context) => Promise<View>;
}

/**
 * Answers what somebody wrote. It runs the command that the words mean; where they don't clearly mean one it does nothing
 * and offers what they could mean. Empty text greets.
 * @throws Refusal when the person may not do what they ask for.
 */
export async function understand(
  typed: string,
  commands: Command[],
  context: Context,
  { as, press }: Options = {},
): Promise<View> {
  const place = press ? placeIn(typed) : null;
  if (press && place !== null) return chosenAt(place, context, (call) => press(call, context));
  const answer = courtesy(typed) ?? (await answerTo(typed, commands, context, as));
  const choices = questionOf(answer);
  if (choices.length) await keepQuestion(context, choices);
  return answer;
}

async function answerTo(typed: string, commands: Command[], context: Context, as?: string): Promise<View> {
  // Only what is no sentence has lines: a scanner sends a number on each.
  const text = typed.replaceAll(/\s+/g, ' ').trim();
  const { actor, now, school } = context;
  const saying = say(commands);
  const ask = ({ title }: Command): Button => saying.button(title, { text: title });
  const chosen = (label: string, sentence: string, { id }: Command) => saying.button(label, { text: sentence, as: id });
  const offered = commands.filter((command) => !command.followsUp && permits(command.who, actor));
  const known = [...commands, help(offered, ask), ...unserved(commands, chosen)];
  const asker = { now, school, looksAfterOthers: actor.sees !== 'own' };
  const run = (command: Command, slots: Slots, isPartly = false) => {
    allow(command.who, actor);
    if (command.changes && isDenied(text)) return deniedView();
    const { person, group, device } = slots;
    if (command.changes && isPartly && (person ?? group ?? device) === undefined) return unknownView();
    return command.run(slots, context, text);
  };
  const choice = as === undefined ? undefined : known.find(({ id }) => id === as);
  if (choice) {
    const [about] = intentsOf(choice);
    if (!about || text === choice.title) return run(choice, {});
    const { slots, isPartly } = readSentence(text, { ...asker, about });
    return run(choice, slots, isPartly);
  }
  const shaped = commands.find(({ who, reads }) => reads?.(typed) && permits(who, actor));
  if (shaped) return shaped.run({}, context, typed);
  const meant = meaningOf(text, known, await vocabularyOf(context), asker);
  switch (meant.kind) {
    case 'command':
      return run(meant.command, meant.slots, meant.isPartly);
    case 'greeting':
      return greetingView(actor.person.name, offered, ask);
    case 'too-long':
      return tooLongView(offered, ask);
    case 'unclear': {
      const near = meant.near.filter((command) => permits(command.who, actor));
      return near.length
        ? unclearView(near.map((command) => chosen(command.title, text, command)))
        : elsewhereView(offered, ask);
    }
    case 'elsewhere':
      return elsewhereView(offered, ask);
    default:
      return meant satisfies never;
  }
}
