import type { LeaverRow, Reading } from '../../../shared/directories/port.ts';
import type { User } from '../../fakes/graph/tenant.ts';
import { type Entra, entraTests, LARGE_MS } from './start.ts';

const start = entraTests();

const rowsOf = async ({ directory }: Pick<Entra, 'directory'>, { id }: { id: string }, leftOn = '2026-08-31') =>
  Object.fromEntries((await directory.leaver(id, leftOn)).map((reading) => [reading.row, reading])) as Record<
    LeaverRow,
    Reading
  >;

/** "open", "closed", or why it can't be said. */
const verdicts = (rows: Record<LeaverRow, Reading>) =>
  Object.fromEntries(
    Object.entries(rows).map(([row, { ok }]) => [row, ok.known ? (ok.value ? 'closed' : 'open') : ok.because.kind]),
  );

test('someone who left with everything open is told what is still there, by its name', async () => {
  const { directory, graph, cast } = await start();
  const rows = await rowsOf({ directory }, cast.leaver);
  expect(verdicts(rows)).toEqual({
    'sign-in-blocked': 'open',
    'sign-in-blocked-at-source': 'closed',
    'no-sign-in-since': 'open',
    'sessions-revoked': 'open',
    'no-admin-roles': 'open',
    'no-eligible-roles': 'closed',
    'mfa-methods-removed': 'open',
    'app-passwords-removed': 'not-offered',
    'oauth-grants-removed': 'open',
    'app-assignments-removed': 'open',
    'groups-left': 'open',
    'ownership-handed-over': 'open',
    'files-handed-over': 'open',
    'forwarding-off': 'open',
    'filters-removed': 'open',
    'delegates-removed': 'not-offered',
    'auto-reply-set': 'open',
    'licences-removed': 'open',
    'devices-returned': 'open',
    'recovery-contacts-removed': 'open',
    'address-list-hidden': 'not-offered',
  });
  const items = (row: LeaverRow) => rows[row].items;
  expect(items('no-sign-in-since')).toEqual(['Last sign-in on 2026-10-05']);
  expect(items('no-admin-roles')).toEqual(['User Administrator (through ICT support)']);
  expect(items('mfa-methods-removed')).toEqual(['Phone number', 'Microsoft Authenticator']);
  expect(items('oauth-grants-removed')).toEqual(['Quiz Maker (Mail.Read, offline_access)']);
  expect(items('app-assignments-removed')).toEqual(['Quiz Maker']);
  expect(items('groups-left')).toEqual(
    expect.arrayContaining(['Choir', 'All staff (by its rule)', 'Music department', 'Performing arts']),
  );
  expect(items('ownership-handed-over')).toEqual(['Choir']);
  expect(items('files-handed-over')).toEqual(['OneDrive: 5.3 GB']);
  expect(items('forwarding-off')).toEqual(['To my own address']);
  expect(items('licences-removed')).toEqual(['M365EDU_A3_FACULTY']);
  // The laptop is listed three times over: owned, registered, managed.
  expect(items('devices-returned')).toEqual(['LAPTOP-0417', 'TABLET-12']);
  expect(items('recovery-contacts-removed')).toEqual(['Alternative email address', 'Phone number']);
  expect(graph.requests(/^POST \/\$batch/)).toBe(2);
  expect(graph.requests(/^GET/)).toBe(0);
});

test('what is shown of private contacts is that there are some', async () => {
  const { directory, cast } = await start();
  expect(JSON.stringify(await directory.leaver(cast.leaver.id, '2026-08-31'))).not.toContain('personal.example');
});

test('someone whose account was closed well is closed in every row that can be looked at, and since when', async () => {
  const { directory, graph, cast } = await start();
  const rows = await rowsOf({ directory }, cast.closed, '2026-10-31');
  const open = Object.entries(verdicts(rows)).filter(([, verdict]) => verdict !== 'closed');
  expect(open.map(([row]) => row).sort()).toEqual(
    ['address-list-hidden', 'app-passwords-removed', 'delegates-removed', 'forwarding-off'].sort(),
  );
  expect(open.every(([, verdict]) => verdict === 'not-offered')).toBe(true);
  expect(rows['sign-in-blocked'].since).toBe('2026-11-02T16:30:00Z');
  expect(rows['sessions-revoked'].since).toBe('2026-11-02T16:31:00Z');
  // Nobody in no group that holds roles needs the second batch.
  expect(graph.requests(/^POST \/\$batch/)).toBe(1);
});

