import type { Passage } from '../passages.ts';
import { at, placesOf, type Rule } from './finding.ts';

const KIND =
  "(?:(?:Community|Church of England|C of E|CofE|CE|RC|Catholic|Voluntary Aided|VA|VC|Church|Foundation|Special|Nursery|Infants?|Junior|Primary|Secondary|High|Grammar|Upper|Middle|Lower|Prep|Preparatory|First|Girls[’']?|Boys[’']?|and|&)\\s+){0,4}(?:School|Academy|College)";
/** A full stop belongs to "St." alone: any other ends a sentence, and with it the name. */
const WORD = "(?:St\\.|\\p{Lu}[\\p{L}’'-]*|of|the|and|upon|under|on|le)";
/** "School Nurse", "School of Music": the word goes with what follows, not with what stands before. */
const GOES_ON =
  '(?:Nurse|Council|Staff|Business|Trips?|Website|Policy|Policies|Improvement|Network|Governors?|Meals?|Games|Rules|Day|Year|Uniform|of|for)';
const NAME = new RegExp(`(${WORD}(?:\\s+${WORD}){0,4}?)\\s+(${KIND})\\b(?!\\s+${GOES_ON}\\b)`, 'gu');

/** Words that begin a sentence or describe any school, and so belong to no name. */
const NO_NAME =
  /^(?:the|our|this|that|these|a|an|any|all|each|every|at|in|of|for|from|to|by|and|on|with|within|outside|into|if|when|where|as|is|we|staff|pupils?|parents?|whole|home|state|local|maintained|independent|primary|secondary|high|junior|infant|nursery|community|special|boarding|national|staff|other|new|old|safer?|name|your|grammar|first|middle|royal|sixth|form|school|before|after|during|welcome|under)$/i;
const BODIES = /\b(?:National College|College of (?:Policing|Teaching)|Royal College|Staff College)\b/i;

/** More than one school's name in a policy: it was copied from another school, and says whose property and rules these are. */
export const schoolNames: Rule = ({ passages }) => {
  const named = new Map<string, { name: string; passages: Passage[]; start: number }>();
  for (const passage of passages) {
    for (const { 0: whole, 1: words, 2: kind, index } of passage.text.matchAll(NAME)) {
      const proper = properPart(words!);
      if (!proper || BODIES.test(whole)) continue;
      const name = `${proper} ${kind}`;
      const key = name.toLowerCase().replace(/[.’']/g, '');
      const known = named.get(key);
      if (known) known.passages.push(passage);
      else named.set(key, { name, passages: [passage], start: index + whole.length - name.length });
    }
  }
  const [own, ...others] = [...named.values()].filter(
    (school, _, all) => !all.some((other) => isLongerNameOf(other.name, school.name)),
  );
  if (!own) return [];
  return others.map(({ name, passages: where, start }) => ({
    rule: 'school-names',
    severity: 'error',
    place: at(where[0]!, start, start + name.length),
    message: `Two schools are named: "${own.name}" in ${placesOf(own.passages)}, and "${name}" in ${placesOf(where)}. Write your own school's name in every place.`,
  }));
};

/** "At Osmani" -> "Osmani"; "Our" -> nothing. */
function properPart(words: string): string | undefined {
  const parts = words.split(/\s+/);
  while (parts.length > 0 && NO_NAME.test(parts[0]!)) parts.shift();
  return parts.some((part) => /^\p{Lu}/u.test(part) && !NO_NAME.test(part)) ? parts.join(' ') : undefined;
}

/** "Elm Tree Primary School" is the long form of "Elm Tree School": one school, two ways to say it. */
function isLongerNameOf(long: string, short: string): boolean {
  if (long.length <= short.length) return false;
  const words = new Set(long.toLowerCase().split(/\s+/));
  return short
    .toLowerCase()
    .split(/\s+/)
    .every((word) => words.has(word));
}
