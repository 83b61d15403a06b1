/**
 * `npm run learn`: learns from the sentences and patterns beside this file, which takes two or three minutes, and writes what
 * understanding knows, shared/language/model.json. The same sentences give the same model.
 */
import { writeFileSync } from 'node:fs';
import { MODEL_FILE } from '../model.ts';
import { learn } from './learnt.ts';
import { allPatterns, allSentences, fingerprint } from './sentences.ts';

const sentences = allSentences();
const model = learn(sentences, allPatterns(), fingerprint());
const { spotting, classifying, ...rest } = model;
/** One feature a line, so that a change can be looked at. */
const lines = (weights: Record<string, string>) =>
  `{\n${Object.entries(weights)
    .map(([feature, own]) => `${JSON.stringify(feature)}:${JSON.stringify(own)}`)
    .join(',\n')}\n}`;
const part = ({ weights, ...others }: { weights: Record<string, string> }) =>
  `${JSON.stringify(others).slice(0, -1)},"weights":${lines(weights)}}`;
writeFileSync(
  MODEL_FILE,
  `${JSON.stringify(rest).slice(0, -1)},\n"spotting":${part(spotting)},\n"classifying":${part(classifying)}}\n`,
);
console.log(`Learnt from ${sentences.length} sentences: ${MODEL_FILE}`);
