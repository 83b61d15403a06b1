import { EVERY_SCOPE } from '../../fakes/google/index.ts';
import { ADMIN, all, DRIVES, type Rig, startRig } from './rig.ts';

let rig: Rig;
afterEach(() => rig.close());

const lines = () => all(rig.directory.check());

test('with everything granted, every line says so and needs no advice', async () => {
  rig = await startRig(5, { drives: DRIVES });
  const found = await lines();
  expect(found.map(({ permission }) => permission).sort()).toEqual([...EVERY_SCOPE].sort());
  expect(found.filter(({ state, advice }) => state !== 'granted' || advice !== null)).toEqual([]);
  expect(rig.problems).toEqual([]);
});

test.each(EVERY_SCOPE)('without %s that line alone says what to add, where, and to which client', async (scope) => {
  rig = await startRig(5, { drives: DRIVES });
  rig.google.granted.delete(scope);
  const missing = (await lines()).filter(({ state }) => state !== 'granted');
  expect(missing).toHaveLength(1);
  expect(missing[0]).toMatchObject({ permission: scope, state: 'missing' });
  expect(missing[0]?.advice).toContain(`add https://www.googleapis.com/auth/${scope} to client 100000000000000000042`);
});

test('an API that is switched off in the project is missing, and it says where to switch it on', async () => {
  rig = await startRig(5, { drives: DRIVES });
  rig.google.disturb(/^GET \/apps\/licensing/, { kind: 'error', status: 403, reason: 'accessNotConfigured' });
  const line = (await lines()).find(({ permission }) => permission === 'apps.licensing');
  expect(line).toMatchObject({ state: 'missing', advice: expect.stringContaining('APIs & Services') });
});

test('an administrator without the rights is told apart from a permission that is not granted', async () => {
  rig = await startRig(5, { drives: DRIVES });
  const admin = [...rig.customer.users.values()].find(({ address }) => address === ADMIN);
  if (admin) admin.superAdmin = false;
  const line = (await lines()).find(({ permission }) => permission === 'admin.directory.user.readonly');
  expect(line).toMatchObject({ state: 'missing', advice: expect.stringContaining('GOOGLE_ADMIN_SUBJECT') });
});

test('what the edition does not include is a licence that is missing', async () => {
  rig = await startRig(5, { drives: DRIVES });
  rig.google.disturb(/devices\/chromeos/, { kind: 'error', status: 403, reason: 'domainCannotUseApis' });
  const line = (await lines()).find(({ permission }) => permission.includes('chromeos'));
  expect(line?.state).toBe('licence-missing');
});

test('an administrator without a mailbox or licence is no missing permission', async () => {
  rig = await startRig(5, { drives: DRIVES });
  rig.user(0).mailbox = null;
  expect((await lines()).filter(({ state }) => state !== 'granted')).toEqual([]);
});

test('a key that Google does not accept is told in every line', async () => {
  rig = await startRig(5, { drives: DRIVES, adminSubject: 'nobody@larkenmere.example' });
  for (const { state, advice } of await lines()) {
    expect(state).toBe('missing');
    expect(advice).toContain('GOOGLE_SERVICE_ACCOUNT_FILE');
  }
});
