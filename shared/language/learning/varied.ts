import { GIVEN_NAMES } from '../lexicon.ts';
import { AGREEMENTS, AREAS, DEVICE, DEVICE_IDS, DEVICES, GROUPS, SURNAMES } from './names.ts';
import type { Sentence, Span } from './sentences.ts';

/** Numbers from 0 to 1 that are the same at every run (mulberry32). */
export function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

type Dice = () => number;
const pick = <T>(from: readonly T[], roll: Dice): T => from[Math.floor(roll() * from.length)] as T;
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

interface Piece {
  text: string;
  slot?: Span['slot'];
}

const BEFORE = [
  'hi, ',
  'hello, ',
  'please ',
  'hi there, ',
  'hey ',
  'morning, ',
  'good morning, ',
  'quick one - ',
  'sorry to bother you, ',
  'hiya, ',
  'ok so ',
  'countersign, ',
  'can you tell me: ',
  'right, ',
  'um, ',
  'ok ',
  'so ',
  'just wondering, ',
  'afternoon! ',
  'dear all, ',
  'when you have a minute, ',
  'one more thing: ',
  'also, ',
  'and ',
  'now ',
  'well, ',
  'quick q: ',
  'quick question, ',
  'er, ',
  'hey countersign ',
  'dear countersign, ',
  'good afternoon, ',
  "sorry if it's a silly question, ",
  'sorry, ',
  "hope you're well, ",
  'me again, ',
  'oh and ',
  'hi team, ',
  'kindly ',
  "if it's no trouble, ",
];
const AFTER = [
  ' please',
  ' thanks',
  ' pls',
  ', thanks',
  ' thank you',
  ' asap',
  ' cheers',
  ' if possible',
  ' ta',
  ', please and thank you',
  ' please!',
  ' thx',
  ', many thanks',
  ' when you get a chance',
  ' at the moment',
  ' right now',
  ' for me',
  ' 🙏',
  ' !!',
  ' x',
  ' xx',
  ' question mark',
  ' full stop',
  ' many thanks in advance',
  ', the head is asking',
  ', the governors want to know',
  ', need it for slt',
  ', just checking',
  ' when you have a moment',
  ' lol',
  ' then',
  ' mate',
  ' kind regards',
  '...',
  '?',
  '.',
  '?',
  '.',
  '!',
];
const TYPED = [
  [/\b(has|have|do|does|is|are|did|ca|wo)n(?:'|’)t\b/gi, '$1nt'],
  [/\b(who|what|where)(?:'|’)s\b/gi, '$1s'],
  [/\bi(?:'|’)(ve|m|d|ll)\b/gi, 'i$1'],
  // Behind a name: "Sarah Patels account".
  [/^(?:'|’)s\b/, 's'],
] as const;

/** As it is typed with two thumbs, in small letters. */
const THUMBED = [
  [/\byou\b/g, 'u'],
  [/\byour\b/g, 'ur'],
  [/\bplease\b/g, 'pls'],
  [/\bare\b/g, 'r'],
  [/\bpeople\b/g, 'ppl'],
  [/\bhave\b/g, 'hv'],
  [/\bwhat\b/g, 'wat'],
  [/\bbefore\b/g, 'b4'],
  [/\bthe\b/g, 'da'],
  [/\bwith\b/g, 'wiv'],
  [/\bthanks\b/g, 'thx'],
  [/\bwant to\b/g, 'wanna'],
  [/\bgoing to\b/g, 'gonna'],
  [/\bto\b/g, '2'],
  [/\bfor\b/g, '4'],
] as const;
/** Small words that whoever is new to English, or in a hurry, leaves out. */
const LEFT_OUT = /\b(?:the|an|a|to|of|is|are|do|does|has|have|my|our|any|for|i) /g;

/** The same sentence with other names in it, and typed by somebody else: in a hurry, politely, with a slip. */
export function varied(sentence: Sentence, roll: Dice): Sentence {
  const pieces = piecesOf(sentence).map((piece) =>
    piece.slot && roll() < 0.85 ? { ...piece, text: other(piece, roll) } : piece,
  );
  const out: Piece[] = pieces.map((piece) => ({ ...piece }));
  const plain = out.filter((piece) => !piece.slot);
  if (roll() < 0.35)
    for (const piece of plain) for (const [long, short] of TYPED) piece.text = piece.text.replace(long, short);
  if (roll() < 0.08)
    for (const piece of plain)
      for (const [long, short] of THUMBED) if (roll() < 0.6) piece.text = piece.text.replace(long, short);
  if (roll() < 0.08)
    for (const piece of plain) piece.text = piece.text.replace(LEFT_OUT, (word) => (roll() < 0.5 ? '' : word));
  for (let slips = roll() < 0.2 ? 1 + Math.floor(roll() * 1.3) : 0; slips > 0 && plain.length; slips--) {
    const piece = pick(plain, roll);
    piece.text = slipped(piece.text, roll);
  }
  if (sentence.intent !== 'greeting') {
    if (roll() < 0.2) out.unshift({ text: pick(BEFORE, roll) });
    if (roll() < 0.3) {
      const last = out.at(-1) as Piece;
      if (!last.slot) last.text = last.text.replace(/[?.! ]+$/, '');
      out.push({ text: pick(AFTER, roll) });
    }
  }
  const lower = roll() < 0.35;
  const text = (piece: Piece) => (lower ? piece.text.toLowerCase() : piece.text);
  if (!lower && roll() < 0.5 && out[0] && !out[0].slot) out[0].text = capital(out[0].text);
  return assembled(sentence, out, text);
}

function piecesOf({ text, spans }: Sentence): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const { slot, start, end } of spans) {
    if (start > at) pieces.push({ text: text.slice(at, start) });
    pieces.push({ text: text.slice(start, end), slot });
    at = end;
  }
  if (at < text.length) pieces.push({ text: text.slice(at) });
  return pieces;
}

function assembled(sentence: Sentence, pieces: Piece[], textOf: (piece: Piece) => string): Sentence {
  const spans: Span[] = [];
  let text = '';
  for (const piece of pieces) {
    const said = textOf(piece);
    if (piece.slot) spans.push({ slot: piece.slot, start: text.length, end: text.length + said.length });
    text += said;
  }
  return { ...sentence, text, spans };
}

/** Something else of the same sort and number: "4 tablets" may be "4 cameras", never "4 laptop 22". */
function other({ text, slot }: Piece, roll: Dice): string {
  switch (slot) {
    case 'person':
      return person(text, roll);
    case 'group':
      return text === 'all staff' ? text : pick(GROUPS, roll).replace(/^the /, '');
    case 'agreement':
      return pick(AGREEMENTS, roll);
    case 'area':
      return pick(AREAS, roll);
    default:
      if (/\d/.test(text)) return pick(DEVICE_IDS, roll);
      return /s$/.test(text) ? pick(DEVICES, roll) : pick(DEVICE, roll);
  }
}

const GIVEN = [...GIVEN_NAMES];

/** Now and then a name that stands in no list. */
const unheardOf = (roll: Dice) =>
  capital(
    Array.from(
      { length: 2 + Math.floor(roll() * 2) },
      () => pick([...'bcdfghjklmnprstvwyz'], roll) + pick([...'aeiou'], roll),
    ).join('') + pick(['', 'n', 'r', 'sh', 'th', 'l'], roll),
  );

function person(text: string, roll: Dice): string {
  const given = roll() < 0.25 ? unheardOf(roll) : capital(pick(GIVEN, roll));
  const surname = roll() < 0.2 ? unheardOf(roll) : pick(SURNAMES, roll);
  if (/^(mr|mrs|ms|miss|dr)\b/i.test(text) || roll() < 0.15)
    return `${pick(['Mr', 'Mrs', 'Ms', 'Miss', 'Dr'], roll)} ${surname}`;
  if (!text.includes(' ') || roll() < 0.08) return roll() < 0.8 ? given : surname;
  if (roll() < 0.08) return `${given.charAt(0)}${pick(['. ', ' '], roll)}${surname}`;
  return `${given} ${surname}`;
}

/** Letters beside each other on a British keyboard. */
const KEYS = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];

/** A letter lost, doubled, swapped or missed, or the vowels left out, in one of the longer words. */
function slipped(text: string, roll: Dice): string {
  const words = [...text.matchAll(/[a-z]{4,}/g)];
  if (!words.length) return text;
  const { 0: word, index } = pick(words, roll);
  const at = 1 + Math.floor(roll() * (word.length - 2));
  const [before, letter, after] = [word.slice(0, at), word[at] as string, word.slice(at + 1)];
  const row = KEYS.find((keys) => keys.includes(letter)) ?? letter;
  const wrong = pick(
    [
      before + after,
      before + after,
      before + after.slice(0, 1) + letter + after.slice(1),
      before + after.slice(0, 1) + letter + after.slice(1),
      before + letter + letter + after,
      before + (row[row.indexOf(letter) + 1] ?? row.at(-2) ?? letter) + after,
      word.slice(0, 1) + word.slice(1).replace(/[aeiou]/g, ''),
    ],
    roll,
  );
  return text.slice(0, index) + wrong + text.slice(index + word.length);
}
