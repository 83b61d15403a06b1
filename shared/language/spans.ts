import type { SlotName } from './intents.ts';

/** Slots that are filled with words as typed. */
export type SpanSlot = Extract<SlotName, 'agreement' | 'group' | 'person' | 'device' | 'area'>;

/** Tokens of a sentence that fill a slot, the first and the last of them. */
export interface Tagged {
  slot: SpanSlot;
  first: number;
  last: number;
}

/** One letter for each slot, in tags and in features. */
export const TAGGED: Record<SpanSlot, string> = { agreement: 'a', group: 'g', person: 'p', device: 'd', area: 'r' };

/** Every tag that a token can have: it begins a span (B), goes on with one (I), or is outside (O). */
export const TAGS: string[] = ['O', ...Object.values(TAGGED).flatMap((letter) => [`B${letter}`, `I${letter}`])];

/** Whether one tag may follow another: only what began goes on. */
export const mayFollow = (before: string | undefined, tag: string): boolean =>
  !tag.startsWith('I') || before?.slice(1) === tag.slice(1);

/** Spans as the tags of tokens. */
export function tagsOf(spans: Tagged[], tokens: number): string[] {
  const tags = new Array<string>(tokens).fill('O');
  for (const { slot, first, last } of spans)
    for (let i = first; i <= last; i++) tags[i] = `${i === first ? 'B' : 'I'}${TAGGED[slot]}`;
  return tags;
}

/** Tags of tokens as spans. */
export function spansOf(tags: string[]): Tagged[] {
  const slots = Object.keys(TAGGED) as SpanSlot[];
  const spans: Tagged[] = [];
  for (const [i, tag] of tags.entries()) {
    const open = spans.at(-1);
    if (tag.startsWith('I') && open) open.last = i;
    else if (tag !== 'O')
      spans.push({ slot: slots.find((slot) => TAGGED[slot] === tag[1]) as SpanSlot, first: i, last: i });
  }
  return spans;
}
