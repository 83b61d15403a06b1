import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { entraDirectory } from '../../shared/adapters/entra/index.ts';
import { type GoogleSettings, googleDirectory } from '../../shared/adapters/google/index.ts';
import type { ClosingStep, Directory } from '../../shared/directories/port.ts';
import { readPeople } from '../../shared/people/csv.ts';
import type { ListedPerson } from '../../shared/people/row.ts';
import type { Clock, Log } from '../../shared/ports.ts';
import {
  type FakeCustomer,
  fakeCustomer,
  fakeDrive,
  fakeGroup,
  fakeUser,
  leaveOpen,
  startGoogle,
} from '../../tests/fakes/google/index.ts';
import { startGraph } from '../../tests/fakes/graph/graph.ts';
import { idFor, ROLES, Tenant, type User } from '../../tests/fakes/graph/tenant.ts';
import { GOOGLE_CUSTOMER, googleAddress, isInTeams } from './google-people.ts';

/** The invented school's directories, on this machine: Microsoft Graph and Google's APIs played, read as the real ones are. */
export interface SandboxDirectories {
  directories: Directory[];
  close(): Promise<void>;
}

const DOMAIN = 'larkenmere.example';
const PUPILS = `pupils.${DOMAIN}`;
const LICENCE = { skuId: idFor('sku A3'), skuPartNumber: 'M365EDU_A3_FACULTY' };
const EDUCATION_PLUS = { product: '101031', sku: '1010310008' };

/** Who has no account in Entra: it is still to be made, and he says hello first; or nobody knows of one. */
const NOT_YET = ['peter.wainscott', 'walter.entwistle'];
/** Who is unusual, by the part of the address before the @. All others have an authenticator app and nothing to find. */
const CAST = {
  /** Second factors: none, the telephone only, a passkey. */
  none: ['rhys.cadwallader', 'jolanta.nowicka', 'sunita.rao', 'lee.hartshorn'],
  phone: ['denise.holroyd', 'padraig.oshaughnessy', 'janet.pickersgill'],
  passkey: ['ifeoma.nwachukwu', 'tomasz.zielinski', 'margaret.ashdown'],
  admins: ['ifeoma.nwachukwu', 'tomasz.zielinski'],
  /** Left, and closed as it should be; closed in Entra, open in Google; open everywhere. */
  closed: ['kieran.doyle-marsh', 'hugh.pemberthy', 'latisha.boateng'],
  halfClosed: ['graham.stubley'],
  open: ['yolanda.ferreira'],
  /** Works without a computer: her account is blocked on purpose. */
  blocked: ['dorothy.quaye'],
  /** Sign in to Google at the partner college, which Google can't look into. */
  elsewhere: ['begona.ibarra', 'elodie.marchetti'],
};
/** The shared drive that the school file names for SEND. */
const SEND_RECORDS = '0AKtXsendRecordsUk9PVA';
const PARTNER_COLLEGE = '/Partner college';

/** Starts both. The school's list says who is in them, and what was made up beside it is the same in every start. */
export async function startDirectories({
  tenant: id,
  closing,
  drives,
  clock,
  log,
}: {
  /** The Entra tenant's id. */
  tenant: string;
  /** The steps of closing accounts that are switched on. */
  closing: readonly ClosingStep[];
  /** The shared drives that the school file names. */
  drives: NonNullable<GoogleSettings['drives']>;
  clock: Clock;
  log: Log;
}): Promise<SandboxDirectories> {
  const { people } = readPeople(readFileSync(join(import.meta.dirname, 'school', 'people.csv')), {});
  const tenant = entraOf(id, people);
  const customer = googleOf(people);
  // What a school's licence has: without Entra ID P2, roles that somebody could take up are not shown.
  const graph = await startGraph({ tenant, clock, contract: null, licences: ['P1', 'Intune'] });
  const google = await startGoogle({ customer, now: () => clock.now() });
  const key = await google.keyFile();
  return {
    directories: [
      entraDirectory(
        {
          tenant: id,
          clientId: graph.clientId,
          credential: { kind: 'secret', secret: graph.secret },
          authority: graph.authority,
          root: graph.root,
          zone: 'Europe/London',
          closing,
        },
        { clock, log },
      ),
      googleDirectory(
        {
          serviceAccount: {
            clientEmail: key.client_email,
            clientId: key.client_id,
            privateKey: key.private_key,
            privateKeyId: key.private_key_id,
            tokenUri: key.token_uri,
          },
          adminSubject: `google-admin@${DOMAIN}`,
          customer: customer.id,
          signInElsewhere: [PARTNER_COLLEGE],
          licences: [EDUCATION_PLUS],
          closing,
          drives,
          rootUrl: `${google.url}/`,
        },
        { clock, log },
      ),
    ],
    async close() {
      await graph.close();
      await google.close();
    },
  };
}

