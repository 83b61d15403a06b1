import type { GroupPage } from '../../../shared/directories/port.ts';
import { fakeDrive, fakeGroup } from '../../fakes/google/index.ts';
import { all, DRIVE_ID, DRIVES, type Rig, startRig } from './rig.ts';

let rig: Rig;
afterEach(() => rig.close());

/** What was told of the drive that the school file names, beside all groups. */
const told = async () => {
  const pages: GroupPage[] = await all(rig.directory.groups());
  return {
    drive: pages.flatMap(({ groups }) => groups).find(({ kind }) => kind === 'drive'),
    unread: pages.flatMap(({ unread = [] }) => unread),
  };
};

const drive = (members: Parameters<typeof fakeDrive>[2]) =>
  fakeDrive(rig.customer, { id: DRIVE_ID, name: 'SEND records' }, members);

test('whoever is in a shared drive is told by account: by themselves, through a group and the groups in it, each once', async () => {
  rig = await startRig(6, { drives: DRIVES });
  const inner = fakeGroup(rig.customer, 'SEND', [rig.user(2)]);
  const outer = fakeGroup(rig.customer, 'Inclusion', [inner, rig.user(1)]);
  drive([rig.user(1), outer]);
  expect((await told()).drive).toEqual({
    id: DRIVE_ID,
    name: 'SEND records',
    address: null,
    kind: 'drive',
    members: expect.arrayContaining([rig.user(1).id, rig.user(2).id]),
    owners: [],
  });
  expect((await told()).drive?.members).toHaveLength(2);
  expect(rig.problems).toEqual([]);
});

test('somebody from outside, a group of somebody else’s included, is told by address; who was deleted is not in it', async () => {
  rig = await startRig(3, { drives: DRIVES });
  rig.user(1).aliases.push('former.name@larkenmere.example');
  const shared = drive(['tutor@agency.example', 'Former.Name@larkenmere.example']);
  shared.members.push(
    { address: 'team@agency.example', type: 'group', role: 'reader' },
    { address: 'gone@larkenmere.example', type: 'user', role: 'writer', deleted: true },
  );
  expect((await told()).drive?.members).toEqual(['tutor@agency.example', rig.user(1).id, 'team@agency.example']);
});

test('a drive of 250 people is read to its last page, in as few requests as that takes', async () => {
  rig = await startRig(251, { drives: DRIVES });
  drive([...rig.customer.users.values()].slice(1));
  expect((await told()).drive?.members).toHaveLength(250);
  expect(rig.google.calls.filter((call) => call.includes('/drive/'))).toHaveLength(3);
});

describe('unknown, because', () => {
  const because = async (words: string) => {
    const { drive: known, unread } = await told();
    expect(known).toBeUndefined();
    expect(unread).toEqual([
      {
        id: DRIVE_ID,
        name: 'SEND records',
        kind: 'drive',
        because: expect.objectContaining({ words: expect.stringContaining(words) }),
      },
    ]);
  };

  test('the permission is lacking: which, and where to grant it; groups are read all the same', async () => {
    rig = await startRig(3, { drives: DRIVES });
    drive([rig.user(1)]);
    fakeGroup(rig.customer, 'Staff', [rig.user(1)]);
    rig.google.granted.delete('drive.metadata.readonly');
    await because('We lack drive.metadata.readonly. In Google');
    const [page] = await all(rig.directory.groups());
    expect(page?.groups.map(({ name }) => name)).toEqual(['Staff']);
  });

  test('Google shows us no such drive', async () => {
    rig = await startRig(3, { drives: DRIVES });
    await because(`no shared drive ${DRIVE_ID}`);
  });

  test.each([
    ['the edition has none', 'domainCannotUseApis', 'edition'],
    ['the school lets no app use Drive', 'domainPolicy', 'Drive SDK'],
    ['the API is switched off', 'accessNotConfigured', 'APIs & Services'],
  ])('%s', async (_, reason, words) => {
    rig = await startRig(3, { drives: DRIVES });
    drive([rig.user(1)]);
    rig.google.disturb(/drive\/v3/, { kind: 'error', status: 403, reason });
    await because(words);
  });

  test('one of its groups could not be read', async () => {
    rig = await startRig(3, { drives: DRIVES });
    const send = fakeGroup(rig.customer, 'SEND', [rig.user(1)]);
    drive([rig.user(2), send]);
    rig.google.disturb(new RegExp(`groups/${send.id}/members`), { kind: 'error', status: 403, reason: 'forbidden' });
    const { unread } = await told();
    expect(unread.map(({ name }) => name)).toEqual(['SEND', 'SEND records']);
  });

  test('who the people are could not be looked up', async () => {
    rig = await startRig(3, { drives: DRIVES });
    drive([rig.user(1)]);
    rig.google.disturb(/directory\/v1\/users/, { kind: 'error', status: 403, reason: 'forbidden' });
    await because('GOOGLE_ADMIN_SUBJECT');
  });

  test('it is open to more than people and groups', async () => {
    rig = await startRig(3, { drives: DRIVES });
    drive([rig.user(1)]).members.push({ address: 'larkenmere.example', type: 'domain', role: 'reader' });
    await because('more than people and groups');
  });
});

test('where the school file names no drive, nothing is asked of Drive', async () => {
  rig = await startRig(3);
  expect(await all(rig.directory.groups())).toEqual([]);
  expect(rig.google.calls.filter((call) => call.includes('/drive/'))).toEqual([]);
  const lines = await all(rig.directory.check());
  expect(lines.map(({ permission }) => permission)).not.toContain('drive.metadata.readonly');
});
