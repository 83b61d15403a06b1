import { slips } from '../language/spelling.ts';
import { type Lexicon, lexicon, type Sort, stemsOf, type Term } from './lexicon.ts';

/** What somebody asks about: a term, and the terms of a policy that would answer, each with how well (0 to 1). */
export interface Asked {
  term: Term;
  finds: ReadonlyMap<Term, number>;
  sort: Sort;
  /** Whether policies on ICT hardly ever speak of it, though this one may have the word. */
  elsewhere: boolean;
}

/** Of "my own phone", what "phone" alone finds. */
const PART_OF_IT = 0.55;
/** Shorter words differ by one letter as it is. */
const SHORTEST_SLIP = 5;

const stands = (phrase: string[], words: string[], at: number): boolean =>
  phrase.every((word, i) => words[at + i] === word);

/** Every term in a text of a policy: its words, and the phrases that they are part of. */
export function termsIn(text: string): Set<Term> {
  const { nothing, phrases } = lexicon();
  const words = stemsOf(text);
  const found = new Set<Term>();
  words.forEach((word, at) => {
    if (!nothing.has(word)) found.add(word);
    for (const phrase of phrases.get(word) ?? []) if (stands(phrase, words, at)) found.add(phrase.join(' '));
  });
  return found;
}

/**
 * What a question is about. `vocabulary` are the policy's own terms, by their first letters: a slip of the finger is read as
 * one of them. Each term comes once, in the order in which it was said.
 */
export function askedIn(matter: string, vocabulary: Vocabulary): Asked[] {
  const known = lexicon();
  const words = stemsOf(matter);
  const asked = new Map<Term, Asked>();
  for (let at = 0; at < words.length; ) {
    const word = words[at] as string;
    const phrase = known.phrases.get(word)?.find((phrase) => stands(phrase, words, at));
    at += phrase?.length ?? 1;
    if (!phrase && known.nothing.has(word)) continue;
    const term = phrase?.join(' ') ?? corrected(word, vocabulary, known);
    const elsewhere = known.elsewhere.has(term);
    const sort = known.sortOf(term);
    asked.set(term, {
      term,
      finds: findsOf(term, phrase ?? [], known),
      sort: elsewhere && sort === 'matter' && !vocabulary.has(term) ? 'elsewhere' : sort,
      elsewhere,
    });
  }
  return [...asked.values()];
}

function findsOf(term: Term, parts: string[], { related }: Lexicon): Map<Term, number> {
  const finds = new Map(related.get(term));
  finds.set(term, 1);
  for (const part of parts)
    for (const [other, how] of related.has(part) ? [[part, 1] as const, ...(related.get(part) ?? [])] : [])
      finds.set(other, Math.max(how * PART_OF_IT, finds.get(other) ?? 0));
  return finds;
}

/** Terms that can be looked up for a slip of the finger. */
export class Vocabulary {
  readonly #terms: ReadonlySet<Term>;
  readonly #byStart: ReadonlyMap<string, Term[]>;

  constructor(terms: Iterable<Term>) {
    this.#terms = new Set(terms);
    const words = [...this.#terms].filter((term) => term.length >= SHORTEST_SLIP - 1 && !term.includes(' '));
    this.#byStart = Map.groupBy(words, ([first = '']) => first);
  }

  has(term: Term): boolean {
    return this.#terms.has(term);
  }

  /** The word that differs from it by one letter. */
  near(word: string): Term | undefined {
    return this.#byStart
      .get(word[0] ?? '')
      ?.find((other) => Math.abs(other.length - word.length) < 2 && slips(word, other) === 1);
  }
}

let ours: Vocabulary | undefined;

/** A word that neither the policy nor we know, as the one that was meant. */
function corrected(word: string, vocabulary: Vocabulary, { related, sortOf }: Lexicon): Term {
  if (word.length < SHORTEST_SLIP || vocabulary.has(word) || related.has(word) || sortOf(word) !== 'plain') return word;
  ours ??= new Vocabulary(related.keys());
  return ours.near(word) ?? vocabulary.near(word) ?? word;
}
