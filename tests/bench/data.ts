import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { publishEdition } from '../../shared/agreements/index.ts';
import { noteAskedBy } from '../../shared/campaigns/asked-by.ts';
import type { JobContext } from '../../shared/feature.ts';
import type { Store, Tx } from '../../shared/ports.ts';
import type { School } from '../../shared/school.ts';

const DEPARTMENTS = [
  'English',
  'Maths',
  'Science',
  'Humanities',
  'Languages',
  'Arts',
  'PE',
  'SEND',
  'Office',
  'Premises',
];
const CHUNK = 400;

/** Fills an empty store with people who are asked to sign; of the assignments, `signed` (0 to 1) are signed already. */
export async function seed(
  store: Store,
  {
    people: n,
    agreements,
    tenant,
    signed = 0,
    schools = 1,
  }: { people: number; agreements: number; tenant: string; signed?: number; schools?: number },
) {
  const now = new Date();
  const at = now.toISOString();
  const duties: { objectId: string; assignment: string }[] = [];
  await store.transaction(async (tx) => {
    const people = await seedPeople(
      tx,
      Array.from({ length: n }, (_, i) => ({
        school: schools === 1 ? 'school' : `school-${i % schools}`,
        roles: i === 0 ? ['staff', 'headteacher'] : ['staff'],
      })),
      tenant,
    );
    for (let a = 0; a < agreements; a++) {
      const agreement = `agreement-${a}`;
      const text = {
        title: `Agreement ${a}`,
        sections: [
          {
            number: '1',
            title: 'Rules',
            level: 1,
            statements: Array.from({ length: 25 }, (_, i) => ({
              kind: 'item' as const,
              text: `I will keep rule ${i} of agreement ${a}, as the school asks.`,
            })),
          },
        ],
      };
      await publishEdition(tx, { agreement, text, effectiveFrom: at.slice(0, 10), by: null }, now);
      const campaign = randomUUID();
      await tx
        .insertInto('campaigns')
        .values({
          id: campaign,
          agreement,
          edition: 1,
          audience: '{"roles":["staff"]}',
          starts_at: at,
          due_on: '2099-12-31',
          joiner_days: 14,
          ends_on: null,
          state: 'running',
          created_at: at,
          created_by: null,
        })
        .execute();
      await inChunks(people, (chunk) => {
        const rows = chunk.map(({ id, objectId, n }) => {
          const done = ((n * 7919 + a) % 1_000) / 1_000 < signed;
          const assignment = randomUUID();
          if (!done) duties.push({ objectId, assignment });
          return {
            id: assignment,
            campaign,
            agreement,
            edition: 1,
            person: id,
            due_on: '2099-12-31',
            state: done ? ('acknowledged' as const) : ('open' as const),
            created_at: at,
            closed_at: null,
            remind_at: null,
            reminded: 0,
          };
        });
        return tx.insertInto('assignments').values(rows).execute();
      });
    }
  });
  return duties;
}

/**
 * What a night leaves behind: who is asked is noted, and the database knows the size of its tables, SQLite by our hourly job,
 * PostgreSQL as by its autovacuum.
 */
export async function afterNight(store: Store, school: School): Promise<void> {
  const { signal: stopping } = new AbortController();
  await noteAskedBy.run({}, { store, clock: { now: () => new Date() }, school, stopping } as JobContext);
  await store.tend();
  if (store.engine === 'postgres') await sql`vacuum analyze`.execute(store.db);
}

/** Makes people, called Person 0, Person 1 and so on, each with an account at Microsoft. */
export async function seedPeople(tx: Tx, people: { school: string; roles: string[] }[], tenant: string) {
  const bound_at = new Date().toISOString();
  const made = people.map((person, n) => ({ ...person, n, id: randomUUID(), objectId: randomUUID() }));
  await inChunks(made, async (chunk) => {
    await tx
      .insertInto('people')
      .values(
        chunk.map(({ id, n, school }) => ({
          id,
          name: `Person ${n}`,
          email: `person${n}@larkenmere.example`,
          department: DEPARTMENTS[n % DEPARTMENTS.length] ?? null,
          job_title: 'Teacher',
          manager: null,
          school,
          start_date: null,
          leave_date: null,
        })),
      )
      .execute();
    await tx
      .insertInto('person_roles')
      .values(chunk.flatMap(({ id, roles }) => roles.map((role) => ({ person: id, role }))))
      .execute();
    await tx
      .insertInto('accounts')
      .values(
        chunk.map(({ id, objectId }) => ({
          provider: 'entra' as const,
          tenant,
          object_id: objectId,
          person: id,
          bound_at,
          bound_by: 'import' as const,
        })),
      )
      .execute();
  });
  return made;
}

async function inChunks<T>(rows: T[], write: (chunk: T[]) => Promise<unknown>): Promise<void> {
  for (let start = 0; start < rows.length; start += CHUNK) await write(rows.slice(start, start + CHUNK));
}
