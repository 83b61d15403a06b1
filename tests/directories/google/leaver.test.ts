import { fakeGroup, leaveOpen, SUPER_ADMIN } from '../../fakes/google/index.ts';
import { all, type Rig, readings, startRig } from './rig.ts';

let rig: Rig;
afterEach(() => rig.close());

const LEFT_ON = '2026-10-23';

test('an account that nobody closed is open in every row that Google can answer, by name', async () => {
  rig = await startRig();
  leaveOpen(rig.customer, rig.user(1), '2026-11-20T08:12:00.000Z');
  const found = await readings(rig, rig.user(1), LEFT_ON);
  expect(
    Object.values(found)
      .flatMap(({ row, ok, items }) => (ok.known && !ok.value ? [[row, items]] : []))
      .sort(),
  ).toEqual([
    ['address-list-hidden', ['shown in the address list']],
    ['app-passwords-removed', ['Mail on the old iPad']],
    ['auto-reply-set', ['no auto-reply']],
    ['delegates-removed', ['friend@larkenmere.example']],
    [
      'devices-returned',
      ['Pixel 9, last synchronised on 2026-11-19', `Chromebook 314 SN${rig.user(1).id.slice(0, 6)}`],
    ],
    ['files-handed-over', ['1240 MB in Drive']],
    ['filters-removed', ['a filter sends mail on to home@mailbox.example', 'a filter deletes mail']],
    ['forwarding-off', ['all mail goes on to home@mailbox.example']],
    ['groups-left', ['Trips of Number1', 'Colleagues of Number1']],
    ['licences-removed', ['Google Workspace for Education Plus']],
    ['mfa-methods-removed', ['2-Step Verification', '8 backup codes']],
    ['no-admin-roles', ['Help Desk Admin']],
    ['no-sign-in-since', ['last signed in on 2026-11-20']],
    ['oauth-grants-removed', ['Quiz Maker']],
    ['ownership-handed-over', ['Trips of Number1']],
    ['recovery-contacts-removed', ['recovery address', 'recovery phone']],
    ['sign-in-blocked', ['can sign in to Google']],
  ]);
  expect(found['sessions-revoked'].ok).toMatchObject({ known: false, because: { kind: 'not-offered' } });
  expect(rig.problems).toEqual([]);
});

test('it takes at most ten requests, tokens included, also the first time', async () => {
  rig = await startRig(5, { signInElsewhere: null });
  leaveOpen(rig.customer, rig.user(1), '2026-11-20T08:12:00.000Z');
  await readings(rig, rig.user(1), LEFT_ON);
  const { requests, tokens, calls } = rig.google.counts;
  expect(requests + tokens).toBeLessThanOrEqual(10);
  expect(calls).toBeLessThanOrEqual(20);
});

test('a closed account is closed where Google can tell, and says since when', async () => {
  rig = await startRig();
  const user = rig.user(1);
  Object.assign(user, { suspended: true, enrolled: false, lastLogin: '2026-10-23T15:30:00.000Z', listed: false });
  rig.google.log('USER_SETTINGS', 'SUSPEND_USER', { USER_EMAIL: user.address });
  rig.customer.transfers.push({
    id: 't1',
    from: user.id,
    to: rig.user(2).id,
    time: '2026-10-26T09:00:00.000Z',
    status: 'completed',
  });
  const found = await readings(rig, user, LEFT_ON);
  const unknown = Object.values(found).filter(({ ok }) => !ok.known);
  // Google opens no mail settings of a suspended account.
  expect(new Set(unknown.map(({ ok }) => !ok.known && ok.because.kind))).toEqual(new Set(['not-offered']));
  expect(unknown.map(({ row }) => row).sort()).toEqual([
    'auto-reply-set',
    'delegates-removed',
    'filters-removed',
    'forwarding-off',
  ]);
  expect(Object.values(found).filter(({ ok }) => ok.known && !ok.value)).toEqual([]);
  expect(found['sign-in-blocked'].since).toBe(rig.clock.now().toISOString());
  expect(found['sessions-revoked']).toMatchObject({ ok: { known: true, value: true } });
  expect(found['files-handed-over'].since).toBe('2026-10-26T09:00:00.000Z');
  expect(rig.problems).toEqual([]);
});

