import type { Kysely } from 'kysely';
import { enrol } from '../campaigns/index.ts';
import type { Problem } from '../csv.ts';
import { Refusal } from '../errors.ts';
import { enqueue } from '../jobs/index.ts';
import { count, t } from '../language/words.ts';
import { record } from '../ledger/index.ts';
import type { Tables, Tx } from '../ports.ts';
import type { School } from '../school.ts';
import { dayOf } from '../time.ts';
import { type Changes, compare, type KnownPerson } from './compare.ts';
import { readPeople } from './csv.ts';

/** A list that would make more of the people who are here vanish than this share is taken to be a broken export. */
const MOST_VANISHING = 0.1;

/** Rows that one statement writes. */
const CHUNK = 500;

/** What an import did. `problems` name rows that were left out, or facts of a row. */
export interface PeopleReport {
  added: number;
  changed: number;
  left: number;
  unchanged: number;
  problems: Problem[];
}

export interface ImportOptions {
  school: School;
  /** The Entra tenant whose object ids the list holds; without one they are not read. */
  tenant: string | undefined;
  now: Date;
  /** Believe the list even if a good part of the people who are here are missing from it. */
  allowMany?: boolean;
}

/**
 * Makes the people as a list says: see `readPeople` for what a list may look like, `compare` for who is who. The same
 * list a second time changes nothing. Campaigns pick up who is new and let go who left.
 * @throws Refusal when the file is no list, or when more than a tenth of the people who are here would vanish by it;
 * nothing is changed then.
 */
export async function importPeople(
  tx: Tx,
  file: Uint8Array | string,
  { school, tenant, now, allowMany = false }: ImportOptions,
): Promise<PeopleReport> {
  const list = readPeople(file, school.people.columns);
  if (!tenant) for (const person of list.people) person.object_id = undefined;
  const changes = compare(list, await knownPeople(tx, { tenant, rolesOf: 'list' }), school, dayOf(now, school));
  if (!allowMany && changes.vanishing > changes.here * MOST_VANISHING) throw new Refusal(tooMany(changes));
  await write(tx, changes, tenant, now);
  const { added, changed, left, unchanged, problems } = changes;
  const counts = { added: added.length, changed: changed.length, left: left.length };
  if (counts.added || counts.changed || counts.left) {
    await enqueue(tx, enrol, {}, { now, key: `${enrol.id} now` });
    await record(tx, now, { kind: 'people-imported', facts: { ...counts, unchanged, problems: problems.length } });
  }
  return { ...counts, unchanged, problems };
}

/** Someone as the list of people shows them. */
export interface ShownPerson {
  id: string;
  name: string;
  email: string | null;
  /** Of their first account; null until one is known. */
  objectId: string | null;
  department: string | null;
  jobTitle: string | null;
  roles: string[];
  /** The manager's name. */
  manager: string | null;
  school: string;
  startDate: string | null;
  leaveDate: string | null;
}

