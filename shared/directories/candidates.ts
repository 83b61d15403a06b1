import { type ExpressionBuilder, type Selectable, sql } from 'kysely';
import type { Tables, Tx } from '../ports.ts';
import type { Candidate, Signs } from './join.ts';
import { nameKey } from './name.ts';
import type { Directory } from './port.ts';
import type { DirectoryTables } from './tables.ts';

export type AccountRow = Selectable<DirectoryTables['directory_accounts']>;
export type Named = Pick<Directory, 'provider' | 'tenant'>;

/** Values that one question may carry: below what either engine takes. */
const MOST_VALUES = 5_000;

/** As many addresses of one account as are looked at: people have a handful. */
const MOST_ADDRESSES = 50;

/** Accounts to find owners for, and where to look. */
export interface Wanted {
  directory: Named;
  accounts: AccountRow[];
  /** The owner of those who have one: whose else it may be is the question. */
  owners: ReadonlyMap<string, { person: string }>;
  /** Where an account's people are; null when that can't be told. Namesakes elsewhere are other people. */
  schoolOf: (account: AccountRow) => string | null;
  today: string;
}

/** Looks up, for some hundred accounts at once, everybody whose each may be. The same person is the same object in all. */
export async function candidatesFor(tx: Tx, wanted: Wanted): Promise<Map<string, Signs>> {
  const { accounts, directory, owners, schoolOf, today } = wanted;
  const untrusted = await sharedIds(
    tx,
    accounts.flatMap(({ employee_id }) => employee_id ?? []),
  );
  const trusted = accounts.filter(({ employee_id }) => employee_id && !untrusted.has(employee_id));
  const ids = trusted.map(({ employee_id }) => employee_id as string);
  const byId = group(await lookUp(ids, (some) => withIds(tx, some, directory)));
  const byAddress = group(await lookUp(accounts.flatMap(addressesOf), (some) => withAddresses(tx, some)));
  const byKey = group(
    await lookUp(accounts.map(({ name }) => nameKey(name)).filter(Boolean), (some) => called(tx, some)),
  );
  const people = await describe(
    tx,
    [byId, byAddress, byKey].flatMap((found) => [...found.values()].flat()),
    wanted,
  );
  const refused = await refusedPairs(tx, accounts, directory);

  return new Map(
    accounts.map((account) => {
      const those = (found: Map<string, string[]>, keys: (string | null)[]): Known[] =>
        [...new Set(keys.flatMap((key) => (key ? (found.get(key) ?? []) : [])))]
          .filter((person) => person !== owners.get(account.object_id)?.person)
          .filter((person) => !refused.has(`${account.object_id} ${person}`))
          .flatMap((person) => people.get(person) ?? []);
      const name = nameKey(account.name);
      const at = schoolOf(account);
      return [
        account.object_id,
        {
          name,
          byEmployeeId: those(byId, [untrusted.has(account.employee_id ?? '') ? null : account.employee_id]),
          byAddress: those(byAddress, addressesOf(account)),
          byName: those(byKey, [name]).filter(({ school }) => at === null || school === at),
        },
      ] as const;
    }),
  );

  /** People as candidates: whether they are still here, and whether they have an account in this directory already. */
  async function describe(tx: Tx, some: string[], { directory }: Wanted): Promise<Map<string, Known>> {
    const rows = await lookUp(some, (ids) =>
      tx
        .selectFrom('people')
        .select(['id', 'name', 'school', 'leave_date'])
        .select((eb) => eb.exists(liveAccountOf(eb, directory)).as('here_too'))
        .where('id', 'in', ids)
        .execute(),
    );
    return new Map(
      rows.map(({ id, name, school, leave_date, here_too }) => [
        id,
        {
          person: id,
          name: nameKey(name),
          school,
          gone: leave_date !== null && leave_date < today,
          hereToo: Boolean(here_too),
        },
      ]),
    );
  }
}

type Known = Candidate & { school: string };

export const addressesOf = ({ address, aliases }: Pick<AccountRow, 'address' | 'aliases'>): string[] =>
  [address, ...(JSON.parse(aliases) as string[])].slice(0, MOST_ADDRESSES);

/** Employee ids that some directory gives to more than one of its people: they identify nobody. */
export async function sharedIds(tx: Tx, ids: string[]): Promise<Set<string>> {
  const shared = await lookUp(ids, (some) =>
    tx
      .selectFrom('directory_accounts')
      .select('employee_id')
      .where('employee_id', 'in', some)
      .where('removed_at', 'is', null)
      .where('kind', '=', 'person')
      .groupBy(['provider', 'tenant', 'employee_id'])
      .having((eb) => eb.fn.countAll(), '>', 1)
      .execute(),
  );
  return new Set(shared.map(({ employee_id }) => employee_id as string));
}

/** Asks for many values, in questions that an engine can take; each value once. */
export async function lookUp<T>(values: string[], ask: (some: string[]) => Promise<T[]>): Promise<T[]> {
  const all = [...new Set(values)];
  const found: T[] = [];
  for (let at = 0; at < all.length; at += MOST_VALUES)
    found.push(...(await ask(padded(all.slice(at, at + MOST_VALUES)))));
  return found;
}

/**
 * As many values as the next power of two, the last one repeated: a statement for each length would be prepared, and kept,
 * for every few hundred people.
 */
