import { randomUUID } from 'node:crypto';
import type { Tx } from '../ports.ts';
import { dayOf } from '../time.ts';
import { type AccountRow, accountsOf, candidatesFor, lookUp, type Named, sharedIds } from './candidates.ts';
import { noteDoubts, type Pair, twinDoubts } from './doubts.ts';
import { type Doubt, match } from './join.ts';
import { judge } from './kind.ts';
import { awaitManagers } from './managers.ts';
import { putNames } from './name.ts';
import { type Around, changesTo, isOpen, moved, type Person, type Values, valuesOf } from './present.ts';
import { CHUNK, type Settling } from './settling.ts';

type BoundBy = 'address' | 'employee-id' | 'directory' | 'human' | 'import';
interface Owner {
  person: string;
  bound_by: BoundBy;
}

/**
 * Finds whose some of the accounts are that changed, makes or changes those people, and lists what a human must say.
 * Gives how many accounts it looked at: none when all are settled.
 */
export async function settleSome(tx: Tx, settling: Settling): Promise<number> {
  const { directory, school } = settling;
  const accounts = await pending(tx, directory);
  if (!accounts.length) return 0;
  const { today, schoolOf } = placing(settling);
  const owners = await ownersOf(tx, directory, accounts);
  const joinable = accounts.filter(
    ({ removed_at, kind }) => removed_at === null && (kind === 'person' || kind === 'other'),
  );
  const signs = await candidatesFor(tx, { directory, accounts: joinable, owners, schoolOf, today });

  const bound: { account: AccountRow; person: string; by: BoundBy }[] = [];
  const born: AccountRow[] = [];
  const pairs: Pair[] = [];
  for (const account of joinable) {
    const owner = owners.get(account.object_id);
    // The school itself said whose this is.
    if (owner?.bound_by === 'import' || owner?.bound_by === 'human') continue;
    const theirs = signs.get(account.object_id);
    const found = theirs ? match(theirs) : { kind: 'nobody' as const };
    const doubt = (people: string[], why: Doubt) => pairs.push(...people.map((person) => ({ account, person, why })));
    if (owner) {
      if (found.kind === 'same') doubt([found.person], 'contradiction');
      if (found.kind === 'doubtful' && (found.why !== 'name' || owner.bound_by === 'directory'))
        doubt(found.people, found.why);
      continue;
    }
    if (found.kind === 'same') {
      bound.push({ account, person: found.person, by: found.by });
      for (const one of [...(theirs?.byEmployeeId ?? []), ...(theirs?.byAddress ?? [])])
        if (one.person === found.person) one.hereToo = true;
      continue;
    }
    if (found.kind === 'doubtful') doubt(found.people, found.why);
    if ((found.kind === 'nobody' || found.apart) && isBirth(account, settling, schoolOf(account), today))
      born.push(account);
  }
  await bind(tx, bound, settling);
  for (const { account, person, by } of bound) owners.set(account.object_id, { person, bound_by: by });

  await makePeople(tx, born, settling);
  await renewPeople(
    tx,
    [...owners.values()].map(({ person }) => person),
    settling,
  );
  pairs.push(...(await twinDoubts(tx, accounts, directory)));
  await noteDoubts(tx, accounts, pairs, settling);
  await awaitManagers(tx, accounts, directory);
  return accounts.length;
}

/** Today at school, and which school's people an account's are. */
function placing({ now, school }: Settling): Pick<Around, 'today' | 'schoolOf'> {
  const rules = judge(school);
  return {
    today: dayOf(now, school),
    schoolOf: ({ address, aliases, object_id, place }) =>
      rules.school({ address, aliases: JSON.parse(aliases) as string[], objectId: object_id, place }),
  };
}

const aroundOf = async (tx: Tx, accounts: AccountRow[], settling: Settling): Promise<Around> => ({
  ...placing(settling),
  shared: await sharedIds(
    tx,
    accounts.flatMap(({ employee_id }) => employee_id ?? []),
  ),
});

const pending = (tx: Tx, { provider, tenant }: Named): Promise<AccountRow[]> =>
  tx
    .selectFrom('directory_accounts')
    .selectAll()
    .where('provider', '=', provider)
    .where('tenant', '=', tenant)
    .where('pending', '=', 'person')
    .orderBy('object_id')
    .limit(CHUNK)
    .execute();

async function ownersOf(tx: Tx, { provider, tenant }: Named, accounts: AccountRow[]): Promise<Map<string, Owner>> {
  const rows = await tx
    .selectFrom('accounts')
    .select(['object_id', 'person', 'bound_by'])
    .where('provider', '=', provider)
    .where('tenant', '=', tenant)
    .where(
      'object_id',
      'in',
      accounts.map(({ object_id }) => object_id),
    )
    .execute();
  return new Map(rows.map(({ object_id, ...owner }) => [object_id, owner]));
}