const nameOf = ({ email, name }: ListedPerson): string =>
  email?.split('@')[0] ?? name.toLowerCase().replace(/[^a-z]+/g, '.');

const dayBefore = (day: string): string => new Date(Date.parse(day) - 86_400_000).toISOString();

function entraOf(id: string, people: ListedPerson[]): Tenant {
  const tenant = new Tenant(id);
  tenant.domains.push({ id: DOMAIN, authenticationType: 'Managed' });
  const here = people.filter((person) => isInTeams(person) && !NOT_YET.includes(nameOf(person)));
  for (const person of here) tenant.add(entraUser(person, here));
  const idOf = (name: string) => objectId(here.find((person) => nameOf(person) === name) as ListedPerson);
  for (const name of CAST.admins)
    tenant.roleAssignments.push({ principalId: idOf(name), roleDefinitionId: ROLES.globalAdministrator });
  for (const department of new Set(here.map(({ department }) => department)))
    tenant.addGroup({
      displayName: `${department} team`,
      mail: `${department?.toLowerCase()}@${DOMAIN}`,
      groupTypes: ['Unified'],
      mailEnabled: true,
      resourceProvisioningOptions: ['Team'],
      members: new Set([
        ...here
          .filter((person) => person.department === department && !CAST.closed.includes(nameOf(person)))
          .map(objectId),
        // Somebody let him in, and nobody remembers who.
        ...(department === 'SEND' ? [idOf('kwabena.ofori')] : []),
      ]),
      owners: new Set([idOf('ifeoma.nwachukwu')]),
    });
  tenant.addGroup({
    displayName: 'Safeguarding',
    members: new Set(['farzana.siddiqui', 'margaret.ashdown', 'ruth.featherstone', 'graham.stubley'].map(idOf)),
  });
  const [leaver] = CAST.open;
  const project = tenant.addGroup({
    displayName: 'Exchange trips',
    groupTypes: ['Unified'],
    resourceProvisioningOptions: ['Team'],
    members: new Set([idOf(leaver as string)]),
    owners: new Set([idOf(leaver as string)]),
  });
  (tenant.users.get(idOf(leaver as string)) as User).has.owned = [project.id];
  addOthers(tenant);
  return tenant;
}

const objectId = (person: ListedPerson): string => person.object_id ?? idFor(nameOf(person));

