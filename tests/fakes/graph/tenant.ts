import { createHash } from 'node:crypto';

/** One account as the stand-in holds it: Graph's own names, flat, and what belongs to it. */
export interface User {
  id: string;
  displayName: string;
  userPrincipalName: string;
  mail: string | null;
  proxyAddresses: string[];
  otherMails: string[];
  employeeId: string | null;
  department: string | null;
  jobTitle: string | null;
  companyName: string | null;
  officeLocation: string | null;
  accountEnabled: boolean;
  userType: 'Member' | 'Guest';
  onPremisesSyncEnabled: boolean | null;
  employeeLeaveDateTime: string | null;
  signInSessionsValidFromDateTime: string;
  /** Null: never signed in. */
  signInActivity: {
    lastSignInDateTime: string;
    lastNonInteractiveSignInDateTime: string | null;
    lastSuccessfulSignInDateTime?: string;
  } | null;
  /** Object id of the line manager. */
  manager: string | null;
  has: Belongings;
}

/** What hangs on an account. Left out: nothing of it. */
interface Belongings {
  /** Types of sign-in methods beside the password: "phone", "fido2", "microsoftAuthenticator" … */
  methods?: string[];
  licences?: { skuId: string; skuPartNumber: string; byGroup?: string }[];
  /** No mailbox unless set. */
  mailbox?: {
    autoReply: 'disabled' | 'alwaysEnabled' | 'scheduled';
    scheduled?: { from: string; to: string };
    rules: { displayName: string; isEnabled?: boolean; forwardTo?: string }[];
  };
  /** Bytes in the OneDrive; no OneDrive unless set. */
  driveUsed?: number;
  apps?: { resourceId: string; resourceDisplayName: string }[];
  grants?: { clientId: string; scope: string }[];
  ownedDevices?: Device[];
  registeredDevices?: Device[];
  managedDevices?: Device[];
  /** Ids of groups. */
  owned?: string[];
}

export interface Device {
  id: string;
  deviceId: string;
  name: string;
  /** What Intune knows besides, by Graph's names. */
  more?: Record<string, string>;
}

export interface Group {
  id: string;
  displayName: string;
  mail: string | null;
  groupTypes: string[];
  securityEnabled: boolean;
  mailEnabled: boolean;
  isAssignableToRole: boolean | null;
  onPremisesSyncEnabled: boolean | null;
  resourceProvisioningOptions: string[];
  /** Ids of users and of groups. */
  members: Set<string>;
  owners: Set<string>;
}

/** One entry of the change log that delta queries read. */
export interface Change {
  seq: number;
  id: string;
  /** Names of what changed; `all` for a new or restored account. */
  what: string[] | 'all' | 'removed' | 'purged';
}

/** An Entra tenant in memory. Change it through its methods, so that delta queries notice. */
export class Tenant {
  readonly id: string;
  /** What Intune manages and nobody in particular has. */
  readonly managedDevices: Device[] = [];
  readonly domains: { id: string; authenticationType: 'Managed' | 'Federated' }[] = [];
  readonly users = new Map<string, User>();
  readonly deleted = new Map<string, { user: User; at: string }>();
  readonly groups = new Map<string, Group>();
  /** What a licence is called, for those that were taken from somebody. */
  readonly skus = new Map<string, string>();
  readonly roleAssignments: { principalId: string; roleDefinitionId: string }[] = [];
  readonly roleEligibilities: { principalId: string; roleDefinitionId: string }[] = [];
  readonly roleDefinitions = new Map<string, string>([
    [ROLES.globalAdministrator, 'Global Administrator'],
    [ROLES.userAdministrator, 'User Administrator'],
    [ROLES.teamsAdministrator, 'Teams Administrator'],
  ]);
  securityDefaults = false;
  /** Conditional Access rules, as Graph writes them. */
  readonly policies: Record<string, unknown>[] = [];
  readonly audits: { at: string; activity: string; target: string }[] = [];
  readonly changes: Change[] = [];
  /** Mails that left through Graph: from whose mailbox, and the message as it was given. */
  readonly sent: { from: string; message: Record<string, unknown> }[] = [];

