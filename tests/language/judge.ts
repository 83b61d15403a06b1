import type { Sentence } from '../../shared/language/learning/sentences.ts';

/** What a sentence was taken to mean. */
export interface Understood {
  intent: string;
  slots: Partial<Record<string, string>>;
}

/** How well sentences were understood. Shares are from 0 to 1. */
export interface Judgement {
  sentences: number;
  /** Intents that are right. */
  accuracy: number;
  /** Slots that are found, each with its value exactly: precision and recall in one (F1). */
  slots: number;
  /** Of what isn't for us, how much was acted upon. */
  wronglyActedUpon: number;
  /** What was taken for what, most often first: "said > understood". */
  confused: [string, number][];
}

/** Holds what sentences mean against what was understood. */
export function judge(sentences: Sentence[], understand: (sentence: Sentence) => Understood): Judgement {
  let right = 0;
  let [found, missed, invented] = [0, 0, 0];
  let [elsewhere, actedUpon] = [0, 0];
  const confused = new Map<string, number>();
  for (const sentence of sentences) {
    const { intent, slots } = understand(sentence);
    if (intent === sentence.intent) right++;
    else {
      const pair = `${sentence.intent} > ${intent}`;
      confused.set(pair, (confused.get(pair) ?? 0) + 1);
    }
    if (sentence.intent === 'none') {
      elsewhere++;
      if (intent !== 'none') actedUpon++;
    }
    const wanted: Partial<Record<string, string>> = sentence.slots;
    for (const name of new Set([...Object.keys(wanted), ...Object.keys(slots)])) {
      if (wanted[name] === slots[name]) found++;
      else {
        if (wanted[name] !== undefined) missed++;
        if (slots[name] !== undefined) invented++;
      }
    }
  }
  return {
    sentences: sentences.length,
    accuracy: right / sentences.length,
    slots: (2 * found) / (2 * found + missed + invented || 1),
    wronglyActedUpon: elsewhere ? actedUpon / elsewhere : 0,
    confused: [...confused].toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)),
  };
}
