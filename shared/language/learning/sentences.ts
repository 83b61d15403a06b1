import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { INTENTS, type Intent, isIntent, type SlotName } from '../intents.ts';

/** A span of a sentence that fills a slot. */
export interface Span {
  slot: SlotName;
  start: number;
  end: number;
}

/** A sentence and what it means, as somebody said it is. */
export interface Sentence {
  text: string;
  intent: Intent;
  /** As they are to be found: spans as typed, days as yyyy-mm-dd for a reader on Monday 23 November 2026. */
  slots: Partial<Record<SlotName, string>>;
  spans: Span[];
}

const MARKS: Record<string, SlotName> = { a: 'agreement', g: 'group', p: 'person', d: 'device', r: 'area' };

/**
 * Reads sentences as they are written down in `sentences/`: under a line "== intent" one sentence a line, what fills its
 * slots in brackets ([a …] agreement, [g …] group, [p …] person, [d …] device, [r …] area), and behind " # " the slots that are no span.
 * @throws Error at a line that isn't so.
 */
export function readSentences(source: string): Sentence[] {
  const sentences: Sentence[] = [];
  let intent: Intent | undefined;
  for (const [i, line] of source.split('\n').entries()) {
    const header = /^== (.*)$/.exec(line)?.[1];
    if (header !== undefined) {
      if (!isIntent(header)) throw new Error(`line ${i + 1}: no such intent: ${header}`);
      intent = header;
    } else if (line.trim() && !line.startsWith('#')) {
      if (!intent) throw new Error(`line ${i + 1}: under no intent`);
      sentences.push({ intent, ...readSentence(line, INTENTS[intent].slots) });
    }
  }
  return sentences;
}

/** A name is one wherever it stands; a slot is filled with it only where the intent has that slot. */
function readSentence(line: string, wanted: SlotName[]): Omit<Sentence, 'intent'> {
  const [marked = '', rest = ''] = line.split(/ # ?/);
  const slots: Sentence['slots'] = {};
  const spans: Span[] = [];
  let text = '';
  for (const [, mark, inside, outside] of marked.matchAll(/\[(\w) ([^\]]+)\]|([^[]+)/g)) {
    const slot = MARKS[mark ?? ''];
    if (slot && inside !== undefined) {
      spans.push({ slot, start: text.length, end: text.length + inside.length });
      if (wanted.includes(slot)) slots[slot] ??= inside;
      text += inside;
    } else text += outside ?? '';
  }
  for (const pair of rest.split(/ (?=\w+=)/).filter((pair) => pair.trim())) {
    const [slot, value] = pair.trim().split('=') as [SlotName, string];
    if (!wanted.includes(slot)) throw new Error(`no such slot here: ${line}`);
    slots[slot] = value;
  }
  return { text, slots, spans };
}

/** Tells when what was learnt is no longer what stands here. */
export function fingerprint(): string {
  const folder = join(import.meta.dirname, 'sentences');
  const hash = createHash('sha256').update(allPatterns());
  for (const file of readdirSync(folder).toSorted()) hash.update(readFileSync(join(folder, file), 'utf8'));
  return hash.digest('hex').slice(0, 16);
}

/** Patterns of sentences, as they are written down. */
export const allPatterns = (): string => readFileSync(join(import.meta.dirname, 'patterns.txt'), 'utf8');

/** All the sentences that understanding is learnt from. */
export function allSentences(): Sentence[] {
  const folder = join(import.meta.dirname, 'sentences');
  return readdirSync(folder)
    .toSorted()
    .flatMap((file) => readSentences(readFileSync(join(folder, file), 'utf8')));
}

/** What sentences of these patterns are, so many of each: in a pattern, (a|b) is one of these and $name one of a list. */
export function fromPatterns(source: string, each: number, roll: () => number): Sentence[] {
  const lists = new Map<string, string>();
  const lines: string[] = [];
  for (const line of source.split('\n')) {
    const [, name, ways] = /^\$(\w+): (.*)$/.exec(line) ?? [];
    if (name) lists.set(name, ways as string);
    else if (line.startsWith('==')) lines.push(line);
    else if (line.trim() && !line.startsWith('#'))
      lines.push(...new Set(Array.from({ length: each }, () => oneOf(line, lists, roll))));
  }
  return readSentences(lines.join('\n'));
}

/** One sentence of a pattern: the innermost choice is made first, until none is left. */
function oneOf(pattern: string, lists: ReadonlyMap<string, string>, roll: () => number): string {
  const choose = (ways: string) => {
    const all = ways.split('|');
    return all[Math.floor(roll() * all.length)] as string;
  };
  const [said = '', rest] = pattern.split(' # ');
  let text = said;
  for (let before = ''; before !== text; ) {
    before = text;
    text = text
      .replace(/\([^()]*\)/, (group) => choose(group.slice(1, -1)))
      .replace(/^([^()]*)\$(\w+)/, (_, start: string, name: string) => start + choose(lists.get(name) ?? ''));
  }
  const plain = text.replace(/\s+/g, ' ').trim();
  return rest ? `${plain} # ${rest}` : plain;
}
