import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { currentEdition, publishEdition } from '../../shared/agreements/index.ts';
import type { Store, Tx } from '../../shared/ports.ts';
import { parseSchool, type School } from '../../shared/school.ts';
import { TENANT } from '../fakes/channel.ts';
import { seedPeople } from './data.ts';

/** People of the one school that is far larger than the others. */
const LARGEST = 5_000;
/** People of the other schools, again and again. */
const LEAST = 150;
const SIZES = [LEAST, 300, 450, 600, 800, 1_500];

/** A trust whose schools are `s0`, the large one, `s1` and so on; `sizes` has the people of each. */
export interface Trust {
  rules: School;
  sizes: number[];
}

/** As many schools as about so many people make. */
export function trustOf(people: number): Trust {
  const sizes: number[] = [];
  for (let left = people; left >= LEAST; left -= sizes.at(-1) as number)
    sizes.push(Math.min(left, sizes.length ? (SIZES[sizes.length % SIZES.length] as number) : LARGEST));
  const rules = parseSchool(`
school: { name: Wharfedale Trust }
schools: [${sizes.map((_, i) => `{ id: s${i}, name: School ${i} }`).join(', ')}]
roles:
  headteacher: { sees: school, may: [remind, export] }
  trust-lead: { sees: trust, may: [remind, export] }
audiences: { all-staff: { roles: [staff] } }
`);
  return { rules, sizes };
}

/** Everybody of a trust, on an empty store: the first of each school is its head, the second of the first leads the trust. */
export const fillPeople = (store: Store, { sizes }: Trust): Promise<unknown> =>
  store.transaction((tx) =>
    seedPeople(
      tx,
      sizes.flatMap((size, school) =>
        Array.from({ length: size }, (_, i) => ({
          school: `s${school}`,
          roles: ['staff', ...(i === 0 ? ['headteacher'] : i === 1 && school === 0 ? ['trust-lead'] : [])],
        })),
      ),
      TENANT,
    ),
  );

/** A year in which everybody is asked to sign some agreements. */
export interface Year {
  agreements: number;
  running: boolean;
  /** The share (0 to 1) that has signed. */
  signed: number;
}

/** Years follow one another. Of every other agreement the trust asks everybody, of the rest each school its own. */
export async function fillYears(store: Store, { sizes }: Trust, years: Year[]): Promise<void> {
  const schools = sizes.map((_, i) => `s${i}`);
  await withoutIndexes(store, async () => {
    for (const [i, year] of years.entries())
      await store.transaction(async (tx) => {
        // Also the number of each agreement's edition.
        const number = i + 1;
        for (let a = 0; a < year.agreements; a++)
          for (const school of a % 2 ? schools : [null])
            await fillCampaign(tx, store.engine, { year, number, a, school });
        await signAll(tx, store.engine, number);
      });
  });
}

// Ids as random as the product's: what lies side by side in an index doesn't belong together.
const idIn = (engine: Store['engine']) =>
  engine === 'sqlite' ? sql`lower(hex(randomblob(16)))` : sql`gen_random_uuid()::text`;

async function fillCampaign(
  tx: Tx,
  engine: Store['engine'],
  { year: { running, signed }, number, a, school }: { year: Year; number: number; a: number; school: string | null },
): Promise<void> {
  const now = new Date();
  const agreement = `agreement-${a}`;
  if ((await currentEdition(tx, agreement))?.number !== number) {
    const statements = [{ kind: 'item' as const, text: `I will keep the rules of year ${number}.` }];
    const text = { title: `Agreement ${a}`, sections: [{ number: '1', title: 'Rules', level: 1, statements }] };
    await publishEdition(tx, { agreement, text, effectiveFrom: now.toISOString().slice(0, 10), by: null }, now);
  }
  const campaign = randomUUID();
  const at = now.toISOString();
  const due = '2099-12-31';
  await tx
    .insertInto('campaigns')
    .values({
      id: campaign,
      agreement,
      edition: number,
      audience: JSON.stringify({ roles: ['staff'], ...(school && { schools: [school] }) }),
      starts_at: at,
      due_on: due,
      joiner_days: 14,
      ends_on: null,
      state: running ? 'running' : 'superseded',
      created_at: at,
      created_by: null,
    })
    .execute();
  // Who hasn't signed one agreement has often not signed the next either.
  const done = sql`(cast(substr(name, 8) as integer) * 7919 + ${sql.lit(a * 17)}) % 1000 < ${sql.lit(signed * 1_000)}`;
  await sql`insert into assignments
      (id, campaign, agreement, edition, person, due_on, state, created_at, closed_at, remind_at, reminded)
    select ${idIn(engine)}, ${campaign}, ${agreement}, ${sql.lit(number)}, people.id, ${due},
      case when ${done} then 'acknowledged' else 'open' end, ${at}, case when ${done} then ${sql.lit(at)} end, null, 0
    from people where ${school === null ? sql`true` : sql`school = ${school}`}`.execute(tx);
}

/** The acknowledgements of a year's assignments. */
async function signAll(tx: Tx, engine: Store['engine'], number: number): Promise<void> {
  const reference = engine === 'sqlite' ? sql`hex(randomblob(8))` : sql`left(gen_random_uuid()::text, 23)`;
  await sql`insert into acknowledgements (id, assignment, person, agreement, edition, edition_hash, words, typed_name,
      job_title, provider, tenant, object_id, door, message, at, reference, ledger_seq)
    select ${idIn(engine)}, id, person, assignments.agreement, edition, hash, 'I have read and accept the agreement.',
      'Anna Bell', 'Teacher', 'entra', ${TENANT}, person, 'teams', null, closed_at, ${reference}, 0
    from assignments join editions on editions.agreement = assignments.agreement and editions.number = edition
    where edition = ${sql.lit(number)} and state = 'acknowledged'`.execute(tx);
}

const FILLED = ['assignments', 'acknowledgements'];

/** Has PostgreSQL make keys and indexes when all is there, several times faster; SQLite keep much in memory and wait for no disk. */
async function withoutIndexes({ engine, db }: Store, fill: () => Promise<void>): Promise<void> {
  if (engine === 'sqlite') {
    for (const pragma of ['foreign_keys = off', 'synchronous = off', 'cache_size = -3000000'])
      await sql`pragma ${sql.raw(pragma)}`.execute(db);
    return fill();
  }
  const tables = sql.join(FILLED.map((table) => sql`${sql.lit(table)}::regclass`));
  const { rows: constraints } = await sql<{ name: string; table: string; definition: string }>`
    select quote_ident(conname) as name, conrelid::regclass::text as table, pg_get_constraintdef(oid) as definition
    from pg_constraint where conrelid in (${tables}) or confrelid in (${tables}) order by contype = 'f', contype`.execute(
    db,
  );
  const { rows: indexes } = await sql<{ name: string; definition: string }>`
    select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition from pg_index
    where indrelid in (${tables}) and not exists (select 1 from pg_constraint where conindid = indexrelid)`.execute(db);
  const run = (statement: string) => sql.raw(statement).execute(db);
  for (const { table, name } of constraints.toReversed()) await run(`alter table ${table} drop constraint ${name}`);
  for (const { name } of indexes) await run(`drop index ${name}`);
  await fill();
  for (const { definition } of indexes) await run(definition);
  for (const { table, name, definition } of constraints)
    await run(`alter table ${table} add constraint ${name} ${definition}`);
}
