import { idFor, ROLES, Tenant, type User } from './tenant.ts';

/** People whom a test wants by name, each with something a directory gets wrong elsewhere. */
export type Cast = Record<
  | 'head'
  | 'deputy'
  | 'ict'
  | 'viaGroup'
  | 'eligible'
  | 'synced'
  | 'guest'
  | 'withoutMail'
  | 'phoneOnly'
  | 'passkey'
  | 'noFactor'
  | 'newFactor'
  | 'federated'
  | 'blocked'
  | 'leaving'
  | 'leaver'
  | 'closed'
  | 'twin'
  | 'otherTwin'
  | 'sameNumber',
  User
>;

const FIRST = [
  'Amara',
  'Bronwen',
  'Callum',
  'Dilys',
  'Ewan',
  'Freya',
  'Gareth',
  'Hana',
  'Idris',
  'Jaya',
  'Kofi',
  'Leila',
];
const LAST = [
  'Abernathy',
  'Beddoes',
  'Castellan',
  'Driscoll',
  'Eastwick',
  'Fairclough',
  'Greenhalgh',
  'Hollis',
  'Ironside',
];
const DEPARTMENTS = ['Science', 'English', 'Maths', 'Humanities', 'SEND', 'Office'];

const DOMAIN = 'wexcombe.example';
export const FEDERATED_DOMAIN = 'college.wexcombe.example';
const LICENCE = { skuId: idFor('sku A3'), skuPartNumber: 'M365EDU_A3_FACULTY' };

/** An invented school of `people` accounts, the cast among them. Everyone else has an authenticator app. */
export function schoolTenant({ people = 65 }: { people?: number } = {}): { tenant: Tenant; cast: Cast } {
  const tenant = new Tenant();
  tenant.domains.push({ id: DOMAIN, authenticationType: 'Managed' });
  const person = (displayName: string, more: Partial<User> = {}, domain = DOMAIN): User =>
    tenant.add({
      displayName,
      userPrincipalName: `${displayName.toLowerCase().replace(/[^a-z]+/g, '.')}@${domain}`,
      department: 'Office',
      signInActivity: {
        lastSignInDateTime: '2026-11-20T08:00:00Z',
        lastNonInteractiveSignInDateTime: '2026-11-21T08:00:00Z',
        lastSuccessfulSignInDateTime: '2026-11-21T08:00:00Z',
      },
      ...more,
      has: {
        methods: ['microsoftAuthenticator'],
        licences: [LICENCE],
        mailbox: { autoReply: 'disabled', rules: [] },
        driveUsed: 2_100_000_000,
        ...more.has,
      },
    });
  const cast = castOf(tenant, person);
  for (let n = tenant.users.size; n < people; n++) {
    const name = nameOf(n);
    const upn = `${name.toLowerCase().replaceAll(' ', '.')}.${n}@${DOMAIN}`;
    person(name, {
      id: idFor(upn),
      userPrincipalName: upn,
      employeeId: `W${10_000 + n}`,
      department: DEPARTMENTS[n % DEPARTMENTS.length] as string,
      jobTitle: 'Teacher',
      manager: cast.head.id,
    });
  }
  for (const department of DEPARTMENTS)
    tenant.addGroup({
      displayName: `${department} staff`,
      members: new Set([...tenant.users.values()].filter((user) => user.department === department).map(({ id }) => id)),
      owners: new Set([cast.deputy.id]),
    });
  return { tenant, cast };
}

/** The nth person's name. In a trust of 120,000 eight share one, as it is where people have second names. */
function nameOf(n: number): string {
  const at = (list: string[], pace: number) => list[Math.floor(n / pace) % list.length];
  const [few, many] = [FIRST.length, FIRST.length * LAST.length];
  const last = at(LAST, few);
  if (n < many) return `${at(FIRST, 1)} ${last}`;
  return `${at(FIRST, 1)} ${at(FIRST, many)} ${last}-${at(LAST, many * few)}`;
}