test.each([
  ['on the last day', '2026-10-23T22:00:00.000Z', true],
  ['a day later', '2026-10-24T00:10:00.000Z', false],
  ['never', null, true],
])('a sign-in %s', async (_, lastLogin, ok) => {
  rig = await startRig();
  rig.user(1).lastLogin = lastLogin;
  expect((await readings(rig, rig.user(1), LEFT_ON))['no-sign-in-since'].ok).toEqual({ known: true, value: ok });
});

test.each([
  ['admin.directory.rolemanagement.readonly', ['no-admin-roles']],
  ['admin.directory.group.readonly', ['groups-left', 'ownership-handed-over']],
  ['admin.directory.user.security', ['app-passwords-removed', 'mfa-methods-removed', 'oauth-grants-removed']],
  ['admin.directory.device.mobile.readonly', ['devices-returned']],
  ['admin.directory.device.chromeos.readonly', ['devices-returned']],
  ['admin.datatransfer.readonly', ['files-handed-over']],
  ['admin.reports.usage.readonly', ['files-handed-over']],
  ['apps.licensing', ['licences-removed']],
  ['gmail.settings.basic', ['auto-reply-set', 'delegates-removed', 'filters-removed', 'forwarding-off']],
])('without %s its rows can not be checked, and say so; all others can', async (scope, rows) => {
  rig = await startRig();
  const user = rig.user(1);
  Object.assign(user, { enrolled: false, mailbox: { ...user.mailbox, autoReply: true } });
  rig.google.granted.delete(scope);
  const found = await readings(rig, user, LEFT_ON);
  const lacking = Object.values(found).filter(({ ok }) => !ok.known && ok.because.kind === 'permission');
  expect(lacking.map(({ row }) => row).sort()).toEqual(rows);
  for (const { ok } of lacking) expect(JSON.stringify(ok)).toContain(`We lack ${scope}.`);
  expect(found['sign-in-blocked'].ok.known).toBe(true);
});

test.each(['empty', 'broken', 'page'] as const)('an answer that is %s is never "nothing left"', async (kind) => {
  rig = await startRig();
  rig.user(1).enrolled = false;
  rig.google.disturb(
    /\/(tokens|asps|verificationCodes|groups|roleassignments|devices|transfers|usage|autoForwarding|vacation)/,
    { kind },
  );
  const found = await readings(rig, rig.user(1), LEFT_ON);
  for (const row of [
    'oauth-grants-removed',
    'app-passwords-removed',
    'mfa-methods-removed',
    'groups-left',
    'ownership-handed-over',
    'no-admin-roles',
    'devices-returned',
    'files-handed-over',
    'forwarding-off',
    'auto-reply-set',
  ] as const) {
    expect([row, found[row].ok]).toEqual([
      row,
      { known: false, because: expect.objectContaining({ kind: 'unreadable' }) },
    ]);
  }
});

test('what one place still holds counts, even when another could not be asked', async () => {
  rig = await startRig();
  leaveOpen(rig.customer, rig.user(1), '2026-11-20T08:12:00.000Z');
  rig.google.disturb(/devices\/chromeos/, { kind: 'error', status: 403, reason: 'forbidden' });
  const { ok, items } = (await readings(rig, rig.user(1)))['devices-returned'];
  expect(ok).toEqual({ known: true, value: false });
  expect(items).toHaveLength(1);
});

test('a role that comes through a group is a role', async () => {
  rig = await startRig();
  const admins = fakeGroup(rig.customer, 'Technicians', [rig.user(1)]);
  rig.customer.assignments.push({ id: '1', role: SUPER_ADMIN, to: admins.id, type: 'GROUP' });
  expect((await readings(rig, rig.user(1)))['no-admin-roles'].items).toEqual(['Super Admin, through a group']);
  expect(rig.problems).toEqual([]);
});

test.each([
  ['inProgress', false],
  ['failed', false],
  ['completed', true],
] as const)('a hand-over of files that is %s', async (status, ok) => {
  rig = await startRig();
  const user = rig.user(1);
  rig.customer.transfers.push({
    id: 't0',
    from: user.id,
    to: rig.user(2).id,
    time: '2026-10-01T09:00:00.000Z',
    status: 'failed',
  });
  rig.customer.transfers.push({
    id: 't1',
    from: user.id,
    to: rig.user(2).id,
    time: '2026-10-26T09:00:00.000Z',
    status,
  });
  expect((await readings(rig, user))['files-handed-over'].ok).toEqual({ known: true, value: ok });
});

