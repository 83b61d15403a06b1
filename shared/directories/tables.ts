import type { GroupKind } from './port.ts';

/** What an account is for. Only `person` accounts make people; the others are kept apart, visibly. */
export type AccountKind = 'person' | 'guest' | 'pupil' | 'break-glass' | 'service' | 'shared' | 'room' | 'other';

type Provider = 'entra' | 'google';

/** Facts that a directory may not tell. */
export type Untold = 'enabled' | 'leave_date' | 'last_sign_in' | 'admin';

export interface DirectoryTables {
  /**
   * Every account as the directories last told it, those that are gone included. Whose it is says `accounts`. Flags are 1,
   * 0, or null: unknown.
   */
  directory_accounts: {
    provider: Provider;
    tenant: string;
    object_id: string;
    /** The sign-in address, lower case. */
    address: string;
    /** JSON array of the other addresses that the directory vouches for. */
    aliases: string;
    name: string;
    employee_id: string | null;
    department: string | null;
    job_title: string | null;
    place: string | null;
    /** An object id of the same directory, or an address. */
    manager: string | null;
    enabled: number | null;
    guest: number;
    /** yyyy-mm-dd. Null: none, or unknown. */
    leave_date: string | null;
    /** ISO-8601. Null: never, or unknown. */
    last_sign_in: string | null;
    synced: number;
    admin: number | null;
    /** JSON object of what is unknown: column -> Because. What isn't in it is known. */
    unknown: string;
    kind: AccountKind;
    /** What is still to be done about it since it changed: find whose it is; then that person's manager. */
    pending: 'person' | 'manager' | null;
    /** When the directory no longer had it; null while it is there. */
    removed_at: string | null;
  };
  /** Every address of the accounts that are there and may be people's: to find an account by an alias. */
  directory_addresses: { address: string; provider: Provider; tenant: string; object_id: string };
  directory_groups: {
    provider: Provider;
    tenant: string;
    id: string;
    name: string;
    address: string | null;
    kind: GroupKind;
    /** Why its members are those of an earlier reading (Because, JSON); null when they are the last one's. */
    unread: string | null;
  };
  /** Who is in a group, as member or owner or both. */
  directory_members: {
    provider: Provider;
    tenant: string;
    group_id: string;
    object_id: string;
    member: number;
    owner: number;
  };
  /** One row a directory: where its next delta starts, how the last reading went, and the run that is under way. */
  directory_reads: {
    provider: Provider;
    tenant: string;
    cursor: string | null;
    /** When the last believed reading ended, and the last one that told everything. */
    read_at: string | null;
    full_at: string | null;
    /** A hash of the rules that the last full reading went by. */
    rules: string | null;
    /** What is wrong, in one sentence; null when the last reading was believed. */
    trouble: string | null;
    trouble_kind: string | null;
    trouble_since: string | null;
    /** Of a reading that wasn't believed, how many people would go, if a human may say that they have. */
    vanished: number | null;
    /** JSON array of { name, because }: whole kinds of groups that couldn't be read. */
    unread: string;
    /** The run under way; null when there is none. */
    run: string | null;
    phase: 'reading' | 'groups' | 'accounts' | 'people' | null;
    /** JSON: what the run is to do. */
    plan: string | null;
    /** JSON: what the run has changed so far. */
    counts: string | null;
    /** "1,240 of 12,000". `total` null: nobody knows yet. */
    done: number;
    total: number | null;
    /** Whoever works on the run, until when they keep others away. */
    held_by: string | null;
    held_until: string | null;
  };
  /** A reading that isn't believed yet: it replaces the picture only when the whole was read and is plausible. */
  directory_staging: {
    run: string;
    object_id: string;
    /** JSON of the account; null: the directory says that it is gone. */
    account: string | null;
    /** Whether it would make somebody one of the school's people. */
    counts: number;
  };
  directory_staged_groups: {
    run: string;
    id: string;
    name: string;
    address: string | null;
    kind: GroupKind;
    unread: string | null;
  };
  directory_staged_members: { run: string; group_id: string; object_id: string; member: number; owner: number };
  /** An account that may be somebody's: a human says. */
  doubtful_pairs: {
    provider: Provider;
    tenant: string;
    object_id: string;
    person: string;
    why: string;
    found_at: string;
    decision: 'same' | 'different' | null;
    decided_by: string | null;
    decided_at: string | null;
  };
}
