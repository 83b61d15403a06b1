import { readFileSync } from 'node:fs';
import { audienceNamed, groupsOf, hereOn, inAudience, sayAudience } from '../../shared/audiences/index.ts';
import { Refusal } from '../../shared/errors.ts';
import { importPeople } from '../../shared/people/import.ts';
import type { Store } from '../../shared/ports.ts';
import { type Audience, parseSchool } from '../../shared/school.ts';
import { eachStore } from '../fakes/store.ts';

const folder = new URL('../../infra/sandbox/school/', import.meta.url);
const school = parseSchool(readFileSync(new URL('school.yaml', folder), 'utf8'));
const TODAY = '2026-11-23';

describe('at Larkenmere, in', () => {
  eachStore((fresh) => {
    let store: Store;
    beforeEach(async () => {
      store = await (await fresh()).open();
      const file = readFileSync(new URL('people.csv', folder));
      const now = new Date(`${TODAY}T09:00:00Z`);
      await store.transaction((tx) => importPeople(tx, file, { school, tenant: school.tenant, now }));
    });
    const names = async (audience: Audience, today = TODAY) =>
      (
        await store.db
          .selectFrom('people')
          .select('name')
          .where(inAudience(audience))
          .where(hereOn(today))
          .orderBy('name')
          .execute()
      ).map(({ name }) => name);

    test('every audience of the school file there are the people one expects', async () => {
      const sizes: Record<string, number> = {};
      for (const [name, audience] of Object.entries(school.audiences)) sizes[name] = (await names(audience)).length;
      expect(sizes).toEqual({
        'all-staff': 54,
        'supply-staff': 3,
        'governors-and-volunteers': 4,
        'senior-leaders': 5,
        'line-managers': 13,
        'science-staff': 6,
        'office-and-premises': 7,
      });
    });

    test('a department there are its people, however it is written', async () => {
      const science = await names({ departments: ['Science'] });
      expect(science).toHaveLength(6);
      expect(await names({ departments: ['sCIENCE'] })).toEqual(science);
      await store.db
        .updateTable('people')
        .set({ department: 'Éducation Physique' })
        .where('name', '=', 'Emre Yıldız')
        .execute();
      expect(await names({ departments: ['éDUCATION PHYSIQUE'] })).toEqual(['Emre Yıldız']);
    });

    test('two lists there is who is in both, and in one list who matches any of it', async () => {
      expect(await names({ roles: ['headteacher', 'business-manager'] })).toEqual([
        'Helen Tidswell',
        'Margaret Ashdown',
      ]);
      expect(await names({ roles: ['line-manager'], departments: ['Maths', 'Science'] })).toEqual([
        'Meera Patel',
        'Stephen Garbutt',
      ]);
      expect(await names({ roles: ['governor'], departments: ['Science'] })).toEqual([]);
    });

    test('named people there are those, by address in any case or by object id', async () => {
      expect(
        await names({
          people: ['KIRAN.patel@larkenmere.example', '3b3758e6-97e3-4db8-9068-2fac4523e194', 'nobody@x.example'],
        }),
      ).toEqual(['Dorothy Quaye', 'Kiran Patel']);
    });

    test('all but some roles there is nobody with one of them', async () => {
      const everyone = await names({});
      const some = await names({ except: ['staff', 'volunteer'] });
      expect([everyone.length, some]).toEqual([61, ['Patricia Enderby', 'Rajesh Venkataraman', 'Solomon Tesfaye']]);
    });

    test('a school there are its people', async () => {
      expect((await names({ schools: ['school'] })).length).toBe(61);
      expect(await names({ schools: ['elsewhere'] })).toEqual([]);
    });

    test.each([
      ['on the last day of someone who leaves', 'Mark Tolliver', '2026-12-31', true],
      ['on the day after', 'Mark Tolliver', '2027-01-01', false],
      ['before someone starts', 'Nkechi Umeh', '2027-01-03', false],
      ['on the first day', 'Nkechi Umeh', '2027-01-04', true],
    ])('any audience %s, %s on %s: %s', async (_, name, day, here) => {
      expect((await names({}, day)).includes(name)).toBe(here);
    });

    test('its groups are those that people are in', async () => {
      const { departments, roles } = await groupsOf(store.db);
      expect(departments).toEqual(expect.arrayContaining(['Maths', 'Premises', 'Supply']));
      expect(roles).toEqual(expect.arrayContaining(['staff', 'supply', 'volunteer', 'network-manager']));
    });
  });
});

describe('an audience is said', () => {
  const trust = parseSchool(
    'school: { name: T }\nschools: [{ id: hill, name: Hill School }, { id: mill, name: Mill School }]\naudiences: { the-kitchen: { departments: [Kitchen] } }',
  );
  test.each<[Audience, string]>([
    [{}, 'everyone'],
    [{ roles: ['staff'] }, 'all staff'],
    [{ roles: ['staff'], departments: ['Science'] }, 'all staff in Science'],
    [
      { roles: ['staff'], departments: ['Science', 'Maths'], schools: ['hill'] },
      'all staff in Science or Maths at Hill School',
    ],
    [{ roles: ['staff'], except: ['supply', 'senior-leader'] }, 'all staff who are not supply or senior leader'],
    [{ roles: ['governor', 'line-manager'] }, 'everyone with the role governor or line manager'],
    [{ departments: ['Kitchen'] }, 'the kitchen'],
    [{ people: ['a@x.example'] }, '1 named person'],
    [{ people: ['a@x.example', 'b@x.example'], roles: ['staff'] }, '2 named people with the role staff'],
  ])('%j as "%s"', (audience, words) => {
    expect(sayAudience(audience, trust)).toBe(words);
  });
});

test('an audience is found by its name, and one that is not there is told with those that are', () => {
  expect(audienceNamed('all-staff', school)).toEqual({ roles: ['staff'], except: ['supply'] });
  expect(() => audienceNamed('constructor', school)).toThrow(Refusal);
  expect(() => audienceNamed('pupils', school)).toThrow(/"pupils".*all-staff/);
});

describe('the school file', () => {
  const audience = (rule: string) => parseSchool(`school: { name: X }\naudiences:\n  some: ${rule}`);
  test('takes roles that are left out', () => {
    expect(audience('{ roles: [staff], except: [supply] }').audiences.some).toEqual({
      roles: ['staff'],
      except: ['supply'],
    });
  });
  test.each([
    ['{ roles: [] }', /school.yaml:3: audiences.some.roles: name at least one, or leave this line out/],
    ['{ rolls: [staff] }', /rolls: isn't a setting here/],
    ['{ roles: staff }', /school.yaml:3: audiences.some.roles/],
  ])('with %s says what to write', (rule, message) => {
    expect(() => audience(rule)).toThrow(message);
  });
  test.each([
    ["hours: { from: '18:00', to: '07:30' }", /swap from and to/],
    ['reminders: { then_every: 0d }', /write at least 1d/],
    ['people: { columns: { emial: Mail } }', /emial: isn't a setting here/],
  ])('with %s says what to write', (line, message) => {
    expect(() => parseSchool(`school: { name: X }\n${line}`)).toThrow(message);
  });
});
