import { readFileSync } from 'node:fs';
import { verifyLedger } from '../../shared/ledger/index.ts';
import { type ImportOptions, importPeople, listPeople } from '../../shared/people/import.ts';
import type { Store } from '../../shared/ports.ts';
import { parseSchool } from '../../shared/school.ts';
import { school } from '../fakes/school.ts';
import { eachStore } from '../fakes/store.ts';

const TENANT = '5f0c2b7e-9d14-4a86-b3c8-61e7d2a90f35';
const NOW = new Date('2026-11-23T09:00:00Z');
const larkenmere = readFileSync(new URL('../../infra/sandbox/school/people.csv', import.meta.url), 'utf8');
const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const HEADINGS = 'name,email,object_id,roles,manager,start_date,leave_date\n';

describe('importing people', () => {
  eachStore((fresh) => {
    let store: Store;
    beforeEach(async () => {
      store = await (await fresh()).open();
    });

    const run = (file: string, options: Partial<ImportOptions> = {}) =>
      store.transaction((tx) => importPeople(tx, file, { school, tenant: TENANT, now: NOW, ...options }));
    const list = (rows: string, options?: Partial<ImportOptions>) => run(HEADINGS + rows, options);
    /** Twelve people, so that one of them may leave. */
    const dozen = Array.from({ length: 12 }, (_, i) => `Person ${i},p${i}@school.example,${id(i)},staff,,,\n`);
    const person = async (name: string) => {
      const found = (await listPeople(store.db)).filter((one) => one.name === name);
      expect(found).toHaveLength(1);
      return found[0] as (typeof found)[number];
    };
    const tables = async () => ({
      people: await store.db.selectFrom('people').selectAll().orderBy('id').execute(),
      roles: await store.db.selectFrom('person_roles').selectAll().orderBy('person').orderBy('role').execute(),
      accounts: await store.db.selectFrom('accounts').selectAll().orderBy('object_id').execute(),
      ledger: await store.db.selectFrom('ledger').selectAll().orderBy('seq').execute(),
    });

    test('takes in the whole sandbox school, and the second time changes nothing', async () => {
      const counts = { changed: 0, left: 0, problems: [] };
      expect(await run(larkenmere)).toEqual({ ...counts, added: 68, unchanged: 0 });
      const before = await tables();
      expect(before.accounts).toHaveLength(63);
      expect(await run(larkenmere)).toEqual({ ...counts, added: 0, unchanged: 68 });
      expect(await tables()).toEqual(before);
      expect(await person('Kiran Patel')).toMatchObject({
        manager: 'Meera Patel',
        roles: ['staff'],
        objectId: '573028d5-69ec-44f8-b495-0ce475da9400',
        school: 'school',
      });
      expect(await person('Peter Wainscott')).toMatchObject({ objectId: null });
      expect(await person('Dorothy Quaye')).toMatchObject({ email: null });
    });

    test('is in the ledger as numbers, without a name', async () => {
      await run(larkenmere);
      const [entry] = (await tables()).ledger;
      expect(entry?.kind).toBe('people-imported');
      expect(JSON.parse(entry?.body ?? '')).toEqual({ added: 68, changed: 0, left: 0, unchanged: 0, problems: 0 });
      expect(await verifyLedger(store)).toMatchObject({ valid: true });
    });

    test('has campaigns look for who is new, but not when nothing changed', async () => {
      const jobs = () => store.db.selectFrom('jobs').select('kind').execute();
      await list('Anna,,,staff,,,\n');
      expect(await jobs()).toEqual([{ kind: 'campaigns.enrol' }]);
      await store.db.deleteFrom('jobs').execute();
      await list('Anna,,,staff,,,\n');
      expect(await jobs()).toEqual([]);
    });

    test('changes what changed', async () => {
      await list(dozen.join(''));
      const report = await list(
        dozen
          .join('')
          .replace('Person 3,p3@school.example', 'Person Three,three@school.example')
          .replace(`${id(4)},staff`, `${id(4)},staff;governor`),
      );
      expect(report).toMatchObject({ added: 0, changed: 2, left: 0, unchanged: 10 });
      expect(await person('Person Three')).toMatchObject({ email: 'three@school.example', objectId: id(3) });
      expect(await person('Person 4')).toMatchObject({ roles: ['governor', 'staff'] });
    });

    test('two people who swap their addresses', async () => {
      await list(dozen.join(''));
      const swapped = dozen.join('').replace('p1@', 'x@').replace('p2@', 'p1@').replace('x@', 'p2@');
      expect(await list(swapped)).toMatchObject({ changed: 2, problems: [] });
      expect([(await person('Person 1')).email, (await person('Person 2')).email]).toEqual([
        'p2@school.example',
        'p1@school.example',
      ]);
    });

    test('who is missing was here yesterday for the last time, and may come back', async () => {
      await list(dozen.join(''));
      const without = dozen.filter((_, i) => i !== 5).join('');
      expect(await list(without)).toMatchObject({ left: 1, unchanged: 11 });
      expect(await person('Person 5')).toMatchObject({ leaveDate: '2026-11-22' });
      expect(await list(without)).toMatchObject({ left: 0, changed: 0 });
      expect(await list(dozen.join(''))).toMatchObject({ added: 0, changed: 1 });
      expect(await person('Person 5')).toMatchObject({ leaveDate: null });
    });

    describe('when more than a tenth of the people here would vanish', () => {
      test.each([
        ['are missing', dozen.slice(0, 10).join('')],
        [
          'have left by their dates',
          dozen.map((row, i) => (i < 2 ? row.replace(',,\n', ',,2026-10-31\n') : row)).join(''),
        ],
        [
          'start later by their dates',
          dozen.map((row, i) => (i < 2 ? row.replace(',,\n', ',2027-01-04,\n') : row)).join(''),
        ],
      ])('because they %s, nothing changes, unless one says so', async (_, rows) => {
        await list(dozen.join(''));
        const before = await tables();
        await expect(list(rows)).rejects.toThrow(/Nothing was changed: 2 people of the 12 who are here/);
        expect(await tables()).toEqual(before);
        const report = await list(rows, { allowMany: true });
        expect(report.left + report.changed).toBe(2);
      });

      test('the first problem of the file is named', async () => {
        await list(dozen.join(''));
        await expect(list(`${dozen.slice(0, 9).join('')},nobody@school.example,,,,,\n`)).rejects.toThrow(
          /on line 11: This row has no name/,
        );
      });
    });

    test('who was to leave before does not count as vanishing, nor who never started', async () => {
      await list(dozen.join('') + 'Gone,,,staff,,2020-01-01,2026-10-31\nSoon,,,staff,,2027-01-04,\n');
      expect(await list(dozen.join(''))).toMatchObject({ left: 1, unchanged: 12 });
    });

    test('a row that can not be read still says that its person is there', async () => {
      await list(dozen.join(''));
      const broken = dozen.map((row, i) => (i < 6 ? row.replace(',,\n', ',soon,\n') : row)).join('');
      const report = await list(broken);
      expect(report).toMatchObject({ left: 0, unchanged: 6 });
      expect(report.problems.map(({ line }) => line)).toEqual([2, 3, 4, 5, 6, 7]);
    });

    test.each([
      ['an object id', `Anna,a@school.example,${id(1)},,,,\nAnn,b@school.example,${id(1)},,,,\n`],
      ['an address', 'Anna,a@school.example,,,,,\nAnn,A@school.example,,,,,\n'],
      ['an address, with another object id', `Anna,a@school.example,${id(1)},,,,\nAnn,a@school.example,${id(2)},,,,\n`],
      ['name and start date, and nothing else', 'Anna,,,,,2026-09-01,\nANNA,,,,,1/9/2026,\n'],
    ])('of two rows with the same %s the first counts', async (_, rows) => {
      expect(await list(rows)).toMatchObject({
        added: 1,
        problems: [{ line: 3, words: 'This person is on line 2 already.' }],
      });
    });

    test('two people of one name who start on different days are two', async () => {
      await list('Anna,,,,,2026-09-01,\nAnna,,,,,2026-10-01,\n');
      expect(await list('Anna,,,,,2026-09-01,\nAnna,,,,,2026-10-01,\n')).toMatchObject({ added: 0, unchanged: 2 });
    });

    test('who gets an address or an account later is the same person', async () => {
      await list('Anna,,,staff,,2026-09-01,\n');
      expect(await list('Anna,anna@school.example,,staff,,2026-09-01,\n')).toMatchObject({ added: 0, changed: 1 });
      expect(await list(`Anna,anna@school.example,${id(1)},staff,,2026-09-01,\n`)).toMatchObject({
        added: 0,
        changed: 1,
      });
      expect(await person('Anna')).toMatchObject({ email: 'anna@school.example', objectId: id(1) });
    });

    test('an address that was given to somebody new goes with its new owner', async () => {
      await list(dozen.join(''));
      const report = await list(`${dozen.slice(1).join('')}Petra Novak,p0@school.example,${id(99)},staff,,,\n`);
      expect(report).toMatchObject({ added: 1, left: 1, unchanged: 11 });
      expect(await person('Petra Novak')).toMatchObject({ email: 'p0@school.example', objectId: id(99) });
      expect(await person('Person 0')).toMatchObject({ email: null, objectId: id(0), leaveDate: '2026-11-22' });
    });

    test('an account that was made anew for the same person is theirs too', async () => {
      await list(dozen.join(''));
      expect(await list(dozen.join('').replace(id(3), id(33)))).toMatchObject({ added: 0, changed: 1, left: 0 });
      const { accounts } = await tables();
      const [old, anew] = [id(3), id(33)].map((one) => accounts.find(({ object_id }) => object_id === one)?.person);
      expect(old).toBe(anew);
    });

    test('an account that was bound at first contact stays with its person', async () => {
      await list('Anna,anna@school.example,,staff,,,\n');
      const { id: anna } = await person('Anna');
      const account = {
        provider: 'entra' as const,
        tenant: TENANT,
        object_id: id(1),
        person: anna,
        bound_at: '2026-11-01',
        bound_by: 'address' as const,
      };
      await store.db.insertInto('accounts').values(account).execute();
      expect(await list(`Anna,anna@school.example,${id(1)},staff,,,\n`)).toMatchObject({ unchanged: 1 });
      expect((await tables()).accounts).toEqual([account]);
    });

    test('without a tenant, object ids are not read', async () => {
      await list(dozen.join(''), { tenant: undefined });
      expect((await tables()).accounts).toEqual([]);
    });

    test('managers are found by address, in the list or here already; others are listed', async () => {
      const report = await list(
        'Anna,anna@school.example,,,BEN@school.example,,\nBen,ben@school.example,,,ben@school.example,,\nCem,,,,nobody@school.example,,\n',
      );
      expect(report.problems).toEqual([
        { line: 3, words: 'This person is their own manager.' },
        { line: 4, words: "Nobody here has the manager's address nobody@school.example." },
      ]);
      expect([(await person('Anna')).manager, (await person('Ben')).manager]).toEqual(['Ben', null]);
    });

    test('what the list has no column for stays as it was', async () => {
      await list(dozen.join(''));
      const names = dozen.map((row) => row.split(',').slice(0, 2).join(',')).join('\n');
      expect(await run(`name,email\n${names}\n`)).toMatchObject({
        unchanged: 12,
        problems: [{ line: 1, words: expect.stringContaining('no column "roles"') }],
      });
      expect(await run(`name,email\n${names}\nNew,new@school.example\n`)).toMatchObject({ added: 1 });
      expect(await person('New')).toMatchObject({ roles: ['staff'] });
    });

    test('a list of no people changes nothing', async () => {
      await list(dozen.join(''));
      const before = await tables();
      await expect(run('')).rejects.toThrow(/empty/);
      await expect(run(HEADINGS)).rejects.toThrow(/nobody/);
      expect(await tables()).toEqual(before);
    });

    test('a trust says of each person where they are, by id or name, and one school’s list leaves the others alone', async () => {
      const trust = parseSchool(
        'school: { name: Wharfedale Trust }\nschools: [{ id: hill, name: Hill School }, { id: mill, name: Mill School }]',
      );
      const hill = Array.from({ length: 11 }, (_, i) => `H${i},HILL`).join('\n');
      const report = await run(`name,school\n${hill}\nM1,mill school\nX,Elsewhere\nY,\n`, { school: trust });
      expect(report.added).toBe(12);
      expect(report.problems.map(({ words }) => words)).toEqual([
        expect.stringContaining('roles'),
        expect.stringMatching(/^"Elsewhere" isn't a school .* Hill School, Mill School/),
        expect.stringMatching(/names no school/),
      ]);
      expect(await run(`name,school\n${hill}\n`, { school: trust })).toMatchObject({ left: 0, unchanged: 11 });
      expect(await person('M1')).toMatchObject({ school: 'mill', leaveDate: null });
    });

    test('twelve thousand people at once', async () => {
      const rows = Array.from(
        { length: 12_000 },
        (_, i) => `Person ${i},p${i}@school.example,${id(i)},staff,p${i >> 4}@school.example,,\n`,
      );
      expect(await list(rows.join(''))).toMatchObject({ added: 12_000, changed: 0 });
      expect(await list(rows.join(''))).toMatchObject({ added: 0, unchanged: 12_000 });
      expect(await list(rows.join('').replaceAll(',staff,', ',staff;trained,'))).toMatchObject({ changed: 12_000 });
    });
  });
});
