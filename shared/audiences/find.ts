import type { Kysely } from 'kysely';
import { Refusal } from '../errors.ts';
import { listed, t } from '../language/words.ts';
import type { Tables } from '../ports.ts';
import type { Audience, School } from '../school.ts';

/**
 * The audience that school.yaml gives this name.
 * @throws Refusal naming those there are.
 */
export function audienceNamed(name: string, school: School): Audience {
  const audience = Object.hasOwn(school.audiences, name) ? school.audiences[name] : undefined;
  if (audience) return audience;
  const known = Object.keys(school.audiences);
  throw new Refusal(
    known.length
      ? t`I don't know the group "${name}". There are ${listed(known)}.`
      : t`I don't know the group "${name}": the school file names no groups yet.`,
  );
}

/** The departments and roles that people have, as the people list writes them. */
export interface Groups {
  departments: string[];
  roles: string[];
}

export async function groupsOf(db: Kysely<Tables>): Promise<Groups> {
  const departments = await db
    .selectFrom('people')
    .select('department')
    .distinct()
    .where('department', 'is not', null)
    .orderBy('department')
    .execute();
  const roles = await db.selectFrom('person_roles').select('role').distinct().orderBy('role').execute();
  return {
    departments: departments.map(({ department }) => department as string),
    roles: roles.map(({ role }) => role),
  };
}
