import { groupsOf } from '../audiences/index.ts';
import type { Context } from '../feature.ts';
import type { Tx } from '../ports.ts';
import type { Audience, School } from '../school.ts';
import { wordsOf } from './normalise.ts';
import { slips } from './spelling.ts';

/** Something that has a name at this school. */
export interface Named<T> {
  /** As people read it. */
  name: string;
  /** Other ways to call it. */
  also: string[];
  value: T;
}

/** What people at this school can mean: its agreements and its groups. */
export interface Vocabulary {
  /** The value is the agreement's id. */
  agreements: Named<string>[];
  groups: Named<Audience>[];
  /** What can be asked for here; the value is the kind's id. */
  kinds?: Named<string>[];
}

/** Whom or what somebody means: exactly one, one of several (ask which), or nothing that we know. */
export type Found<T> = { kind: 'one'; found: Named<T> } | { kind: 'several'; among: Named<T>[] } | { kind: 'none' };

export function vocabularyOf({ tx, school }: Pick<Context, 'tx' | 'school'>): Promise<Vocabulary> {
  const vocabulary = looked.get(tx) ?? lookUp(tx, school);
  looked.set(tx, vocabulary);
  return vocabulary;
}

/** Understanding a sentence and acting on it ask in one transaction; it is looked up once. */
const looked = new WeakMap<Tx, Promise<Vocabulary>>();

async function lookUp(tx: Tx, school: School): Promise<Vocabulary> {
  const agreements = await tx.selectFrom('agreements').select(['id', 'title']).orderBy('title').execute();
  const { departments, roles } = await groupsOf(tx);
  const spoken = (slug: string) => slug.replaceAll('-', ' ');
  return {
    agreements: agreements.map(({ id, title }) => ({ name: title, also: [spoken(id)], value: id })),
    groups: [
      ...Object.entries(school.audiences).map(([id, value]) => ({ name: spoken(id), also: [], value })),
      ...departments.map((name) => ({ name, also: [], value: { departments: [name] } })),
      ...roles.map((role) => ({ name: spoken(role), also: [], value: { roles: [role] } })),
      ...school.schools.map(({ id, name }) => ({ name, also: [spoken(id)], value: { schools: [id] } })),
    ],
    kinds: Object.entries(school.requests.kinds).flatMap(([value, { form, title, words }]) =>
      form ? [{ name: title, also: words, value }] : [],
    ),
  };
}

/** The agreement that somebody means by "the staff agreement", "staff" or "acceptible use". */
export const findAgreement = ({ agreements }: Vocabulary, typed: string): Found<string> =>
  find(agreements, typed, AROUND_AGREEMENTS);

/** The group that somebody means by "science", "the Maths dept", "governors". "Everyone" is the audience without a rule. */
export function findGroup({ groups }: Vocabulary, typed: string): Found<Audience> {
  const words = wordsOf(typed).map(({ folded }) => folded);
  if (words.length === 1 && EVERYONE.has(words[0] ?? ''))
    return { kind: 'one', found: { name: 'everyone', also: [], value: {} } };
  return find(groups, typed, AROUND_GROUPS);
}

/** The kind of request that somebody means by one of its words: "the minibus". */
export const findKind = ({ kinds = [] }: Vocabulary, typed: string): Found<string> =>
  find(kinds, typed, AROUND_AGREEMENTS);

/** How a signature can stand, as one asks for it. */
export type Status = 'open' | 'overdue' | 'unreached' | 'refused' | 'signed';

/** The state that somebody means by "late", "past the deadline", "can't accept". */
export const findStatus = (_: Vocabulary, typed: string): Found<Status> => find(STATUSES, typed, AROUND_GROUPS);

const STATUSES: Named<Status>[] = [
  { name: 'overdue', also: ['late', 'past the deadline', 'past due', 'too late', 'behind'], value: 'overdue' },
  {
    name: 'not reached',
    also: ['unreached', 'unreachable', 'blocked', 'not delivered', 'no account'],
    value: 'unreached',
  },
  { name: 'refused', also: ['refusing', 'can not accept', 'refusals', 'declined'], value: 'refused' },
  { name: 'signed', also: ['done', 'who have signed', 'accepted'], value: 'signed' },
  {
    name: 'open',
    also: ['not signed', 'unsigned', 'outstanding', 'missing', 'still to sign', 'waiting'],
    value: 'open',
  },
];

const EVERYONE = new Set(['everyone', 'everybody', 'anyone', 'anybody', 'all', 'people', 'us']);
const ARTICLES = ['the', 'a', 'an', 'my', 'our', 'all', 'of', 'in', 'at', 'and'];
const AROUND_AGREEMENTS = new Set([...ARTICLES, 'agreement', 'policy', 'form', 'document', 'one']);
const AROUND_GROUPS = new Set([
  ...ARTICLES,
  ...'department dept faculty team staff teachers group colleagues people one'.split(' '),
]);

/** Compares from strict to lenient and stops at the first step that finds something: the name itself, what matters of it, a part of it. */
function find<T>(things: Named<T>[], typed: string, around: Set<string>): Found<T> {
  const matters = (words: string[]) => words.filter((word) => !around.has(word) && !around.has(`${word}s`));
  const said = singularWords(typed);
  for (const fits of [same, partOf])
    for (const part of [(words: string[]) => words, matters])
      for (const exact of [true, false]) {
        const meant = part(said);
        const found = things.filter((thing) => labelsOf(thing).some((label) => fits(meant, part(label), exact)));
        const [first, ...others] = oneOfEachName(found);
        if (first)
          return others.length ? { kind: 'several', among: [first, ...others] } : { kind: 'one', found: first };
      }
  return { kind: 'none' };
}

const singularWords = (text: string): string[] => wordsOf(text).map(({ folded }) => singular(folded));

/** The words of a thing's names, taken apart once: a sentence is held against every name many times. */
function labelsOf(thing: Named<unknown>): string[][] {
  const labels = labelled.get(thing) ?? [thing.name, ...thing.also].map(singularWords);
  labelled.set(thing, labels);
  return labels;
}

const labelled = new WeakMap<Named<unknown>, string[][]>();

/** Of a department and a role of one name, in singular or plural, the department, which stands first: nobody could tell them apart in a question. */
const oneOfEachName = <T>(things: Named<T>[]): Named<T>[] =>
  [...new Map(things.toReversed().map((thing) => [singularWords(thing.name).join(' '), thing])).values()].toReversed();

type Fits = (typed: string[], called: string[], exact: boolean) => boolean;

const is = (typed: string, called: string, exact: boolean): boolean =>
  exact ? typed === called : slips(typed, called) !== null;

const same: Fits = (typed, called, exact) =>
  typed.length > 0 && typed.length === called.length && typed.every((word, i) => is(word, called[i] as string, exact));

const partOf: Fits = (typed, called, exact) =>
  typed.length > 0 && typed.every((word) => called.some((other) => is(word, other, exact)));

/** "governors" and "governor" are one; "maths" and "math", "arts" and "art" too, and nothing is lost by it. */
const singular = (word: string): string => (word.length > 3 ? word.replace(/(?<!s)s$/, '') : word);
