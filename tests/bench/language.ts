import { readFileSync } from 'node:fs';
import { commands } from '../../shared/features.ts';
import { LOOKING_AFTER } from '../../shared/language/intents.ts';
import { interpret } from '../../shared/language/interpret.ts';
import { allSentences, readSentences, type Sentence } from '../../shared/language/learning/sentences.ts';
import { intentsOf } from '../../shared/language/meaning.ts';
import { wordsOf } from '../../shared/language/normalise.ts';
import { readSentence } from '../../shared/language/reading.ts';
import { type Judgement, judge, type Understood } from '../language/judge.ts';
import { figures } from './measure.ts';

const school = { school: { name: '', timezone: 'Europe/London' } };
const now = new Date('2026-11-23T09:00:00Z');

/** How well ways of understanding do on the sentences that nothing was learnt from, and how long ours takes. */
export function benchLanguage() {
  const unseen = readSentences(readFileSync(new URL('../language/unseen.txt', import.meta.url), 'utf8'));
  const memory = process.memoryUsage().rss;
  const began = performance.now();
  readSentence('hello', { now, school, looksAfterOthers: false });
  const load = { ms: performance.now() - began, mb: (process.memoryUsage().rss - memory) / 1e6 };
  const times: number[] = [];
  const ours = judge(unseen, ({ text, intent }) => {
    const start = performance.now();
    const reading = readSentence(text, { now, school, looksAfterOthers: LOOKING_AFTER.has(intent) });
    times.push(performance.now() - start);
    return reading;
  });
  const learnt = allSentences();
  const ways: [string, Judgement][] = [
    ['the phrases of the commands alone', judge(unseen, ({ text }) => byPhrase(text))],
    ['the most alike of the sentences (words in common)', judge(unseen, nearest(learnt))],
    ['naive Bayes over words and pairs of words', judge(unseen, bayes(learnt))],
    ['ours: slots by perceptron and rules, intent by logistic regression', ours],
  ];
  return { ways, ours, load, times: figures(times) };
}

function byPhrase(text: string): Understood {
  const means = interpret(text, commands, { agreements: [], groups: [] });
  if (means.kind === 'greeting') return { intent: 'greeting', slots: {} };
  const intent = means.kind === 'command' ? intentsOf(means.command)[0] : undefined;
  return { intent: intent ?? 'none', slots: {} };
}

const termsOf = (text: string): Set<string> => {
  const words = wordsOf(text).map(({ folded }) => folded);
  return new Set([...words, ...words.slice(1).map((word, i) => `${words[i]} ${word}`)]);
};

function nearest(learnt: Sentence[]) {
  const known = learnt.map(({ text, intent }) => ({ intent, terms: termsOf(text) }));
  return ({ text }: Sentence): Understood => {
    const terms = termsOf(text);
    let best = { intent: 'none', likeness: 0.1 };
    for (const one of known) {
      const shared = [...terms].filter((term) => one.terms.has(term)).length;
      const likeness = shared / (one.terms.size + terms.size - shared || 1);
      if (likeness > best.likeness) best = { intent: one.intent, likeness };
    }
    return { intent: best.intent, slots: {} };
  };
}

function bayes(learnt: Sentence[]) {
  const counts = new Map<string, Map<string, number>>();
  const vocabulary = new Set<string>();
  for (const { text, intent } of learnt) {
    const own = counts.get(intent) ?? new Map<string, number>();
    counts.set(intent, own);
    for (const term of termsOf(text)) {
      own.set(term, (own.get(term) ?? 0) + 1);
      vocabulary.add(term);
    }
  }
  const classes = [...counts].map(([intent, own]) => ({
    intent,
    own,
    all: [...own.values()].reduce((a, b) => a + b, 0),
  }));
  return ({ text }: Sentence): Understood => {
    const terms = [...termsOf(text)].filter((term) => vocabulary.has(term));
    const scored = classes.map(({ intent, own, all }) => ({
      intent,
      score: terms.reduce(
        (sum, term) => sum + Math.log(((own.get(term) ?? 0) + 0.3) / (all + 0.3 * vocabulary.size)),
        0,
      ),
    }));
    return { intent: scored.reduce((a, b) => (b.score > a.score ? b : a)).intent, slots: {} };
  };
}
