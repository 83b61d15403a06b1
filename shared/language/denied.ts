import { sortOf } from './lexicon.ts';
import { type Token, tokensOf } from './tokens.ts';

/**
 * Whether a sentence says of a change that it shall not be, not for somebody, or asks about it: "don't remind maths", "remind
 * nobody", "remind everyone except science", "did you remind them". "Remind who hasn't signed" does not. Read with care rather
 * than understood: what is taken for denied does nothing.
 */
export function isDenied(text: string): boolean {
  const tokens = tokensOf(text);
  const [first, second] = tokens.filter(({ folded }) => !LEADS_IN.has(folded)).map(({ folded }) => folded);
  if (ASKS_BACK.has(first ?? '') && (!MAY_ASK.has(first ?? '') || ASKED.has(second ?? ''))) return true;
  return LEAVES_OUT.test(text) || tokens.some((token, i) => NOT_AT_ALL.has(token.folded) || isDenying(tokens, i));
}

const set = (words: string) => new Set(words.split(' '));

const LEADS_IN = set('hi hello hey so and ok okay but please');
/** Whoever begins so asks what was done. */
const ASKS_BACK = set('did why was were is are does has have had when');
/** "Have you reminded maths" asks; "have maths sign the AUP" doesn't. */
const MAY_ASK = set('has have had when');
const ASKED = set('you we they i he she anyone anybody someone did was were');
const NOT_AT_ALL = set(
  'nobody none nothing noone stop stopped stopping cancel cancelled undo unsend halt avoid refuse neednt shouldnt mustnt wouldnt wasnt werent',
);
const LEAVES_OUT =
  /\b(?:no[- ]one|except\w*|exclud\w+|apart from|aside from|other than|rather than|instead of|leav\w+ out|unless|(?:all|every ?(?:one|body)|anyone|whoever) (?:but|bar)|but (?:not|never)|save for|hold off|call off)\b/i;

/** "Who has not signed" says it of those who are meant; "do not remind" and "remind them not" of the change. */
function isDenying(tokens: Token[], i: number): boolean {
  const word = (at: number) => tokens[at]?.folded ?? '';
  const { folded } = tokens[i] as Token;
  if (folded === 'no') return !tokens[i + 1]?.afterPause && NO_MORE.has(word(i + 1));
  if (folded !== 'not' && folded !== 'never') return false;
  if (word(i + 1) === 'forget') return false;
  const ahead = [word(i + 1), word(i + 2), word(i + 3)];
  if (ahead.some((next) => ['remind', 'publish', 'return'].includes(sortOf(next) ?? ''))) return true;
  // "I don't need the charger any more" says that it comes back.
  if (word(i + 1) === 'need') return false;
  const before = word(i - 1);
  const isOfThem = OF_THEM.has(before) || (['do', 'did', 'will', 'can'].includes(before) && WHO.has(word(i - 2)));
  return !isOfThem;
}

const NO_MORE = set(
  'need more further other reminder reminders reminding chasing nudging nudges messages emails laptop return campaign list export',
);
const OF_THEM = set('has have had is are who that which still yet people those ones staff');
const WHO = set('who that which people those ones staff they');
