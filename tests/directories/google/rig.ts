import { type GoogleSettings, googleDirectory } from '../../../shared/adapters/google/index.ts';
import { CLOSING_STEPS, type Directory, type LeaverRow, type Reading } from '../../../shared/directories/port.ts';
import {
  CONTRACTS,
  discoveryContract,
  type HeldExchange,
  hasContract,
  haveContracts,
} from '../../contracts/google-discovery.ts';
import { type VirtualClock, virtualClock } from '../../fakes/clock.ts';
import {
  type FakeCustomer,
  type FakeGoogle,
  type FakeGoogleOptions,
  type FakePerson,
  type FakeUser,
  fakeCustomer,
  startGoogle,
} from '../../fakes/google/index.ts';

/** The adapter on the stand-in, both on a clock that only waiting moves. Every exchange is held against the contracts. */
export interface Rig {
  directory: Directory;
  google: FakeGoogle;
  customer: FakeCustomer;
  clock: VirtualClock;
  /** What the contracts found wrong, one line each. */
  problems: string[];
  /** The account of the nth person. */
  user(at: number): FakeUser;
  close(): Promise<void>;
}

export const ADMIN = 'ifeoma.nwachukwu@larkenmere.example';
/** The shared drive that an area names. */
export const DRIVE_ID = '0AKtXsendRecordsUk9PVA';
export const DRIVES = [{ id: DRIVE_ID, title: 'SEND records' }];
export const EDUCATION_PLUS = { product: '101031', sku: '1010310008' };

const DRIVE = 'google.drive.v3.json';
const FILES = [
  'google.admin.directory_v1.json',
  'google.admin.reports_v1.json',
  'google.admin.datatransfer_v1.json',
  'google.gmail.v1.json',
  'google.licensing.v1.json',
  DRIVE,
].filter(hasContract);

/** Whether a path is of an API whose document isn't there: only Drive's may be missing. */
export const isUndescribed = (path: string): boolean => path.startsWith('/drive/') && !hasContract(DRIVE);

/** The documents, read once; none where the folder is absent. */
export const contracts = haveContracts ? FILES.map(discoveryContract) : [];
if (!haveContracts)
  console.warn(`Google's contracts are not in ${CONTRACTS}: calls and answers are not held against them.`);

export function problemsOf(exchange: HeldExchange): string[] {
  if (contracts.length === 0 || isUndescribed(exchange.url.pathname)) return [];
  const found = contracts.map((contract) => contract.problems(exchange)).find((problems) => problems !== null);
  return found ?? [`${exchange.method} ${exchange.url.pathname} is in none of Google's documents`];
}

/** The administrator, and as many others as are wanted. */
const peopleOf = (count: number): FakePerson[] => [
  { name: 'Ifeoma Nwachukwu', email: ADMIN, department: 'ICT', jobTitle: 'ICT Security Manager', employeeId: 'E0001' },
  ...Array.from({ length: count - 1 }, (_, at) => ({
    name: `Person Number${at + 1}`,
    email: `person${at + 1}@larkenmere.example`,
    department: 'Maths',
    jobTitle: 'Teacher of Maths',
    employeeId: `E${`${at + 2}`.padStart(4, '0')}`,
    manager: ADMIN,
  })),
];

export async function startRig(
  people: number | FakeCustomer = 5,
  settings: Partial<GoogleSettings> = {},
  options: Partial<FakeGoogleOptions> = {},
  patience?: number,
): Promise<Rig> {
  const customer = typeof people === 'number' ? fakeCustomer(peopleOf(people)) : people;
  const clock = virtualClock();
  const problems: string[] = [];
  const google = await startGoogle({
    customer,
    now: clock.now,
    watch: (exchange) => problems.push(...problemsOf(exchange)),
    ...options,
  });
  const directory = googleDirectory(await settingsFor(google, settings), {
    clock,
    log: { info() {}, warn() {}, error() {} },
    ...(patience !== undefined && { patience }),
  });
  const users = [...customer.users.values()];
  return { directory, google, customer, clock, problems, user: (at) => users[at] as FakeUser, close: google.close };
}

export async function settingsFor(google: FakeGoogle, settings: Partial<GoogleSettings> = {}): Promise<GoogleSettings> {
  const file = await google.keyFile();
  return {
    serviceAccount: {
      clientEmail: file.client_email,
      clientId: file.client_id,
      privateKey: file.private_key,
      privateKeyId: file.private_key_id,
      tokenUri: file.token_uri,
    },
    adminSubject: ADMIN,
    customer: google.customer.id,
    signInElsewhere: [],
    licences: [EDUCATION_PLUS],
    closing: CLOSING_STEPS,
    annotate: true,
    drives: [],
    rootUrl: `${google.url}/`,
    ...settings,
  };
}

export async function all<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const read: T[] = [];
  for await (const page of pages) read.push(page);
  return read;
}

/** The readings of a leaver by row. */
export async function readings(rig: Rig, user: FakeUser, leftOn = '2026-10-23'): Promise<Record<LeaverRow, Reading>> {
  const found = await rig.directory.leaver(user.id, leftOn);
  return Object.fromEntries(found.map((reading) => [reading.row, reading])) as Record<LeaverRow, Reading>;
}
