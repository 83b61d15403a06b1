import { createHash } from 'node:crypto';
import { entraDirectory } from '../../shared/adapters/entra/index.ts';
import { googleDirectory } from '../../shared/adapters/google/index.ts';
import type { Directory } from '../../shared/directories/port.ts';
import { sync } from '../../shared/directories/sync.ts';
import { enqueue } from '../../shared/jobs/index.ts';
import { importPeople } from '../../shared/people/import.ts';
import type { Store } from '../../shared/ports.ts';
import { parseSchool } from '../../shared/school.ts';
import { type TestApp, testApp } from '../fakes/app.ts';
import { type FakeCustomer, type FakeGoogle, fakeCustomer, startGoogle } from '../fakes/google/index.ts';
import { startGraph } from '../fakes/graph/graph.ts';
import { Tenant } from '../fakes/graph/tenant.ts';
import { settingsFor } from './google/rig.ts';

type GraphStandIn = Awaited<ReturnType<typeof startGraph>>;

/** A school with an Entra tenant and a Google customer, both stand-ins, read by the real adapters. */
export interface Both {
  t: TestApp;
  store: Store;
  tenant: Tenant;
  graph: GraphStandIn;
  customer: FakeCustomer;
  google: FakeGoogle;
  directories: Directory[];
  /** Reads both directories as the job does; the clock goes on by a minute. */
  sync(wish?: { full?: boolean; believe?: number; provider?: 'entra' | 'google' }): Promise<void>;
  /** The school's list, as CSV without its headings: name, email, department, roles, employee_id. */
  list(...rows: string[]): Promise<void>;
  /** Everyone, by name. */
  people(): Promise<Awaited<ReturnType<typeof peopleOf>>>;
}

/** The address of the administrator who lets us into Google; not one of the school's people. */
const GOOGLE_ADMIN = { name: 'Google Admin', email: 'admin@larkenmere.example' };

export const SCHOOL = `
school: { name: Larkenmere School }
roles:
  ict-manager: { sees: school, may: [directories] }
  headteacher: { sees: school, may: [campaign] }
audiences:
  all-staff: { roles: [staff] }
directories:
  staff: ['*@larkenmere.example']
  pupils: ['*@pupils.larkenmere.example', /Pupils/**]
  break_glass: ['emergency*@larkenmere.example']
  service: ['svc-*', admin@larkenmere.example]
  shared: ['office@larkenmere.example']
  rooms: ['room-*']
  roles: { Leadership team: headteacher, ict@larkenmere.example: ict-manager }
`;

/** Adds to the school file, or puts other lines in the place of some. */
export const schoolWith = (change: (yaml: string) => string) => parseSchool(change(SCHOOL));

/** Starts schools for the tests of a file; after each test their stand-ins are closed, and had nothing to complain of. */
export function bothDirectories(): (store: Store, school?: ReturnType<typeof parseSchool>) => Promise<Both> {
  const started: { graph: GraphStandIn; google: FakeGoogle }[] = [];
  afterEach(async () => {
    for (const { graph, google } of started.splice(0)) {
      await graph.close();
      await google.close();
      expect([...new Set(graph.contractProblems)]).toEqual([]);
      expect(graph.violations + google.counts.violations).toBe(0);
    }
  });
  return async (store, school = parseSchool(SCHOOL)) => {
    const tenant = new Tenant();
    const customer = fakeCustomer([GOOGLE_ADMIN]);
    let now = new Date();
    const clock = { now: () => now, wait: async (ms: number) => void (now = new Date(now.getTime() + ms)) };
    const graph = await startGraph({ tenant, clock });
    const google = await startGoogle({ customer, now: () => now });
    started.push({ graph, google });
    const log = { info() {}, warn() {}, error() {} };
    const credential = { kind: 'secret' as const, secret: graph.secret };
    const { clientId, authority, root } = graph;
    const directories = [
      entraDirectory(
        { tenant: tenant.id, clientId, credential, authority, root, zone: 'Europe/London' },
        { clock, log },
      ),
      googleDirectory(
        await settingsFor(google, {
          adminSubject: GOOGLE_ADMIN.email,
          drives: school.areas.flatMap((area) => area.drives),
        }),
        { clock, log },
      ),
    ];
    const t = await testApp(store, school, directories);
    now = t.clock.now();
    const appClock = t.clock;
    // One time for the school and for its directories.
    Object.assign(clock, { now: () => (now > appClock.now() ? now : appClock.now()) });
    return {
      t,
      store,
      tenant,
      graph,
      customer,
      google,
      directories,
      async sync(wish = {}) {
        appClock.set(new Date(clock.now().getTime() + 60_000));
        now = appClock.now();
        await store.transaction((tx) => enqueue(tx, sync, wish, { now: appClock.now() }));
        await t.settle();
        const failed = await store.db
          .selectFrom('jobs')
          .select(['kind', 'error'])
          .where('error', 'is not', null)
          .execute();
        expect(failed).toEqual([]);
      },
      async list(...rows) {
        const csv = ['name,email,department,roles,employee_id', ...rows].join('\n');
        await store.transaction((tx) =>
          importPeople(tx, csv, { school, tenant: tenant.id, now: appClock.now(), allowMany: true }),
        );
      },
      people: () => peopleOf(store),
    };
  };
}

/** Everyone with their accounts ("entra", "google") and roles. */
async function peopleOf({ db }: Store) {
  const people = await db.selectFrom('people').selectAll().orderBy('name').orderBy('email').execute();
  const accounts = await db.selectFrom('accounts').selectAll().orderBy('provider').execute();
  const roles = await db.selectFrom('person_roles').selectAll().orderBy('role').execute();
  const name = new Map(people.map((person) => [person.id, person.name]));
  return people.map(({ id, manager, ...person }) => ({
    ...person,
    id,
    manager: manager && name.get(manager),
    accounts: accounts.filter((account) => account.person === id).map(({ provider }) => provider),
    roles: roles.filter((role) => role.person === id).map(({ role }) => role),
  }));
}

/** Puts somebody into the Entra tenant. */
export const inEntra = (tenant: Tenant, displayName: string, more: Partial<Parameters<Tenant['add']>[0]> = {}) =>
  tenant.add({ displayName, userPrincipalName: addressOf(displayName), ...more });

/** Puts somebody into the Google customer. */
export function inGoogle(
  customer: FakeCustomer,
  name: string,
  more: Partial<FakeCustomer['users'] extends Map<string, infer U> ? U : never> = {},
) {
  const [user] = fakeCustomer([{ name, email: more.address ?? addressOf(name) }]).users.values();
  if (!user) throw new Error('nobody was made');
  Object.assign(user, { superAdmin: false, lastLogin: null }, more);
  customer.users.set(user.id, user);
  return user;
}

const addressOf = (name: string): string =>
  `${
    name
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .replace(/[^a-z]+/g, '.')
      .replace(/^\.|\.$/g, '') || createHash('sha256').update(name).digest('hex').slice(0, 8)
  }@larkenmere.example`;
