import type { Kysely } from 'kysely';
import type { Tables } from '../ports.ts';

/** What people's accounts are in, as a query: `a` the accounts, `m` their memberships, `g` the groups, teams, drives and roles. */
export const memberships = (db: Kysely<Tables>) =>
  db
    .selectFrom('accounts as a')
    .innerJoin('directory_members as m', (join) =>
      join
        .onRef('m.provider', '=', 'a.provider')
        .onRef('m.tenant', '=', 'a.tenant')
        .onRef('m.object_id', '=', 'a.object_id'),
    )
    .innerJoin('directory_groups as g', (join) =>
      join.onRef('g.provider', '=', 'm.provider').onRef('g.tenant', '=', 'm.tenant').onRef('g.id', '=', 'm.group_id'),
    );
