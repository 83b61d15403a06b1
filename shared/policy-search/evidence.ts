import { FINDS, type Sort, type Term } from './lexicon.ts';
import { likenessTo, mattersAsked, unmetBy } from './matters.ts';
import type { Passage, Place, Searched } from './passages.ts';
import type { Question } from './question.ts';
import { type Rarity, rarityIn, share } from './rarity.ts';
import { scopeOf } from './scope.ts';
import { type Asked, askedIn, termsIn } from './terms.ts';

/** What speaks for a passage and against it, each from 0 to about 1. */
export interface Evidence {
  /** Of what was asked, by weight: said in the very words, in words of the same meaning, in words that go with it. */
  exact: number;
  same: number;
  loose: number;
  /** … by the sentence that introduces it, by the section's title, the titles above, its neighbours, all its section. */
  lead: number;
  title: number;
  above: number;
  near: number;
  section: number;
  /** … by the best of all these, and by the second best. */
  best: number;
  second: number;
  /** How much of the passage, and of the title, is about what was asked. */
  precision: number;
  titlePrecision: number;
  /** It looks like an answer to such a question. */
  looks: number;
  /** Its section is about other people than the question, and it doesn't say what staff do about them. */
  aboutOthers: number;
  /** The question is about people whom it doesn't bind. */
  bindsOthers: number;
  isFrame: number;
  /** The question wants a time, an amount or a name, and it has none. */
  lacks: number;
  isRow: number;
  isFirst: number;
  /** It is about the same matters; and so it is with its section's title; and so is all its section. */
  about: number;
  aboutTitle: number;
  aboutSection: number;
}

/** A passage that has something of what was asked. */
export interface Candidate {
  passage: Passage;
  score: number;
  evidence: Evidence;
  /** The weight of what was asked that it has. */
  matched: number;
}

/** What a question weighs against one text. */
export interface Weighed {
  /** Best first. */
  candidates: Candidate[];
  /** The weight of all that was asked. */
  total: number;
  /** How much of it the text has somewhere, from 0 to 1. */
  present: number;
  /** Of it, what the text doesn't have anywhere: what policies on ICT hardly ever have, and what they may have. */
  absent: { elsewhere: number; matter: number };
  /** It has a word that policies on ICT hardly ever have, but may not mean it. */
  strays: boolean;
  /** Whether a policy on ICT would answer it, by its words alone: from -1 to 1. */
  scope: number;
  /** How much of what it asks about the text isn't about anywhere, from 0 to 1. */
  unmet: number;
  /** How many passages the text has: the more, the likelier is one that looks like an answer. */
  size: number;
}

/** What a word weighs, by its sort: one that the text has (times how rare it is there), and one that it hasn't. */
const PRESENT: Record<Sort, number> = { light: 0.25, setting: 0.35, plain: 0.63, matter: 1, elsewhere: 1.06 };
const ABSENT: Record<Sort, number> = { light: 0.1, setting: 0.4, plain: 0.78, matter: 0.55, elsewhere: 1.6 };
/** What a word counts that isn't in the passage itself. */
const AT_LEAST = { lead: 0.7, title: 0.8, above: 0.4, near: 0.35, section: 0.15 };

/**
 * What each piece of evidence counts. Fitted by tests/bench/policy-fit.ts to the questions in tests/policy-search/questions
 * that aren't kept unseen. The unit is arbitrary.
 */
const COUNTS: Record<keyof Evidence, number> = {
  exact: 1.96,
  same: 1.38,
  loose: 1.19,
  lead: 0.3,
  title: 0.45,
  above: 0.3,
  near: -0.1,
  section: 1.33,
  best: 3.11,
  second: 0.34,
  precision: 1.71,
  titlePrecision: 0.95,
  looks: 1.92,
  aboutOthers: -1.11,
  bindsOthers: -0.54,
  isFrame: -0.22,
  lacks: -0.27,
  isRow: -0.45,
  isFirst: 0.25,
  about: 2.1,
  aboutTitle: 2.65,
  aboutSection: 2.37,
};

export const KINDS_OF_EVIDENCE = Object.keys(COUNTS) as (keyof Evidence)[];

/** A passage that is so much about the same matters may answer without sharing a word. */
const ALIKE = 0.4;

/** Weighs every passage of a text that shares a word, a meaning or a matter with a question. */
export function weigh(question: Question, text: Searched): Weighed {
  const subject = new Set([...question.subject].filter((kind) => !text.about.has(kind)));
  const rarity = rarityIn(text);
  const parts = askedIn(question.matter, text.vocabulary).map((asked) => partOf(asked, text, rarity));
  const total = sum(parts.map(({ weight }) => weight)) || 1;
  const present = sum(parts.map(({ weight, isThere }) => (isThere ? weight : 0))) || 1;
  const said = new Set(parts.flatMap(({ asked }) => [...asked.finds.keys()]));
  const telling = parts.filter(({ asked }) => asked.sort !== 'light');
  const sections = new Set((telling.length ? telling : parts).flatMap(({ sections }) => [...sections]));
  const terms = termsIn(question.matter);
  const matters = mattersAsked(terms);
  const likeness = likenessTo(matters);
  for (const { place, mattersWithTitle } of text.passages)
    if (likeness(mattersWithTitle) > ALIKE) sections.add(place.index);
  const about = (terms: ReadonlySet<Term>) => share(terms, said, rarity);

  const candidates = [...sections]
    .map((index) => text.places[index] as Place)
    .flatMap((place) => {
      const titlePrecision = about(place.title);
      const aboutSection = likeness(place.matters);
      const asked = parts.filter(({ sections }) => sections.has(place.index)).map((part) => presenceIn(part, place));
      return text.passages.slice(place.from, place.to).map((passage): Candidate => {
        const found = foundIn(passage, asked, present);
        const evidence: Evidence = {
          ...found,
          precision: about(passage.terms),
          titlePrecision,
          about: likeness(passage.matters),
          aboutTitle: likeness(passage.mattersWithTitle),
          aboutSection,
          ...formOf(passage, question, subject),
        };
        const score = sum(KINDS_OF_EVIDENCE.map((kind) => evidence[kind] * COUNTS[kind]));
        return { passage, score, evidence, matched: found.best * present };
      });
    })
    .sort((a, b) => b.score - a.score);
  const absent = (sorts: Sort[]) =>
    sum(parts.map(({ asked, isThere, weight }) => (!isThere && sorts.includes(asked.sort) ? weight : 0))) / total;
  return {
    candidates,
    total,
    present: present / total,
    absent: { elsewhere: absent(['elsewhere']), matter: absent(['matter', 'setting']) },
    scope: scopeOf(terms),
    unmet: unmetBy(matters, text.mostSaid),
    size: text.passages.length,
    strays: parts.some(({ asked, isThere }) => asked.elsewhere && isThere),
  };
}