test('no hand-over and no files in the report is unknown: the report can not show that nothing is left', async () => {
  rig = await startRig();
  expect((await readings(rig, rig.user(1)))['files-handed-over'].ok).toMatchObject({
    known: false,
    because: { kind: 'not-offered' },
  });
});

test('someone without a mailbox has nothing open in it', async () => {
  rig = await startRig();
  rig.user(1).mailbox = null;
  expect((await readings(rig, rig.user(1)))['forwarding-off'].ok).toEqual({ known: true, value: true });
});

test('an auto-reply that has ended is none', async () => {
  rig = await startRig();
  Object.assign(rig.user(1).mailbox ?? {}, { autoReply: true, autoReplyEnds: Date.parse('2026-11-01T00:00:00Z') });
  expect((await readings(rig, rig.user(1)))['auto-reply-set'].ok).toEqual({ known: true, value: false });
});

test('a Chromebook of someone with a longer name is not theirs, and a wiped phone holds nothing', async () => {
  rig = await startRig();
  const { address } = rig.user(1);
  rig.customer.chromebooks.push({
    id: 'c',
    serial: 'S',
    model: 'M',
    annotatedUser: `old.${address}`,
    status: 'ACTIVE',
  });
  rig.customer.phones.push({ id: 'p', owner: address, model: 'Pixel', type: 'ANDROID', status: 'Account wiped' });
  expect((await readings(rig, rig.user(1)))['devices-returned'].ok).toEqual({ known: true, value: true });
});

test('where sign-in is decided elsewhere, blocking it in Google is not all', async () => {
  rig = await startRig(5, { signInElsewhere: ['/'] });
  rig.user(1).suspended = true;
  const found = await readings(rig, rig.user(1));
  expect(found['sign-in-blocked'].ok).toEqual({ known: true, value: true });
  expect(found['sign-in-blocked-at-source'].ok).toMatchObject({ known: false, because: { kind: 'elsewhere' } });
});

test('without licences in the settings it says how to name them', async () => {
  rig = await startRig(5, { licences: [] });
  const { ok } = (await readings(rig, rig.user(1)))['licences-removed'];
  expect(JSON.stringify(ok)).toContain('GOOGLE_LICENCES');
});

test('a deleted account is closed since it was deleted, but nobody knows about its files', async () => {
  rig = await startRig();
  rig.user(1).deletedAt = '2026-11-20T10:00:00.000Z';
  const found = await readings(rig, rig.user(1), '2026-11-30');
  expect(found['sign-in-blocked']).toMatchObject({
    ok: { known: true, value: true },
    since: '2026-11-20T10:00:00.000Z',
  });
  expect(found['files-handed-over'].ok.known).toBe(false);
  expect(rig.problems).toEqual([]);
});

test('a deleted account whose sign-in is decided elsewhere may still be open there', async () => {
  rig = await startRig(5, { signInElsewhere: ['/'] });
  rig.user(1).deletedAt = '2026-11-20T10:00:00.000Z';
  const found = await readings(rig, rig.user(1), '2026-11-30');
  expect(found['sign-in-blocked-at-source'].ok).toMatchObject({ known: false, because: { kind: 'elsewhere' } });
});

test('an account that Google does not know, not even as deleted, is unknown in every row', async () => {
  rig = await startRig();
  rig.user(1).deletedAt = '2026-09-01T10:00:00.000Z';
  const found = await readings(rig, rig.user(1));
  expect(Object.values(found)).toHaveLength(21);
  expect(Object.values(found).filter(({ ok }) => ok.known)).toEqual([]);
});

test('a deleted account that was restored is looked into again', async () => {
  rig = await startRig();
  const user = rig.user(1);
  user.deletedAt = '2026-11-20T10:00:00.000Z';
  await readings(rig, user);
  user.deletedAt = null;
  expect((await readings(rig, user))['sign-in-blocked'].ok).toEqual({ known: true, value: false });
  expect(await all(rig.directory.accounts(null))).toHaveLength(2);
});