test('the audit log is read once for many, since it takes five requests in ten seconds', async () => {
  const { directory, graph, cast } = await start();
  for (let n = 0; n < 20; n++) await directory.leaver(cast.closed.id, '2026-10-31');
  expect(graph.requests(/directoryAudits/)).toBe(1);
});

describe('silence is never "closed"', () => {
  const LOST: [string, LeaverRow[]][] = [
    ['UserAuthenticationMethod.Read.All', ['mfa-methods-removed', 'recovery-contacts-removed']],
    ['MailboxSettings.Read', ['filters-removed', 'forwarding-off', 'auto-reply-set']],
    ['Files.Read.All', ['files-handed-over']],
    ['DeviceManagementManagedDevices.Read.All', ['devices-returned']],
    ['AuditLog.Read.All', ['no-sign-in-since']],
    ['Directory.Read.All', ['oauth-grants-removed', 'app-assignments-removed']],
  ];
  test.each(LOST)('without %s, only what it shows is unknown', async (permission, rows) => {
    const entra = await start();
    const before = verdicts(await rowsOf(entra, entra.cast.closed, '2026-10-31'));
    entra.graph.granted.delete(permission);
    const after = await rowsOf(entra, entra.cast.closed, '2026-10-31');
    const changed = Object.keys(before).filter((row) => verdicts(after)[row as LeaverRow] !== before[row as LeaverRow]);
    expect([...changed, ...rows.filter((row) => !changed.includes(row) && before[row] !== 'closed')].sort()).toEqual(
      [...rows].sort(),
    );
    for (const row of rows)
      expect(after[row].ok).toMatchObject({
        because: { kind: 'permission', words: expect.stringContaining(permission) },
      });
  });

  test('without User.Read.All nothing about the account is known', async () => {
    const entra = await start();
    entra.graph.granted.delete('User.Read.All');
    entra.graph.granted.delete('Directory.Read.All');
    const rows = verdicts(await rowsOf(entra, entra.cast.closed, '2026-10-31'));
    for (const row of ['sign-in-blocked', 'sign-in-blocked-at-source', 'sessions-revoked', 'licences-removed'])
      expect(rows[row]).toBe('permission');
  });

  test('without a licence the row says what is lost', async () => {
    const entra = await start({ licences: [] });
    const rows = await rowsOf(entra, entra.cast.closed, '2026-10-31');
    expect(verdicts(rows)).toMatchObject({
      'no-sign-in-since': 'licence',
      'no-eligible-roles': 'licence',
      'devices-returned': 'licence',
      'sign-in-blocked': 'closed',
    });
    expect(rows['no-eligible-roles'].ok).toMatchObject({ because: { words: expect.stringContaining('Entra ID P2') } });
  });

  test('what is found in one place is open, even if another may not be looked at', async () => {
    const entra = await start({ licences: [] });
    expect((await rowsOf(entra, entra.cast.leaver))['devices-returned']).toMatchObject({
      ok: { known: true, value: false },
      items: ['LAPTOP-0417'],
    });
  });

  test.each([
    ['no-value', 'unreadable'],
    ['garbage', 'unreadable'],
    [{ status: 503 }, 'no-answer'],
    [{ status: 400, code: 'Request_BadRequest' }, 'unreadable'],
  ] as const)('answers like %j inside a batch make their rows unknown', async (how, kind) => {
    const entra = await start();
    entra.graph.disturb({ when: /transitiveMemberOf|licenseDetails|ownedObjects|messageRules|drive/, how });
    const rows = verdicts(await rowsOf(entra, entra.cast.closed, '2026-10-31'));
    for (const row of [
      'groups-left',
      'ownership-handed-over',
      'filters-removed',
      'files-handed-over',
      'no-admin-roles',
    ])
      expect([row, rows[row]]).toEqual([row, kind]);
    // A licence without its name is known by its absence.
    expect(rows['licences-removed']).toBe('closed');
  });

  test('names of groups that may not be read do not hide that there are groups', async () => {
    const entra = await start();
    for (const name of ['GroupMember.Read.All', 'GroupMember.ReadWrite.All', 'Directory.Read.All'])
      entra.graph.granted.delete(name);
    expect((await rowsOf(entra, entra.cast.leaver))['groups-left']).toMatchObject({
      ok: { known: true, value: false },
      items: ['A group whose name we may not read'],
    });
  });
});

