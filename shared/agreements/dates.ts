import { GB } from 'chrono-node/en';
import { isParticular } from './particulars.ts';
import type { Passage } from './passages.ts';
import type { TextDates } from './text.ts';

/** A date that a document states about itself. */
export interface StatedDate {
  about: 'reviewed' | 'approved' | 'reviewDue' | 'effective';
  /** ISO dates. They differ where a text states a month only: "July 2022" is from the 1st to the 31st. */
  from: string;
  to: string;
  /** As the document writes it: "01.07.22". */
  written: string;
  passage: Passage;
}

/** A rule of a document about its own review: "reviewed every 2 years". */
export interface StatedCycle {
  months: number;
  written: string;
  passage: Passage;
}

/** What such dates follow. The first that fits wins: "last review date" is no "review date". */
const LABELS: [StatedDate['about'], string][] = [
  ['reviewed', 'last\\s+(?:reviewed|updated|revised|review|update|revision)(?:\\s+date)?'],
  [
    'reviewed',
    'date\\s+(?:of\\s+)?(?:the\\s+)?(?:last\\s+)?(?:reviewed|updated|revised)|date\\s+of\\s+(?:the\\s+)?last\\s+(?:review|update)',
  ],
  ['reviewDue', 'next\\s+(?:review|revision|update)(?:ed)?(?:\\s+(?:date|due))*'],
  [
    'reviewDue',
    'review(?:ed)?\\s+due|due\\s+for\\s+(?:its\\s+)?(?:next\\s+)?review|renewal\\s+(?:date|due)|valid\\s+until',
  ],
  ['reviewDue', '(?:will|to|must|should|shall)\\s+be\\s+(?:next\\s+)?(?:re-?viewed|revised|updated)(?:\\s+again)?'],
  ['reviewDue', 'review\\s+date|date\\s+(?:of|for)\\s+(?:the\\s+)?(?:next\\s+)?review|review(?=:)'],
  [
    'effective',
    'effective(?:\\s+(?:date|from))?|in\\s+force\\s+(?:from|since)|com(?:es|ing)\\s+into\\s+(?:force|effect)|with\\s+effect\\s+from|(?:applies|valid)\\s+from',
  ],
  ['approved', 'approv(?:ed|ing|al)|ratif(?:ied|ication)|adopted|agreed\\s+(?:by|on)'],
  [
    'reviewed',
    '(?:this\\s+policy\\s+was\\s+|was\\s+)?(?:reviewed|updated|revised)|date\\s+of\\s+(?:this\\s+)?policy|policy\\s+date',
  ],
];
const LABEL = new RegExp(LABELS.map(([, label]) => `(\\b(?:${label})\\b)`).join('|'), 'gi');

/** Between a label and its date there are a few words at most: "by the governing board on". */
const FURTHEST = 60;
/** Chrono guesses a year for "2 July"; a document's own dates state it. */
const YEAR_STATED = /\d{4}|\d[./-]\d{1,2}[./-]\d{2}|\p{L}{3,}\.?,?\s+['’]?\d{2}$/u;

const CYCLE =
  /\breview(?:ed|s)?\s+(?:(?:of\s+)?(?:this|the|our)\s+policy\s+)?(?:[a-z]+\s+){0,4}?(?:(annually|yearly|every\s+year|each\s+year|biennially|termly|every\s+term|each\s+term)|every\s+(\d|two|three|four|five|six|twelve|eighteen|12|18|24|36)\s+(years?|months?))\b/i;
const NUMBERS: Record<string, number> = { two: 2, three: 3, four: 4, five: 5, six: 6, twelve: 12, eighteen: 18 };

/** What a policy calls itself. */
const ITSELF = /\b(?:this|the|our)\s+(?:[a-z]+\s+){0,3}?(?:policy|document|agreement)\b|^policy\b/i;

/** The dates that a document states about itself, in reading order. Numbers are read day first, as in Britain. */
export function statedDates(passages: Passage[]): StatedDate[] {
  return passages
    .filter(({ text, kind }) => kind !== 'contents' && /\d/.test(text))
    .flatMap(datesIn)
    .filter(isAboutItself);
}

/** How often a document says it is reviewed. */
export function statedCycles(passages: Passage[]): StatedCycle[] {
  return passages.flatMap((passage) => {
    const found = CYCLE.exec(passage.text);
    const sentence = found
      ? passage.text.slice(Math.max(0, found.index - FURTHEST), found.index + found[0].length)
      : '';
    if (!found || !(passage.section < 0 || ITSELF.test(sentence))) return [];
    const [written, word, number, unit] = found;
    return [{ months: word ? monthsOf(word) : countOf(number!) * (unit!.startsWith('y') ? 12 : 1), written, passage }];
  });
}

/**
 * In the middle of a text, other things are reviewed and updated too ("guidance updated in 2021"): only a labelled line or a
 * sentence about the policy itself counts there.
 */
function isAboutItself({ about, passage: { section, text } }: StatedDate): boolean {
  return section < 0 || isParticular(text) || (about !== 'reviewed' && ITSELF.test(text));
}

/** The dates to keep with an edition: the front page counts before the text, the first before later ones. */
export function textDates(stated: StatedDate[]): TextDates {
  const first = (...abouts: StatedDate['about'][]) =>
    abouts.map((about) => stated.find((date) => date.about === about)).find((date) => date !== undefined);
  const reviewed = first('reviewed', 'approved');
  const due = first('reviewDue');
  const effective = first('effective');
  return {
    ...(reviewed ? { reviewed: reviewed.from } : {}),
    // A review due "in July" is on time until the month ends.
    ...(due ? { reviewDue: due.to } : {}),
    ...(effective ? { effective: effective.from } : {}),
  };
}

function datesIn(passage: Passage): StatedDate[] {
  const labels = [...passage.text.matchAll(LABEL)];
  return labels.flatMap((label, index) => {
    const start = label.index + label[0].length;
    const end = Math.min(start + FURTHEST, labels[index + 1]?.index ?? passage.text.length);
    const window = passage.text.slice(start, end).replace(/[.;]\s+\p{Lu}.*$/u, '');
    const found = GB.parse(window, undefined, { forwardDate: false })[0];
    if (!found || !YEAR_STATED.test(found.text) || !found.start.isCertain('month')) return [];
    const about = LABELS[label.slice(1).findIndex((group) => group !== undefined)]![0];
    return [{ about, ...spanOf(found.start), written: found.text.replace(/^on\s+/i, ''), passage }];
  });
}

function spanOf(start: { get(part: 'year' | 'month' | 'day'): number | null; isCertain(part: 'day'): boolean }) {
  const [year, month, day] = [start.get('year')!, start.get('month')!, start.get('day')!];
  if (start.isCertain('day')) return { from: iso(year, month, day), to: iso(year, month, day) };
  return { from: iso(year, month, 1), to: iso(year, month, new Date(Date.UTC(year, month, 0)).getUTCDate()) };
}

function iso(year: number, month: number, day: number): string {
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
}

function monthsOf(word: string): number {
  if (/bienn/i.test(word)) return 24;
  return /term/i.test(word) ? 4 : 12;
}

function countOf(number: string): number {
  return NUMBERS[number.toLowerCase()] ?? Number(number);
}
