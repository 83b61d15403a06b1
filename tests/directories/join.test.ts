import fc from 'fast-check';
import { type Candidate, match, type Signs } from '../../shared/directories/join.ts';
import { glob, judge } from '../../shared/directories/kind.ts';
import { nameKey } from '../../shared/directories/name.ts';
import type { DirectoryAccount } from '../../shared/directories/port.ts';
import { parseSchool } from '../../shared/school.ts';
import { SCHOOL, schoolWith } from './school.ts';

const someone = (person: string, more: Partial<Candidate> = {}): Candidate => ({
  person,
  name: 'ana nunez',
  gone: false,
  hereToo: false,
  ...more,
});
const signs = (more: Partial<Signs>): Signs => ({
  name: 'ana nunez',
  byEmployeeId: [],
  byAddress: [],
  byName: [],
  ...more,
});

describe('whose an account is', () => {
  const ana = someone('ana');
  const other = someone('other', { name: 'ben ode' });

  test.each<[string, Partial<Signs>, ReturnType<typeof match>]>([
    ['by employee id', { byEmployeeId: [ana] }, { kind: 'same', person: 'ana', by: 'employee-id' }],
    ['by address', { byAddress: [other] }, { kind: 'same', person: 'other', by: 'address' }],
    [
      'by both, where they agree',
      { byEmployeeId: [ana], byAddress: [ana, other] },
      { kind: 'same', person: 'ana', by: 'employee-id' },
    ],
    [
      'a doubt where they contradict each other',
      { byEmployeeId: [ana], byAddress: [other] },
      { kind: 'doubtful', people: ['ana', 'other'], why: 'contradiction', apart: false },
    ],
    [
      'by the address, where two people have the employee id',
      { byEmployeeId: [ana, other], byAddress: [other] },
      { kind: 'same', person: 'other', by: 'employee-id' },
    ],
    [
      'a doubt where two people have the employee id, and nothing else tells',
      { byEmployeeId: [ana, other] },
      { kind: 'doubtful', people: ['ana', 'other'], why: 'contradiction', apart: false },
    ],
    [
      'a doubt where its addresses are of two people',
      { byAddress: [ana, other] },
      { kind: 'doubtful', people: ['ana', 'other'], why: 'several', apart: false },
    ],
    ['never by the name alone', { byName: [ana] }, { kind: 'doubtful', people: ['ana'], why: 'name', apart: false }],
    [
      "a namesake's who has an account there already: nobody's",
      { byName: [someone('ana', { hereToo: true })] },
      { kind: 'nobody' },
    ],
    ['a namesake who has left: nobody', { byName: [someone('ana', { gone: true })] }, { kind: 'nobody' }],
    [
      'more namesakes than anyone wants to hear of: nobody',
      { byName: Array.from({ length: 6 }, (_, i) => someone(`ana ${i}`)) },
      { kind: 'nobody' },
    ],
    [
      'a doubt, and a person apart, where the owner has another account there',
      { byEmployeeId: [someone('ana', { hereToo: true })] },
      { kind: 'doubtful', people: ['ana'], why: 'second-account', apart: true },
    ],
    [
      'the address of someone who left, for somebody with another name: nobody',
      { byAddress: [someone('other', { name: 'ben ode', gone: true })] },
      { kind: 'nobody' },
    ],
    [
      'the address of someone who left and is back',
      { byAddress: [someone('ana', { gone: true })] },
      { kind: 'same', person: 'ana', by: 'address' },
    ],
    [
      'the number of someone who left, for somebody with another name: a doubt',
      { byEmployeeId: [someone('other', { name: 'ben ode', gone: true })] },
      { kind: 'doubtful', people: ['other'], why: 'contradiction', apart: false },
    ],
    ['nobody knows', {}, { kind: 'nobody' }],
  ])('%s', (_, some, expected) => {
    expect(match(signs(some))).toEqual(expected);
  });

  test('is never decided by a name, whatever else is said', () => {
    const candidate = fc.record({
      person: fc.constantFrom('a', 'b', 'c'),
      name: fc.constantFrom('ana nunez', 'ben ode'),
      gone: fc.boolean(),
      hereToo: fc.boolean(),
    });
    const some = fc.uniqueArray(candidate, { selector: ({ person }) => person });
    fc.assert(
      fc.property(some, some, some, (byEmployeeId, byAddress, byName) => {
        const found = match(signs({ byEmployeeId, byAddress, byName }));
        if (found.kind !== 'same') return;
        const vouched = [...byEmployeeId, ...byAddress].find(({ person }) => person === found.person);
        expect(vouched?.hereToo).toBe(false);
      }),
    );
  });
});