describe('accounts that are not as usual', () => {
  test('one from on-premises is to be looked at there', async () => {
    const entra = await start();
    expect((await rowsOf(entra, entra.cast.synced))['sign-in-blocked-at-source'].ok).toMatchObject({
      because: { kind: 'elsewhere' },
    });
  });

  test('a deleted one is closed, and what it left behind is not seen any more', async () => {
    const entra = await start();
    entra.tenant.remove(entra.cast.leaver.id, '2026-11-20T10:00:00Z');
    const rows = await rowsOf(entra, entra.cast.leaver);
    expect(rows['sign-in-blocked']).toMatchObject({ ok: { value: true }, since: '2026-11-20T10:00:00Z' });
    expect(verdicts(rows)).toMatchObject({ 'files-handed-over': 'not-offered', 'groups-left': 'closed' });
  });

  test('one that Entra does not know is not closed: it may be of another tenant', async () => {
    const entra = await start();
    entra.tenant.remove(entra.cast.leaver.id);
    entra.tenant.purge(entra.cast.leaver.id);
    const rows = verdicts(await rowsOf(entra, entra.cast.leaver));
    expect(new Set(Object.values(rows))).toEqual(new Set(['not-offered']));
  });

  test('one that never had a mailbox forwards nothing; one whose mailbox is gone cannot be looked into', async () => {
    const entra = await start();
    expect(verdicts(await rowsOf(entra, entra.cast.withoutMail))).toMatchObject({
      'forwarding-off': 'closed',
      'filters-removed': 'closed',
      'files-handed-over': 'closed',
    });
    const { mailbox, ...has } = entra.cast.leaver.has;
    entra.tenant.change(entra.cast.leaver.id, { has });
    expect(verdicts(await rowsOf(entra, entra.cast.leaver))).toMatchObject({
      'forwarding-off': 'not-offered',
      'auto-reply-set': 'not-offered',
    });
  });

  test.each([
    ['2026-11-01T00:00:00', '2027-01-01T00:00:00', 'closed'],
    ['2026-11-01T00:00:00', '2026-11-20T00:00:00', 'open'],
    ['2026-12-01T00:00:00', '2027-01-01T00:00:00', 'open'],
  ])('an automatic reply from %s to %s is %s today', async (from, to, verdict) => {
    const entra = await start();
    entra.cast.leaver.has.mailbox = { autoReply: 'scheduled', scheduled: { from, to }, rules: [] };
    expect(verdicts(await rowsOf(entra, entra.cast.leaver))['auto-reply-set']).toBe(verdict);
  });

  test('a failed attempt after leaving is no sign-in, and the last day still counts as theirs', async () => {
    const entra = await start();
    const signedIn = async (activity: User['signInActivity']) => {
      entra.tenant.change(entra.cast.leaver.id, { signInActivity: activity });
      return verdicts(await rowsOf(entra, entra.cast.leaver))['no-sign-in-since'];
    };
    const attempt = { lastSignInDateTime: '2026-10-05T20:00:00Z', lastNonInteractiveSignInDateTime: null };
    expect(await signedIn({ ...attempt, lastSuccessfulSignInDateTime: '2026-08-31T17:00:00Z' })).toBe('closed');
    expect(await signedIn(attempt)).toBe('open');
    expect(await signedIn(null)).toBe('closed');
  });
});

test(
  '2,000 leavers are checked in the time that the limits allow',
  async () => {
    const { directory, graph, clock, tenant } = await start({ people: 2_000, contract: null });
    const ids = [...tenant.users.keys()];
    for (const id of ids) await directory.leaver(id, '2026-08-31');
    const allowedMs = Math.max(...graph.usage().map(({ used, limit, windowMs }) => (used / limit) * windowMs));
    expect(clock.elapsed()).toBeLessThanOrEqual(allowedMs * 1.2);
    expect(graph.requests(/batch/)).toBeLessThanOrEqual(4_000);
  },
  LARGE_MS,
);
