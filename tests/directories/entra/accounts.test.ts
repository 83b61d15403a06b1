import { CursorExpired, type DirectoryAccount, DirectoryTrouble } from '../../../shared/directories/port.ts';
import { all, type Entra, entraTests, IMPATIENT, LARGE_MS } from './start.ts';

const start = entraTests();

const accountsOf = async ({ directory }: Pick<Entra, 'directory'>): Promise<Map<string, DirectoryAccount>> =>
  new Map((await all(directory.accounts(null))).flatMap(({ accounts }) => accounts).map((one) => [one.objectId, one]));

const cursorOf = async ({ directory }: Pick<Entra, 'directory'>) =>
  (await all(directory.accounts(null))).at(-1)?.cursor as string;

const troubleOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof DirectoryTrouble ? error.because : Promise.reject(error)),
  );

describe('reading everyone', () => {
  test('asks once for 500 people, and once for 999 where sign-ins may not be read', async () => {
    const { graph, directory } = await start({ people: 1_300 });
    const listed = () =>
      graph.calls.filter(({ resource, options }) => resource === '/users' && options.get('$top') !== '1');
    await all(directory.accounts(null));
    expect(listed()).toHaveLength(3);
    graph.licences.delete('P1');
    graph.calls.length = 0;
    await all(directory.accounts(null));
    expect(listed()).toHaveLength(2);
  });

  test('tells who someone is, and what the school calls them', async () => {
    const entra = await start();
    const { cast } = entra;
    entra.tenant.change(cast.ict.id, {
      companyName: 'Wexcombe School',
      proxyAddresses: ['SMTP:ict@wexcombe.example', 'smtp:Network@Wexcombe.example', 'X500:/o=Wexcombe/cn=ict'],
    });
    const accounts = await accountsOf(entra);
    expect(accounts.get(cast.ict.id)).toEqual({
      objectId: cast.ict.id,
      address: 'nasreen.quddus@wexcombe.example',
      aliases: ['ict@wexcombe.example', 'network@wexcombe.example'],
      name: 'Nasreen Quddus',
      employeeId: null,
      department: 'Office',
      jobTitle: 'ICT Manager',
      place: 'Wexcombe School',
      manager: null,
      enabled: { known: true, value: true },
      guest: false,
      leaveDate: { known: true, value: null },
      lastSignIn: { known: true, value: '2026-11-21T08:00:00Z' },
      synced: false,
      admin: { known: true, value: true },
    });
    expect(accounts.get(cast.deputy.id)?.manager).toBe(cast.head.id);
    expect(accounts.get(cast.blocked.id)?.enabled).toEqual({ known: true, value: false });
    expect(accounts.get(cast.synced.id)?.synced).toBe(true);
  });

  test('takes people without an address, guests, namesakes and doubled numbers as they are', async () => {
    const entra = await start();
    const { cast } = entra;
    const accounts = await accountsOf(entra);
    expect(accounts.get(cast.withoutMail.id)).toMatchObject({
      address: 'cleaner.kiosk@wexcombe.example',
      aliases: [],
      lastSignIn: { known: true, value: null },
    });
    expect(accounts.get(cast.guest.id)).toMatchObject({ address: 'supply@agency.example', guest: true });
    expect([cast.twin, cast.otherTwin].map(({ id }) => accounts.get(id)?.name)).toEqual(['Sam Okafor', 'Sam Okafor']);
    expect([cast.head, cast.sameNumber].map(({ id }) => accounts.get(id)?.employeeId)).toEqual(['W00001', 'W00001']);
  });

  test('gives a leaving date as the day it is at the school', async () => {
    const entra = await start();
    const accounts = await accountsOf(entra);
    expect(accounts.get(entra.cast.leaving.id)?.leaveDate).toEqual({ known: true, value: '2027-06-30' });
    expect(accounts.get(entra.cast.leaver.id)?.leaveDate).toEqual({ known: true, value: '2026-08-31' });
  });

  test('knows administrators, also through a group, and says so only of those it could read', async () => {
    const entra = await start();
    const admin = async (who: { id: string }) => (await accountsOf(entra)).get(who.id)?.admin;
    expect(await admin(entra.cast.head)).toEqual({ known: true, value: true });
    expect(await admin(entra.cast.viaGroup)).toEqual({ known: true, value: true });
    expect(await admin(entra.cast.noFactor)).toEqual({ known: true, value: false });
    entra.graph.disturb({ when: /transitiveMembers/, how: { status: 403, code: 'Authorization_RequestDenied' } });
    expect(await admin(entra.cast.head)).toEqual({ known: true, value: true });
    expect(await admin(entra.cast.noFactor)).toMatchObject({ known: false, because: { kind: 'permission' } });
    entra.graph.granted.delete('RoleManagement.Read.Directory');
    entra.graph.granted.delete('Directory.Read.All');
    expect(await admin(entra.cast.head)).toMatchObject({ known: false, because: { kind: 'permission' } });
  });
});

