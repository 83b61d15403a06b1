import type { Kysely } from 'kysely';
import type { Tables } from '../ports.ts';

/** A name as names are compared: without case, accents and order. "Núñez, Ana" is "Ana Nunez". '': it has no letters. */
export const nameKey = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter(Boolean)
    .sort()
    .join(' ');

const CHUNK = 500;

/** Notes the names of those who are new, or are called differently, since names were last compared. */
export async function keepNames(db: Kysely<Tables>): Promise<void> {
  for (;;) {
    const stale = await db
      .selectFrom('people')
      .leftJoin('person_names', 'person_names.person', 'people.id')
      .select(['people.id as person', 'people.name'])
      .where((eb) => eb.or([eb('person_names.name', 'is', null), eb('person_names.name', '!=', eb.ref('people.name'))]))
      .limit(CHUNK)
      .execute();
    if (!stale.length) return;
    await putNames(db, stale);
  }
}

export async function putNames(db: Kysely<Tables>, people: { person: string; name: string }[]): Promise<void> {
  await db
    .insertInto('person_names')
    .values(people.map(({ person, name }) => ({ person, name, key: nameKey(name) })))
    .onConflict((conflict) =>
      conflict.column('person').doUpdateSet((eb) => ({ name: eb.ref('excluded.name'), key: eb.ref('excluded.key') })),
    )
    .execute();
}
