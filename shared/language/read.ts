import type { School } from '../school.ts';
import { type Dates, findDates } from './dates.ts';
import { intentFeatures, spotFeatures } from './features.ts';
import { INTENTS, type Intent, type SlotName } from './intents.ts';
import { kindOf } from './kinds.ts';
import { isLate } from './late.ts';
import { DETERMINERS, GIVEN_NAMES, sortOf } from './lexicon.ts';
import type { Model } from './model.ts';
import { ownsWithoutApostrophe } from './names.ts';
import type { Tagged } from './spans.ts';
import { slips } from './spelling.ts';
import { spot } from './spot.ts';
import { type Token, tokensOf } from './tokens.ts';
import { scores } from './weights.ts';

/** What a sentence is taken to mean. */
export interface Reading {
  intent: Intent;
  /** As typed, without the words around them; days as yyyy-mm-dd. Only what such a sentence can have. */
  slots: Partial<Record<SlotName, string>>;
  /** How sure that is, from 0 to 1. */
  sure: number;
  /** Whether a word outside of those is none we know, and no slip either: it may be somebody's name. */
  readonly isPartly: boolean;
  /** What else it could mean, likeliest first, each with how sure. */
  others: { intent: Intent; sure: number }[];
}

/** Further alternatives than these are no help to anybody. */
const MOST_OTHERS = 3;

/** When a sentence is said, where, and what whoever says it seldom asks for. */
export interface Asking {
  now: Date;
  school: Pick<School, 'school'>;
  unlikely?: ReadonlySet<Intent>;
  /** What it is about, if that is known: they chose it. */
  about?: Intent;
}

/** What somebody seldom asks for is that much less likely to be meant. */
const SELDOM = 0.35;

/** Reads one sentence. It knows nothing of the school but its clock, and does nothing. What is longer takes longer. */
export function read(text: string, model: Model, { now, school, unlikely, about }: Asking): Reading {
  const tokens = tokensOf(text);
  const dates = findDates(text, now, school);
  const inDate = tokens.map((token) => isIn(dates, token));
  const spans = spot(spotFeatures(tokens, inDate, model.known), inDate, model.spotting);
  if (isStrange(tokens, inDate, spans, model))
    return { intent: 'none', slots: {}, sure: 1, isPartly: true, others: [] };
  const likely = likeliest(intentFeatures(tokens, inDate, spans, model.known), model);
  const [best, ...others] = byIntent(likely, unlikely);
  const { intent, sure } = about ? { intent: about, sure: 1 } : (best as { intent: Intent; sure: number });
  return {
    intent,
    slots: slotsOf(text, tokens, spans, { intent, now, school, likely }),
    sure,
    // Holding a word against all that are known takes time, and few ask for it.
    get isPartly() {
      return tokens.some((token, i) => !inDate[i] && !isInside(spans, i) && mayBeName(token, i, model));
    },
    others: others.slice(0, MOST_OTHERS),
  };
}

/** Of words that speak of nothing we know: another language, or letters at random. One or two words may be a greeting or a slip. */
function isStrange(tokens: Token[], inDate: boolean[], spans: Tagged[], { known }: Model): boolean {
  const outside = tokens.filter((_, i) => !inDate[i] && !isInside(spans, i));
  const strange = outside.filter(({ folded }) => !known.has(folded) && sortOf(folded) === undefined).length;
  return tokens.length === 0 || (outside.length >= 3 && strange * 2 > outside.length);
}

const isInside = (spans: Tagged[], i: number) => spans.some(({ first, last }) => first <= i && i <= last);

/** A given name, or a word that no sentence has and that is no slip for one. */
function mayBeName({ folded, looks }: Token, i: number, { known }: Model): boolean {
  if (GIVEN_NAMES.has(folded) && looks !== 'x') return true;
  if (known.has(folded) || sortOf(folded) !== undefined) return false;
  if (looks === 'X' && i > 0) return true;
  for (const word of known) if (slips(folded, word) !== null) return false;
  return true;
}

const isIn = ({ spans }: Dates, { start, end }: Token): boolean =>
  spans.some((span) => span.start < end && start < span.end);

interface Likely {
  /** An intent, or one of its kinds: "incident.report malware". */
  label: string;
  sure: number;
}

