import { known, unknown } from '../../shared/directories/fact.ts';
import type { Directory, LeaverRow, MfaState, Reading } from '../../shared/directories/index.ts';
import type { AccountKind } from '../../shared/directories/tables.ts';
import type { Store } from '../../shared/ports.ts';
import { TENANT } from './app.ts';

/** What an account is as its directory tells: yes, no, or why it can't say. */
type Says = boolean | 'permission' | 'licence' | 'not-offered' | 'no-answer';

const fact = (says: Says) =>
  typeof says === 'boolean' ? known(says) : unknown(says, `The directory can't say: ${says}.`);

/** A row of a leaver's check list: as it should be, why not known, or what is left. */
type LeaverSays = Says | string[];

const ROWS = Object.keys({
  'sign-in-blocked': 0,
  'sign-in-blocked-at-source': 0,
  'no-sign-in-since': 0,
  'sessions-revoked': 0,
  'no-admin-roles': 0,
  'no-eligible-roles': 0,
  'mfa-methods-removed': 0,
  'app-passwords-removed': 0,
  'oauth-grants-removed': 0,
  'app-assignments-removed': 0,
  'groups-left': 0,
  'ownership-handed-over': 0,
  'files-handed-over': 0,
  'forwarding-off': 0,
  'filters-removed': 0,
  'delegates-removed': 0,
  'auto-reply-set': 0,
  'licences-removed': 0,
  'devices-returned': 0,
  'recovery-contacts-removed': 0,
  'address-list-hidden': 0,
} satisfies Record<LeaverRow, 0>) as LeaverRow[];

/**
 * A directory in memory, for tests of our own rules: it says what the test says it says. The adapters have stand-ins of
 * their platforms.
 */
export class FakeDirectory implements Directory {
  readonly provider: 'entra' | 'google';
  readonly tenant: string;
  readonly closing: Directory['closing'] = {};
  /** Second factors by object id. Whoever isn't in it, the directory says nothing about. */
  readonly mfaStates = new Map<string, MfaState>();
  /** What is left to do, by object id; all else is as it should be. */
  readonly left = new Map<string, Partial<Record<LeaverRow, LeaverSays>>>();
  /** Accounts that were asked about: for second factors one by one, and as leavers. */
  readonly askedMfa: string[] = [];
  readonly askedLeavers: { objectId: string; leftOn: string }[] = [];
  pageSize = 2;
  /** Is called before each page, and before each leaver: it may throw, or wait. */
  before: (at: { page: number } | { leaver: string }) => void | Promise<void> = () => {};
  /** What a leaver's readings become before they are given. */
  bend: (readings: Reading[]) => Reading[] = (readings) => readings;

  constructor(provider: 'entra' | 'google' = 'entra', tenant = provider === 'entra' ? TENANT : 'C01larken') {
    this.provider = provider;
    this.tenant = tenant;
  }

  /** Says of an account's second factor. */
  factor(objectId: string, registered: Says, more: Partial<Record<'capable' | 'enforced', Says>> = {}): void {
    const set = fact(registered);
    this.mfaStates.set(objectId, {
      objectId,
      registered: set,
      capable: more.capable === undefined ? set : fact(more.capable),
      enforced: fact(more.enforced ?? 'not-offered'),
      strongest: set.known ? known(set.value ? 'app' : null) : set,
    });
  }

  async *mfa(accounts: Iterable<string>): AsyncGenerator<MfaState[]> {
    const ids = [...accounts];
    this.askedMfa.push(...ids);
    for (let at = 0; at < ids.length; at += this.pageSize) {
      await this.before({ page: at / this.pageSize });
      yield ids.slice(at, at + this.pageSize).flatMap((id) => this.mfaStates.get(id) ?? []);
    }
  }

  async leaver(objectId: string, leftOn: string): Promise<Reading[]> {
    this.askedLeavers.push({ objectId, leftOn });
    await this.before({ leaver: objectId });
    const left = this.left.get(objectId) ?? {};
    return this.bend(
      ROWS.map((row) => {
        const says = left[row] ?? true;
        return Array.isArray(says)
          ? { row, ok: known(false), items: says }
          : { row, ok: fact(says), items: says === false ? ['something'] : [] };
      }),
    );
  }

  async *accounts(): AsyncGenerator<never> {}
  async *groups(): AsyncGenerator<never> {}
  async *check(): AsyncGenerator<never> {}
}

/** Has the product know an account as if a directory had been read: whose it is, what it is for, whether it is open. */
export async function knowAccount(
  store: Store,
  { provider, tenant }: Pick<Directory, 'provider' | 'tenant'>,
  objectId: string,
  about: { person?: string; kind?: AccountKind; enabled?: boolean | null; address?: string; removed?: boolean } = {},
): Promise<string> {
  const {
    person,
    kind = 'person',
    enabled = true,
    address = `${objectId}@larkenmere.example`,
    removed = false,
  } = about;
  const key = { provider, tenant, object_id: objectId };
  const row = {
    ...key,
    address,
    aliases: '[]',
    name: objectId,
    employee_id: null,
    department: null,
    job_title: null,
    place: null,
    manager: null,
    enabled: enabled === null ? null : Number(enabled),
    guest: 0,
    leave_date: null,
    last_sign_in: null,
    synced: 0,
    admin: 0,
    unknown: '{}',
    kind,
    pending: null,
    removed_at: removed ? '2026-11-01T00:00:00.000Z' : null,
  };
  await store.transaction(async (tx) => {
    await tx
      .insertInto('directory_accounts')
      .values(row)
      .onConflict((conflict) =>
        conflict
          .columns(['provider', 'tenant', 'object_id'])
          .doUpdateSet({ kind, enabled: row.enabled, address, removed_at: row.removed_at }),
      )
      .execute();
    await tx
      .insertInto('directory_addresses')
      .values({ ...key, address })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    if (person)
      await tx
        .insertInto('accounts')
        .values({ ...key, person, bound_at: '2026-11-01T00:00:00.000Z', bound_by: 'employee-id' })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
  });
  return objectId;
}