/** One thing that was asked about, and where the text has it: how well, by index of the passage or section. */
interface Part {
  asked: Asked;
  weight: number;
  isThere: boolean;
  inPassages: Map<number, number>;
  inTitle: Map<number, number>;
  above: Map<number, number>;
  sections: Set<number>;
}

function partOf(asked: Asked, { inPassages, inTitles, passages, places }: Searched, rarity: Rarity): Part {
  const part = {
    inPassages: new Map<number, number>(),
    inTitle: new Map(),
    above: new Map(),
    sections: new Set<number>(),
  };
  const meant = new Set<number>();
  for (const [term, how] of asked.finds) {
    for (const index of inPassages.get(term) ?? []) {
      keepBest(part.inPassages, index, how);
      part.sections.add((passages[index] as Passage).place.index);
      if (how >= FINDS.near) meant.add(index);
    }
    for (const index of inTitles.get(term) ?? []) {
      const place = places[index] as Place;
      keepBest(place.title.has(term) ? part.inTitle : part.above, index, how);
      part.sections.add(index);
      if (how >= FINDS.near && place.from < place.to) meant.add(place.from);
    }
  }
  const isThere = meant.size > 0;
  return {
    asked,
    isThere,
    weight: isThere ? PRESENT[asked.sort] * rarity.of(meant.size) : ABSENT[asked.sort],
    ...part,
  };
}

function keepBest(found: Map<number, number>, index: number, how: number): void {
  if (how > (found.get(index) ?? 0)) found.set(index, how);
}

/** How well one section has one thing that was asked: each of its passages, the best of them, its title, those above. */
interface Presence {
  weight: number;
  passages: Float64Array;
  section: number;
  title: number;
  above: number;
}

function presenceIn({ weight, inPassages, inTitle, above }: Part, { index, from, to }: Place): Presence {
  const passages = Float64Array.from({ length: to - from }, (_, at) => inPassages.get(from + at) ?? 0);
  const section = Math.max(0, ...passages);
  return { weight, passages, section, title: inTitle.get(index) ?? 0, above: above.get(index) ?? 0 };
}

function foundIn({ at, lead }: Passage, asked: Presence[], present: number) {
  const found = { exact: 0, same: 0, loose: 0, lead: 0, title: 0, above: 0, near: 0, section: 0, best: 0, second: 0 };
  for (const { weight: whole, passages, section, title, above } of asked) {
    const weight = whole / present;
    const own = passages[at] as number;
    const introduced = lead === null ? 0 : (passages[lead] as number);
    const near = Math.max(passages[at - 1] ?? 0, passages[at + 1] ?? 0);
    if (own === 1) found.exact += weight;
    else if (own >= FINDS.same) found.same += weight;
    else found.loose += weight * own;
    found.lead += weight * introduced;
    found.title += weight * title;
    found.above += weight * above;
    found.near += weight * near;
    found.section += weight * section;
    let best = 0;
    let second = 0;
    const keep = (how: number) => {
      second = Math.max(second, Math.min(best, how));
      best = Math.max(best, how);
    };
    keep(own);
    keep(introduced * AT_LEAST.lead);
    keep(title * AT_LEAST.title);
    keep(above * AT_LEAST.above);
    keep(near * AT_LEAST.near);
    keep(section * AT_LEAST.section);
    found.best += weight * best;
    found.second += weight * second;
  }
  return found;
}

/** How a passage reads, whatever its words. */
function formOf(
  { place, at, statement, lead, doers, people }: Passage,
  { looksLike, asksWhat, needs, people: asked }: Question,
  subject: ReadonlySet<string>,
) {
  const leadWords = lead === null ? '' : (place.section.statements[lead]?.text ?? '');
  const any = (one: ReadonlySet<string>, other: ReadonlySet<string>) => [...one].some((kind) => other.has(kind));
  const bindsOthers = !subject.size || any(subject, doers) ? 0 : doers.size ? 1 : any(subject, people) ? 0.3 : 0.5;
  return {
    looks: sum(looksLike.map(({ pattern, worth }) => (pattern.test(statement.text) ? worth : 0))),
    aboutOthers: place.about.size && !any(place.about, asked) && !doers.has('staff') ? 1 : 0,
    bindsOthers,
    isFrame: place.isFrame && !asksWhat ? 1 : 0,
    lacks: needs && !needs.test(statement.text) && !needs.test(leadWords) ? 1 : 0,
    isRow: statement.kind === 'row' ? 1 : 0,
    isFirst: at === 0 ? 1 : 0,
  };
}

const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
