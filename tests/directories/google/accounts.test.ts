import { CursorExpired, DirectoryTrouble } from '../../../shared/directories/port.ts';
import { fakeUser } from '../../fakes/google/index.ts';
import { all, type Rig, startRig } from './rig.ts';

let rig: Rig;
afterEach(() => rig.close());

const everyone = () => all(rig.directory.accounts(null));
const accountsIn = (pages: Awaited<ReturnType<typeof everyone>>) => pages.flatMap(({ accounts }) => accounts);
const cursor = async () => (await everyone()).at(-1)?.cursor as string;

test('an account carries what Google knows of the person', async () => {
  rig = await startRig();
  Object.assign(rig.user(1), {
    address: 'Person1@larkenmere.example',
    aliases: ['p.one@larkenmere.example'],
    guest: true,
    lastLogin: null,
    orgUnit: '/Staff/Maths',
  });
  const account = accountsIn(await everyone()).find(({ objectId }) => objectId === rig.user(1).id);
  expect(account).toEqual({
    objectId: rig.user(1).id,
    address: 'person1@larkenmere.example',
    aliases: ['p.one@larkenmere.example'],
    name: 'Person Number1',
    employeeId: 'E0002',
    department: 'Maths',
    jobTitle: 'Teacher of Maths',
    place: '/Staff/Maths',
    manager: 'ifeoma.nwachukwu@larkenmere.example',
    enabled: { known: true, value: true },
    guest: true,
    leaveDate: { known: false, because: { kind: 'not-offered', words: expect.stringMatching(/\.$/) } },
    lastSignIn: { known: true, value: null },
    synced: false,
    admin: { known: true, value: false },
  });
  expect(rig.problems).toEqual([]);
});

test.each(['suspended', 'archived'] as const)('an account that is %s cannot sign in', async (state) => {
  rig = await startRig();
  rig.user(1)[state] = true;
  const account = accountsIn(await everyone()).find(({ objectId }) => objectId === rig.user(1).id);
  expect(account?.enabled).toEqual({ known: true, value: false });
});

test('someone without mail, department, number or manager is an account all the same', async () => {
  rig = await startRig();
  const bare = fakeUser({ name: 'Cher', email: 'cher@larkenmere.example' });
  bare.mailbox = null;
  rig.customer.users.set(bare.id, bare);
  const account = accountsIn(await everyone()).find(({ objectId }) => objectId === bare.id);
  expect(account).toMatchObject({ employeeId: null, department: null, jobTitle: null, manager: null });
});

test('12,000 people take one request per 500, and one for those deleted', async () => {
  rig = await startRig(12_000);
  const pages = await everyone();
  expect(accountsIn(pages)).toHaveLength(12_000);
  expect(rig.google.counts).toMatchObject({ requests: 25, calls: 25, tokens: 1, violations: 0 });
});

test('what changed takes one request for the log and one for every 50 people', async () => {
  rig = await startRig(300);
  const from = await cursor();
  for (let at = 1; at <= 60; at++) {
    rig.google.log('USER_SETTINGS', 'CHANGE_USER_ORGANIZATION', { USER_EMAIL: rig.user(at).address });
  }
  const before = rig.google.counts.requests;
  const pages = await all(rig.directory.accounts(from));
  expect(accountsIn(pages)).toHaveLength(60);
  expect(rig.google.counts.requests - before).toBe(1 + 2);
  expect(rig.problems).toEqual([]);
});

test('nothing changed takes one request', async () => {
  rig = await startRig(300);
  const from = await cursor();
  const before = rig.google.counts.requests;
  expect(accountsIn(await all(rig.directory.accounts(from)))).toEqual([]);
  expect(rig.google.counts.requests - before).toBe(1);
});