/** Everyone who is known, those who left included, by name. */
export async function listPeople(db: Kysely<Tables>): Promise<ShownPerson[]> {
  const people = await knownPeople(db);
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return people
    .map(({ id, name, email, objectIds, department, job_title, roles, manager, school, start_date, leave_date }) => ({
      id,
      name,
      email,
      objectId: objectIds[0] ?? null,
      department,
      jobTitle: job_title,
      roles,
      manager: (manager && names.get(manager)) ?? null,
      school,
      startDate: start_date,
      leaveDate: leave_date,
    }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en-GB'));
}

/** What a list and the directories say of somebody: what is compared and written, not what is noted with them. */
const SAID = [
  'name',
  'email',
  'employee_id',
  'source',
  'from_directory',
  'department',
  'job_title',
  'manager',
  'school',
  'start_date',
  'last_working_day',
  'leave_date',
] as const;

/** Everyone, with roles and Entra accounts: the list's roles or any, of one tenant or of any. */
async function knownPeople(
  db: Kysely<Tables>,
  { tenant, rolesOf }: { tenant?: string | undefined; rolesOf?: 'list' } = {},
): Promise<KnownPerson[]> {
  const people = await db
    .selectFrom('people')
    .select(['id', ...SAID])
    .execute();
  const given = await db
    .selectFrom('person_roles')
    .select(['person', 'role'])
    .$if(rolesOf !== undefined, (query) => query.where('source', '=', 'list'))
    .orderBy('role')
    .execute();
  const roles = group(given, ({ role }) => role);
  const accounts = await db
    .selectFrom('accounts')
    .select(['person', 'object_id'])
    .where('provider', '=', 'entra')
    .$if(tenant !== undefined, (query) => query.where('tenant', '=', tenant as string))
    .orderBy('bound_at')
    .orderBy('object_id')
    .execute();
  const objectIds = group(accounts, ({ object_id }) => object_id);
  return people.map((person) => ({
    ...person,
    roles: roles.get(person.id) ?? [],
    objectIds: objectIds.get(person.id) ?? [],
  }));
}

function group<T extends { person: string }>(rows: T[], value: (row: T) => string): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const row of rows) {
    const values = groups.get(row.person);
    if (values) values.push(value(row));
    else groups.set(row.person, [value(row)]);
  }
  return groups;
}

function tooMany({ vanishing, here, problems }: Changes): string {
  const [first] = problems;
  const also = first ? ` ${t`The first problem in the file is on line ${first.line}: ${first.words}`}` : '';
  return (
    t`Nothing was changed: ${count(vanishing, t`person`, t`people`)} of the ${here} who are here would be gone by this list, more than a tenth. Please check that it is the whole list. If they have really left, import it again and allow many to leave.` +
    also
  );
}

/** Addresses are given up before they are taken, since no two people may have one. */
async function write(tx: Tx, { added, changed, left, withoutAddress }: Changes, tenant: string | undefined, now: Date) {
  const written = [...added, ...changed];
  for (const some of chunks([...withoutAddress, ...changed.map(({ id }) => id)]))
    await tx.updateTable('people').set({ email: null }).where('id', 'in', some).execute();
  for (const some of chunks(left))
    await tx
      .updateTable('people')
      .set({ leave_date: some[0]?.leave_date ?? null })
      .where(
        'id',
        'in',
        some.map(({ id }) => id),
      )
      .execute();
  for (const some of chunks(written)) {
    await tx
      .insertInto('people')
      .values(some.map(({ roles, objectIds, ...person }) => person))
      .onConflict((conflict) =>
        conflict
          .column('id')
          .doUpdateSet((eb) => Object.fromEntries(SAID.map((column) => [column, eb.ref(`excluded.${column}`)]))),
      )
      .execute();
    await tx
      .deleteFrom('person_roles')
      .where(
        'person',
        'in',
        some.map(({ id }) => id),
      )
      .where('source', '=', 'list')
      .execute();
  }
  for (const some of chunks(
    written.flatMap(({ id, roles }) => roles.map((role) => ({ person: id, role, source: 'list' as const }))),
  ))
    await tx
      .insertInto('person_roles')
      .values(some)
      .onConflict((conflict) => conflict.columns(['person', 'role']).doUpdateSet({ source: 'list' }))
      .execute();
  if (!tenant) return;
  const account = { provider: 'entra' as const, tenant, bound_at: now.toISOString(), bound_by: 'import' as const };
  for (const some of chunks(
    written.flatMap(({ id, objectIds }) => objectIds.map((object_id) => ({ ...account, object_id, person: id }))),
  ))
    await tx
      .insertInto('accounts')
      .values(some)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
}

function* chunks<T>(items: T[]): Generator<T[]> {
  for (let from = 0; from < items.length; from += CHUNK) yield items.slice(from, from + CHUNK);
}