/** Someone's account, closed if they left and somebody thought of it. */
function entraUser(person: ListedPerson, people: ListedPerson[]): Parameters<Tenant['add']>[0] {
  const name = nameOf(person);
  const isClosed = [...CAST.closed, ...CAST.halfClosed].includes(name);
  const manager = people.find(({ email }) => email !== null && email === person.manager);
  const signedIn = person.leave_date && isClosed ? dayBefore(person.leave_date) : '2026-11-20T08:12:00Z';
  return {
    id: objectId(person),
    displayName: person.name,
    userPrincipalName: person.email ?? `${name}@${DOMAIN}`,
    mail: person.email ?? null,
    department: person.department ?? null,
    jobTitle: person.job_title ?? null,
    manager: manager ? objectId(manager) : null,
    accountEnabled: !isClosed && !CAST.blocked.includes(name),
    employeeLeaveDateTime: null,
    ...(isClosed && person.leave_date && { signInSessionsValidFromDateTime: `${person.leave_date}T16:00:00Z` }),
    signInActivity: {
      lastSignInDateTime: signedIn,
      lastNonInteractiveSignInDateTime: null,
      lastSuccessfulSignInDateTime: signedIn,
    },
    has: {
      methods: isClosed || CAST.none.includes(name) ? [] : methodsOf(name),
      licences: isClosed ? [] : [LICENCE],
      mailbox: { autoReply: isClosed ? 'alwaysEnabled' : 'disabled', rules: [] },
      driveUsed: isClosed ? 0 : 1_200_000_000,
    },
  };
}

function methodsOf(name: string): string[] {
  if (CAST.phone.includes(name)) return ['phone'];
  return CAST.passkey.includes(name) ? ['fido2', 'microsoftAuthenticator'] : ['microsoftAuthenticator'];
}

/** What a directory has besides people of the list: each kept apart by a rule of the school file. */
function addOthers(tenant: Tenant): void {
  const add = (displayName: string, address: string, more: Partial<User> = {}) =>
    tenant.add({ displayName, userPrincipalName: address, ...more });
  const passkey = { has: { methods: ['fido2'] } };
  const emergency = add('Emergency access', `emergency@${DOMAIN}`, passkey);
  tenant.roleAssignments.push({ principalId: emergency.id, roleDefinitionId: ROLES.globalAdministrator });
  add('Registers upload', `svc-registers@${DOMAIN}`);
  add('Reception', `office@${DOMAIN}`);
  add('Main hall', `room-hall@${DOMAIN}`, { accountEnabled: false });
  add('Ada Verlander', `ada_agency.example#EXT#@${DOMAIN}`, { mail: 'ada@agency.example', userType: 'Guest' });
  for (const name of ['Amina Rourke', 'Jude Castellan', 'Tilly Marchbank'])
    add(name, `${name.toLowerCase().replace(' ', '.')}@${PUPILS}`);
}

function googleOf(people: ListedPerson[]): FakeCustomer {
  const customer = fakeCustomer([{ name: 'Google Admin', email: `google-admin@${DOMAIN}` }], { id: GOOGLE_CUSTOMER });
  const addresses = new Map(people.map((person) => [person.email ?? '', googleAddress(person)]));
  for (const person of people) {
    const email = googleAddress(person);
    if (!email) continue;
    const user = fakeUser({
      name: person.name,
      email,
      department: person.department ?? null,
      jobTitle: person.job_title ?? null,
      manager: (person.manager && addresses.get(person.manager)) ?? null,
    });
    const name = nameOf(person);
    const { leave_date } = person;
    Object.assign(user, {
      enrolled: ![...CAST.none, ...CAST.closed, ...CAST.elsewhere].includes(name),
      ...(CAST.elsewhere.includes(name) && { orgUnit: PARTNER_COLLEGE }),
      suspended: CAST.closed.includes(name),
      ...(CAST.closed.includes(name) &&
        leave_date && { lastLogin: dayBefore(leave_date), listed: false, mailbox: null }),
    });
    customer.users.set(user.id, user);
    if (CAST.open.includes(name)) leaveOpen(customer, user, '2026-11-12T19:40:00.000Z');
  }
  const inSend = people
    .filter((person) => person.department === 'SEND' && !CAST.closed.includes(nameOf(person)))
    .map(googleAddress);
  const send = fakeGroup(
    customer,
    'SEND staff',
    [...customer.users.values()].filter(({ address }) => inSend.includes(address)),
  );
  // A tutor from outside was let in for one pupil, and stayed.
  fakeDrive(customer, { id: SEND_RECORDS, name: 'SEND records' }, [send, 'tutor@agency.example']);
  return customer;
}
