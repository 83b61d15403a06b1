import { isHere } from '../people/index.ts';
import type { Tx } from '../ports.ts';
import { dayOf } from '../time.ts';
import { type AccountRow, accountsOf, addressesOf, lookUp, type Named, vouchedFor } from './candidates.ts';
import { changesTo, isOpen } from './present.ts';
import { CHUNK, type Settling } from './settling.ts';

/** Accounts whose owner is settled wait for their manager's; and so do those whose manager they are. */
export async function awaitManagers(tx: Tx, settled: AccountRow[], { provider, tenant }: Named): Promise<void> {
  const ids = settled.map(({ object_id }) => object_id);
  const here = () => tx.updateTable('directory_accounts').where('provider', '=', provider).where('tenant', '=', tenant);
  const names = settled.flatMap((account) => [account.object_id, ...addressesOf(account)]);
  await here().set({ pending: 'manager' }).where('object_id', 'in', ids).execute();
  await lookUp(names, async (some) => {
    await here().set({ pending: 'manager' }).where('manager', 'in', some).where('pending', 'is', null).execute();
    return [];
  });
}

/** Gives the owners of some accounts the line manager whom the directories name. Gives how many accounts it looked at. */
export async function settleManagers(tx: Tx, { directory, school, now, tally }: Settling): Promise<number> {
  const { provider, tenant } = directory;
  const waiting = await tx
    .selectFrom('directory_accounts as d')
    .leftJoin('accounts as a', (join) =>
      join
        .onRef('a.provider', '=', 'd.provider')
        .onRef('a.tenant', '=', 'd.tenant')
        .onRef('a.object_id', '=', 'd.object_id'),
    )
    .select(['d.object_id', 'a.person'])
    .where('d.provider', '=', provider)
    .where('d.tenant', '=', tenant)
    .where('d.pending', '=', 'manager')
    .orderBy('d.object_id')
    .limit(CHUNK)
    .execute();
  if (!waiting.length) return 0;
  const ids = [...new Set(waiting.flatMap(({ person }) => person ?? []))];
  const accounts = await accountsOf(tx, ids);
  const naming = new Map(ids.map((id) => [id, whoNames(accounts.get(id) ?? [])]));
  const managers = await peopleCalled(
    tx,
    [...naming.values()].filter((account) => account !== null),
  );
  const people = await lookUp([...ids, ...managers.values()], (some) =>
    tx.selectFrom('people').selectAll().where('id', 'in', some).execute(),
  );
  const byId = new Map(people.map((person) => [person.id, person]));
  const today = dayOf(now, school);
  for (const id of ids) {
    const person = byId.get(id);
    const account = naming.get(id);
    const found = account && byId.get(managers.get(keyOf(account)) ?? '');
    if (!person || (!found && account)) continue;
    const manager = found && found.id !== id && isHere(found, today) ? found.id : null;
    const { changes, from_directory } = changesTo(person, { manager });
    if (!('manager' in changes)) continue;
    await tx.updateTable('people').set({ manager, from_directory }).where('id', '=', id).execute();
    tally.changed++;
  }
  await tx
    .updateTable('directory_accounts')
    .set({ pending: null })
    .where('provider', '=', provider)
    .where('tenant', '=', tenant)
    .where(
      'object_id',
      'in',
      waiting.map(({ object_id }) => object_id),
    )
    .execute();
  return waiting.length;
}

/** Of somebody's accounts, the one that says who their manager is. */
const whoNames = (accounts: AccountRow[]): AccountRow | null =>
  accounts
    .filter(({ manager, removed_at }) => manager !== null && removed_at === null)
    .sort((a, b) => Number(isOpen(b)) - Number(isOpen(a)) || a.provider.localeCompare(b.provider))[0] ?? null;

const keyOf = ({ provider, tenant, manager }: AccountRow): string => `${provider} ${tenant} ${manager}`;

/** The people whom accounts name as managers, by an object id of their own directory or by an address. */
async function peopleCalled(tx: Tx, accounts: AccountRow[]): Promise<Map<string, string>> {
  const names = accounts.map(({ manager }) => manager as string);
  const byId = await lookUp(names, (some) =>
    tx
      .selectFrom('accounts')
      .select(['provider', 'tenant', 'object_id', 'person'])
      .where('object_id', 'in', some)
      .execute(),
  );
  const byAddress = await lookUp(names, (some) => vouchedFor(tx, some));
  const ids = new Map(byId.map((row) => [`${row.provider} ${row.tenant} ${row.object_id}`, row.person]));
  const addresses = new Map(byAddress.map(({ key, person }) => [key, person]));
  return new Map(
    accounts.flatMap((account) => {
      const person = ids.get(keyOf(account)) ?? addresses.get(account.manager as string);
      return person ? [[keyOf(account), person] as const] : [];
    }),
  );
}
