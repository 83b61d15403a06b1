import { verifyLedger } from '../../shared/ledger/index.ts';
import type { Store } from '../../shared/ports.ts';
import { askToSign } from '../fakes/app.ts';
import { eachStore } from '../fakes/store.ts';
import { type Both, bothDirectories, inEntra, inGoogle, schoolWith } from './school.ts';

const start = bothDirectories();

describe('people from the directories', () => {
  eachStore((fresh) => {
    let store: Store;
    let s: Both;
    const open = async (school?: ReturnType<typeof schoolWith>) => {
      store = await (await fresh()).open();
      s = await start(store, school);
    };
    beforeEach(() => open());
    const person = async (name: string) => (await s.people()).find((one) => one.name === name);
    const kinds = async () =>
      (await store.db.selectFrom('directory_accounts').select(['name', 'kind']).orderBy('name').execute()).map(
        ({ name, kind }) => `${name}: ${kind}`,
      );

    test('a person with accounts in both directories counts once', async () => {
      inEntra(s.tenant, 'Ana Nunez', { employeeId: 'E1', department: 'Science', jobTitle: 'Teacher' });
      inGoogle(s.customer, 'Núñez Ana', { address: 'a.nunez@larkenmere.example', employeeId: 'E1' });
      inEntra(s.tenant, 'Ben Ode');
      inGoogle(s.customer, 'Benjamin Ode', { address: 'ben.ode@larkenmere.example' });
      await s.sync();
      expect(await s.people()).toEqual([
        expect.objectContaining({
          name: 'Ana Nunez',
          email: 'ana.nunez@larkenmere.example',
          department: 'Science',
          job_title: 'Teacher',
          employee_id: 'E1',
          source: 'directory',
          accounts: ['entra', 'google'],
          roles: ['staff'],
        }),
        expect.objectContaining({ name: 'Ben Ode', accounts: ['entra', 'google'] }),
      ]);
    });

    test('an alias that the directory vouches for is an address as good as any', async () => {
      inEntra(s.tenant, 'Ana Nunez', {
        proxyAddresses: ['SMTP:ana.nunez@larkenmere.example', 'smtp:anan@larkenmere.example'],
      });
      inGoogle(s.customer, 'A Nunez', { address: 'anan@larkenmere.example' });
      await s.sync();
      expect(await s.people()).toEqual([expect.objectContaining({ name: 'Ana Nunez', accounts: ['entra', 'google'] })]);
    });

    test('the list stays the owner of what it says, and directories fill in the rest', async () => {
      await s.list('Anastasia Nunez,ana.nunez@larkenmere.example,,staff;governor,', 'Ben Ode,,Office,staff,E2');
      inEntra(s.tenant, 'Ana Nunez', { department: 'Science', jobTitle: 'Teacher', employeeId: 'E1' });
      inEntra(s.tenant, 'B Ode', { department: 'Premises', employeeId: 'E2' });
      await s.sync();
      const filled = [
        expect.objectContaining({
          name: 'Anastasia Nunez',
          department: 'Science',
          job_title: 'Teacher',
          employee_id: 'E1',
          source: 'list',
          roles: ['governor', 'staff'],
        }),
        expect.objectContaining({ name: 'Ben Ode', department: 'Office', email: 'b.ode@larkenmere.example' }),
      ];
      expect(await s.people()).toEqual(filled);
      // The list is imported again, and still leaves it to the directory.
      await s.list('Anastasia Nunez,ana.nunez@larkenmere.example,,staff;governor,', 'Ben Ode,,Office,staff,E2');
      expect(await s.people()).toEqual(filled);
      const [ana] = [...s.tenant.users.values()].filter(({ displayName }) => displayName === 'Ana Nunez');
      s.tenant.change(ana?.id as string, { department: 'Maths' });
      await s.sync();
      expect((await person('Anastasia Nunez'))?.department).toBe('Maths');
      await s.list('Anastasia Nunez,ana.nunez@larkenmere.example,English,staff;governor,', 'Ben Ode,,Office,staff,E2');
      s.tenant.change(ana?.id as string, { department: 'Science' });
      await s.sync();
      expect((await person('Anastasia Nunez'))?.department).toBe('English');
    });

    test('whom only a directory knows isn’t ended by the list, and joins it when the list knows them', async () => {
      inEntra(s.tenant, 'Ana Nunez', { department: 'Science' });
      await s.sync();
      await s.list('Ben Ode,ben.ode@larkenmere.example,Office,staff,');
      expect((await person('Ana Nunez'))?.leave_date).toBeNull();
      await s.list(
        'Ben Ode,ben.ode@larkenmere.example,Office,staff,',
        'Ana N,ana.nunez@larkenmere.example,Maths,staff,',
      );
      expect(await person('Ana N')).toMatchObject({ source: 'list', department: 'Maths', accounts: ['entra'] });
      await s.sync({ full: true });
      expect(await person('Ana N')).toMatchObject({ source: 'list', department: 'Maths', accounts: ['entra'] });
      expect(await s.people()).toHaveLength(2);
    });

    test('without a rule for staff nobody is made, and accounts still join the list', async () => {
      await open(schoolWith((yaml) => yaml.replace(/ {2}staff: .*\n/, '')));
      await s.list('Ana Nunez,ana.nunez@larkenmere.example,Science,staff,');
      inEntra(s.tenant, 'Ana Nunez');
      inEntra(s.tenant, 'Pupil Somebody');
      await s.sync();
      expect(await s.people()).toEqual([expect.objectContaining({ name: 'Ana Nunez', accounts: ['entra'] })]);
    });

    test('guests, pupils, emergency, service, shared and room accounts are kept apart', async () => {
      inEntra(s.tenant, 'Ana Nunez');
      inEntra(s.tenant, 'Emergency', { userPrincipalName: 'emergency1@larkenmere.example' });
      inEntra(s.tenant, 'Backup', { userPrincipalName: 'svc-backup@larkenmere.example' });
      inEntra(s.tenant, 'Office', { userPrincipalName: 'office@larkenmere.example' });
      inEntra(s.tenant, 'Hall', { userPrincipalName: 'room-hall@larkenmere.example' });
      inEntra(s.tenant, 'Pupil', { userPrincipalName: 'amina@pupils.larkenmere.example' });
      inEntra(s.tenant, 'Visitor', {
        userPrincipalName: 'ana_agency.example#EXT#@larkenmere.example',
        mail: 'ana@agency.example',
        userType: 'Guest',
      });
      await s.sync();
      expect((await s.people()).map(({ name }) => name)).toEqual(['Ana Nunez']);
      expect(await kinds()).toEqual([
        'Ana Nunez: person',
        'Backup: service',
        'Emergency: break-glass',
        'Google Admin: service',
        'Hall: room',
        'Office: shared',
        'Pupil: pupil',
        'Visitor: guest',
      ]);
    });

    test('two people of one name in a directory are two people', async () => {
      inEntra(s.tenant, 'Sam Okafor', { userPrincipalName: 'sam.okafor@larkenmere.example', employeeId: '201' });
      inEntra(s.tenant, 'Sam Okafor', { userPrincipalName: 'sam.okafor2@larkenmere.example', employeeId: '202' });
      inGoogle(s.customer, 'Sam Okafor', { address: 's.okafor@larkenmere.example', employeeId: '202' });
      await s.sync();
      expect(await s.people()).toEqual([
        expect.objectContaining({ email: 'sam.okafor2@larkenmere.example', accounts: ['entra', 'google'] }),
        expect.objectContaining({ email: 'sam.okafor@larkenmere.example', accounts: ['entra'] }),
      ]);
    });

    test('an employee id that many have identifies nobody', async () => {
      for (const name of ['Ana Nunez', 'Ben Ode', 'Cara Pym']) inEntra(s.tenant, name, { employeeId: '0000' });
      inGoogle(s.customer, 'Dee Quill', { employeeId: '0000' });
      await s.sync();
      expect((await s.people()).map(({ name, employee_id, accounts }) => [name, employee_id, accounts])).toEqual([
        ['Ana Nunez', null, ['entra']],
        ['Ben Ode', null, ['entra']],
        ['Cara Pym', null, ['entra']],
        ['Dee Quill', null, ['google']],
      ]);
    });

    test('an account without mail is somebody all the same', async () => {
      inEntra(s.tenant, 'Cleaner Kiosk', { mail: null, proxyAddresses: [] });
      await s.sync();
      expect(await person('Cleaner Kiosk')).toMatchObject({ email: 'cleaner.kiosk@larkenmere.example' });
    });

    test('whoever was only in directories leaves when every account is gone, and comes back with it', async () => {
      const ana = inEntra(s.tenant, 'Ana Nunez');
      for (const name of ['Ben Ode', 'Cara Pym']) inEntra(s.tenant, name);
      const account = inGoogle(s.customer, 'Ana Nunez');
      await s.sync();
      s.tenant.remove(ana.id);
      await s.sync();
      expect((await person('Ana Nunez'))?.leave_date).toBeNull();
      account.suspended = true;
      s.google.log('USER_SETTINGS', 'SUSPEND_USER', { USER_EMAIL: account.address });
      await s.sync();
      expect((await person('Ana Nunez'))?.leave_date).toBe('2026-11-22');
      s.tenant.restore(ana.id);
      await s.sync();
      expect(await person('Ana Nunez')).toMatchObject({ leave_date: null, accounts: ['entra', 'google'] });
    });

    test('a person of the list doesn’t leave with an account', async () => {
      await s.list(
        'Ana Nunez,ana.nunez@larkenmere.example,Science,staff,',
        'Ben Ode,ben.ode@larkenmere.example,,staff,',
      );
      const ana = inEntra(s.tenant, 'Ana Nunez');
      inEntra(s.tenant, 'Ben Ode');
      await s.sync();
      s.tenant.remove(ana.id);
      await s.sync();
      expect((await person('Ana Nunez'))?.leave_date).toBeNull();
    });

    test('the directory says when somebody leaves; whoever has left isn’t made anew', async () => {
      inEntra(s.tenant, 'Ana Nunez', { employeeLeaveDateTime: '2026-12-18T00:00:00Z' });
      inEntra(s.tenant, 'Gone Before', { employeeLeaveDateTime: '2026-08-31T00:00:00Z' });
      inEntra(s.tenant, 'Blocked Long', { accountEnabled: false });
      await s.sync();
      expect((await s.people()).map(({ name, leave_date }) => [name, leave_date])).toEqual([
        ['Ana Nunez', '2026-12-18'],
      ]);
    });

    test('without the permission for leaving dates, a date that was told stays', async () => {
      const ana = inEntra(s.tenant, 'Ana Nunez', { employeeLeaveDateTime: '2026-12-18T00:00:00Z' });
      await s.sync();
      s.graph.granted.delete('User-LifeCycleInfo.Read.All');
      s.graph.revokeTokens();
      s.tenant.change(ana.id, { jobTitle: 'Head of Maths' });
      await s.sync({ full: true });
      expect(await person('Ana Nunez')).toMatchObject({ leave_date: '2026-12-18', job_title: 'Head of Maths' });
    });

    test('an account that was deleted and made again is the same person’s', async () => {
      const ana = inEntra(s.tenant, 'Ana Nunez');
      for (const name of ['Ben Ode', 'Cara Pym']) inEntra(s.tenant, name);
      await s.sync();
      const before = await person('Ana Nunez');
      s.tenant.remove(ana.id);
      await s.sync();
      s.tenant.purge(ana.id);
      inEntra(s.tenant, 'Ana Nunez', { id: '11111111-2222-4333-8444-555555555555' });
      await s.sync();
      expect(await person('Ana Nunez')).toMatchObject({ id: before?.id, leave_date: null });
      expect(await s.people()).toHaveLength(3);
    });

    test('an address that is given to somebody new isn’t taken for its owner before', async () => {
      await s.list(
        'Jane Smith,j.smith@larkenmere.example,Science,staff,',
        'Ben Ode,ben.ode@larkenmere.example,,staff,',
      );
      await s.list('Ben Ode,ben.ode@larkenmere.example,,staff,');
      inEntra(s.tenant, 'John Smith', { userPrincipalName: 'j.smith@larkenmere.example' });
      await s.sync();
      expect(await person('Jane Smith')).toMatchObject({ email: null, accounts: [] });
      expect(await person('John Smith')).toMatchObject({ email: 'j.smith@larkenmere.example', accounts: ['entra'] });
    });

    test('people who swap addresses keep one each', async () => {
      const ana = inEntra(s.tenant, 'Ana Nunez');
      const ben = inEntra(s.tenant, 'Ben Ode');
      await s.sync();
      s.tenant.change(ana.id, { userPrincipalName: 'ben.ode@larkenmere.example' });
      s.tenant.change(ben.id, { userPrincipalName: 'ana.nunez@larkenmere.example' });
      await s.sync();
      expect((await s.people()).map(({ name, email }) => [name, email])).toEqual([
        ['Ana Nunez', 'ben.ode@larkenmere.example'],
        ['Ben Ode', 'ana.nunez@larkenmere.example'],
      ]);
    });

    test('line managers are found, whoever is read first, by object id and by address', async () => {
      const head = inEntra(s.tenant, 'Zara Head');
      inEntra(s.tenant, 'Ana Nunez', { manager: head.id });
      inGoogle(s.customer, 'Ben Ode', { manager: 'zara.head@larkenmere.example' });
      await s.sync();
      expect((await person('Ana Nunez'))?.manager).toBe('Zara Head');
      expect((await person('Ben Ode'))?.manager).toBe('Zara Head');
      const [ana] = [...s.tenant.users.values()].filter(({ displayName }) => displayName === 'Ana Nunez');
      s.tenant.change(ana?.id as string, { manager: null });
      await s.sync();
      expect((await person('Ana Nunez'))?.manager).toBeNull();
    });

    test('a manager who gets an account later becomes one', async () => {
      const late = '99999999-2222-4333-8444-555555555555';
      inEntra(s.tenant, 'Ana Nunez', { manager: late });
      await s.sync();
      expect((await person('Ana Nunez'))?.manager).toBeNull();
      inEntra(s.tenant, 'Zara Head', { id: late });
      s.tenant.change([...s.tenant.users.keys()][0] as string, { manager: late });
      await s.sync();
      expect((await person('Ana Nunez'))?.manager).toBe('Zara Head');
    });

    test('groups give roles and take them back; what the list gave stays', async () => {
      await s.list('Ana Nunez,ana.nunez@larkenmere.example,,staff;headteacher,');
      const [ana, ben] = ['Ana Nunez', 'Ben Ode'].map((name) => inEntra(s.tenant, name));
      const leaders = s.tenant.addGroup({
        displayName: 'Leadership Team',
        members: new Set([ana?.id as string, ben?.id as string]),
      });
      await s.sync();
      expect((await person('Ben Ode'))?.roles).toEqual(['headteacher', 'staff']);
      leaders.members.clear();
      leaders.members.add(ana?.id as string);
      await s.sync({ full: true });
      expect((await person('Ben Ode'))?.roles).toEqual(['staff']);
      leaders.members.clear();
      await s.sync({ full: true });
      expect((await person('Ana Nunez'))?.roles).toEqual(['headteacher', 'staff']);
    });

    test('in a trust, places say which school; an account of no school makes nobody', async () => {
      await open(
        schoolWith((yaml) =>
          `${yaml}  schools: { Hill*: hill, '*@wood.example': wood }\n`
            .replace('staff: [', "staff: ['*@wood.example', ")
            .replace('directories:', 'schools: [{ id: hill, name: Hill }, { id: wood, name: Wood }]\ndirectories:'),
        ),
      );
      inEntra(s.tenant, 'Ana Nunez', { companyName: 'Hill School' });
      const ben = inEntra(s.tenant, 'Ben Ode', { userPrincipalName: 'ben@wood.example' });
      inEntra(s.tenant, 'Cara Pym', { companyName: 'Somewhere' });
      await s.sync();
      expect((await s.people()).map(({ name, school }) => [name, school])).toEqual([
        ['Ana Nunez', 'hill'],
        ['Ben Ode', 'wood'],
      ]);
      s.tenant.change(ben.id, { userPrincipalName: 'ben@larkenmere.example', companyName: 'Hill School' });
      await s.sync();
      expect((await person('Ben Ode'))?.school).toBe('hill');
    });

    test('joiners get their agreements, leavers drop out', async () => {
      const ana = inEntra(s.tenant, 'Ana Nunez');
      for (const name of ['Ben Ode', 'Cara Pym']) inEntra(s.tenant, name);
      const writer = await s.t.person('Meg Hall', { roles: ['staff'] });
      await askToSign(s.t, [writer]);
      await store.db.updateTable('campaigns').set({ audience: '{"roles":["staff"]}' }).execute();
      await s.sync();
      const states = async () =>
        (
          await store.db
            .selectFrom('assignments')
            .innerJoin('people', 'people.id', 'assignments.person')
            .select(['name', 'state'])
            .orderBy('name')
            .execute()
        ).map(({ name, state }) => `${name}: ${state}`);
      expect(await states()).toEqual(['Ana Nunez: open', 'Ben Ode: open', 'Cara Pym: open', 'Meg Hall: open']);
      s.tenant.remove(ana.id);
      await s.sync();
      expect(await states()).toEqual(['Ana Nunez: left', 'Ben Ode: open', 'Cara Pym: open', 'Meg Hall: open']);
    });

    test('hostile names are kept as they are, and do nothing', async () => {
      const names = [
        "Robert'); drop table people;--",
        '<script>alert(1)</script>',
        '[x](https://evil.example)',
        '\u202eevil\u202c',
        '=cmd|calc',
        `A${'a'.repeat(250)}`,
        '%_*?[a-z]',
      ];
      for (const [at, displayName] of names.entries())
        inEntra(s.tenant, displayName, {
          userPrincipalName: `hostile${at}@larkenmere.example`,
          department: displayName,
          employeeId: "1' or '1'='1",
        });
      await s.sync();
      expect((await s.people()).map(({ name }) => name).sort()).toEqual([...names].sort());
      await s.sync({ full: true });
      expect(await s.people()).toHaveLength(names.length);
    });

    test('the ledger holds counts, and nobody’s name', async () => {
      inEntra(s.tenant, 'Ana Nunez', { employeeId: 'E777' });
      inGoogle(s.customer, 'Ben Ode');
      await s.sync();
      await s.sync();
      const entries = await store.db.selectFrom('ledger').select(['kind', 'body']).orderBy('seq').execute();
      expect(entries.map(({ kind, body }) => [kind, JSON.parse(body)])).toEqual([
        ['directory-read', expect.objectContaining({ provider: 'entra', full: true, added: 1, left: 0 })],
        ['directory-read', expect.objectContaining({ provider: 'google', added: 1 })],
      ]);
      expect(JSON.stringify(entries)).not.toMatch(/Ana|Nunez|Ode|E777|example/);
      expect(await verifyLedger(store)).toMatchObject({ valid: true });
    });
  });
});
