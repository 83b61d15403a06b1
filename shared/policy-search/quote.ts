import type { Statement } from '../agreements/index.ts';
import type { Candidate } from './evidence.ts';

/** About six sentences, in characters: what one still takes in at a glance on a card. */
const LONGEST = 600;
/** A statement that scores so much less than the best one is no part of the answer. */
const CLOSE = 6;

/**
 * What to quote of a section, in its own order and words: all of it when it is short; else the best statement with the
 * sentence that introduces it, and what stands by it and bears on the question too.
 */
export function quoteOf([best, ...others]: [Candidate, ...Candidate[]]): Statement[] {
  const { place, at, lead } = best.passage;
  const { statements } = place.section;
  const lengthOf = (index: number) => statements[index]?.text.length ?? 0;
  const all = statements.map((_, index) => index);
  if (all.reduce((length, index) => length + lengthOf(index), 0) <= LONGEST) return statements;

  const leadOf = (index: number) => [best, ...others].find(({ passage }) => passage.at === index)?.passage.lead;
  const chosen = new Set(lead === null ? [at] : [lead, at]);
  let room = LONGEST - [...chosen].reduce((length, index) => length + lengthOf(index), 0);
  const add = (...indexes: number[]) => {
    const more = indexes.filter((index) => !chosen.has(index) && index in statements);
    const length = more.reduce((sum, index) => sum + lengthOf(index), 0);
    if (length > room) return;
    for (const index of more) chosen.add(index);
    room -= length;
  };
  for (const { passage, score } of others) {
    if (score < best.score - CLOSE) continue;
    // A point without the sentence above it may say the opposite.
    add(...(passage.lead === null ? [] : [passage.lead]), passage.at);
  }
  if (statements[at]?.text.endsWith(':')) for (const index of all.slice(at + 1)) add(index);
  else for (const index of [at + 1, at - 1]) if (leadOf(index) === lead) add(index);
  // What only introduces something is no answer without it.
  const isOpen = (index: number) =>
    statements[index]?.text.endsWith(':') && !chosen.has(index + 1) && !introduces(index);
  const introduces = (index: number) => [...chosen].some((one) => leadOf(one) === index);
  return all.filter((index) => chosen.has(index) && !isOpen(index)).flatMap((index) => statements[index] ?? []);
}