function padded(values: string[]): string[] {
  const size = Math.min(2 ** Math.ceil(Math.log2(values.length)), MOST_VALUES);
  return [...values, ...Array<string>(size - values.length).fill(values.at(-1) as string)];
}

/** A key and somebody whom it leads to. */
interface Lead {
  key: string;
  person: string;
}

function group(leads: Lead[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const { key, person } of leads) groups.set(key, [...(groups.get(key) ?? []), person]);
  return groups;
}

/** The owners of the accounts that a query is about. */
const owned = (tx: Tx) =>
  tx
    .selectFrom('directory_accounts as d')
    .innerJoin('accounts as a', (join) =>
      join
        .onRef('a.provider', '=', 'd.provider')
        .onRef('a.tenant', '=', 'd.tenant')
        .onRef('a.object_id', '=', 'd.object_id'),
    )
    .where('d.removed_at', 'is', null);

async function withIds(tx: Tx, ids: string[], { provider, tenant }: Named): Promise<Lead[]> {
  const listed = await tx
    .selectFrom('people')
    .select(['employee_id as key', 'id as person'])
    .where('employee_id', 'in', ids)
    .execute();
  const elsewhere = await owned(tx)
    .select(['d.employee_id as key', 'a.person'])
    .where('d.employee_id', 'in', ids)
    .where((eb) => eb.not(eb.and([eb('d.provider', '=', provider), eb('d.tenant', '=', tenant)])))
    .execute();
  return [...listed, ...elsewhere] as Lead[];
}

/** Accounts that share their employee id with one other of the same directory: a slip, or somebody's second account. */
export async function twinsOf(tx: Tx, ids: string[], { provider, tenant }: Named) {
  const here = (some: string[]) =>
    owned(tx)
      .where('d.provider', '=', provider)
      .where('d.tenant', '=', tenant)
      .where('d.kind', '=', 'person')
      .where('d.employee_id', 'in', some);
  const shared = await lookUp(ids, (some) =>
    here(some)
      .select('d.employee_id as id')
      .groupBy('d.employee_id')
      .having((eb) => eb.fn.countAll(), '=', 2)
      .execute(),
  );
  return lookUp(
    shared.map(({ id }) => id as string),
    (some) => here(some).select(['d.employee_id', 'd.object_id', 'a.person']).orderBy('d.object_id').execute(),
  );
}

async function withAddresses(tx: Tx, addresses: string[]): Promise<Lead[]> {
  const listed = await tx
    .selectFrom('people')
    .select(['email as key', 'id as person'])
    .where('email', 'in', addresses)
    .execute();
  return [...listed, ...(await vouchedFor(tx, addresses))] as Lead[];
}

/** Of these addresses those that a directory vouches for, each with the person whose account has it. */
export const vouchedFor = (tx: Tx, addresses: string[]): Promise<{ key: string; person: string }[]> =>
  tx
    .selectFrom('directory_addresses as v')
    .innerJoin('accounts as a', (join) =>
      join
        .onRef('a.provider', '=', 'v.provider')
        .onRef('a.tenant', '=', 'v.tenant')
        .onRef('a.object_id', '=', 'v.object_id'),
    )
    .select(['v.address as key', 'a.person'])
    .where('v.address', 'in', addresses)
    .execute();

const called = (tx: Tx, keys: string[]): Promise<Lead[]> =>
  tx.selectFrom('person_names').select(['key', 'person']).where('key', 'in', keys).execute();

const liveAccountOf = (eb: ExpressionBuilder<Tables, 'people'>, { provider, tenant }: Named) =>
  eb
    .selectFrom('accounts as a')
    .innerJoin('directory_accounts as d', (join) =>
      join
        .onRef('d.provider', '=', 'a.provider')
        .onRef('d.tenant', '=', 'a.tenant')
        .onRef('d.object_id', '=', 'a.object_id'),
    )
    .select(sql.lit(1).as('one'))
    .whereRef('a.person', '=', 'people.id')
    .where('a.provider', '=', provider)
    .where('a.tenant', '=', tenant)
    .where('d.removed_at', 'is', null);

/** Whom a human said that an account doesn't belong to. */
async function refusedPairs(tx: Tx, accounts: AccountRow[], { provider, tenant }: Named): Promise<Set<string>> {
  const pairs = await lookUp(
    accounts.map(({ object_id }) => object_id),
    (some) =>
      tx
        .selectFrom('doubtful_pairs')
        .select(['object_id', 'person'])
        .where('provider', '=', provider)
        .where('tenant', '=', tenant)
        .where('object_id', 'in', some)
        .where('decision', '=', 'different')
        .execute(),
  );
  return new Set(pairs.map(({ object_id, person }) => `${object_id} ${person}`));
}

/** Every account of some people, in all directories. */
export async function accountsOf(tx: Tx, people: string[]): Promise<Map<string, AccountRow[]>> {
  const rows = await lookUp(people, (some) =>
    tx
      .selectFrom('accounts as a')
      .innerJoin('directory_accounts as d', (join) =>
        join
          .onRef('d.provider', '=', 'a.provider')
          .onRef('d.tenant', '=', 'a.tenant')
          .onRef('d.object_id', '=', 'a.object_id'),
      )
      .selectAll('d')
      .select('a.person')
      .where('a.person', 'in', some)
      .execute(),
  );
  const accounts = new Map<string, AccountRow[]>();
  for (const { person, ...account } of rows) accounts.set(person, [...(accounts.get(person) ?? []), account]);
  return accounts;
}
