import { type Intent, LOOKING_AFTER } from './intents.ts';
import { ourModel } from './model.ts';
import { type Asking, type Reading, read } from './read.ts';

/** Longer than any message that asks for one thing; beyond it nothing is searched for meaning. */
export const LONGEST = { characters: 600, words: 100 };

/** A reading that is less likely than this is acted upon by nobody: it is one to ask about. */
const LEAST = 0.5;

/** Who says it: somebody who looks after others asks about them more often. */
export interface Asker extends Pick<Asking, 'now' | 'school'> {
  looksAfterOthers: boolean;
  about?: Asking['about'];
}

/** What is read into a message that is too long, or that could be anything. */
const NOTHING: Reading = { intent: 'none', slots: {}, sure: 0, isPartly: true, others: [] };

/** What a sentence means, among all that people ask for. It needs no school and does nothing. */
export function readSentence(text: string, { now, school, looksAfterOthers, about }: Asker): Reading {
  if (isTooLong(text)) return NOTHING;
  const reading = read(text, ourModel(), {
    now,
    school,
    unlikely: looksAfterOthers ? NONE : LOOKING_AFTER,
    ...(about && { about }),
  });
  if (reading.intent === 'none' || reading.sure >= LEAST) return reading;
  const { intent, sure, others } = reading;
  return { ...NOTHING, others: [{ intent, sure }, ...others] };
}

const NONE: ReadonlySet<Intent> = new Set();

export const isTooLong = (text: string): boolean =>
  text.length > LONGEST.characters || (text.match(/\s\S/g)?.length ?? 0) >= LONGEST.words;
