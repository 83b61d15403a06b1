import { openStore } from '../../shared/adapters/store/store.ts';
import { lookAtLeavers } from '../../shared/checks/leavers/run.ts';
import { known } from '../../shared/directories/fact.ts';
import type { AccountPage, DirectoryAccount } from '../../shared/directories/port.ts';
import { syncDirectory } from '../../shared/directories/sync.ts';
import type { Store } from '../../shared/ports.ts';
import { parseSchool } from '../../shared/school.ts';
import { FakeDirectory } from '../fakes/directory.ts';

/** People in the directory, and how many a page. */
export const PEOPLE = 240;
const PAGE = 40;

const SCHOOL = parseSchool(`
school: { name: Larkenmere School }
directories: { staff: ['*@larkenmere.example'] }
checks: { leavers: { shared_passwords: [], social_media: [] } }
`);

/** A directory in which everybody leaves on the same day, given page by page. */
export class Leaving extends FakeDirectory {
  override async *accounts(): AsyncGenerator<AccountPage & never> {
    for (let at = 0; at < PEOPLE; at += PAGE) {
      const accounts = Array.from({ length: PAGE }, (_, i) => account(at + i));
      yield { accounts, removed: [], ...(at + PAGE >= PEOPLE && { cursor: 'all' }) } as AccountPage & never;
    }
  }
}

const account = (n: number): DirectoryAccount => ({
  objectId: `00000000-0000-4000-8000-${`${n}`.padStart(12, '0')}`,
  address: `person${n}@larkenmere.example`,
  aliases: [],
  name: `Person ${n}`,
  employeeId: `E${n}`,
  department: 'Science',
  jobTitle: 'Teacher',
  place: null,
  manager: null,
  enabled: known(true),
  guest: false,
  leaveDate: known('2026-11-23'),
  lastSignIn: known(null),
  synced: false,
  admin: known(false),
});

const log = { info() {}, warn() {}, error() {} };

/** What is run, here and in the process that is killed. */
export async function runOn(store: Store, what: 'sync' | 'leavers', now: Date, directory = new Leaving()) {
  const clock = { now: () => now };
  const stopping = new AbortController().signal;
  const context = { store, clock, school: SCHOOL, directories: [directory], log, stopping };
  return what === 'sync' ? syncDirectory(directory, { full: true }, context) : lookAtLeavers(context, { all: true });
}

/** What the process that is killed is told. */
export interface Order {
  where: Parameters<typeof openStore>[0];
  what: 'sync' | 'leavers';
  now: string;
  /** In which of its transactions it stops for ever, and says so: before it begins, or when all but the commit is done. */
  stopAt: number;
  inside: boolean;
}

async function obey({ where, what, now, stopAt, inside }: Order): Promise<void> {
  const real = await openStore(where);
  let transactions = 0;
  const forever = () => {
    console.log('here');
    return new Promise<never>(() => setInterval(() => {}, 1_000));
  };
  const store: Store = Object.assign(Object.create(real) as Store, {
    transaction: async (work: Parameters<Store['transaction']>[0]) => {
      const stop = ++transactions === stopAt;
      if (stop && !inside) return forever();
      return real.transaction(async (tx) => {
        const done = await work(tx);
        return stop ? forever() : done;
      });
    },
  });
  await runOn(store, what, new Date(now));
  console.log('ended');
}

const [, script, order] = process.argv;
if (script?.endsWith('crash-child.ts') && order) await obey(JSON.parse(order) as Order);
