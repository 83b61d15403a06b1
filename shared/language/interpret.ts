import type { Command, Slots } from '../feature.ts';
import { isDay } from './day.ts';
import { type Reading, readings } from './match.ts';
import { matters, type Word, wordsOf } from './normalise.ts';
import { literals, type Part, parsePhrase } from './phrase.ts';
import { slips } from './spelling.ts';
import { findAgreement, findGroup, findKind, findStatus, type Vocabulary } from './vocabulary.ts';

/** What somebody said: a command with what fills it in; nothing but a greeting; or something else, with what comes near it. */
export type Meaning =
  /** Certain: said in the command's own words, and what fills it in is known at this school. */
  | { kind: 'command'; command: Command; slots: Slots; certain: boolean }
  | { kind: 'greeting' }
  | { kind: 'unclear'; near: Command[] }
  /** More than anybody needs for a question to a bot: it isn't searched for meaning. */
  | { kind: 'too-long' };

/** Longer than any sentence that asks for one thing. */
const LONGEST = { characters: 300, words: 32 };
/** More slips than these in one sentence are a guess, and nothing is done on a guess. */
const MOST_SLIPS = 2;
/** Suggestions that are offered. */
const MOST_NEAR = 3;

/** Says what a text means among these commands. It knows nothing but what it is given, and does nothing. */
export function interpret(text: string, commands: Command[], vocabulary: Vocabulary): Meaning {
  if (text.length > LONGEST.characters) return { kind: 'too-long' };
  const words = wordsOf(text);
  if (words.length > LONGEST.words) return { kind: 'too-long' };
  const ways = matters(words);
  if (words.length === 0) return text.trim() ? { kind: 'unclear', near: [] } : { kind: 'greeting' };
  const phrases = commands.flatMap((command) => command.phrases.map((phrase) => ({ command, parts: parsed(phrase) })));
  const known = new Set(phrases.flatMap(({ parts }) => literals(parts)));
  const isMeant = (folded: string) => known.has(folded);

  const isKnown = knownIn(vocabulary);
  let best: { command: Command; reading: Reading; cost: number } | undefined;
  for (const { command, parts } of phrases)
    for (const way of ways)
      for (const reading of readings(parts, { text, words: way, isMeant })) {
        const cost = costOf(reading, isKnown);
        if (reading.slips <= MOST_SLIPS && cost < (best?.cost ?? UNTHINKABLE)) best = { command, reading, cost };
      }
  if (best) {
    const { command, reading, cost } = best;
    return { kind: 'command', command, slots: reading.slots, certain: cost <= reading.slips && reading.slips < 2 };
  }
  if (ways.some((way) => way.length === 0)) return { kind: 'greeting' };
  return { kind: 'unclear', near: nearest(words, phrases) };
}

const UNTHINKABLE = 1_000;

/** Lower is better: what names something that exists beats what doesn't, the phrase's own words beat what is filled in. */
function costOf({ slots, denied, slips, words }: Reading, isKnown: IsKnown): number {
  const { agreement, group, person, status, day, from, to, kind } = slots;
  if (kind !== undefined && !isKnown('kind', kind)) return UNTHINKABLE;
  if (status !== undefined && !isKnown('status', status)) return UNTHINKABLE;
  for (const said of [day, from, to]) if (said !== undefined && !isDay(said)) return UNTHINKABLE;
  for (const [slot, said] of denied)
    if ((slot === 'group' || slot === 'agreement') && !isKnown(slot, said)) return UNTHINKABLE;
  const unknown =
    (agreement !== undefined && !isKnown('agreement', agreement) ? 4 : 0) +
    (group !== undefined && !isKnown('group', group) ? 4 : 0) +
    // Whether there is such a person isn't looked up: what a sentence means must not depend on who exists.
    (person !== undefined ? 2 : 0);
  // Of a sentence that says little but a name nobody knows, we know nothing.
  if (unknown >= 4 && words < 3) return UNTHINKABLE;
  return unknown + slips - words / 10;
}

type IsKnown = (slot: 'agreement' | 'group' | 'status' | 'kind', typed: string) => boolean;

/** Looks each span up once, however many readings it stands in. */
function knownIn(vocabulary: Vocabulary): IsKnown {
  const find = { agreement: findAgreement, group: findGroup, status: findStatus, kind: findKind };
  const answers = new Map<string, boolean>();
  return (slot, typed) => {
    const key = `${slot} ${typed}`;
    const known = answers.get(key) ?? find[slot](vocabulary, typed).kind !== 'none';
    answers.set(key, known);
    return known;
  };
}

/** The commands that share most words with what was typed, best first. */
function nearest(words: Word[], phrases: { command: Command; parts: Part[] }[]): Command[] {
  const typed = [...new Set(words.map(({ folded }) => folded))].filter((word) => !COMMON.has(word));
  const best = new Map<Command, number>();
  for (const { command, parts } of phrases) {
    const own = [...new Set(literals(parts))].filter((word) => !COMMON.has(word));
    const shared = own.filter((word) => typed.some((other) => slips(other, word) !== null)).length;
    const likeness = shared / (own.length + typed.length - shared || 1);
    if (shared && likeness >= 0.2) best.set(command, Math.max(likeness, best.get(command) ?? 0));
  }
  return [...best]
    .sort(([, a], [, b]) => b - a)
    .slice(0, MOST_NEAR)
    .map(([command]) => command);
}

/** Words that say nothing about what somebody wants. */
const COMMON = new Set(
  'the a an my our your i me you it is are be do does did has have had to of in on at for and or who what which how not can could would will'.split(
    ' ',
  ),
);

const memory = new Map<string, Part[]>();

/** Phrases are the same all day long. */
function parsed(phrase: string): Part[] {
  const parts = memory.get(phrase) ?? parsePhrase(phrase);
  memory.set(phrase, parts);
  return parts;
}
