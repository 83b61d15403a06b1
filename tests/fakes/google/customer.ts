import { createHash } from 'node:crypto';
import { type FakeChat, fakeChat } from './chat.ts';

/** Someone's account, with all that may be left open in it. Times are ISO-8601. */
export interface FakeUser {
  id: string;
  address: string;
  name: { given: string; family: string };
  aliases: string[];
  employeeId: string | null;
  department: string | null;
  title: string | null;
  manager: string | null;
  orgUnit: string;
  guest: boolean;
  suspended: boolean;
  archived: boolean;
  deletedAt: string | null;
  created: string;
  /** null: never. */
  lastLogin: string | null;
  superAdmin: boolean;
  delegatedAdmin: boolean;
  enrolled: boolean;
  enforced: boolean;
  backupCodes: number;
  appPasswords: { id: number; name: string }[];
  grants: { clientId: string; name: string }[];
  recoveryEmail: string | null;
  recoveryPhone: string | null;
  listed: boolean;
  licences: { product: string; sku: string; name: string }[];
  driveMb: number;
  /** null: no Gmail. */
  mailbox: FakeMailbox | null;
}

export interface FakeMailbox {
  forwardTo: string | null;
  filters: { id: string; forwardTo: string | null; deletes: boolean }[];
  delegates: string[];
  autoReply: boolean;
  /** Epoch milliseconds. */
  autoReplyEnds: number | null;
}

export interface FakeMember {
  /** A user's or a group's id; "everyone" is the whole customer. */
  id: string;
  type: 'USER' | 'GROUP' | 'CUSTOMER';
  role: 'OWNER' | 'MANAGER' | 'MEMBER';
}

export interface FakeGroup {
  id: string;
  name: string;
  address: string;
  members: FakeMember[];
}

/** A shared drive and whom it lets in, by address: accounts, groups, and people of other organisations. */
export interface FakeDrive {
  id: string;
  name: string;
  members: {
    address: string;
    type: 'user' | 'group' | 'domain';
    role: 'organizer' | 'fileOrganizer' | 'writer' | 'reader';
    deleted?: boolean;
  }[];
}

interface FakePhone {
  id: string;
  owner: string;
  model: string;
  type: string;
  status: string;
}

export interface FakeChromebook {
  id: string;
  serial: string;
  model: string;
  annotatedUser: string | null;
  status: string;
  annotatedLocation?: string;
  annotatedAssetId?: string;
  orgUnitPath?: string;
}

interface FakeTransfer {
  id: string;
  from: string;
  to: string;
  time: string;
  status: 'completed' | 'inProgress' | 'failed';
}

/** A line of the audit log. */
export interface FakeEvent {
  time: string;
  application: 'admin' | 'login';
  type: string;
  name: string;
  parameters: Record<string, string>;
}

/** A Google Workspace customer, in memory. What a test changes here is there at once. */
export interface FakeCustomer {
  id: string;
  users: Map<string, FakeUser>;
  groups: Map<string, FakeGroup>;
  drives: Map<string, FakeDrive>;
  roles: { id: string; name: string; superAdmin: boolean }[];
  assignments: { id: string; role: string; to: string; type: 'USER' | 'GROUP' }[];
  phones: FakePhone[];
  chromebooks: FakeChromebook[];
  transfers: FakeTransfer[];
  events: FakeEvent[];
  /** What a licence (sku) is called, for those that were taken from somebody. */
  licenceNames: Map<string, string>;
  /** The Chat app's conversations. */
  chat: FakeChat;
  /** Mails that left through Gmail. */
  sent: { from: string; mime: string }[];
}

/** What a customer is made from. */
export interface FakePerson {
  name: string;
  email: string;
  department?: string | null;
  jobTitle?: string | null;
  employeeId?: string | null;
  manager?: string | null;
}

export const SUPER_ADMIN = '700000000000001';
const HELP_DESK = '700000000000002';

/** A customer whose people are all as they should be: enrolled, in no group, with nothing to find. One is super administrator. */
export function fakeCustomer(
  people: readonly FakePerson[],
  { id = 'C01larken', superAdmin = people[0]?.email }: { id?: string; superAdmin?: string | undefined } = {},
): FakeCustomer {
  const users = people.map((person) => fakeUser(person, person.email === superAdmin));
  return {
    id,
    users: new Map(users.map((user) => [user.id, user])),
    groups: new Map(),
    drives: new Map(),
    roles: [
      { id: SUPER_ADMIN, name: '_SEED_ADMIN_ROLE', superAdmin: true },
      { id: HELP_DESK, name: '_HELP_DESK_ADMIN_ROLE', superAdmin: false },
    ],
    assignments: users
      .filter(({ superAdmin }) => superAdmin)
      .map(({ id: to }) => ({ id: numberOf(`assignment ${to}`, 15), role: SUPER_ADMIN, to, type: 'USER' })),
    phones: [],
    chromebooks: [],
    transfers: [],
    events: [],
    licenceNames: new Map(),
    chat: fakeChat(),
    sent: [],
  };
}

