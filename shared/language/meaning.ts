import type { Command, Slots } from '../feature.ts';
import { type Intent, isIntent } from './intents.ts';
import { interpret } from './interpret.ts';
import type { Reading } from './read.ts';
import { type Asker, isTooLong, readSentence } from './reading.ts';
import type { Vocabulary } from './vocabulary.ts';

/** What a message means among the commands there are, and what may be done about it. */
export type Meant =
  /** Partly: it says something besides that isn't understood and may be a name. */
  | { kind: 'command'; command: Command; slots: Slots; isPartly?: boolean }
  | { kind: 'greeting' }
  /** It could be one of these, likeliest first: whoever said it is asked. */
  | { kind: 'unclear'; near: Command[] }
  /** Nothing that we are for. */
  | { kind: 'elsewhere' }
  | { kind: 'too-long' };

/**
 * A reading this likely beats a phrase with names in it that the school doesn't know. What leads towards a change is begun only at
 * this: it asks before it does anything, but nobody should have to say no to a guess.
 */
const SURE = 0.8;
/** What is this likely none of ours isn't made one of ours by asking. */
const ELSEWHERE = 0.5;
/** What is this likely besides is close to it. */
const CLOSE = 0.3;
/** What is less likely than this is no choice to offer. */
const THINKABLE = 0.1;
const MOST_NEAR = 3;

/**
 * Says what a message means. What is said in the very words of a command is that command; everything else is what the
 * sentence is read as, if that is likely enough.
 */
export function meaningOf(text: string, commands: Command[], vocabulary: Vocabulary, asker: Asker): Meant {
  if (isTooLong(text)) return { kind: 'too-long' };
  const phrase = interpret(text, commands, vocabulary);
  if (phrase.kind === 'greeting') return phrase;
  if (phrase.kind === 'command' && (phrase.certain || phrase.command.followsUp)) return phrase;
  const reading = readSentence(text, asker);
  if (phrase.kind === 'command') {
    const wasLearnt = intentsOf(phrase.command).length > 0;
    // Of what was never learnt the reading can't say more than that it is nothing else.
    if (reading.intent === 'none' && !wasLearnt) return phrase;
    const agrees = intentsOf(phrase.command).includes(reading.intent);
    // A name that only the phrase found must not be lost: a question about one person never becomes one about all.
    const saysMore = Object.keys(phrase.slots).length > Object.keys(reading.slots).length;
    const missesName =
      phrase.slots.person !== undefined && reading.slots.person === undefined && (reading.isPartly || !wasLearnt);
    if (saysMore && (agrees || !wasLearnt)) return phrase;
    if (!agrees && (reading.sure < SURE || missesName)) return phrase;
    if (agrees)
      return {
        kind: 'command',
        command: phrase.command,
        slots: reading.slots,
        isPartly: Boolean(phrase.command.changes && reading.isPartly),
      };
  }
  if (reading.intent === 'greeting') return { kind: 'greeting' };
  const serving = (intent: Intent) => commands.filter((command) => intentsOf(command).includes(intent));
  const [command] = serving(reading.intent);
  const isSure = !command?.changes || reading.sure >= SURE;
  if (command && isSure && !isTie(command, reading, serving))
    return {
      kind: 'command',
      command,
      slots: reading.slots,
      isPartly: Boolean(command.changes && reading.isPartly),
    };
  const likely = [reading, ...reading.others].filter(({ sure }) => sure >= THINKABLE);
  if (reading.intent === 'none' && reading.sure >= ELSEWHERE) return { kind: 'elsewhere' };
  const near = [
    ...likely.flatMap(({ intent }) => serving(intent)),
    ...(phrase.kind === 'unclear' ? phrase.near.filter(({ followsUp }) => !followsUp) : []),
  ];
  const choices = [...new Set(near)].slice(0, MOST_NEAR);
  return choices.length ? { kind: 'unclear', near: choices } : { kind: 'elsewhere' };
}

/** Whether another command is nearly as likely to be meant: then nobody should have to guess which was answered. */
function isTie(command: Command, { others: [next] }: Reading, serving: (intent: Intent) => Command[]): boolean {
  if (!next || next.sure < CLOSE) return false;
  const [other] = serving(next.intent);
  return other !== undefined && other !== command;
}

/** What a sentence can be about that a command answers. A command whose id is one says so by it. */
export function intentsOf({ id, intent }: Pick<Command, 'id' | 'intent'>): readonly Intent[] {
  if (intent === undefined) return isIntent(id) ? [id] : [];
  return typeof intent === 'string' ? [intent] : intent;
}
