import { type Kysely, type SqlBool, sql } from 'kysely';
import { hereOn, inAudience } from '../../audiences/index.ts';
import type { DirectoryTables } from '../../directories/tables.ts';
import type { Tables } from '../../ports.ts';
import type { School } from '../../school.ts';
import { APART } from '../kinds.ts';
import type { CheckTables } from '../tables.ts';

/** The people who must have a second factor on a day, as a query on `people`. */
export const mustHaveOne = (db: Kysely<Tables>, school: School, today: string) =>
  db.selectFrom('people').where(inAudience(school.checks.mfa.who)).where(hereOn(today));

/** The accounts whose second factors count: of those people, there, open, and not kept apart. Object ids of one directory. */
export async function countingAccounts(
  db: Kysely<Tables>,
  { provider, tenant }: { provider: 'entra' | 'google'; tenant: string },
  { school, today, notIn }: { school: School; today: string; notIn: string },
): Promise<Set<string>> {
  const rows = await mustHaveOne(db, school, today)
    .innerJoin('accounts', 'accounts.person', 'people.id')
    .leftJoin('directory_accounts as known', joined('known'))
    .leftJoin('mfa_states', joined('mfa_states'))
    .select('accounts.object_id')
    .where('accounts.provider', '=', provider)
    .where('accounts.tenant', '=', tenant)
    .where(isOpen)
    .where((eb) => eb.or([eb('mfa_states.run', 'is', null), eb('mfa_states.run', '!=', notIn)]))
    .execute();
  return new Set(rows.map(({ object_id }) => object_id));
}

/** Joins what is known of an account to whose it is. */
const joined = (table: 'known' | 'mfa_states') => (join: any) =>
  join
    .onRef(`${table}.provider`, '=', 'accounts.provider')
    .onRef(`${table}.tenant`, '=', 'accounts.tenant')
    .onRef(`${table}.object_id`, '=', 'accounts.object_id');

/** An account that no directory has told of yet counts: what nobody has looked at is no second factor. */
const isOpen = sql<SqlBool>`(known.object_id is null or (known.removed_at is null and (known.enabled is null or known.enabled = 1)
  and known.kind not in (${sql.join(APART.map((kind) => sql.lit(kind)))})))`;

/** An account of somebody, with what is known of its second factors. */
export interface AccountState {
  person: string;
  provider: 'entra' | 'google';
  tenant: string;
  objectId: string;
  /** What the directory says; null: it has not told of it yet. */
  account: Pick<DirectoryTables['directory_accounts'], 'address' | 'kind' | 'enabled'> | null;
  /** Null: nobody has looked yet. */
  state: Pick<
    CheckTables['mfa_states'],
    'registered' | 'capable' | 'enforced' | 'strongest' | 'unknown' | 'read_at' | 'run'
  > | null;
}

/** The accounts of some people that their directories still have. */
export async function accountsOf(db: Kysely<Tables>, people: string[]): Promise<Map<string, AccountState[]>> {
  if (!people.length) return new Map();
  const rows = await db
    .selectFrom('accounts')
    .leftJoin('directory_accounts as known', joined('known'))
    .leftJoin('mfa_states', joined('mfa_states'))
    .select([
      'accounts.person',
      'accounts.provider',
      'accounts.tenant',
      'accounts.object_id',
      'known.address',
      'known.kind',
      'known.enabled',
      'registered',
      'capable',
      'enforced',
      'strongest',
      'mfa_states.unknown',
      'read_at',
      'mfa_states.run',
    ])
    .where('accounts.person', 'in', people)
    .where('known.removed_at', 'is', null)
    .orderBy('accounts.provider')
    .orderBy('accounts.object_id')
    .execute();
  return Map.groupBy(
    rows.map(
      ({ person, provider, tenant, object_id, address, kind, enabled, ...state }): AccountState => ({
        person,
        provider,
        tenant,
        objectId: object_id,
        account: address === null || kind === null ? null : { address, kind, enabled },
        state: state.read_at === null ? null : (state as AccountState['state']),
      }),
    ),
    ({ person }) => person,
  );
}