/** An account with nothing to find. The same address always gets the same id. */
export function fakeUser(person: FakePerson, superAdmin = false): FakeUser {
  const [given = person.name, ...family] = person.name.split(' ');
  return {
    id: numberOf(person.email, 21),
    address: person.email,
    name: { given, family: family.join(' ') || given },
    aliases: [],
    employeeId: person.employeeId ?? null,
    department: person.department ?? null,
    title: person.jobTitle ?? null,
    manager: person.manager ?? null,
    orgUnit: '/Staff',
    guest: false,
    suspended: false,
    archived: false,
    deletedAt: null,
    created: '2024-09-02T08:00:00.000Z',
    lastLogin: '2026-11-20T08:12:00.000Z',
    superAdmin,
    delegatedAdmin: false,
    enrolled: true,
    enforced: true,
    backupCodes: 0,
    appPasswords: [],
    grants: [],
    recoveryEmail: null,
    recoveryPhone: null,
    listed: true,
    licences: [],
    driveMb: 0,
    mailbox: { forwardTo: null, filters: [], delegates: [], autoReply: false, autoReplyEnds: null },
  };
}

/** Adds a group. Members are given as accounts, other groups, or "everyone". */
export function fakeGroup(
  customer: FakeCustomer,
  name: string,
  members: (FakeUser | FakeGroup | 'everyone' | { owner: FakeUser })[] = [],
): FakeGroup {
  const domain = [...customer.users.values()][0]?.address.split('@')[1] ?? 'larkenmere.example';
  const address = `${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}@${domain}`;
  const group: FakeGroup = {
    id: numberOf(address, 15),
    name,
    address,
    members: members.map((member): FakeMember => {
      if (member === 'everyone') return { id: customer.id, type: 'CUSTOMER', role: 'MEMBER' };
      if ('owner' in member) return { id: member.owner.id, type: 'USER', role: 'OWNER' };
      return { id: member.id, type: 'members' in member ? 'GROUP' : 'USER', role: 'MEMBER' };
    }),
  };
  customer.groups.set(group.id, group);
  return group;
}

/** Adds a shared drive. Its members are given as accounts, groups, or addresses from elsewhere. */
export function fakeDrive(
  customer: FakeCustomer,
  { id = numberOf(`drive ${customer.drives.size}`, 19), name }: { id?: string; name: string },
  members: (FakeUser | FakeGroup | string)[] = [],
): FakeDrive {
  const drive: FakeDrive = {
    id,
    name,
    members: members.map((member) => {
      if (typeof member === 'string') return { address: member, type: 'user', role: 'reader' };
      return { address: member.address, type: 'members' in member ? 'group' : 'user', role: 'writer' };
    }),
  };
  customer.drives.set(id, drive);
  return drive;
}

/** Leaves open whatever can be left open in an account that nobody closed: a finding in every row. */
export function leaveOpen(customer: FakeCustomer, user: FakeUser, signedInAt: string): void {
  const licence = { product: '101031', sku: '1010310008', name: 'Google Workspace for Education Plus' };
  Object.assign(user, {
    suspended: false,
    lastLogin: signedInAt,
    delegatedAdmin: true,
    enrolled: true,
    backupCodes: 8,
    appPasswords: [{ id: 1, name: 'Mail on the old iPad' }],
    grants: [{ clientId: '1234.apps.example', name: 'Quiz Maker' }],
    recoveryEmail: 'home@mailbox.example',
    recoveryPhone: '+441632960000',
    listed: true,
    licences: [licence],
    driveMb: 1_240,
    mailbox: {
      forwardTo: 'home@mailbox.example',
      filters: [
        { id: 'f1', forwardTo: 'home@mailbox.example', deletes: false },
        { id: 'f2', forwardTo: null, deletes: true },
        { id: 'f3', forwardTo: null, deletes: false },
      ],
      delegates: ['friend@larkenmere.example'],
      autoReply: false,
      autoReplyEnds: null,
    },
  } satisfies Partial<FakeUser>);
  customer.assignments.push({ id: numberOf(`help ${user.id}`, 15), role: HELP_DESK, to: user.id, type: 'USER' });
  fakeGroup(customer, `Trips of ${user.name.family}`, [{ owner: user }]);
  fakeGroup(customer, `Colleagues of ${user.name.family}`, [user]);
  customer.phones.push({
    id: `phone-${user.id}`,
    owner: user.address,
    model: 'Pixel 9',
    type: 'ANDROID',
    status: 'APPROVED',
  });
  customer.chromebooks.push({
    id: `chromebook-${user.id}`,
    serial: `SN${user.id.slice(0, 6)}`,
    model: 'Chromebook 314',
    annotatedUser: user.address,
    status: 'ACTIVE',
  });
}

/** A number of so many digits, always the same for the same text: Google's ids look like that. */
function numberOf(text: string, digits: number): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `1${BigInt(`0x${hex}`).toString().slice(1, digits)}`;
}