  constructor(id = idFor('tenant')) {
    this.id = id;
  }

  add(user: Partial<User> & Pick<User, 'displayName' | 'userPrincipalName'>): User {
    const mail = user.mail === undefined ? user.userPrincipalName : user.mail;
    const full: User = {
      id: idFor(user.userPrincipalName),
      mail,
      proxyAddresses: mail ? [`SMTP:${mail}`] : [],
      otherMails: [],
      employeeId: null,
      department: null,
      jobTitle: null,
      companyName: null,
      officeLocation: null,
      accountEnabled: true,
      userType: 'Member',
      onPremisesSyncEnabled: null,
      employeeLeaveDateTime: null,
      signInSessionsValidFromDateTime: '2026-09-01T07:00:00Z',
      signInActivity: null,
      manager: null,
      has: {},
      ...user,
    };
    this.users.set(full.id, full);
    this.note(full.id, 'all');
    return full;
  }

  addGroup(group: Partial<Group> & Pick<Group, 'displayName'>): Group {
    const full: Group = {
      id: idFor(`group ${group.displayName}`),
      mail: null,
      groupTypes: [],
      securityEnabled: true,
      mailEnabled: false,
      isAssignableToRole: null,
      onPremisesSyncEnabled: null,
      resourceProvisioningOptions: [],
      members: new Set(),
      owners: new Set(),
      ...group,
    };
    this.groups.set(full.id, full);
    return full;
  }

  change(id: string, to: Partial<User>): void {
    const user = this.users.get(id);
    if (!user) throw new Error(`no user ${id}`);
    Object.assign(user, to);
    this.note(id, Object.keys(to));
  }

  /** Soft, as an administrator does it: it can be restored for thirty days. */
  remove(id: string, at = '2026-11-20T10:00:00Z'): void {
    const user = this.users.get(id);
    if (!user) throw new Error(`no user ${id}`);
    this.users.delete(id);
    this.deleted.set(id, { user, at });
    this.note(id, 'removed');
  }

  restore(id: string): void {
    const found = this.deleted.get(id);
    if (!found) throw new Error(`${id} is not deleted`);
    this.deleted.delete(id);
    this.users.set(id, found.user);
    this.note(id, 'all');
  }

  /** For good. */
  purge(id: string): void {
    this.deleted.delete(id);
    this.note(id, 'purged');
  }

  /** Direct members and those of groups within. */
  membersOf(groupId: string, seen = new Set<string>()): Set<string> {
    const group = this.groups.get(groupId);
    if (!group || seen.has(groupId)) return new Set();
    seen.add(groupId);
    const members = new Set<string>();
    for (const id of group.members) {
      members.add(id);
      for (const nested of this.membersOf(id, seen)) members.add(nested);
    }
    return members;
  }

  /** Groups that someone is in, directly or through others. */
  groupsOf(id: string): Group[] {
    const within = new Set([id]);
    for (let before = 0; before < within.size; ) {
      before = within.size;
      for (const group of this.groups.values())
        if (!within.has(group.id) && [...within].some((member) => group.members.has(member))) within.add(group.id);
    }
    return [...this.groups.values()].filter((group) => within.has(group.id));
  }

  private note(id: string, what: Change['what']): void {
    this.changes.push({ seq: this.changes.length + 1, id, what });
  }
}

/** Template ids of directory roles, the same in every tenant. */
export const ROLES = {
  globalAdministrator: '62e90394-69f5-4237-9190-012177145e10',
  userAdministrator: 'fe930be7-5e62-47db-91af-98c3a49a38b1',
  teamsAdministrator: '69091246-20e8-4a56-aa4d-066075b2a7a8',
};

/** The same id for the same words, in every run. */
export function idFor(of: string): string {
  const hex = createHash('sha256').update(of).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
