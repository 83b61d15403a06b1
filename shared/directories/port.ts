import type { Because, Fact } from './fact.ts';

/** What one directory (a Microsoft Entra tenant, a Google Workspace customer) can tell and do. Adapters never decide what it means. */
export interface Directory {
  readonly provider: 'entra' | 'google';
  /** The tenant or customer id. */
  readonly tenant: string;

  /**
   * Every account (cursor null), or what changed since a cursor. Pages come as they are read, so that memory stays flat
   * with any number of people; the last page carries the cursor for next time.
   * @throws CursorExpired when everything must be read again.
   * @throws DirectoryTrouble when the run can't go on; what was read so far must not be taken for everything.
   */
  accounts(cursor: string | null): AsyncIterable<AccountPage>;

  /**
   * Every group that audiences or access areas may refer to, and every shared drive that an area names, with its members'
   * object ids (the address of whoever has no account here), page by page.
   */
  groups(): AsyncIterable<GroupPage>;

  /**
   * Second factors of all accounts, page by page: by the report where it is licensed; where it isn't, one account at a
   * time for those in `accounts`; where neither may be read, unknown for each, with the reason.
   */
  mfa(accounts: Iterable<string>): AsyncIterable<MfaState[]>;

  /** Everything that may still be open for someone who left on a day (yyyy-mm-dd): one reading a row, none left out. */
  leaver(objectId: string, leftOn: string): Promise<Reading[]>;

  /** The steps of closing an account that are switched on and that this directory can take. */
  closing: Partial<Record<ClosingStep, Closing>>;

  /**
   * Every device that this directory manages, page by page. Absent: it manages none.
   * @throws DirectoryTrouble when the listing can't go on; what was read so far must not be taken for everything.
   */
  devices?(): AsyncIterable<ManagedDevice[]>;

  /**
   * Writes who has a device and where it is into the directory's own fields for that. Absent: switched off, or it has none.
   * @throws DirectoryTrouble when it could not be written.
   */
  annotate?(deviceId: string, note: DeviceNote): Promise<void>;

  /** Tries every permission that the product uses, one line each. */
  check(): AsyncIterable<PermissionLine>;
}

export interface AccountPage {
  accounts: DirectoryAccount[];
  /** Object ids that the directory says were deleted. */
  removed: string[];
  /** On the last page only. */
  cursor?: string;
}

export interface DirectoryAccount {
  objectId: string;
  /** Lower case; the sign-in address. */
  address: string;
  /** Other addresses that the directory vouches for, lower case. */
  aliases: string[];
  name: string;
  employeeId: string | null;
  department: string | null;
  jobTitle: string | null;
  /** Entra: companyName or officeLocation. Google: the organisational unit's path. */
  place: string | null;
  /** Object id of the line manager, or an address where the directory keeps only that. */
  manager: string | null;
  /** Whether sign-in is allowed. */
  enabled: Fact<boolean>;
  /** Entra: userType. Google has no guests. */
  guest: boolean;
  /** Entra: employeeLeaveDateTime as yyyy-mm-dd. */
  leaveDate: Fact<string | null>;
  /** ISO-8601; null: never. */
  lastSignIn: Fact<string | null>;
  /** Synchronised from an on-premises directory: some changes must be made there. */
  synced: boolean;
  admin: Fact<boolean>;
}

/** Who has a device (an address) and where it is, in words; both may be empty. */
export interface DeviceNote {
  user: string;
  location: string;
}

/** A device as its directory manages it. */
export interface ManagedDevice {
  /** The directory's own id of it. */
  deviceId: string;
  /** As its maker numbered it; null where the directory doesn't know. */
  serial: string | null;
  /** "Chromebook", "Windows device", "iPad". */
  type: string;
  make: string | null;
  model: string | null;
  /** What it is called in the directory. */
  name: string | null;
  assetTag: string | null;
  /** Google: the organisational unit's path. Entra: the device's category in Intune. */
  place: string | null;
  /** What the directory's fields say; null where it has none. */
  noted: DeviceNote | null;
  /** False once it is no longer managed: deprovisioned, retired. */
  managed: boolean;
}

