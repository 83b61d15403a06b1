import { findDates } from '../dates.ts';
import { intentFeatures, spotFeatures } from '../features.ts';
import { KINDS } from '../intents.ts';
import type { StoredModel } from '../model.ts';
import { type SpanSlot, TAGS, type Tagged, tagsOf } from '../spans.ts';
import { type Token, tokensOf } from '../tokens.ts';
import { perceptron } from './perceptron.ts';
import { regression } from './regression.ts';
import { fromPatterns, type Sentence } from './sentences.ts';
import { dice, varied } from './varied.ts';

/** When the sentences were said, and where: what their days are reckoned from. */
const SAID = {
  now: new Date('2026-11-23T09:00:00Z'),
  school: { school: { name: '', timezone: 'Europe/London' } },
};

/** Variants of each sentence that are learnt besides it. */
const VARIANTS = 6;
/** Sentences that each pattern is good for. */
const OF_EACH_PATTERN = 100;
/** A word that stands in fewer sentences, outside of slots, is as good as unknown. */
const KNOWN_FROM = 2;

interface Example {
  sentence: Sentence;
  tokens: Token[];
  inDate: boolean[];
  spans: Tagged[];
}

/** Learns all there is to learn from these sentences and from patterns. The same sentences give the same model. */
export function learn(sentences: Sentence[], patterns: string, learntFrom = ''): StoredModel {
  const roll = dice(20261123);
  const made = fromPatterns(patterns, OF_EACH_PATTERN, roll);
  const known = knownWords([...sentences, ...made]);
  const examples = [
    ...sentences.flatMap((sentence) => [sentence, ...Array.from({ length: VARIANTS }, () => varied(sentence, roll))]),
    ...made.map((sentence) => varied(sentence, roll)),
  ].map(exampleOf);
  const spotting = perceptron(
    examples.map(({ tokens, inDate, spans }) => ({
      features: spotFeatures(tokens, inDate, known),
      inDate,
      tags: tagsOf(spans, tokens.length).map((tag) => TAGS.indexOf(tag)),
    })),
    roll,
  );
  const classifying = regression(
    examples.map(({ sentence, tokens, inDate, spans }) => ({
      features: intentFeatures(tokens, inDate, spans, known),
      label: labelOf(sentence),
    })),
    roll,
  );
  return { learntFrom, known: [...known].toSorted(), spotting, classifying };
}

/** Where a kind is told from the sentence as a whole, it is a class of its own. */
const labelOf = ({ intent, slots }: Sentence): string =>
  Object.hasOwn(KINDS, intent) && slots.kind ? `${intent} ${slots.kind}` : intent;

function exampleOf(sentence: Sentence): Example {
  const tokens = tokensOf(sentence.text);
  const dates = findDates(sentence.text, SAID.now, SAID.school).spans;
  const inDate = tokens.map(({ start, end }) => dates.some((span) => span.start < end && start < span.end));
  const spans = sentence.spans.flatMap(({ slot, start, end }) => {
    const own = tokens.flatMap((token, i) => (token.start < end && start < token.end && !inDate[i] ? [i] : []));
    return own.length ? [{ slot: slot as SpanSlot, first: own[0] as number, last: own.at(-1) as number }] : [];
  });
  return { sentence, tokens, inDate, spans };
}

function knownWords(sentences: Sentence[]): Set<string> {
  const counts = new Map<string, number>();
  for (const { tokens, spans } of sentences.map(exampleOf))
    for (const word of new Set(
      tokens.filter((_, i) => !spans.some(({ first, last }) => first <= i && i <= last)).map(({ folded }) => folded),
    ))
      counts.set(word, (counts.get(word) ?? 0) + 1);
  return new Set([...counts].filter(([, n]) => n >= KNOWN_FROM).map(([word]) => word));
}