/** Every class with its probability, likeliest first. */
function likeliest(features: string[], { classifying: { classes, weights } }: Model): Likely[] {
  const length = Math.sqrt(features.length || 1);
  const logits = scores(weights, features, classes.length).map((score) => score / length);
  const most = Math.max(...logits);
  const odds = logits.map((logit) => Math.exp(logit - most));
  const all = odds.reduce((sum, odd) => sum + odd, 0);
  return classes.map((label, i) => ({ label, sure: (odds[i] as number) / all })).toSorted((a, b) => b.sure - a.sure);
}

const intentOf = (label: string): Intent => label.split(' ')[0] as Intent;

function byIntent(likely: Likely[], unlikely: ReadonlySet<Intent> = new Set()): { intent: Intent; sure: number }[] {
  const sums = new Map<Intent, number>();
  for (const { label, sure } of likely) {
    const intent = intentOf(label);
    sums.set(intent, (sums.get(intent) ?? 0) + sure * (unlikely.has(intent) ? SELDOM : 1));
  }
  const all = [...sums.values()].reduce((sum, sure) => sum + sure, 0);
  return [...sums].map(([intent, sure]) => ({ intent, sure: sure / all })).toSorted((a, b) => b.sure - a.sure);
}

interface About {
  intent: Intent;
  now: Date;
  school: Pick<School, 'school'>;
  likely: Likely[];
}

function slotsOf(
  text: string,
  tokens: Token[],
  spans: Tagged[],
  { intent, now, school, likely }: About,
): Reading['slots'] {
  const { slots: wanted, days = 'future' } = INTENTS[intent] as (typeof INTENTS)['agreements.signed'] & {
    slots: SlotName[];
  };
  const slots: Reading['slots'] = {};
  const fill = (slot: SlotName, value: string | null | undefined) => {
    if (value && (wanted as SlotName[]).includes(slot)) slots[slot] ??= value;
  };
  for (const { slot, first, last } of spans) fill(slot, spanText(text, tokens, { slot, first, last }));
  const { from, to } = findDates(text, now, school, days);
  fill('from', from);
  fill('to', to);
  if (isLate(text)) fill('status', 'overdue');
  fill('kind', kindOf(intent, text, likely.find(({ label }) => intentOf(label) === intent)?.label));
  return slots;
}

/** Nouns that name a group, an agreement or a thing together with other words, and nothing by themselves. */
const NOTHING_ALONE = new Set(
  'agreement agreements policy policies form forms document documents doc staff everyone everybody people person anyone colleagues kit device devices equipment item items thing things stuff school it them team department dept one ones signature signatures account accounts'.split(
    ' ',
  ),
);
const BEFORE_DEVICES = new Set(
  'own personal loan loaned borrowed school schools spare another extra some new two few'.split(' '),
);
const GROUP_ENDS = new Set('department departments dept depts team faculty'.split(' '));

/** A span as the school would write it: without the words that lead to it, and without the owner's 's. */
function spanText(text: string, tokens: Token[], { slot, first, last }: Tagged): string | null {
  const word = (i: number) => (tokens[i] as Token).folded;
  let from = first;
  let to = last;
  const isAllStaff = slot === 'group' && word(from) === 'all' && word(to) === 'staff';
  if (!isAllStaff) while (from < to && (DETERMINERS.has(word(from)) || word(from) === 'of')) from++;
  if (slot === 'device')
    while (from < to && (BEFORE_DEVICES.has(word(from)) || (/^\d+$/.test(word(from)) && !/^\d+$/.test(word(to)))))
      from++;
  if (slot === 'group') while (to > from && GROUP_ENDS.has(word(to))) to--;
  if (!isAllStaff && from === to && NOTHING_ALONE.has(word(from))) return null;
  const said = text.slice(tokens[from]?.start, tokens[to]?.end).replace(/(?:[’‘ʼ`´']s|[’‘ʼ`´'])$/iu, '');
  const name = tokens.slice(from, to + 1).map(({ folded }) => folded);
  const isOwner =
    slot === 'person' && !tokens[to]?.owns && ownsWithoutApostrophe(name, tokens[to + 1]?.folded, GIVEN_NAMES);
  return isOwner ? said.slice(0, -1) : said;
}
