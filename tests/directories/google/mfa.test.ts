import type { MfaState } from '../../../shared/directories/port.ts';
import { all, type Rig, startRig } from './rig.ts';

let rig: Rig;
afterEach(() => rig.close());

const yes = { known: true, value: true };
const no = { known: true, value: false };

async function states(): Promise<Map<string, MfaState>> {
  const asked = [...rig.customer.users.keys()];
  return new Map((await all(rig.directory.mfa(asked))).flat().map((state) => [state.objectId, state]));
}

test('12,000 people take one request per 500', async () => {
  rig = await startRig(12_000);
  expect((await states()).size).toBe(12_000);
  expect(rig.google.counts).toMatchObject({ requests: 24, tokens: 1, violations: 0 });
});

test('someone enrolled is registered and able; which method they use, Google does not tell', async () => {
  rig = await startRig();
  const state = (await states()).get(rig.user(1).id);
  expect(state).toMatchObject({ registered: yes, capable: yes, enforced: yes });
  expect(state?.strongest).toMatchObject({ known: false, because: { kind: 'not-offered' } });
  expect(rig.problems).toEqual([]);
});

test('someone not enrolled has no second factor', async () => {
  rig = await startRig();
  Object.assign(rig.user(1), { enrolled: false, enforced: false });
  const state = (await states()).get(rig.user(1).id);
  expect(state).toMatchObject({ registered: no, capable: no, enforced: no, strongest: { known: true, value: null } });
});

test('where a unit signs in elsewhere, "not enrolled" is unknown there and no elsewhere', async () => {
  rig = await startRig(5, { signInElsewhere: ['/Staff'] });
  for (const at of [0, 1, 2, 3]) Object.assign(rig.user(at), { enrolled: false });
  rig.user(1).orgUnit = '/staff/Maths';
  rig.user(2).orgUnit = '/Staffing';
  const found = await states();
  expect(found.get(rig.user(1).id)?.registered).toMatchObject({ known: false, because: { kind: 'elsewhere' } });
  expect(found.get(rig.user(1).id)?.strongest).toMatchObject({ known: false, because: { kind: 'elsewhere' } });
  expect(found.get(rig.user(2).id)?.registered).toEqual(no);
  expect(found.get(rig.user(4).id)?.registered).toEqual(yes);
  // A super administrator always can sign in with Google's own password.
  expect(found.get(rig.user(0).id)?.registered).toEqual(no);
});

test('where the school does not say, one request finds out that someone signs in elsewhere', async () => {
  rig = await startRig(5, { signInElsewhere: null });
  rig.user(1).enrolled = false;
  rig.customer.events.push({
    time: '2026-11-20T08:00:00.000Z',
    application: 'login',
    type: 'login',
    name: 'login_success',
    parameters: { login_type: 'saml' },
  });
  expect((await states()).get(rig.user(1).id)?.registered).toMatchObject({
    known: false,
    because: { kind: 'elsewhere' },
  });
  expect(rig.google.counts.requests).toBe(2);
  expect(rig.problems).toEqual([]);
});

test('where nobody signs in elsewhere, "not enrolled" is a no', async () => {
  rig = await startRig(5, { signInElsewhere: null });
  rig.user(1).enrolled = false;
  expect((await states()).get(rig.user(1).id)?.registered).toEqual(no);
});

test('where that can not be found out, "not enrolled" is unknown and says what to do', async () => {
  rig = await startRig(5, { signInElsewhere: null });
  rig.user(1).enrolled = false;
  rig.google.granted.delete('admin.reports.audit.readonly');
  const registered = (await states()).get(rig.user(1).id)?.registered;
  expect(registered).toMatchObject({ known: false, because: { kind: 'permission' } });
  expect(JSON.stringify(registered)).toContain('GOOGLE_SIGN_IN_ELSEWHERE');
});

test('when the list breaks off, those not reached are unknown, each once', async () => {
  rig = await startRig(12, {}, { largestPage: 5 });
  rig.google.disturb(/pageToken/, { kind: 'broken' });
  const given = (await all(rig.directory.mfa([...rig.customer.users.keys()]))).flat();
  expect(given).toHaveLength(12);
  expect(given.filter(({ registered }) => registered.known)).toHaveLength(5);
});

test('someone who is asked for and not in the list is unknown', async () => {
  rig = await startRig();
  const given = (await all(rig.directory.mfa(['109999999999999999999']))).flat();
  expect(given.find(({ objectId }) => objectId === '109999999999999999999')?.registered).toMatchObject({
    known: false,
  });
});
