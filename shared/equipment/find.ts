import { type Kysely, type SqlBool, sql } from 'kysely';
import { wordsOf } from '../language/index.ts';
import type { Tables } from '../ports.ts';
import { bundleKey, type Item } from './item.ts';
import { keyOf } from './row.ts';

/** Words that people say around a number: "the laptop with serial number 48213". */
const AROUND = new Set('the a my our serial number no asset tag device devices item with of called'.split(' '));

/** So many last characters of a serial number are enough to read out. */
const ENOUGH = 4;

/** More than these are as good as none: a person is asked to say more. */
export const MOST_FOUND = 7;

/**
 * The things of some schools that somebody means by a name, serial number or asset tag, whole, with or without spaces and
 * dashes, or by the end of a serial number.
 * @param school null: of every school
 */
export async function identified(db: Kysely<Tables>, typed: string, school: string | null): Promise<Item[]> {
  const words = wordsOf(typed).filter(({ folded }) => !AROUND.has(folded));
  const keys = [...new Set([keyOf(typed), keyOf(words.map(({ start, end }) => typed.slice(start, end)).join(''))])];
  const things = () =>
    db
      .selectFrom('equipment')
      .selectAll()
      .where('state', '!=', 'disposed')
      .$if(school !== null, (query) => query.where('school', '=', school as string))
      .orderBy('name')
      .limit(MOST_FOUND);
  for (const key of keys) {
    if (!key) continue;
    const found = await things()
      .where((eb) => eb.or([eb('name_key', '=', key), eb('tag_key', '=', key), eb('serial_key', '=', key)]))
      .execute();
    if (found.length) return found;
  }
  const key = keys.at(-1) ?? '';
  return key.length >= ENOUGH && /\d/.test(key)
    ? things()
        .where(sql<SqlBool>`serial_key like ${`%${key}`}`)
        .execute()
    : [];
}

/** The bundle that somebody means by its name, of one school; null when there is none of that name. */
export async function bundleNamed(db: Kysely<Tables>, typed: string, school: string): Promise<string | null> {
  const found = await db
    .selectFrom('equipment')
    .select('bundle')
    .where('school', '=', school)
    .where('bundle_key', '=', bundleKey(typed))
    .limit(1)
    .executeTakeFirst();
  return found?.bundle ?? null;
}

/** Whether a school lends anything of a kind. */
export const isLent = async (db: Kysely<Tables>, school: string, kind: string): Promise<boolean> =>
  (await db
    .selectFrom('equipment')
    .select('id')
    .where('school', '=', school)
    .where('kind', '=', kind)
    .where('state', '=', 'lendable')
    .limit(1)
    .executeTakeFirst()) !== undefined;

/** What a school lends, with how many of each there are, most first. */
export const kindsLent = (db: Kysely<Tables>, school: string): Promise<{ kind: string; n: number }[]> =>
  db
    .selectFrom('equipment')
    .select(['kind', sql<number | string>`count(*)`.as('n')])
    .where('school', '=', school)
    .where('state', '=', 'lendable')
    .groupBy('kind')
    .orderBy(sql`count(*)`, 'desc')
    .orderBy('kind')
    .execute()
    .then((rows) => rows.map(({ kind, n }) => ({ kind, n: Number(n) })));

/** Whether anything is on the list. */
export const hasEquipment = async (db: Kysely<Tables>): Promise<boolean> =>
  (await db.selectFrom('equipment').select('id').limit(1).executeTakeFirst()) !== undefined;
