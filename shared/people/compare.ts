import { randomUUID } from 'node:crypto';
import type { Problem } from '../csv.ts';
import { t } from '../language/words.ts';
import { type School, schoolNamed } from '../school.ts';
import { addDays } from '../time.ts';
import type { PeopleFile } from './csv.ts';
import { isHere } from './person.ts';
import type { Column, ListedPerson } from './row.ts';
import type { PersonRow } from './tables.ts';

/** Someone whom the store knows. */
export interface KnownPerson extends PersonRow {
  employee_id: string | null;
  last_working_day: string | null;
  /** Who made them: a list only ends those whom it began. */
  source: 'list' | 'directory';
  /** JSON object: the columns that a directory filled in, because the list left them empty, and what it wrote. */
  from_directory: string;
  /** Those that the list gave them. */
  roles: string[];
  /** The object ids of their accounts in the school's tenant. */
  objectIds: string[];
}

/** What an import does. */
export interface Changes {
  added: KnownPerson[];
  changed: KnownPerson[];
  /** Those whom the list no longer has, with the last day they get. */
  left: KnownPerson[];
  unchanged: number;
  /** Whoever loses their address, because it is another's now. */
  withoutAddress: string[];
  /** How many people who are here today would no longer be. */
  vanishing: number;
  here: number;
  problems: Problem[];
}

/**
 * Compares a list with the people who are known. A row is the person with its object id, else the one with its address,
 * else the one with its name and start date. Whoever a list no longer has, of the schools it speaks of, was here
 * yesterday for the last time; a row that can't be read still says that its person is there.
 */
export function compare(file: PeopleFile, known: KnownPerson[], school: School, today: string): Changes {
  const index = indexOf(known);
  const problems = [...file.problems];
  const rows: { row: ListedPerson; before: KnownPerson | undefined; after: KnownPerson }[] = [];
  const taken = new Map<string, number>();
  const listed = new Set(file.unread.flatMap((row) => index.allLike(row)));

  for (const row of file.people) {
    const at = schoolNamed(row.school, school);
    const before = index.find(row);
    if (before) listed.add(before);
    const twice = keysOf(row, before).flatMap((key) => taken.get(key) ?? [])[0];
    if (at === undefined) problems.push({ line: row.line, words: unknownSchool(row.school, school) });
    else if (twice) problems.push({ line: row.line, words: t`This person is on line ${twice} already.` });
    else {
      for (const key of keysOf(row, before)) taken.set(key, row.line);
      rows.push({ row, before, after: merged(row, before, at, today) });
    }
  }
  if (file.people.length && !file.people[0]?.roles)
    problems.push({ line: 1, words: t`The list has no column "roles", so whoever is new in it is staff.` });

  const schools = new Set(rows.map(({ after }) => after.school));
  const left = known
    .filter((person) => person.source === 'list' && !listed.has(person))
    .filter((person) => schools.has(person.school) && !hasLeft(person, today))
    .map((person) => ({ ...person, leave_date: addDays(today, -1) }));
  const gone = new Set(left.map(({ id }) => id));
  appointManagers(
    rows,
    known.filter((person) => !gone.has(person.id) && !hasLeft(person, today)),
    problems,
  );

  const newAddresses = new Map(rows.flatMap(({ after }) => (after.email ? [[after.email, after.id]] : [])));
  const here = known.filter((person) => person.source === 'list' && isHere(person, today));
  const staying = new Set(rows.flatMap(({ after }) => (isHere(after, today) ? [after.id] : [])));
  for (const { before, after } of rows) if (before && !staying.has(after.id)) gone.add(after.id);

  const changed = rows.filter(({ before, after }) => before && !same(before, after));
  return {
    added: rows.filter(({ before }) => !before).map(({ after }) => after),
    changed: changed.map(({ after }) => after),
    left,
    unchanged: rows.filter(({ before, after }) => before && same(before, after)).length,
    withoutAddress: known
      .filter(({ id, email }) => email && newAddresses.has(email) && newAddresses.get(email) !== id)
      .map(({ id }) => id),
    vanishing: here.filter(({ id }) => gone.has(id)).length,
    here: here.length,
    problems: problems.sort((a, b) => a.line - b.line),
  };
}

const hasLeft = ({ leave_date }: KnownPerson, today: string): boolean => leave_date !== null && leave_date < today;

/** What makes a row one person's and no other row's. */
const keysOf = ({ object_id, email, name, start_date }: ListedPerson, before: KnownPerson | undefined): string[] => [
  ...(before ? [`id ${before.id}`] : []),
  ...(object_id ? [`object ${object_id}`] : []),
  ...(email ? [`email ${email}`] : []),
  ...(!object_id && !email ? [nameKey(name, start_date)] : []),
];

const nameKey = (name: string, start: string | null | undefined): string => `name ${name.toLowerCase()} ${start ?? ''}`;