describe('names', () => {
  test.each([
    ['Núñez, Ana', 'Ana Nunez'],
    ["NIAMH O'CONNELL", 'niamh o’connell'],
    ['Zieliński  Tomasz', 'Tomasz Zielin\u0301ski'],
  ])('%s is %s', (one, other) => {
    expect(nameKey(one)).toBe(nameKey(other));
  });
  test.each([['12345'], ['   '], ['🎓'], ['\u202e']])('%j is no name that anybody shares', (name) => {
    expect(nameKey(name)).toBe('');
  });
});

describe('patterns of the school file', () => {
  test.each([
    ['/Staff/**', '/Staff', true],
    ['/Staff/**', '/Staff/Science', true],
    ['/Staff/**', '/Staffroom', false],
    ['svc-*@larkenmere.example', 'SVC-registers@larkenmere.example', true],
    ['*@larkenmere.example', 'x@pupils.larkenmere.example', false],
    ['Larkenmere (Upper) [A]', 'larkenmere (upper) [a]', true],
    ['a.b@larkenmere.example', 'axb@larkenmere.example', false],
    ['ab*ba', 'aba', false],
    ['*', '', true],
  ])('%s and %s: %s', (pattern, text, fits) => {
    expect(glob([pattern])(text)).toBe(fits);
  });
  test('take no time for any text', () => {
    expect(glob(['*a*a*a*a*a*a*a*b'])('a'.repeat(100_000))).toBe(false);
  });
});

describe('what an account is for', () => {
  const account = (address: string, more: Partial<DirectoryAccount> = {}) =>
    ({
      objectId: 'id',
      address,
      aliases: [],
      place: null,
      guest: false,
      enabled: { known: true, value: true },
      ...more,
    }) as unknown as DirectoryAccount;
  const { kind, counts } = judge(parseSchool(SCHOOL));

  test.each([
    ['person', account('ana@larkenmere.example')],
    ['pupil', account('amina@pupils.larkenmere.example')],
    ['pupil', account('amina@larkenmere.example', { place: '/Pupils/Year 7' })],
    ['break-glass', account('Emergency2@larkenmere.example')],
    ['service', account('x@larkenmere.example', { aliases: ['svc-backup'] })],
    ['shared', account('office@larkenmere.example')],
    ['room', account('room-hall@larkenmere.example')],
    ['guest', account('ada@agency.example', { guest: true })],
    ['guest', account('ada@larkenmere.example', { guest: true })],
    ['other', account('someone@elsewhere.example')],
  ])('%s', (expected, given) => {
    expect(kind(given)).toBe(expected);
  });

  test('nobody is taken for blocked because the directory did not say', () => {
    const silent = { enabled: { known: false, because: { kind: 'unreadable', words: '' } } } as const;
    expect(counts(account('ana@larkenmere.example', silent))).toBe(true);
    expect(counts(account('ana@larkenmere.example', { enabled: { known: true, value: false } }))).toBe(false);
  });

  test('a rule may not name a school that there is not', () => {
    const wrong = () =>
      schoolWith((yaml) => `${yaml}  schools: { /Hill/**: hil }\nschools: [{ id: hill, name: Hill }]\n`);
    expect(wrong).toThrow(/directories\.schools\.\/Hill\/\*\*: there is no school "hil"/);
  });
});