describe('what may not be read', () => {
  test.each([
    ['the licence', (entra: Entra) => entra.graph.licences.delete('P1'), 'licence'],
    ['AuditLog.Read.All', (entra: Entra) => entra.graph.granted.delete('AuditLog.Read.All'), 'permission'],
  ] as const)('without %s the last sign-in is unknown, and the rest is told', async (_, take, kind) => {
    const entra = await start();
    take(entra);
    const account = (await accountsOf(entra)).get(entra.cast.head.id);
    expect(account?.lastSignIn).toMatchObject({ known: false, because: { kind } });
    expect(account).toMatchObject({ jobTitle: 'Headteacher', enabled: { known: true, value: true } });
  });

  test('without its permission a leaving date is unknown, though Graph answers as if nobody had one', async () => {
    const entra = await start();
    entra.graph.granted.delete('User-LifeCycleInfo.Read.All');
    const account = (await accountsOf(entra)).get(entra.cast.leaver.id);
    expect(account?.leaveDate).toMatchObject({
      known: false,
      because: { kind: 'permission', words: expect.stringContaining('User-LifeCycleInfo.Read.All') },
    });
  });

  test('asks for no property that the product does not use', async () => {
    const { graph, directory } = await start();
    await all(directory.accounts(null));
    const asked = new Set(graph.calls.flatMap(({ options }) => options.get('$select')?.split(',') ?? []));
    for (const name of ['mobilePhone', 'streetAddress', 'birthday', 'passwordProfile'])
      expect(asked).not.toContain(name);
  });
});