export interface GroupPage {
  groups: {
    id: string;
    name: string;
    address: string | null;
    kind: GroupKind;
    members: string[];
    owners: string[];
  }[];
  /** What could not be read and must stay as it was; id null: every group of that kind. */
  unread?: { id: string | null; name: string; kind?: GroupKind; because: Because }[];
}

/** What people are in. Who is in a shared drive can open it. */
export type GroupKind = 'security' | 'team' | 'mailing' | 'role' | 'drive';

/** From weakest to strongest; what resists phishing is the last. */
export type MethodStrength = 'phone' | 'app' | 'phishing-resistant';

export interface MfaState {
  objectId: string;
  /** A second factor is set up. */
  registered: Fact<boolean>;
  /** It can be used under the tenant's rules. */
  capable: Fact<boolean>;
  /** Sign-in demands it. */
  enforced: Fact<boolean>;
  strongest: Fact<MethodStrength | null>;
}

/** The rows of the leavers' check list that a directory can answer. */
export type LeaverRow =
  | 'sign-in-blocked'
  | 'sign-in-blocked-at-source'
  | 'no-sign-in-since'
  | 'sessions-revoked'
  | 'no-admin-roles'
  | 'no-eligible-roles'
  | 'mfa-methods-removed'
  | 'app-passwords-removed'
  | 'oauth-grants-removed'
  | 'app-assignments-removed'
  | 'groups-left'
  | 'ownership-handed-over'
  | 'files-handed-over'
  | 'forwarding-off'
  | 'filters-removed'
  | 'delegates-removed'
  | 'auto-reply-set'
  | 'licences-removed'
  | 'devices-returned'
  | 'recovery-contacts-removed'
  | 'address-list-hidden';

/** One row of the check list: true is as it should be, false is still open, or unknown because. */
export interface Reading {
  row: LeaverRow;
  ok: Fact<boolean>;
  /** What is still there, as a person would name it: group names, app names, device names. */
  items: string[];
  /** When it became so, where the directory tells (ISO-8601). */
  since?: string;
}

/** In the order in which they are taken: whoever can't sign in any more can't undo what follows. */
export const CLOSING_STEPS = [
  'block-sign-in',
  'revoke-sessions',
  'revoke-tokens',
  'remove-app-passwords',
  'remove-from-groups',
  'remove-licences',
] as const;
export type ClosingStep = (typeof CLOSING_STEPS)[number];

/** One step of closing an account. */
export interface Closing {
  /** What the step would change at this moment. Changes nothing. */
  preview(objectId: string): Promise<StepPreview>;
  /** Takes the step: looks first, changes, looks again. What is as it should be stays untouched. */
  take(objectId: string): Promise<StepOutcome>;
  /** Gives back what an outcome's `undo` tells. Absent: it can't be undone. */
  undo?(objectId: string, undo: Record<string, unknown>): Promise<StepOutcome>;
}

export type StepPreview =
  /** `will`: what would be changed, in the words of an outcome's `changed`; `wont`: what can't be, each with the reason. */
  | { possible: true; will: string[]; wont: string[]; undo: Record<string, unknown> }
  /** Refused by rule, or it could not be looked at. */
  | { possible: false; because: Because | { kind: 'rule'; words: string } };

/** What one step did, re-read afterwards, and what is needed to undo it. */
export type StepOutcome =
  /** `left`: what the step could not change, each with the reason, in plain words. */
  | { done: true; undo: Record<string, unknown>; changed: string[]; left?: string[] }
  /** Refused by rule (the last administrator, synchronised from on-premises) or by the platform. `undo`: it may have been done all the same. */
  | { done: false; because: Because | { kind: 'rule'; words: string }; undo?: Record<string, unknown> };

export interface PermissionLine {
  /** As the platform names it: "AuditLog.Read.All". */
  permission: string;
  /** What the product uses it for, in plain words. */
  purpose: string;
  state: 'granted' | 'missing' | 'licence-missing' | 'no-answer';
  /** What to grant and where, or what is lost without the licence. */
  advice: string | null;
}

/** Everything must be read again: the cursor is too old. */
export class CursorExpired extends Error {
  override readonly name = 'CursorExpired';
}

/** The directory could not be read to the end. */
export class DirectoryTrouble extends Error {
  override readonly name = 'DirectoryTrouble';
  readonly because: Because;
  constructor(because: Because) {
    super(because.words);
    this.because = because;
  }
}
