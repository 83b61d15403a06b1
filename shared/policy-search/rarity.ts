import type { Term } from './lexicon.ts';
import type { Searched } from './passages.ts';

/** How rare what is asked about is in one text. */
export interface Rarity {
  /** From 0 to 1: how much it says that a word stands in so many passages. */
  of(passages: number): number;
  ofTerm(term: Term): number;
}

const rarities = new WeakMap<Searched, Rarity>();

/** Worked out once for each text. */
export function rarityIn(text: Searched): Rarity {
  const rarity = rarities.get(text) ?? countedIn(text);
  rarities.set(text, rarity);
  return rarity;
}

/** Inverse document frequency as BM25 has it, flattened: policies are short, and a word in three passages is no filler. */
function countedIn({ passages: { length }, inPassages }: Searched): Rarity {
  const most = Math.log(1 + (length + 0.5) / 0.5);
  const of = (n: number) => (Math.log(1 + (length - n + 0.5) / (n + 0.5)) / most) ** 0.7;
  const known = new Map<Term, number>();
  const ofTerm = (term: Term) => {
    const rarity = known.get(term) ?? of(inPassages.get(term)?.length ?? 0);
    known.set(term, rarity);
    return rarity;
  };
  return { of, ofTerm };
}

/** How much of these terms was said, the rarer the more. */
export function share(terms: ReadonlySet<Term>, said: ReadonlySet<Term>, rarity: Rarity): number {
  let all = 0;
  let some = 0;
  for (const term of terms) {
    if (term.includes(' ')) continue;
    const weight = rarity.ofTerm(term);
    all += weight;
    if (said.has(term)) some += weight;
  }
  return all ? some / all : 0;
}
