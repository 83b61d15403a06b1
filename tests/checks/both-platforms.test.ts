import { checkLeavers } from '../../shared/checks/leavers/run.ts';
import { checkMfa } from '../../shared/checks/mfa/run.ts';
import { enqueue } from '../../shared/jobs/index.ts';
import { type Both, bothDirectories, inEntra, inGoogle } from '../directories/school.ts';
import { leaveOpen } from '../fakes/google/index.ts';
import { openLeaver } from '../fakes/graph/school.ts';
import { ROLES } from '../fakes/graph/tenant.ts';
import { eachStore } from '../fakes/store.ts';

const begin = bothDirectories();

const METHODS = { methods: ['microsoftAuthenticator'] };

/** The checks over the real adapters, each on its platform's stand-in; who is whose was found out by reading them. */
eachStore((fresh) => {
  const start = async () => begin(await (await fresh()).open());

  const check = async ({ store, t }: Both, job: typeof checkMfa | typeof checkLeavers) => {
    t.clock.set(new Date(t.clock.now().getTime() + 60_000));
    await store.transaction((tx) => enqueue(tx, job, { asked: true }, { now: t.clock.now() }));
    await t.settle();
  };
  const factors = async ({ store }: Both) =>
    Object.fromEntries(
      (
        await store.db
          .selectFrom('findings')
          .innerJoin('people', 'people.id', 'findings.person')
          .select(['name', 'state', 'because_kind'])
          .where('check_name', '=', 'mfa')
          .orderBy('name')
          .execute()
      ).map(({ name, state, because_kind }) => [name, because_kind ? `${state}: ${because_kind}` : state]),
    );
  const rowsOf = async ({ store }: Both, name: string) =>
    Object.fromEntries(
      (
        await store.db
          .selectFrom('findings')
          .innerJoin('people', 'people.id', 'findings.person')
          .select(['account', 'row_name', 'state', 'because_kind'])
          .where('check_name', '=', 'leavers')
          .where('name', '=', name)
          .execute()
      ).map(({ account, row_name, state, because_kind }) => [
        [account.split(' ')[0], row_name].filter(Boolean).join(' '),
        because_kind ? `${state}: ${because_kind}` : state,
      ]),
    );

  test('second factors over both accounts of a person, what is unknown kept apart from what is missing', async () => {
    const s = await start();
    const both = (name: string, entra: boolean, google: boolean) => {
      inEntra(s.tenant, name, { employeeId: name, has: entra ? METHODS : { methods: [] } });
      inGoogle(s.customer, name, { employeeId: name, enrolled: google });
    };
    both('Ana Both', true, true);
    both('Ben Entra', true, false);
    both('Cem Google', false, true);
    inEntra(s.tenant, 'Dan Alone', { has: METHODS });
    inGoogle(s.customer, 'Eve Alone', { enrolled: false });
    inEntra(s.tenant, 'Fay New', { has: { methods: ['telepathy'] } });
    inEntra(s.tenant, 'Office', { has: { methods: [] } });
    await s.sync();
    await check(s, checkMfa);
    expect(await factors(s)).toEqual({
      'Ana Both': 'pass',
      'Ben Entra': 'fail',
      'Cem Google': 'fail',
      'Dan Alone': 'pass',
      'Eve Alone': 'fail',
      'Fay New': 'pass',
    });
    expect(s.graph.requests(/userRegistrationDetails/)).toBe(1);
  });

  test('a tenant without the licence or the permission makes nobody fail', async () => {
    const s = await start();
    for (const name of ['Ana', 'Ben', 'Cem']) inEntra(s.tenant, `${name} Bell`, { has: { methods: [] } });
    await s.sync();
    s.graph.licences.clear();
    s.graph.granted.delete('UserAuthenticationMethod.Read.All');
    await check(s, checkMfa);
    expect(new Set(Object.values(await factors(s)))).toEqual(new Set(['unknown: permission']));
    expect(
      s.t.mailbox.messages.map(({ view }) => view.title).filter((title) => title.includes('five minutes')),
    ).toEqual([]);
  });

  test('consent that is revoked between two pages leaves the first page known', async () => {
    const s = await start();
    for (let n = 0; n < 1_100; n++)
      inEntra(s.tenant, `P${n} Bell`, { userPrincipalName: `p${n}@larkenmere.example`, has: METHODS });
    await s.sync();
    s.graph.afterwards(/userRegistrationDetails/, () => s.graph.granted.delete('AuditLog.Read.All'));
    await check(s, checkMfa);
    const states = Object.values(await factors(s));
    expect(states.filter((state) => state === 'pass')).toHaveLength(500);
    expect(states.filter((state) => state.startsWith('unknown'))).toHaveLength(600);
  });

  test('somebody who left with everything open in Google and everything closed in Entra', async () => {
    const s = await start();
    inEntra(s.tenant, 'Sarah Patel', {
      employeeId: 'E1',
      accountEnabled: false,
      employeeLeaveDateTime: '2026-10-23T22:59:59Z',
      signInSessionsValidFromDateTime: '2026-10-26T10:00:00Z',
      has: { methods: [], licences: [], mailbox: { autoReply: 'alwaysEnabled', rules: [] }, driveUsed: 0 },
    });
    const google = inGoogle(s.customer, 'Sarah Patel', { employeeId: 'E1' });
    await s.list('Sarah Patel,sarah.patel@larkenmere.example,Science,staff,E1');
    leaveOpen(s.customer, google, '2026-11-20T08:00:00.000Z');
    await s.sync();
    await check(s, checkLeavers);
    const rows = await rowsOf(s, 'Sarah Patel');
    expect([rows['entra sign-in-blocked'], rows['google sign-in-blocked']]).toEqual(['pass', 'fail']);
    const open = Object.entries(rows).filter(([, state]) => state === 'fail');
    expect(open.filter(([row]) => row.startsWith('entra'))).toEqual([]);
    expect(open.filter(([row]) => row.startsWith('google')).length).toBeGreaterThan(12);
    expect(rows['entra delegates-removed']).toBe('unknown: not-offered');
    expect(rows['accounts-known']).toBe('pass');
    const { since } = await s.store.db
      .selectFrom('findings')
      .select('since')
      .where('account', 'like', 'entra%')
      .where('row_name', '=', 'sessions-revoked')
      .executeTakeFirstOrThrow();
    expect(since).toBe('2026-10-26T10:00:00Z');
    expect(await s.store.db.selectFrom('leavers').select('standing').execute()).toEqual([{ standing: 'open' }]);
  });

  test('a leaver with everything open at both takes at most two batches of Graph and ten requests to Google', async () => {
    const s = await start();
    const { id } = openLeaver(s.tenant, (name, more = {}) => inEntra(s.tenant, name, { employeeId: 'E1', ...more }));
    const admins = s.tenant.addGroup({ displayName: 'ICT support', isAssignableToRole: true, members: new Set([id]) });
    s.tenant.roleAssignments.push({ principalId: admins.id, roleDefinitionId: ROLES.userAdministrator });
    const google = inGoogle(s.customer, 'Barnaby Thistlewood', { employeeId: 'E1' });
    leaveOpen(s.customer, google, '2026-11-20T08:00:00.000Z');
    await s.list('Barnaby Thistlewood,barnaby.thistlewood@larkenmere.example,Music,staff,E1');
    await s.sync();
    const BATCH = /^POST \/\$batch/;
    const count = () => ({
      batches: s.graph.requests(BATCH),
      others: s.graph.requests() - s.graph.requests(BATCH),
      google: s.google.counts.requests + s.google.counts.tokens,
    });
    const before = count();
    await check(s, checkLeavers);

    const rows = Object.entries(await rowsOf(s, 'Barnaby Thistlewood'));
    const open = rows.filter(([, state]) => state === 'fail').map(([row]) => row.split(' ')[0]);
    expect(open.filter((where) => where === 'entra').length).toBeGreaterThan(14);
    expect(open.filter((where) => where === 'google').length).toBeGreaterThan(16);
    const after = count();
    expect(after.batches - before.batches).toBeLessThanOrEqual(2);
    expect(after.others).toBe(before.others);
    expect(after.google - before.google).toBeLessThanOrEqual(10);
  });

  test('a directory that falls silent closes nobody', async () => {
    const s = await start();
    inEntra(s.tenant, 'Sarah Patel', { accountEnabled: false, employeeLeaveDateTime: '2026-10-23T22:59:59Z' });
    await s.list('Sarah Patel,sarah.patel@larkenmere.example,Science,staff,E1');
    await s.sync();
    s.graph.disturb({ when: /batch/, how: { status: 503 } });
    await check(s, checkLeavers);
    const rows = Object.entries(await rowsOf(s, 'Sarah Patel')).filter(([row]) => row.startsWith('entra'));
    expect(rows).toHaveLength(21);
    expect(new Set(rows.map(([, state]) => state))).toEqual(new Set(['unknown: no-answer', 'unknown: not-offered']));
    expect(await s.store.db.selectFrom('leavers').select('standing').execute()).toEqual([{ standing: 'blind' }]);
  });
});
