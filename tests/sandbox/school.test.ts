import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { readSchool } from '../../shared/school.ts';

const folder = new URL('../../infra/sandbox/school/', import.meta.url);
const school = readSchool(fileURLToPath(new URL('school.yaml', folder)));
const people: { department: string; roles: string; school: string }[] = parse(
  readFileSync(new URL('people.csv', folder), 'utf8'),
  { columns: true },
);
/** Each term with its half-term holiday: a school in England has one in every term. */
const terms = school.terms.map(({ half_term, ...term }) => {
  if (!half_term) throw new Error(`${term.name} has no half-term`);
  return { ...term, half_term };
});
const weekday = (day: string) => new Date(`${day}T00:00:00Z`).getUTCDay();
const isSchoolWeek = (day: string) => weekday(day) >= 1 && weekday(day) <= 5;

test('terms follow each other through two school years, and half-terms are whole weeks within them', () => {
  expect(terms.map((term) => term.name)).toEqual([
    'Autumn 2026',
    'Spring 2027',
    'Summer 2027',
    'Autumn 2027',
    'Spring 2028',
    'Summer 2028',
  ]);
  const days = terms.flatMap((term) => [term.from, term.half_term.from, term.half_term.to, term.to]);
  expect(days).toEqual([...days].sort());
  expect(days.filter((day) => !isSchoolWeek(day))).toEqual([]);
  expect(terms.map((term) => [weekday(term.half_term.from), weekday(term.half_term.to)])).toEqual(
    terms.map(() => [1, 5]),
  );
});

test('single holidays are weekdays that would otherwise be school days', () => {
  for (const day of school.holidays) {
    expect(isSchoolWeek(day)).toBe(true);
    const term = terms.find(({ from, to }) => day >= from && day <= to);
    if (!term) throw new Error(`${day} lies outside every term`);
    expect(day >= term.half_term.from && day <= term.half_term.to).toBe(false);
  }
});

test('the people list names this school', () => {
  expect(new Set(people.map((p) => p.school))).toEqual(new Set([school.school.name]));
});

test('every audience finds someone, and names only roles and departments that exist', () => {
  const staffed = people.map((p) => ({ ...p, roles: p.roles.split(';') }));
  for (const [name, { roles, departments, except = [] }] of Object.entries(school.audiences)) {
    const found = staffed.filter(
      (p) =>
        (!roles || roles.some((role) => p.roles.includes(role))) &&
        (!departments || departments.includes(p.department)) &&
        !except.some((role) => p.roles.includes(role)),
    );
    expect([name, found.length > 0 && found.length < people.length]).toEqual([name, true]);
    for (const role of roles ?? []) expect([name, role, found.some((p) => p.roles.includes(role))]).toContain(true);
    for (const d of departments ?? []) expect([name, d, found.some((p) => p.department === d)]).toContain(true);
  }
  expect(school.audiences['all-staff']).toEqual({ roles: ['staff'], except: ['supply'] });
});

test('only the head hears why someone cannot accept, and governors see no names', () => {
  const hear = Object.entries(school.roles).filter(([, role]) => role.may.includes('hear-refusals'));
  expect(hear.map(([name]) => name)).toEqual(['headteacher']);
  expect(school.roles.governor).toEqual({ sees: 'counts', may: [] });
});
