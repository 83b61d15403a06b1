import { type Kysely, type SqlBool, sql } from 'kysely';
import { bundleNamed, type Item, identified, isLent, keyOf, kindsLent, wantedOf } from '../equipment/index.ts';
import { Refusal } from '../errors.ts';
import { listed, t } from '../language/words.ts';
import type { Tables, Tx } from '../ports.ts';

/** From a day until a day, both included (yyyy-mm-dd). */
export interface Span {
  from: string;
  to: string;
}

/** Some of a kind. What is signed out at the office is left there for that, unless the school has no other of it. */
interface OfKind {
  kind: string;
  words: string[];
  atOffice?: true;
}

/** What is to be borrowed, found in the inventory of one school. */
export interface Sought {
  school: string;
  /** In the words of whoever asks, as cards show them: "iPad". */
  words: string;
  /** How many they said, if they did. A bundle is lent as a whole, one thing by its name is one. */
  count: number | null;
  which: OfKind | { bundle: string } | { item: string; name: string };
}

/**
 * Waits until nobody else takes or frees equipment of a school, until this transaction ends. What is read after it is true
 * for as long.
 */
export async function holdLending(tx: Tx, school: string): Promise<void> {
  await tx
    .insertInto('lending')
    .values({ school, turn: 1 })
    .onConflict((conflict) => conflict.column('school').doUpdateSet((eb) => ({ turn: eb('lending.turn', '+', 1) })))
    .returning('turn')
    .executeTakeFirstOrThrow();
}

/** Whether a thing is reserved or out on some day of a span. What is overdue may be away for any time. */
const isTaken = (span: Span, today: string) =>
  sql<SqlBool>`exists (select 1 from loan_items as taken where taken.item = equipment.id and ${overlaps(span, today)})`;

const overlaps = ({ from, to }: Span, today: string) =>
  sql<SqlBool>`(taken.state in ('reserved', 'out')
    and taken.from_on <= ${to} and (taken.due_on >= ${from} or (taken.state = 'out' and taken.due_on < ${today})))`;

/**
 * What somebody means by "12 tablets", "an iPad", "the tablet trolley" or "laptop 22".
 * @throws Refusal when the school lends nothing like it, naming what it lends.
 */
export async function soughtBy(db: Kysely<Tables>, typed: string, school: string): Promise<Sought> {
  const words = typed.trim().replace(/\s+/g, ' ');
  const bundle = await bundleNamed(db, words, school);
  if (bundle !== null) return { school, words: bundle, count: 1, which: { bundle } };
  const wanted = wantedOf(words);
  const named = wanted.count === null && /\d/.test(words) ? await identified(db, words, school) : [];
  if (named.length === 1 && named[0]?.state === 'lendable')
    return { school, words: named[0].name, count: 1, which: { item: named[0].id, name: named[0].name } };
  if (await isLent(db, school, wanted.kind)) {
    for (const atOffice of [{}, { atOffice: true as const }]) {
      const which = { kind: wanted.kind, words: wanted.words, ...atOffice };
      const sought: Sought = { school, words: nameOf(wanted), count: wanted.count, which };
      if (await lendable(db, sought).select('id').limit(1).executeTakeFirst()) return sought;
    }
  }
  // A number alone says how many, not which.
  const [one, ...others] = /^\d{1,3}$/.test(keyOf(words)) ? [] : await identified(db, words, school);
  if (one && others.length)
    throw new Refusal(
      t`“${words}” could be ${listed([one, ...others].map(({ name }) => name))}. Please write which one, with its asset tag.`,
    );
  if (one?.state === 'lendable') return { school, words: one.name, count: 1, which: { item: one.id, name: one.name } };
  if (one) throw new Refusal(t`${one.name} isn't lent. Please ask whoever looks after ICT.`);
  const lent = await kindsLent(db, school);
  if (!lent.length) throw new Refusal(t`The school has no equipment on its list to lend yet. Please ask ICT.`);
  throw new Refusal(
    t`I don't know what “${words.slice(0, 60)}” is. The school lends ${listed(lent.slice(0, 8).map(({ kind }) => `${kind}s`))}: please write one of these.`,
  );
}

const nameOf = ({ kind, words }: { kind: string; words: string[] }): string =>
  words.length ? words.map((word) => (word === 'ipad' ? 'iPad' : word)).join(' ') : kind;

/** The things that are there to be lent and are what is sought, as a query on `equipment`. */
function lendable(db: Kysely<Tables>, { school, which }: Pick<Sought, 'school' | 'which'>) {
  const all = db
    .selectFrom('equipment')
    .where('equipment.school', '=', school)
    .where('equipment.state', '=', 'lendable');
  if ('bundle' in which) return all.where('equipment.bundle', '=', which.bundle);
  if ('item' in which) return all.where('equipment.id', '=', which.item);
  return which.words.reduce(
    (query, word) => query.where('equipment.words', 'like', `% ${word} %`),
    all.where('equipment.kind', '=', which.kind).where('equipment.at_office', '=', which.atOffice ? 1 : 0),
  );
}

/** How many there are of what is sought, and how many of them are free on every day of a span. */
export async function freeOf(
  db: Kysely<Tables>,
  sought: Pick<Sought, 'school' | 'which'>,
  span: Span,
  today: string,
): Promise<{ free: number; all: number }> {
  // Of all loans few are on some days: they are gathered once, and not looked up for each thing.
  const isAway = sql<SqlBool>`equipment.id in (select taken.item from loan_items as taken where ${overlaps(span, today)})`;
  const { all, taken } = await lendable(db, sought)
    .select([
      sql<number | string>`count(*)`.as('all'),
      sql<number | string>`count(*) filter (where ${isAway})`.as('taken'),
    ])
    .executeTakeFirstOrThrow();
  return { free: Number(all) - Number(taken), all: Number(all) };
}

/**
 * Things that are sought and free on every day of a span: those in no bundle first, so that bundles stay whole. Call it
 * after `holdLending` if they are to be taken.
 */
export const freeItems = (
  db: Kysely<Tables>,
  sought: Pick<Sought, 'school' | 'which'>,
  span: Span,
  { today, limit }: { today: string; limit: number },
): Promise<Item[]> =>
  lendable(db, sought)
    .selectAll()
    .where((eb) => eb.not(isTaken(span, today)))
    .orderBy('place')
    .orderBy('id')
    .limit(limit)
    .execute();

/** Who else has a thing on some day of a span, or is to have it; undefined when it is free. */
export const takenBy = (tx: Tx, item: string, { from, to }: Span, today: string, exceptLoan: string) =>
  tx
    .selectFrom('loan_items')
    .innerJoin('loans', 'loans.id', 'loan_items.loan')
    .innerJoin('people', 'people.id', 'loans.borrower')
    .select(['loan_items.state', 'loan_items.from_on', 'loan_items.due_on', 'loans.id', 'people.name'])
    .where('loan_items.item', '=', item)
    .where('loan_items.loan', '!=', exceptLoan)
    .where('loan_items.state', 'in', ['reserved', 'out'])
    .where((eb) =>
      eb.and([
        eb('loan_items.from_on', '<=', to),
        eb.or([
          eb('loan_items.due_on', '>=', from),
          eb.and([eb('loan_items.state', '=', 'out'), eb('loan_items.due_on', '<', today)]),
        ]),
      ]),
    )
    .orderBy('loan_items.from_on')
    .executeTakeFirst();
