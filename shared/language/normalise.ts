/** A word as it is compared, and where it stood in what was typed. */
export interface Word {
  /** Small letters without accents, apostrophes or marks. */
  folded: string;
  start: number;
  end: number;
}

/** Letters that have no decomposition into a plain letter and a mark, and yet are typed as plain ones. */
const PLAIN: Record<string, string> = { ı: 'i', ł: 'l', ø: 'o', đ: 'd', ð: 'd', þ: 'th', ß: 'ss', æ: 'ae', œ: 'oe' };

/** The same letters whatever their case, accents and apostrophes: "Élodie", "ELODIE" and "elodie" are one. */
export const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[ıłøđðþßæœ]/g, (letter) => PLAIN[letter] ?? letter)
    .replace(/[^\p{L}\p{N}]/gu, '');

/** "hasn't" and "hasnt" are "has not". After folding, so without the apostrophe. */
const CONTRACTIONS: Record<string, string[]> = {
  hasnt: ['has', 'not'],
  havent: ['have', 'not'],
  hadnt: ['had', 'not'],
  didnt: ['did', 'not'],
  dont: ['do', 'not'],
  doesnt: ['does', 'not'],
  isnt: ['is', 'not'],
  arent: ['are', 'not'],
  cant: ['can', 'not'],
  cannot: ['can', 'not'],
  wont: ['will', 'not'],
  whos: ['who', 'is'],
  whats: ['what', 'is'],
  wheres: ['where', 'is'],
  hows: ['how', 'is'],
  ive: ['i', 'have'],
  im: ['i', 'am'],
  id: ['i', 'would'],
};

/** Words as people and phrases have them: "Who hasn't signed?" is who, has, not, signed. Emoji and punctuation are no words. */
export function wordsOf(text: string): Word[] {
  return [...text.matchAll(/[\p{L}\p{N}][\p{L}\p{N}\p{M}'’‘ʼ`´]*/gu)].flatMap(({ 0: raw, index }) => {
    const place = { start: index, end: index + raw.length };
    const folded = fold(raw);
    const parts = (Object.hasOwn(CONTRACTIONS, folded) ? CONTRACTIONS[folded] : undefined) ?? [
      /[’‘ʼ`´']s$/iu.test(raw) ? folded.slice(0, -1) : folded,
    ];
    return parts.map((part) => ({ folded: part, ...place }));
  });
}

/** What is said for politeness before the matter itself. */
const BEFORE = [
  'hi there',
  'hi',
  'hello',
  'hey',
  'hiya',
  'dear',
  'good morning',
  'good afternoon',
  'good evening',
  'morning',
  'greetings',
  'thanks',
  'thank you',
  'please',
  'sorry',
  'oops',
  'pls',
  'plz',
  'ok',
  'okay',
  'so',
  'countersign',
  'can you',
  'could you',
  'would you',
  'will you',
  'can i',
  'could i',
  'may i',
  'i want to',
  'i would like to',
  'i need to',
  'i have to',
  'would like to',
  'need to',
  'want to',
  'see',
  'know',
  'tell me',
  'show me',
  'show',
  'give me',
  'let me know',
].map((words) => words.split(' '));

/** … and after it. */
const AFTER = [
  'please',
  'sorry',
  'oops',
  'pls',
  'plz',
  'thanks',
  'thank you',
  'cheers',
  'ta',
  'for me',
  'yet',
  'now',
  'right now',
  'so far',
  'at the moment',
  'again',
  'then',
].map((words) => words.split(' '));

/**
 * The words, and the same with ever more of the politeness around them left off: what is left says what somebody wants. The
 * longest comes first; the last is empty if they only said hello.
 */
export function matters(words: Word[]): Word[][] {
  const starts = [0];
  const ends = [words.length];
  const at = (part: string[], from: number) => part.every((word, i) => words[from + i]?.folded === word);
  for (let from = 0, said: string[] | undefined; (said = BEFORE.find((part) => at(part, from))); starts.push(from))
    from += said.length;
  for (let to = words.length, said: string[] | undefined; (said = AFTER.find((part) => at(part, to - part.length))); )
    ends.push((to -= said.length));
  return starts.flatMap((from) => ends.map((to) => words.slice(from, Math.max(from, to))));
}
