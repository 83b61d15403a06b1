import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { isInTeams } from '../../infra/sandbox/google-people.ts';

const COLUMNS = [
  'name',
  'email',
  'object_id',
  'department',
  'job_title',
  'roles',
  'manager',
  'school',
  'start_date',
  'leave_date',
] as const;
type Row = Record<(typeof COLUMNS)[number], string>;

const csv = readFileSync(new URL('../../infra/sandbox/school/people.csv', import.meta.url), 'utf8');
const people: Row[] = parse(csv, { columns: true });

/** The day on which the school's README counts its people. */
const TODAY = '2026-11-23';
const left = people.filter((p) => p.leave_date && p.leave_date < TODAY);
const notYet = people.filter((p) => p.start_date > TODAY);
const active = people.filter((p) => !left.includes(p) && !notYet.includes(p));
const roles = (p: Row) => p.roles.split(';');
const having = (role: string) => active.filter((p) => roles(p).includes(role));
const between = (day: string, from: string, to: string) => day >= from && day <= to;
const listed = (values: string[]) => values.filter(Boolean);
const repeated = (values: string[]) => [...new Set(values.filter((value, i) => values.indexOf(value) !== i))];

test('the header is the one that a school is told to export', () => {
  expect(csv.split('\n')[0]).toBe(COLUMNS.join(','));
});

test('no two people share a name, an address or an account', () => {
  for (const column of ['name', 'email', 'object_id'] as const) {
    expect(repeated(listed(people.map((p) => p[column].toLowerCase())))).toEqual([]);
  }
});

test('every address is lower case, plain and on the reserved example domain', () => {
  const wrong = listed(people.map((p) => p.email)).filter(
    (email) => !/^[a-z]+(\.[a-z]+(-[a-z]+)*)@larkenmere\.example$/.test(email),
  );
  expect(wrong).toEqual([]);
});

test('every object id has the form that a directory gives out', () => {
  const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  expect(listed(people.map((p) => p.object_id)).filter((id) => !uuid.test(id))).toEqual([]);
});

test('every cell that a school fills in is filled in, with dates that exist and follow each other', () => {
  for (const p of people) {
    for (const column of ['name', 'department', 'job_title', 'roles', 'start_date'] as const)
      expect(p[column]).not.toBe('');
    expect(p.school).toBe('Larkenmere School');
    for (const day of listed([p.start_date, p.leave_date])) {
      expect(new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10)).toBe(day);
    }
    if (p.leave_date) expect(p.leave_date > p.start_date).toBe(true);
  }
});

test('every manager is someone who works here, leads, and is nobody below the person managed', () => {
  const byEmail = new Map(active.map((p) => [p.email, p]));
  const leads = ['headteacher', 'senior-leader', 'business-manager', 'ict-manager', 'line-manager'];
  for (const person of people) {
    const chain: Row[] = [];
    for (let email = person.manager; email; email = chain.at(-1)?.manager ?? '') {
      const manager = byEmail.get(email);
      if (!manager) throw new Error(`${person.name}: nobody here has the manager's address ${email}`);
      expect([email, manager.leave_date]).toEqual([email, '']);
      expect(roles(manager).filter((role) => leads.includes(role))).not.toEqual([]);
      expect([person, ...chain]).not.toContain(manager);
      chain.push(manager);
    }
    if (roles(person).includes('staff') && !roles(person).includes('headteacher')) {
      expect(chain.at(-1)?.job_title).toBe('Headteacher');
    }
  }
});

test('every line manager has a team', () => {
  const managers = new Set(active.map((p) => p.manager));
  expect(having('line-manager').filter((p) => !managers.has(p.email))).toEqual([]);
});

test('61 people are active: 57 staff and four governors', () => {
  expect(people).toHaveLength(68);
  expect(active).toHaveLength(61);
  expect(having('staff')).toHaveLength(57);
  expect(having('governor')).toHaveLength(4);
  expect(active.filter((p) => !roles(p).includes('staff') && !roles(p).includes('governor'))).toEqual([]);
});

test('each role is held by as many people as in a school', () => {
  const known = ['staff', 'supply', 'governor', 'volunteer', 'headteacher', 'senior-leader', 'business-manager'];
  known.push('ict-manager', 'network-manager', 'line-manager', 'trust-lead');
  expect(people.flatMap(roles).filter((role) => !known.includes(role))).toEqual([]);
  const single = ['headteacher', 'business-manager', 'ict-manager', 'network-manager', 'volunteer'];
  for (const role of single) expect([role, having(role).length]).toEqual([role, 1]);
  expect(
    having('senior-leader')
      .map((p) => p.job_title)
      .filter((title) => title.startsWith('Deputy')),
  ).toHaveLength(1);
  expect(having('senior-leader')).toHaveLength(3);
  expect(having('supply')).toHaveLength(3);
  expect(having('volunteer').map((p) => p.roles)).toEqual(['governor;volunteer']);
});

test('people come and go around that day', () => {
  expect(left.map((p) => p.leave_date).sort()).toEqual([
    '2026-07-21',
    '2026-08-31',
    '2026-08-31',
    '2026-09-30',
    '2026-10-23',
    '2026-10-23',
  ]);
  expect(active.filter((p) => between(p.leave_date, TODAY, '2026-12-31'))).toHaveLength(3);
  expect(active.filter((p) => p.leave_date > '2026-12-31')).toHaveLength(1);
  expect(active.filter((p) => between(p.start_date, '2026-11-16', '2026-11-22'))).toHaveLength(1);
  expect(notYet.map((p) => p.start_date)).toEqual(['2027-01-04']);
});

test('some have no object id, for they are new or in Google alone; another has no address', () => {
  const unknown = active.filter((p) => !p.object_id).map((p) => p.name);
  expect(unknown).toEqual(['Catherine Maddox', 'Abdirahman Warsame', 'Bethan Morgan-Pryce', 'Peter Wainscott']);
  expect(active.filter((p) => !p.object_id && isInTeams(p)).map((p) => p.name)).toEqual(['Peter Wainscott']);
  expect(active.filter((p) => !p.email)).toHaveLength(1);
  // Of a leaver without either nobody can say that all is closed.
  expect(people.filter((p) => !p.object_id && !p.email).map((p) => p.name)).toEqual(['Walter Entwistle']);
});

test('names are as varied as those of a staff room', () => {
  const names = active.map((p) => p.name);
  expect(repeated(names.map((name) => name.replace(/ .*/, '')))).toEqual(['Sarah']);
  expect(repeated(names.map((name) => name.replace(/.* /, '')))).toEqual(['Patel']);
  for (const mark of ["'", '-', 'ñ', 'É', 'ı', 'ş', 'ó', 'ń']) expect(names.join('|')).toContain(mark);
  expect(names.filter((name) => name !== name.normalize('NFC'))).toEqual([]);
});
