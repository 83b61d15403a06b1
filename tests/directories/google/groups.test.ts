import { DirectoryTrouble } from '../../../shared/directories/port.ts';
import { fakeGroup } from '../../fakes/google/index.ts';
import { all, type Rig, startRig } from './rig.ts';

let rig: Rig;
afterEach(() => rig.close());

const groups = async () => (await all(rig.directory.groups())).flatMap((page) => page.groups);

test('a group has its members, those of the groups within it, and its owners', async () => {
  rig = await startRig(6);
  const maths = fakeGroup(rig.customer, 'Maths', [rig.user(1), rig.user(2)]);
  const staff = fakeGroup(rig.customer, 'Staff', [maths, { owner: rig.user(3) }, rig.user(1)]);
  maths.members.push({ id: staff.id, type: 'GROUP', role: 'MEMBER' });
  const found = (await groups()).find(({ id }) => id === staff.id);
  expect(found).toMatchObject({ name: 'Staff', address: 'staff@larkenmere.example', kind: 'mailing' });
  expect(found?.members.toSorted()).toEqual([rig.user(1).id, rig.user(2).id, rig.user(3).id].toSorted());
  expect(found?.owners).toEqual([rig.user(3).id]);
  expect(rig.problems).toEqual([]);
});

test('a group that holds the whole organisation holds every account', async () => {
  rig = await startRig(6);
  fakeGroup(rig.customer, 'Announcements', ['everyone']);
  expect((await groups())[0]?.members).toHaveLength(6);
});

test('130 groups take one request for the list and one for each 50 of them', async () => {
  rig = await startRig(6);
  for (let at = 0; at < 130; at++) fakeGroup(rig.customer, `Group ${at}`, [rig.user(1)]);
  expect(await groups()).toHaveLength(130);
  expect(rig.google.counts.requests).toBe(1 + 3);
});

test('a large group is read to its last page', async () => {
  rig = await startRig(450);
  fakeGroup(rig.customer, 'Staff', [...rig.customer.users.values()]);
  expect((await groups())[0]?.members).toHaveLength(450);
});

test('a group whose members cannot be read is told as unread, never as empty', async () => {
  rig = await startRig(6);
  const secret = fakeGroup(rig.customer, 'Secret', [rig.user(1)]);
  fakeGroup(rig.customer, 'Staff', [rig.user(1)]);
  rig.google.disturb(new RegExp(`groups/${secret.id}/members`), { kind: 'error', status: 403, reason: 'forbidden' });
  const [page] = await all(rig.directory.groups());
  expect(page?.groups.map(({ name }) => name)).toEqual(['Staff']);
  expect(page?.unread).toEqual([
    { id: secret.id, name: 'Secret', because: expect.objectContaining({ kind: 'permission' }) },
  ]);
});

test('a group that vanishes while it is read is none', async () => {
  rig = await startRig(6);
  const gone = fakeGroup(rig.customer, 'Old', [rig.user(1)]);
  rig.google.disturb(new RegExp(`groups/${gone.id}/members`), { kind: 'error', status: 404, reason: 'notFound' });
  expect(await all(rig.directory.groups())).toEqual([{ groups: [] }]);
});

test('without the permission there are no groups to be had, and it says which one is lacking', async () => {
  rig = await startRig(6);
  rig.google.granted.delete('admin.directory.group.readonly');
  const trouble = await groups().catch((error: unknown) => error);
  expect(trouble).toBeInstanceOf(DirectoryTrouble);
  expect((trouble as DirectoryTrouble).because.words).toContain('We lack admin.directory.group.readonly.');
});
