import type { Slots } from '../feature.ts';
import { wordsOf } from './normalise.ts';

type SlotName = keyof Slots;

/** One part of a phrase: words that must be said (any of several ways), something filled in, or parts that may be left out. */
export type Part =
  | { kind: 'words'; ways: string[][] }
  /** `denied`: what isn't meant. It must be known, and fills nothing. */
  | { kind: 'slot'; slot: SlotName; denied: boolean }
  | { kind: 'maybe'; parts: Part[] };

/**
 * Reads a command's phrase: "who hasn't/haven't signed (the {agreement}) (in {group})". A stroke separates words of which
 * any will do, brackets hold what may be left out, braces name what is filled in, {!group} one that
 * isn't meant. Phrases are written by us: a wrong one throws.
 */
export function parsePhrase(phrase: string): Part[] {
  const tokens = phrase.match(/\{!?\w+\}|[()]|[^\s(){}]+/g) ?? [];
  const parse = (): Part[] => {
    const parts: Part[] = [];
    for (let token = tokens.shift(); token !== undefined && token !== ')'; token = tokens.shift()) {
      if (token === '(') parts.push({ kind: 'maybe', parts: parse() });
      else if (token.startsWith('{')) {
        const denied = token.startsWith('{!');
        parts.push({ kind: 'slot', slot: token.slice(denied ? 2 : 1, -1) as SlotName, denied });
      } else
        parts.push({ kind: 'words', ways: token.split('/').map((way) => wordsOf(way).map((word) => word.folded)) });
    }
    return parts;
  };
  return parse();
}

/** Every word that a phrase has of itself. */
export const literals = (parts: Part[]): string[] =>
  parts.flatMap((part) =>
    part.kind === 'words' ? part.ways.flat() : part.kind === 'maybe' ? literals(part.parts) : [],
  );