test('someone who was renamed is given under the new address', async () => {
  rig = await startRig();
  const from = await cursor();
  const user = rig.user(1);
  rig.google.log('USER_SETTINGS', 'RENAME_USER', { USER_EMAIL: user.address });
  user.aliases = [user.address];
  user.address = 'married@larkenmere.example';
  const [account] = accountsIn(await all(rig.directory.accounts(from)));
  expect(account).toMatchObject({ objectId: user.id, address: 'married@larkenmere.example' });
});

test('an account that was deleted and made anew with the same address is two accounts', async () => {
  rig = await startRig();
  const from = await cursor();
  const old = rig.user(1);
  old.deletedAt = rig.clock.now().toISOString();
  rig.google.log('USER_SETTINGS', 'DELETE_USER', { USER_EMAIL: old.address });
  const fresh = { ...fakeUser({ name: 'Person Number1', email: old.address }), id: '100000000000000000007' };
  rig.customer.users.delete(old.id);
  rig.customer.users.set(fresh.id, fresh);
  rig.customer.users.set(old.id, old);
  rig.google.log('USER_SETTINGS', 'CREATE_USER', { USER_EMAIL: old.address });
  const pages = await all(rig.directory.accounts(from));
  expect(accountsIn(pages).map(({ objectId }) => objectId)).toEqual([fresh.id]);
  expect(pages.flatMap(({ removed }) => removed)).toEqual([old.id]);
});

test.each([
  ['a change of many at once', 'ORG_SETTINGS', 'EDIT_ORG_UNIT_NAME', {}],
  ['an account gone without a trace', 'USER_SETTINGS', 'DELETE_USER', { USER_EMAIL: 'nobody@larkenmere.example' }],
])('%s asks for everybody to be read again', async (_, type, name, parameters) => {
  rig = await startRig();
  const from = await cursor();
  rig.google.log(type, name, parameters);
  await expect(all(rig.directory.accounts(from))).rejects.toThrow(CursorExpired);
});

test('more changes than are worth reading one by one ask for everybody to be read again', async () => {
  rig = await startRig();
  const from = await cursor();
  for (let at = 0; at < 1_001; at++) {
    rig.google.log('USER_SETTINGS', 'CREATE_USER', { USER_EMAIL: `new${at}@larkenmere.example` });
  }
  await expect(all(rig.directory.accounts(from))).rejects.toThrow(CursorExpired);
});

test.each(['', 'yesterday', '{"at":1}'])('the cursor "%s" is none of ours: everybody is read again', async (from) => {
  rig = await startRig();
  await expect(all(rig.directory.accounts(from))).rejects.toThrow(CursorExpired);
});

test('without the audit log everybody is read each time', async () => {
  rig = await startRig();
  const from = await cursor();
  rig.google.granted.delete('admin.reports.audit.readonly');
  rig.google.endTokens();
  await expect(all(rig.directory.accounts(from))).rejects.toThrow(CursorExpired);
  expect(accountsIn(await everyone())).toHaveLength(5);
});

test.each(['broken', 'page', 'empty'] as const)('an answer that is %s is never "nobody works here"', async (kind) => {
  rig = await startRig();
  rig.google.disturb(/\/users\?/, { kind });
  const trouble = await everyone().catch((error: unknown) => error);
  expect(trouble).toBeInstanceOf(DirectoryTrouble);
  expect((trouble as DirectoryTrouble).because.kind).toBe('unreadable');
});

test('a list that breaks off in the middle ends in trouble, not in an end', async () => {
  rig = await startRig(12, {}, { largestPage: 5 });
  rig.google.disturb(/pageToken/, { kind: 'error', status: 400, reason: 'invalid' });
  const reading = rig.directory.accounts(null)[Symbol.asyncIterator]();
  expect((await reading.next()).value?.accounts).toHaveLength(5);
  await expect(reading.next()).rejects.toThrow(DirectoryTrouble);
});

test('an account without an address is unreadable, and not left out as if it were gone', async () => {
  rig = await startRig();
  rig.user(1).address = '';
  await expect(everyone()).rejects.toThrow(DirectoryTrouble);
});