function castOf(tenant: Tenant, person: (name: string, more?: Partial<User>, domain?: string) => User): Cast {
  const head = person('Rosalind Achterberg', {
    jobTitle: 'Headteacher',
    department: 'Leadership',
    employeeId: 'W00001',
  });
  const cast: Cast = {
    head,
    deputy: person('Piers Llewellyn', { jobTitle: 'Deputy Headteacher', department: 'Leadership', manager: head.id }),
    ict: person('Nasreen Quddus', { jobTitle: 'ICT Manager', has: { methods: ['fido2', 'microsoftAuthenticator'] } }),
    viaGroup: person('Oskar Lindgren', { jobTitle: 'Technician' }),
    eligible: person('Tamsin Yelland', { jobTitle: 'Technician' }),
    synced: person('Wilfred Ogunleye', { onPremisesSyncEnabled: true }),
    guest: person('Supply Cover', {
      userPrincipalName: `supply_agency.example#EXT#@${DOMAIN}`,
      mail: 'Supply@agency.example',
      userType: 'Guest',
      has: { methods: [], licences: [], mailbox: undefined as never, driveUsed: undefined as never },
    }),
    withoutMail: person('Cleaner Kiosk', {
      mail: null,
      signInActivity: null,
      has: { licences: [], mailbox: undefined as never, driveUsed: undefined as never },
    }),
    phoneOnly: person('Una Mackintosh', { has: { methods: ['phone'] } }),
    passkey: person('Viktor Szabó', { has: { methods: ['fido2'] } }),
    noFactor: person('Zara Pennington', { has: { methods: ['email'] } }),
    newFactor: person('Yusuf Karam', { has: { methods: ['telepathy'] } }),
    federated: person('Xanthe Morrow', { has: { methods: [] } }, FEDERATED_DOMAIN),
    blocked: person('Former Caretaker', { accountEnabled: false }),
    // Midnight in London, which in June is the day before in UTC.
    leaving: person('Gwendolyn Pryce', { employeeLeaveDateTime: '2027-06-29T23:00:00Z' }),
    leaver: openLeaver(tenant, person),
    closed: closedLeaver(person),
    twin: person('Sam Okafor', { userPrincipalName: `sam.okafor@${DOMAIN}`, employeeId: 'W00201' }),
    otherTwin: person('Sam Okafor', { userPrincipalName: `sam.okafor2@${DOMAIN}`, employeeId: 'W00202' }),
    sameNumber: person('Robin Achterberg', { employeeId: 'W00001' }),
  };
  const give = (who: User, role: string) =>
    tenant.roleAssignments.push({ principalId: who.id, roleDefinitionId: role });
  give(cast.head, ROLES.globalAdministrator);
  give(cast.ict, ROLES.globalAdministrator);
  const admins = tenant.addGroup({
    displayName: 'ICT support',
    isAssignableToRole: true,
    members: new Set([cast.viaGroup.id, cast.leaver.id]),
  });
  tenant.roleAssignments.push({ principalId: admins.id, roleDefinitionId: ROLES.userAdministrator });
  tenant.roleEligibilities.push({ principalId: cast.eligible.id, roleDefinitionId: ROLES.globalAdministrator });
  tenant.audits.push({ at: '2026-11-02T16:30:00Z', activity: 'Disable account', target: cast.closed.id });
  return cast;
}

/** Someone who left in August with everything still open. */
export function openLeaver(tenant: Tenant, person: (name: string, more?: Partial<User>) => User): User {
  const laptop = { id: idFor('laptop'), deviceId: idFor('laptop device'), name: 'LAPTOP-0417' };
  const app = idFor('quiz app');
  const leaver = person('Barnaby Thistlewood', {
    jobTitle: 'Teacher of Music',
    employeeLeaveDateTime: '2026-08-31T22:59:59Z',
    otherMails: ['someone@personal.example'],
    signInSessionsValidFromDateTime: '2025-09-01T07:00:00Z',
    signInActivity: {
      lastSignInDateTime: '2026-10-05T20:00:00Z',
      lastNonInteractiveSignInDateTime: null,
      lastSuccessfulSignInDateTime: '2026-10-05T20:00:00Z',
    },
    has: {
      methods: ['phone', 'microsoftAuthenticator'],
      mailbox: {
        autoReply: 'disabled',
        rules: [{ displayName: 'To my own address', forwardTo: 'someone@personal.example' }],
      },
      driveUsed: 5_300_000_000,
      apps: [{ resourceId: app, resourceDisplayName: 'Quiz Maker' }],
      grants: [{ clientId: app, scope: 'Mail.Read offline_access' }],
      ownedDevices: [laptop],
      registeredDevices: [laptop],
      managedDevices: [laptop, { id: idFor('tablet'), deviceId: idFor('tablet device'), name: 'TABLET-12' }],
    },
  });
  const choir = tenant.addGroup({
    displayName: 'Choir',
    mail: `choir@${DOMAIN}`,
    groupTypes: ['Unified'],
    mailEnabled: true,
    securityEnabled: false,
    resourceProvisioningOptions: ['Team'],
    members: new Set([leaver.id]),
    owners: new Set([leaver.id]),
  });
  leaver.has.owned = [choir.id];
  const alone = () => ({ members: new Set([leaver.id]) });
  tenant.addGroup({ displayName: 'All staff', groupTypes: ['DynamicMembership'], ...alone() });
  tenant.addGroup({ displayName: 'Printing', onPremisesSyncEnabled: true, ...alone() });
  tenant.addGroup({
    displayName: 'Notices',
    mail: `notices@${DOMAIN}`,
    mailEnabled: true,
    securityEnabled: false,
    ...alone(),
  });
  const music = tenant.addGroup({ displayName: 'Music department', ...alone() });
  tenant.addGroup({ displayName: 'Performing arts', members: new Set([music.id]) });
  return leaver;
}

/** Someone who left and whose account was closed as it should be. */
const closedLeaver = (person: (name: string, more?: Partial<User>) => User): User =>
  person('Ottoline Marsh', {
    accountEnabled: false,
    department: null,
    signInSessionsValidFromDateTime: '2026-11-02T16:31:00Z',
    signInActivity: { lastSignInDateTime: '2026-10-30T15:00:00Z', lastNonInteractiveSignInDateTime: null },
    has: {
      methods: [],
      licences: [],
      mailbox: { autoReply: 'alwaysEnabled', rules: [] },
      driveUsed: 0,
    },
  });