describe('what changed', () => {
  test(
    'costs what changed, not what there is',
    async () => {
      const entra = await start({ people: 12_000, contract: null });
      const ids = [...entra.tenant.users.keys()];
      let cursor: string | null = await cursorOf(entra);
      const costOf = async (changed: number) => {
        for (const id of ids.slice(0, changed)) entra.tenant.change(id, { jobTitle: `Teacher ${Math.random()}` });
        entra.graph.calls.length = 0;
        const pages = await all(entra.directory.accounts(cursor));
        expect(pages.flatMap(({ accounts }) => accounts)).toHaveLength(changed);
        cursor = pages.at(-1)?.cursor ?? null;
        return entra.graph.requests();
      };
      const none = await costOf(0);
      expect(none).toBe(1);
      // Once anyone changed: whether sign-ins may be read, who is an administrator, and the people themselves.
      const some = await costOf(30);
      expect(some).toBeLessThanOrEqual(5);
      // Four more pages of changes, and the people anew with each.
      expect((await costOf(1_000)) - some).toBe(4 + 4);
    },
    LARGE_MS,
  );

  test('gives someone who changed twice once, and someone deleted and restored as there', async () => {
    const { directory, tenant, cast } = await start();
    const cursor = await cursorOf({ directory });
    tenant.change(cast.head.id, { jobTitle: 'Principal' });
    tenant.change(cast.head.id, { department: 'Office' });
    tenant.remove(cast.deputy.id);
    tenant.restore(cast.deputy.id);
    tenant.remove(cast.ict.id);
    tenant.purge(cast.ict.id);
    const pages = await all(directory.accounts(cursor));
    expect(pages.flatMap(({ accounts }) => accounts.map(({ objectId }) => objectId)).sort()).toEqual(
      [cast.head.id, cast.deputy.id].sort(),
    );
    expect(pages.flatMap(({ removed }) => removed)).toEqual([cast.ict.id]);
    expect(pages.flatMap(({ accounts }) => accounts)[0]).toMatchObject({ jobTitle: 'Principal', department: 'Office' });
  });

  test('does not take someone for deleted who is only missing from a copy', async () => {
    const { directory, tenant, cast, graph, logged } = await start();
    const cursor = await cursorOf({ directory });
    tenant.change(cast.head.id, { jobTitle: 'Principal' });
    // The copy that lists accounts does not know this one at the moment; the one that lists changes does.
    graph.afterwards(/GET \/users\/delta/, () => void tenant.users.delete(cast.head.id));
    const pages = await all(directory.accounts(cursor));
    expect(pages.flatMap(({ accounts, removed }) => [...accounts, ...removed])).toEqual([]);
    expect(logged()).toContain('changed accounts not there');
  });

  test('begins anew when leaving dates come to be readable, or are no longer', async () => {
    const { directory, graph, cast, connect } = await start();
    graph.granted.delete('User-LifeCycleInfo.Read.All');
    const cursor = await cursorOf({ directory });
    expect(await all(directory.accounts(cursor))).toHaveLength(1);
    graph.granted.add('User-LifeCycleInfo.Read.All');
    const later = connect();
    await expect(all(later.accounts(cursor))).rejects.toThrow(CursorExpired);
    const anew = (await all(later.accounts(null))).flatMap(({ accounts }) => accounts);
    expect(anew.find(({ objectId }) => objectId === cast.leaver.id)?.leaveDate).toMatchObject({ value: '2026-08-31' });
  });

  test('begins anew with a cursor older than a week', async () => {
    const { directory, clock } = await start();
    const cursor = await cursorOf({ directory });
    clock.set(new Date(clock.now().getTime() + 8 * 24 * 3_600_000));
    await expect(all(directory.accounts(cursor))).rejects.toThrow(CursorExpired);
  });

  test('follows no cursor to another place', async () => {
    const elsewhere = await start();
    const { directory, graph } = await start();
    const cursor = await cursorOf({ directory });
    await expect(all(directory.accounts(cursor.replace(graph.root, elsewhere.graph.root)))).rejects.toThrow(
      CursorExpired,
    );
    await expect(all(directory.accounts('not a link'))).rejects.toThrow(CursorExpired);
    expect(elsewhere.graph.requests()).toBe(0);
  });
});

