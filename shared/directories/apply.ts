import type { Tx } from '../ports.ts';
import type { School } from '../school.ts';
import { type AccountRow, addressesOf, lookUp, type Named } from './candidates.ts';
import { judge } from './kind.ts';
import type { DirectoryAccount } from './port.ts';
import { chunks } from './stage.ts';
import type { Untold } from './tables.ts';

/** Accounts taken over by one transaction. */
const CHUNK = 250;

/** Where the staged accounts of a run go. */
export interface Applying {
  directory: Named;
  run: string;
  school: School;
  now: Date;
}

/**
 * Takes over some staged accounts, in the order of their ids. Those of which something changed that concerns people wait to
 * be settled. Gives the last id and how many there were; null when all are taken over.
 */
export async function applySome(
  tx: Tx,
  { directory, run, school, now }: Applying,
  after: string,
): Promise<{ last: string; size: number } | null> {
  const staged = await tx
    .selectFrom('directory_staging')
    .select(['object_id', 'account'])
    .where('run', '=', run)
    .where('object_id', '>', after)
    .orderBy('object_id')
    .limit(CHUNK)
    .execute();
  const last = staged.at(-1);
  if (!last) return null;
  const known = new Map(
    (
      await accountsWith(
        tx,
        directory,
        staged.map(({ object_id }) => object_id),
      )
    ).map((row) => [row.object_id, row]),
  );
  const { kind } = judge(school);
  const rows = staged.flatMap(({ object_id, account }): Change[] => {
    const before = known.get(object_id);
    if (account === null) {
      if (!before || before.removed_at !== null) return [];
      return [{ before, row: { ...before, removed_at: now.toISOString(), pending: 'person' } }];
    }
    const told = JSON.parse(account) as DirectoryAccount;
    const row = rowOf(told, directory, kind(told));
    const pending = before && concerns(before) === concerns(row) ? before.pending : 'person';
    return before && pending === before.pending && all(before) === all(row)
      ? []
      : [{ before, row: { ...row, pending } }];
  });
  await write(
    tx,
    rows.map(({ row }) => row),
    directory,
  );
  await unsettleTwins(tx, rows, directory);
  return { last: last.object_id, size: staged.length };
}

interface Change {
  before: AccountRow | undefined;
  row: AccountRow;
}

/** What of an account concerns whose it is and what that person is like. */
const concerns = ({ last_sign_in, synced, admin, unknown, pending, ...row }: AccountRow): string =>
  JSON.stringify([sorted(row), 'leave_date' in JSON.parse(unknown)]);

const all = ({ pending, ...row }: AccountRow): string => JSON.stringify(sorted(row));

const sorted = (row: object) => Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1));

function rowOf(account: DirectoryAccount, { provider, tenant }: Named, kind: AccountRow['kind']): AccountRow {
  const { enabled, leaveDate, lastSignIn, admin } = account;
  const facts = { enabled, leave_date: leaveDate, last_sign_in: lastSignIn, admin } satisfies Record<Untold, unknown>;
  const unknown = Object.entries(facts).flatMap(([name, fact]) => (fact.known ? [] : [[name, fact.because]]));
  return {
    provider,
    tenant,
    object_id: account.objectId,
    address: account.address,
    aliases: JSON.stringify(account.aliases),
    name: account.name,
    employee_id: account.employeeId,
    department: account.department,
    job_title: account.jobTitle,
    place: account.place,
    manager: account.manager,
    enabled: enabled.known ? Number(enabled.value) : null,
    guest: Number(account.guest),
    leave_date: leaveDate.known ? leaveDate.value : null,
    last_sign_in: lastSignIn.known ? lastSignIn.value : null,
    synced: Number(account.synced),
    admin: admin.known ? Number(admin.value) : null,
    unknown: JSON.stringify(Object.fromEntries(unknown)),
    kind,
    pending: null,
    removed_at: null,
  };
}

function accountsWith(tx: Tx, { provider, tenant }: Named, ids: string[]): Promise<AccountRow[]> {
  return tx
    .selectFrom('directory_accounts')
    .selectAll()
    .where('provider', '=', provider)
    .where('tenant', '=', tenant)
    .where('object_id', 'in', ids)
    .execute();
}

