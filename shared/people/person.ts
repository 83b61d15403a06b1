import type { Kysely } from 'kysely';
import type { Actor } from '../feature.ts';
import type { Account, Tables, Tx } from '../ports.ts';
import { RIGHTS, type Right, type School, SEES } from '../school.ts';
import { statement } from '../statement.ts';
import type { PersonRow } from './tables.ts';

/** A person with the roles that the school gave them. */
export interface Identified {
  person: PersonRow;
  roles: string[];
}

const peopleWith = statement((db, { provider, tenant, objectId }: Account) =>
  db
    .selectFrom('accounts')
    .innerJoin('people', 'people.id', 'accounts.person')
    .leftJoin('person_roles', 'person_roles.person', 'people.id')
    .selectAll('people')
    .select('role')
    .where('provider', '=', provider)
    .where('tenant', '=', tenant)
    .where('object_id', '=', objectId),
);

/** The person an account belongs to, if it is known. */
export async function personOf(db: Kysely<Tables>, account: Account): Promise<Identified | undefined> {
  const rows = await peopleWith(db, account);
  const [person] = rows;
  return person && { person, roles: rows.flatMap(({ role }) => role ?? []) };
}

/** The roles that the school gave a person. */
async function rolesOf(tx: Tx, { id }: PersonRow): Promise<string[]> {
  const given = await tx.selectFrom('person_roles').select('role').where('person', '=', id).execute();
  return given.map(({ role }) => role);
}

/**
 * Binds an account that nobody has to the person with that address, once and for good. The address is one that the
 * platform vouches for; a person who has an account of the same tenant already keeps that one alone.
 */
export async function bindByAddress(
  tx: Tx,
  account: Account,
  address: string,
  now: Date,
): Promise<PersonRow | undefined> {
  const person = await tx
    .selectFrom('people')
    .selectAll()
    .where('email', '=', address.toLowerCase())
    .executeTakeFirst();
  if (!person) return undefined;
  const { provider, tenant, objectId } = account;
  const other = await tx
    .selectFrom('accounts')
    .select('object_id')
    .where('person', '=', person.id)
    .where('provider', '=', provider)
    .where('tenant', '=', tenant)
    .executeTakeFirst();
  // The platform may tell of a newcomer twice at once: the second finds the account bound to them already.
  if (other) return other.object_id === objectId ? person : undefined;
  await tx
    .insertInto('accounts')
    .values({
      provider,
      tenant,
      object_id: objectId,
      person: person.id,
      bound_at: now.toISOString(),
      bound_by: 'address',
    })
    .onConflict((conflict) => conflict.columns(['provider', 'tenant', 'object_id']).doNothing())
    .execute();
  return person;
}

/** Whether someone works here on a day (yyyy-mm-dd): their last day counts, the day after doesn't. */
export const isHere = (person: Pick<PersonRow, 'start_date' | 'leave_date'>, day: string): boolean =>
  (person.start_date === null || person.start_date <= day) && (person.leave_date === null || person.leave_date >= day);

/** On whose behalf something runs: what their roles let them see and do, of several roles the widest view. */
export function actorWith({ person, roles }: Identified, account: Account | null, school: School): Actor {
  const rules = roles.flatMap((role) => school.roles[role] ?? []);
  const sees = SEES.findLast((scope) => rules.some((rule) => rule.sees === scope)) ?? 'own';
  const may = new Set<Right>(RIGHTS.filter((right) => rules.some((rule) => rule.may.includes(right))));
  return { person, roles, account, sees, may };
}

/** The same for someone of whom only the person is known yet. */
export const actorFor = async (tx: Tx, person: PersonRow, account: Account | null, school: School): Promise<Actor> =>
  actorWith({ person, roles: await rolesOf(tx, person) }, account, school);
