import type { AgreementText, Section, Statement } from '../agreements/index.ts';
import type { Term } from './lexicon.ts';
import { type Matters, mattersSaid, mostSaid, timesIn } from './matters.ts';
import { doersIn, type Kind, peopleIn } from './people.ts';
import { termsIn, Vocabulary } from './terms.ts';

/** A statement where it stands, as it is searched. */
export interface Passage {
  place: Place;
  /** Its place within the section. */
  at: number;
  statement: Statement;
  terms: ReadonlySet<Term>;
  /** The statement that introduces the list it belongs to, within the section. */
  lead: number | null;
  /** Whom it binds, by itself, by what introduces it, or by its section. */
  doers: ReadonlySet<string>;
  people: ReadonlySet<Kind>;
  /** What it is about, with the sentence that introduces it; and with the section's title too. */
  matters: Matters;
  mattersWithTitle: Matters;
}

/** A section as it is searched. */
export interface Place {
  /** Its index in the text. */
  index: number;
  section: Section;
  title: ReadonlySet<Term>;
  /** Terms of the titles that it stands under. */
  above: ReadonlySet<Term>;
  /** Whom it is about, as its titles say; nobody where they name staff too. */
  about: ReadonlySet<Kind>;
  /** What every policy begins or ends with, and few questions are about: definitions, aims, legislation. */
  isFrame: boolean;
  /** What all of it is about. */
  matters: Matters;
  /** Indexes of its passages: `from` is the first, `to` the one after the last. */
  from: number;
  to: number;
}

/** A text prepared for being searched. */
export interface Searched {
  text: AgreementText;
  places: Place[];
  passages: Passage[];
  /** Where each term stands, by index of the passage. */
  inPassages: ReadonlyMap<Term, number[]>;
  /** Where each term stands in a section's own title or in one above it, by index of the section. */
  inTitles: ReadonlyMap<Term, number[]>;
  vocabulary: Vocabulary;
  /** How much each matter is spoken of at most, by its number. */
  mostSaid: ReadonlyMap<number, number>;
  /** Whom the whole text is about, as its title says. */
  about: ReadonlySet<Kind>;
}

const FRAME =
  /^(?:definitions?|glossary|introduction|background|aims?\b|purpose|scope|(?:relevant )?legislation|(?:other )?related|contents|our )/i;

/** Prepares a text for being searched. An edition never changes, so this is done once. */
export function prepare(text: AgreementText): Searched {
  const telling = tellingIn(text);
  const places: Place[] = [];
  const passages: Passage[] = [];
  const inPassages = new Map<Term, number[]>();
  const inTitles = new Map<Term, number[]>();
  const path: Place[] = [];
  for (const [index, section] of text.sections.entries()) {
    while (path.length && (path.at(-1)?.section.level ?? 0) >= section.level) path.pop();
    const titles = [...path.map((one) => one.section.title), section.title].join(' ');
    const from = passages.length;
    const place: Place = {
      index,
      section,
      title: termsIn(section.title),
      above: new Set(path.flatMap((one) => [...one.title])),
      about: /\bstaff\b/i.test(titles) ? new Set() : peopleIn(titles),
      matters: mattersIn(telling, [1, section.statements.map(({ text }) => text).join(' ')], [OF_TITLE, section.title]),
      isFrame: FRAME.test(section.title),
      from,
      to: from + section.statements.length,
    };
    path.push(place);
    places.push(place);
    for (const term of new Set([...place.title, ...place.above])) note(inTitles, term, index);
    for (const [at, statement] of section.statements.entries()) {
      const passage = passageAt(place, at, statement, telling);
      for (const term of passage.terms) note(inPassages, term, passages.length);
      passages.push(passage);
    }
  }
  return {
    text,
    places,
    passages,
    inPassages,
    inTitles,
    vocabulary: new Vocabulary([...inPassages.keys(), ...inTitles.keys()]),
    mostSaid: mostSaid(passages.flatMap(({ matters, mattersWithTitle }) => [matters, mattersWithTitle])),
    about: peopleIn(text.title),
  };
}

function passageAt(place: Place, at: number, statement: Statement, telling: Telling): Passage {
  const lead = leadOf(place.section, at);
  const leadWords = lead === null ? '' : (place.section.statements[lead]?.text ?? '');
  const own = doersIn(statement.text);
  const words = [[1, statement.text] as const, [OF_LEAD, leadWords] as const];
  return {
    place,
    at,
    statement,
    terms: termsIn(statement.text),
    matters: mattersIn(telling, ...words),
    mattersWithTitle: mattersIn(telling, ...words, [OF_TITLE, place.section.title]),
    lead,
    doers: new Set([...(own.size ? own : doersIn(leadWords)), ...place.about]),
    people: peopleIn(`${statement.text} ${leadWords} ${place.section.title}`),
  };
}

/** What the words of the sentence that introduces a point count for what it is about, and those of the title. */
const OF_LEAD = 0.5;
const OF_TITLE = 0.7;

/** From 0 to 1: how much a term tells of where one is in a text. What every second point has tells nothing. */
type Telling = (term: Term) => number;

function tellingIn({ sections }: AgreementText): Telling {
  const statements = sections.flatMap(({ statements }) => statements.map(({ text }) => text));
  const times = timesIn(statements);
  const rarity = (n: number) => Math.log(1 + (statements.length - n + 0.5) / (n + 0.5));
  return (term) => rarity(times.get(term) ?? 0) / rarity(0);
}

function mattersIn(telling: Telling, ...parts: (readonly [number, string])[]): Matters {
  const terms = new Map<Term, number>();
  for (const [worth, words] of parts)
    for (const term of termsIn(words)) terms.set(term, Math.max(terms.get(term) ?? 0, worth * telling(term)));
  return mattersSaid(terms);
}

function note(index: Map<Term, number[]>, term: Term, where: number): void {
  const known = index.get(term);
  if (known) known.push(where);
  else index.set(term, [where]);
}

/**
 * What introduces a point: the paragraph before its list. Lists that lost their bullets are told by what they lack: after
 * "The school will:" lines without a full stop.
 */
function leadOf({ statements }: Section, at: number): number | null {
  const isOpen = (index: number) => !/[.!?]$/.test(statements[index]?.text ?? '');
  const isItem = statements[at]?.kind === 'item';
  for (let before = at - 1; before >= 0 && (isItem || isOpen(at)); before--) {
    const { kind, text } = statements[before] as Statement;
    if (text.endsWith(':') || (isItem && kind === 'paragraph')) return before;
    if (kind === 'row' || (!isItem && !isOpen(before))) return null;
  }
  return null;
}