function indexOf(known: KnownPerson[]) {
  const byObjectId = new Map(known.flatMap((person) => person.objectIds.map((id) => [id, person] as const)));
  const byEmail = new Map(known.flatMap((person) => (person.email ? [[person.email, person] as const] : [])));
  const byName = new Map<string, KnownPerson[]>();
  for (const person of known)
    for (const key of [nameKey(person.name, person.start_date), `any ${person.name.toLowerCase()}`])
      byName.set(key, [...(byName.get(key) ?? []), person]);

  return {
    find({ object_id, email, name, start_date }: ListedPerson): KnownPerson | undefined {
      const account = object_id ? byObjectId.get(object_id) : undefined;
      if (account) return account;
      const addressee = email ? byEmail.get(email) : undefined;
      // An address that now comes with another account and another name was given to somebody new.
      const passedOn = object_id && addressee?.objectIds.length && addressee.name !== name;
      if (addressee) return passedOn ? undefined : addressee;
      const [namesake, another] = byName.get(nameKey(name, start_date)) ?? [];
      if (!namesake || another) return undefined;
      const contradicts = (object_id && namesake.objectIds.length) || (email && namesake.email);
      return contradicts ? undefined : namesake;
    },
    /** Everyone whom an unreadable row may be about. */
    allLike({ object_id, email, name }: { object_id?: string; email?: string; name?: string }): KnownPerson[] {
      const account = object_id && byObjectId.get(object_id.toLowerCase());
      const addressee = email && byEmail.get(email.toLowerCase());
      return [account || [], addressee || [], (name && byName.get(`any ${name.toLowerCase()}`)) || []].flat();
    },
  };
}

const unknownSchool = (written: string | null | undefined, { schools }: School): string => {
  const known = schools.map(({ name }) => name).join(', ');
  return written
    ? t`"${written}" isn't a school of the school file. It has: ${known}.`
    : t`This row names no school. The school file has: ${known}.`;
};

/**
 * The person as the row says; where the list has no such column, or leaves empty what a directory filled in, as they were.
 * The manager comes later.
 */
function merged(row: ListedPerson, before: KnownPerson | undefined, at: string, today: string): KnownPerson {
  const written = new Map<string, unknown>(before ? Object.entries(JSON.parse(before.from_directory)) : []);
  const keep = <C extends Filled>(column: C, was: KnownPerson[C]): KnownPerson[C] => {
    const said = row[column];
    if (said === undefined || (said === null && before && filled(before, column))) return was;
    written.delete(column);
    return said;
  };
  return {
    id: before?.id ?? randomUUID(),
    name: row.name,
    email: keep('email', before?.email ?? null),
    employee_id: keep('employee_id', before?.employee_id ?? null),
    department: keep('department', before?.department ?? null),
    job_title: keep('job_title', before?.job_title ?? null),
    manager: before?.manager ?? null,
    school: at,
    start_date: keep('start_date', before?.start_date ?? null),
    last_working_day: keep('last_working_day', before?.last_working_day ?? null),
    leave_date: keep('leave_date', before ? staysUntil(before, today) : null),
    source: 'list',
    from_directory: JSON.stringify(Object.fromEntries(written)),
    roles: row.roles ?? before?.roles ?? ['staff'],
    objectIds: [...new Set([...(before?.objectIds ?? []), ...(row.object_id ? [row.object_id] : [])])],
  };
}

/** What a row and a person both have under one name. */
type Filled = 'email' | 'employee_id' | 'department' | 'job_title' | 'start_date' | 'last_working_day' | 'leave_date';

/** Whether a column says what a directory wrote into it. */
const filled = (person: KnownPerson, column: Filled | 'manager'): boolean => {
  const written = JSON.parse(person.from_directory) as Record<string, unknown>;
  return person[column] !== null && written[column] === person[column];
};

/** Whoever is in a list without leaving dates is here, even if they once left; unless a directory says when they leave. */
function staysUntil(person: KnownPerson, today: string): string | null {
  const told = person.source === 'list' && filled(person, 'leave_date');
  return told || (person.leave_date && person.leave_date >= today) ? person.leave_date : null;
}

/** Gives each person the manager that their row names: someone in the list, or someone else who is here. */
function appointManagers(
  rows: { row: ListedPerson; after: KnownPerson }[],
  here: KnownPerson[],
  problems: Problem[],
): void {
  const byEmail = new Map([...here, ...rows.map(({ after }) => after)].map(({ id, email }) => [email, id]));
  for (const { row, after } of rows) {
    if (row.manager === undefined || (row.manager === null && filled(after, 'manager'))) continue;
    const manager = row.manager && byEmail.get(row.manager);
    after.manager = manager && manager !== after.id ? manager : null;
    if (row.manager && !manager)
      problems.push({ line: row.line, words: t`Nobody here has the manager's address ${row.manager}.` });
    else if (manager === after.id) problems.push({ line: row.line, words: t`This person is their own manager.` });
  }
}

const same = (a: KnownPerson, b: KnownPerson): boolean => comparable(a) === comparable(b);

const comparable = ({ roles, objectIds, ...person }: KnownPerson): string =>
  JSON.stringify([
    Object.entries(person).sort(([a], [b]) => (a < b ? -1 : 1)),
    [...roles].sort(),
    [...objectIds].sort(),
  ]);