async function write(tx: Tx, rows: AccountRow[], { provider, tenant }: Named): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const { provider: _p, tenant: _t, object_id: _o, ...changing } = first;
  const columns = Object.keys(changing) as (keyof typeof changing)[];
  await tx
    .insertInto('directory_accounts')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(['provider', 'tenant', 'object_id'])
        .doUpdateSet((eb) => Object.fromEntries(columns.map((column) => [column, eb.ref(`excluded.${column}`)]))),
    )
    .execute();
  await tx
    .deleteFrom('directory_addresses')
    .where('provider', '=', provider)
    .where('tenant', '=', tenant)
    .where(
      'object_id',
      'in',
      rows.map(({ object_id }) => object_id),
    )
    .execute();
  const addresses = rows
    .filter(({ removed_at, kind }) => removed_at === null && (kind === 'person' || kind === 'other'))
    .flatMap((row) =>
      [...new Set(addressesOf(row))].map((address) => ({ provider, tenant, object_id: row.object_id, address })),
    );
  for (const some of chunks(addresses)) await tx.insertInto('directory_addresses').values(some).execute();
}

/** An employee id of two is nobody's, and of one it is somebody's again: whoever has it is looked at, too. */
async function unsettleTwins(tx: Tx, rows: Change[], { provider, tenant }: Named): Promise<void> {
  const ids = rows.flatMap(({ before, row }) =>
    before?.employee_id === row.employee_id && before?.removed_at === row.removed_at
      ? []
      : [before?.employee_id ?? [], row.employee_id ?? []].flat(),
  );
  const shared = await lookUp(ids, (some) =>
    tx
      .selectFrom('directory_accounts')
      .select('employee_id')
      .where('employee_id', 'in', some)
      .where('removed_at', 'is', null)
      .groupBy('employee_id')
      // What many have is no id, and was none before.
      .having((eb) => eb.fn.countAll(), '<=', 4)
      .execute(),
  );
  await lookUp(
    shared.map(({ employee_id }) => employee_id as string),
    async (some) => {
      await tx
        .updateTable('directory_accounts')
        .set({ pending: 'person' })
        .where('provider', '=', provider)
        .where('tenant', '=', tenant)
        .where('removed_at', 'is', null)
        .where('employee_id', 'in', some)
        .execute();
      return [];
    },
  );
}

/** After a reading that told everything: who wasn't in it is gone, and what was unclear before is looked at again. */
export async function applyAbsence(
  tx: Tx,
  { directory: { provider, tenant }, run, now }: Applying,
  everyone: boolean,
): Promise<void> {
  const here = () =>
    tx
      .updateTable('directory_accounts')
      .where('provider', '=', provider)
      .where('tenant', '=', tenant)
      .where('removed_at', 'is', null);
  const removed_at = now.toISOString();
  await here()
    .set({ removed_at, pending: 'person' })
    .where('object_id', 'not in', (eb) =>
      eb.selectFrom('directory_staging').select('object_id').where('run', '=', run).where('account', 'is not', null),
    )
    .execute();
  await tx
    .deleteFrom('directory_addresses')
    .where('provider', '=', provider)
    .where('tenant', '=', tenant)
    .where('object_id', 'in', (eb) =>
      eb
        .selectFrom('directory_accounts')
        .select('object_id')
        .where('provider', '=', provider)
        .where('tenant', '=', tenant)
        .where('removed_at', '=', removed_at),
    )
    .execute();
  const unclear = here()
    .set({ pending: 'person' })
    .where('kind', 'in', ['person', 'other'])
    .where('pending', 'is', null);
  if (everyone) return void (await unclear.execute());
  await unclear
    .where((eb) =>
      eb.or([
        // Nobody's, so far: the school's list may have grown.
        eb.not(
          eb.exists(
            eb
              .selectFrom('accounts as a')
              .select('a.person')
              .whereRef('a.provider', '=', 'directory_accounts.provider')
              .whereRef('a.tenant', '=', 'directory_accounts.tenant')
              .whereRef('a.object_id', '=', 'directory_accounts.object_id'),
          ),
        ),
        // Somebody's whom the directory made, while the list has a namesake without an account.
        eb.exists(
          eb
            .selectFrom('accounts as a')
            .innerJoin('people as p', 'p.id', 'a.person')
            .innerJoin('person_names as n', 'n.person', 'p.id')
            .innerJoin('person_names as o', 'o.key', 'n.key')
            .innerJoin('people as other', 'other.id', 'o.person')
            .select('a.person')
            .whereRef('a.provider', '=', 'directory_accounts.provider')
            .whereRef('a.tenant', '=', 'directory_accounts.tenant')
            .whereRef('a.object_id', '=', 'directory_accounts.object_id')
            .where('p.source', '=', 'directory')
            .where('other.source', '=', 'list')
            .where((one) =>
              one.not(
                one.exists(
                  one.selectFrom('accounts').select('accounts.person').whereRef('accounts.person', '=', 'other.id'),
                ),
              ),
            ),
        ),
      ]),
    )
    .execute();
}
