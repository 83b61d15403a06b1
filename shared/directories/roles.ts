import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import type { Tables, Tx } from '../ports.ts';
import type { School } from '../school.ts';
import type { Named } from './candidates.ts';
import { glob } from './kind.ts';

/** A group, by its directory and id. */
export type GroupKey = Named & { id: string };

/** What a person made from a directory is, if no group says so. */
const USUAL = 'staff';

/** Which groups give which role, of those that the directories were last seen to have. */
export async function groupsGivingRoles(tx: Tx, { directories: { roles } }: School): Promise<Map<string, GroupKey[]>> {
  const giving = new Map<string, GroupKey[]>([...new Set(Object.values(roles))].map((role) => [role, []]));
  const rules = Object.entries(roles).map(([pattern, role]) => [glob([pattern]), role] as const);
  if (!rules.length) return giving;
  const groups = await tx
    .selectFrom('directory_groups')
    .select(['provider', 'tenant', 'id', 'name', 'address'])
    .where('kind', '!=', 'drive')
    .execute();
  for (const { name, address, ...group } of groups)
    for (const [matches, role] of rules)
      if (matches(name) || (address && matches(address))) giving.get(role)?.push(group);
  return giving;
}

/** Gives people the roles of the groups they are in, and takes those back. What the list gave stays. Says how many changed. */
export async function giveRoles(tx: Tx, school: School): Promise<number> {
  const giving = await groupsGivingRoles(tx, school);
  let changed = 0;
  for (const [role, groups] of giving) {
    const members = membersOf(groups);
    const taken = await tx
      .deleteFrom('person_roles')
      .where('source', '=', 'directory')
      .where('role', '=', role)
      .where((eb) => eb('person', 'not in', members(eb)))
      .returning('person')
      .execute();
    const given = await tx
      .insertInto('person_roles')
      .columns(['person', 'role', 'source'])
      .expression((eb) =>
        eb
          .selectFrom('people')
          .select(['people.id', sql.lit(role).as('role'), sql.lit('directory').as('source')])
          .where((where) => where('people.id', 'in', members(where)))
          .where(({ not, exists, selectFrom }) =>
            not(
              exists(
                selectFrom('person_roles')
                  .select('role')
                  .whereRef('person_roles.person', '=', 'people.id')
                  .where('person_roles.role', '=', role),
              ),
            ),
          ),
      )
      .returning('person')
      .execute();
    changed += taken.length + given.length;
  }
  const kept = [...giving.keys(), ...(giving.has(USUAL) ? [] : [USUAL])];
  const dropped = await tx
    .deleteFrom('person_roles')
    .where('source', '=', 'directory')
    .where('role', 'not in', kept)
    .returning('person')
    .execute();
  return changed + dropped.length;
}

/** The people whose accounts are members of these groups, as a query for their ids. */
const membersOf = (groups: GroupKey[]) => (eb: Pick<ExpressionBuilder<Tables, never>, 'selectFrom'>) =>
  eb
    .selectFrom('directory_members as m')
    .innerJoin('accounts as a', (join) =>
      join
        .onRef('a.provider', '=', 'm.provider')
        .onRef('a.tenant', '=', 'm.tenant')
        .onRef('a.object_id', '=', 'm.object_id'),
    )
    .innerJoin('directory_accounts as d', (join) =>
      join
        .onRef('d.provider', '=', 'm.provider')
        .onRef('d.tenant', '=', 'm.tenant')
        .onRef('d.object_id', '=', 'm.object_id'),
    )
    .select('a.person')
    .where('m.member', '=', 1)
    .where('d.removed_at', 'is', null)
    .where('d.kind', 'in', ['person', 'other'])
    .where((where) => inGroups(where, groups));

/** Whether a membership is of one of these groups. */
export function inGroups(
  eb: ExpressionBuilder<Tables & { m: Tables['directory_members'] }, 'm'>,
  groups: GroupKey[],
): Expression<SqlBool> {
  const directories = new Map<string, GroupKey[]>();
  for (const group of groups) {
    const key = `${group.provider} ${group.tenant}`;
    directories.set(key, [...(directories.get(key) ?? []), group]);
  }
  const any: Expression<SqlBool>[] = [];
  for (const [first, ...rest] of directories.values())
    if (first)
      any.push(
        eb.and([
          eb('m.provider', '=', first.provider),
          eb('m.tenant', '=', first.tenant),
          eb('m.group_id', 'in', [first.id, ...rest.map(({ id }) => id)]),
        ]),
      );
  return any.length ? eb.or(any) : eb.lit(false);
}
