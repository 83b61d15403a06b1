import type { Kysely } from 'kysely';
import type { Account, Tables } from '../../ports.ts';
import { APART } from '../kinds.ts';

/** The accounts of some people, also those that a directory says are gone: what they left behind may not be. */
export async function accountsOf(db: Kysely<Tables>, people: string[]): Promise<Map<string, Account[]>> {
  const rows = await db
    .selectFrom('accounts')
    .leftJoin('directory_accounts as known', (join) =>
      join
        .onRef('known.provider', '=', 'accounts.provider')
        .onRef('known.tenant', '=', 'accounts.tenant')
        .onRef('known.object_id', '=', 'accounts.object_id'),
    )
    .select(['person', 'accounts.provider', 'accounts.tenant', 'accounts.object_id'])
    .where('person', 'in', people)
    .where((eb) => eb.or([eb('known.kind', 'is', null), eb('known.kind', 'not in', APART)]))
    .orderBy('accounts.provider')
    .orderBy('accounts.object_id')
    .execute();
  const accounts = new Map<string, Account[]>();
  for (const { person, provider, tenant, object_id } of rows)
    accounts.set(person, [...(accounts.get(person) ?? []), { provider, tenant, objectId: object_id }]);
  return accounts;
}