/** Whether an account that is nobody's makes somebody new: if the school says that its staff are in the directory. */
const isBirth = (account: AccountRow, { school }: Settling, at: string | null, today: string): boolean =>
  school.directories.staff.length > 0 &&
  isOpen(account) &&
  at !== null &&
  (account.leave_date === null || account.leave_date >= today);

async function bind(
  tx: Tx,
  bound: { account: AccountRow; person: string; by: BoundBy }[],
  { now, tally }: Settling,
): Promise<void> {
  if (!bound.length) return;
  tally.joined += bound.length;
  await tx
    .insertInto('accounts')
    .values(
      bound.map(({ account: { provider, tenant, object_id }, person, by }) => ({
        provider,
        tenant,
        object_id,
        person,
        bound_at: now.toISOString(),
        bound_by: by,
      })),
    )
    // They wrote to us first, a moment ago.
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

async function makePeople(tx: Tx, born: AccountRow[], settling: Settling): Promise<void> {
  if (!born.length) return;
  const around = await aroundOf(tx, born, settling);
  const made = born.map((account) => ({ account, id: randomUUID(), values: valuesOf(null, [account], around) }));
  await freeAddresses(tx, made, around.today);
  await tx
    .insertInto('people')
    .values(
      made.map(({ id, account, values }) => ({
        id,
        name: values.name ?? account.name,
        email: values.email ?? null,
        employee_id: values.employee_id ?? null,
        department: values.department ?? null,
        job_title: values.job_title ?? null,
        manager: null,
        school: values.school ?? '',
        start_date: null,
        leave_date: values.leave_date ?? null,
        source: 'directory' as const,
        from_directory: JSON.stringify(told(values)),
      })),
    )
    .execute();
  await tx
    .insertInto('person_roles')
    .values(made.map(({ id }) => ({ person: id, role: 'staff', source: 'directory' as const })))
    .execute();
  await putNames(
    tx,
    made.map(({ id, account, values }) => ({ person: id, name: values.name ?? account.name })),
  );
  await bind(
    tx,
    made.map(({ account, id }) => ({ account, person: id, by: 'directory' as const })),
    settling,
  );
  settling.tally.joined -= made.length;
  settling.tally.added += made.length;
}

const told = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));

/** Makes people as their accounts in all directories say, where the school's list leaves that to them. */
export async function renewPeople(tx: Tx, ids: string[], settling: Settling): Promise<void> {
  const people = await lookUp(ids, (some) => tx.selectFrom('people').selectAll().where('id', 'in', some).execute());
  const accounts = await accountsOf(tx, ids);
  const around = await aroundOf(tx, [...accounts.values()].flat(), settling);
  const renewed = people.map((person) => {
    const values = valuesOf(person, accounts.get(person.id) ?? [], around);
    return { person, id: person.id, values };
  });
  const wanting = renewed.filter(({ person, values }) => 'email' in changesTo(person, values).changes);
  await freeAddresses(tx, wanting, around.today);
  for (const { person, values } of renewed) {
    const { changes, from_directory } = changesTo(person, values);
    if (!Object.keys(changes).length) continue;
    await tx
      .updateTable('people')
      .set({ ...(changes as Partial<Person>), from_directory })
      .where('id', '=', person.id)
      .execute();
    const how = moved(person, { ...person, ...(changes as Partial<Person>) }, around.today);
    settling.tally[how ?? 'changed']++;
  }
}

/**
 * No two people have one address. Whoever left gives theirs up, and so does, for a moment, whoever gets another; an address
 * that somebody else has isn't taken.
 */
async function freeAddresses(tx: Tx, wanting: { id: string; values: Values }[], today: string): Promise<void> {
  const mine = new Set(wanting.map(({ id }) => id));
  const holders = await lookUp(
    wanting.flatMap(({ values }) => values.email ?? []),
    (some) => tx.selectFrom('people').select(['id', 'email', 'leave_date']).where('email', 'in', some).execute(),
  );
  const given = holders.filter(({ id, leave_date }) => mine.has(id) || (leave_date !== null && leave_date < today));
  const taken = new Set(holders.filter((holder) => !given.includes(holder)).map(({ email }) => email));
  if (given.length)
    await tx
      .updateTable('people')
      .set({ email: null })
      .where(
        'id',
        'in',
        given.map(({ id }) => id),
      )
      .execute();
  for (const { values } of wanting) {
    if (values.email && taken.has(values.email)) delete values.email;
    else if (values.email) taken.add(values.email);
  }
}