describe('when the platform is unwell', () => {
  test.each(['reset', 'cut', 'half', 'garbage', { status: 500 }, { status: 503 }, { status: 504 }, 'hang'] as const)(
    'asks again after one answer like %j, and gives everyone',
    async (how) => {
      const { graph, directory } = await start({ people: 620, ...(how === 'hang' && { settings: IMPATIENT }) });
      graph.disturb({ when: /^GET \/users$/, how, times: 1, after: 2 });
      const pages = await all(directory.accounts(null));
      expect(pages.flatMap(({ accounts }) => accounts)).toHaveLength(620);
    },
  );

  test.each([
    ['reset', 'no-answer'],
    ['cut', 'no-answer'],
    ['hang', 'no-answer'],
    ['half', 'unreadable'],
    ['garbage', 'unreadable'],
    ['no-value', 'unreadable'],
  ] as const)('stops with a reason when every second page is %s', async (how, kind) => {
    const { graph, directory } = await start({ people: 620, ...(how === 'hang' && { settings: IMPATIENT }) });
    graph.disturb({ when: /^GET \/users$/, how, after: 2 });
    expect(await troubleOf(all(directory.accounts(null)))).toMatchObject({ kind });
  });

  test.each([
    ['7', 7_000],
    ['2.128', 2_128],
    ['Mon, 23 Nov 2026 02:00:40 GMT', 40_000],
  ])('waits as long as it is told: Retry-After %s', async (retryAfter, ms) => {
    const { graph, directory, clock } = await start();
    graph.disturb({ when: /^GET \/users$/, how: { status: 429, retryAfter }, times: 1 });
    await all(directory.accounts(null));
    expect(clock.elapsed()).toBe(ms);
  });

  test('gives up when it is told to wait for an hour', async () => {
    const { graph, directory, clock } = await start();
    graph.disturb({ when: /^GET \/users\/delta/, how: { status: 429, retryAfter: '3600' } });
    expect(await troubleOf(all(directory.accounts(null)))).toMatchObject({
      kind: 'no-answer',
      words: expect.stringContaining('wait'),
    });
    expect(clock.elapsed()).toBeLessThan(60_000);
  });

  test('gets a new token when the old one ends in the middle', async () => {
    const { graph, directory, clock } = await start({ people: 1_100 });
    let people = 0;
    for await (const { accounts } of directory.accounts(null)) {
      people += accounts.length;
      clock.set(new Date(clock.now().getTime() + 2 * 3_600_000));
    }
    expect(people).toBe(1_100);
    expect(graph.tokensIssued).toBe(3);
  });

  test('writes neither secrets nor people into the log', async () => {
    const { graph, directory, cast, logged } = await start();
    graph.disturb({ when: /^GET \/users/, how: { status: 503 }, times: 2 });
    await all(directory.accounts(null));
    expect(logged()).toContain('asking again');
    for (const secret of [graph.secret, 'eyJ', cast.head.id, 'wexcombe', 'Achterberg'])
      expect(logged()).not.toContain(secret);
  });
});

describe('groups', () => {
  test('tell their kind, their owners, and everyone in them, also through groups in them', async () => {
    const { directory, tenant, cast } = await start();
    const groups = (await all(directory.groups())).flatMap(({ groups }) => groups);
    const named = (name: string) => groups.find((group) => group.name === name);
    expect(named('Choir')).toMatchObject({
      kind: 'team',
      address: 'choir@wexcombe.example',
      members: [cast.leaver.id],
      owners: [cast.leaver.id],
    });
    expect(named('Performing arts')).toMatchObject({ kind: 'security', members: [cast.leaver.id] });
    expect(named('Notices')?.kind).toBe('mailing');
    expect(named('ICT support')?.kind).toBe('role');
    expect(named('Global Administrator')).toMatchObject({ kind: 'role' });
    expect(named('Global Administrator')?.members.sort()).toEqual([cast.head.id, cast.ict.id].sort());
    expect(named('User Administrator')?.members).toContain(cast.viaGroup.id);
    expect(groups).toHaveLength(tenant.groups.size + 2);
  });

  test('that may not be looked into are named as such, not as empty', async () => {
    const { directory, graph, tenant } = await start();
    const choir = [...tenant.groups.values()].find(({ displayName }) => displayName === 'Choir');
    graph.disturb({ when: new RegExp(`${choir?.id}/transitiveMembers`), how: { status: 403 } });
    graph.granted.delete('RoleManagement.Read.Directory');
    graph.granted.delete('Directory.Read.All');
    const pages = await all(directory.groups());
    expect(pages.flatMap(({ groups }) => groups).map(({ name }) => name)).not.toContain('Choir');
    expect(pages.flatMap(({ unread = [] }) => unread)).toEqual([
      { id: choir?.id, name: 'Choir', because: expect.objectContaining({ kind: 'permission' }) },
      { id: null, name: 'Administrator roles', because: expect.objectContaining({ kind: 'permission' }) },
    ]);
  });

  test('with more members than fit in a page are read to the end', async () => {
    const { directory, tenant } = await start({ people: 2_200 });
    tenant.addGroup({ displayName: 'Everyone', members: new Set(tenant.users.keys()) });
    const groups = (await all(directory.groups())).flatMap(({ groups }) => groups);
    expect(groups.find(({ name }) => name === 'Everyone')?.members).toHaveLength(2_200);
  });
});
