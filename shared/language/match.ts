import type { Slots } from '../feature.ts';
import type { Word } from './normalise.ts';
import type { Part } from './phrase.ts';
import { slips } from './spelling.ts';

/** One way to read what was typed as a phrase. */
export interface Reading {
  /** As typed, without the words around them. */
  slots: Slots;
  /** What was named as not meant. */
  denied: [keyof Slots, string][];
  /** Slips of the finger in the phrase's own words. */
  slips: number;
  /** How many words were the phrase's own. */
  words: number;
}

/** What was typed, as far as a phrase needs to see it. */
export interface Typed {
  text: string;
  words: Word[];
  /** Whether a typed word is one that some phrase has: then it is meant, and no slip for another. */
  isMeant: (folded: string) => boolean;
}

/** No name of a person, group or agreement is longer. */
const LONGEST_SLOT = 7;

/** Words that belong to a sentence and never to a name, so that "who has not signed" is never about somebody called "not". A state and a day may have them: "not reached", "this Friday". */
const NEVER_IN_A_SLOT = new Set(
  'who whose which what when where why how has have had not no is are was were do does did i me my we us you your he she they them this that it'.split(
    ' ',
  ),
);

/** Every way in which all the typed words are this phrase. */
export function readings(parts: Part[], typed: Typed): Reading[] {
  const found: Reading[] = [];
  walk(parts, 0, { slots: {}, denied: [], slips: 0, words: 0 }, typed, (reading, at) => {
    if (at === typed.words.length) found.push(reading);
  });
  return found;
}

type Goes = (reading: Reading, at: number) => void;

function walk([part, ...rest]: Part[], at: number, reading: Reading, typed: Typed, goes: Goes): void {
  if (!part) return goes(reading, at);
  const on: Goes = (next, then) => walk(rest, then, next, typed, goes);
  switch (part.kind) {
    case 'words':
      for (const way of part.ways) {
        const wrong = said(way, at, typed);
        if (wrong !== null)
          on({ ...reading, slips: reading.slips + wrong, words: reading.words + way.length }, at + way.length);
      }
      return;
    case 'maybe':
      on(reading, at);
      return walk(part.parts, at, reading, typed, (next, then) => {
        if (then > at) on(next, then);
      });
    case 'slot':
      for (let to = at + 1; to <= Math.min(at + LONGEST_SLOT, typed.words.length); to++) {
        if (part.slot !== 'status' && part.slot !== 'day' && NEVER_IN_A_SLOT.has(typed.words[to - 1]?.folded ?? ''))
          return;
        const named = span(typed, at, to);
        on(
          part.denied
            ? { ...reading, denied: [...reading.denied, [part.slot, named]] }
            : { ...reading, slots: { ...reading.slots, [part.slot]: named } },
          to,
        );
      }
      return;
    default:
      return part satisfies never;
  }
}

/** The slips with which these words were typed at a place; null when others were. */
function said(way: string[], at: number, { words, isMeant }: Typed): number | null {
  let total = 0;
  for (const [i, meant] of way.entries()) {
    const typed = words[at + i]?.folded;
    const wrong = typed === undefined || (typed !== meant && isMeant(typed)) ? null : slips(typed, meant);
    if (wrong === null) return null;
    total += wrong;
  }
  return total;
}

const span = ({ text, words }: Typed, from: number, to: number): string =>
  text.slice(words[from]?.start, words[to - 1]?.end).replace(/['’‘ʼ`´]s$/u, '');
