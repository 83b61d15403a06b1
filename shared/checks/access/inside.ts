import type { Kysely } from 'kysely';
import type { AccountKind, Because } from '../../directories/index.ts';
import { t } from '../../language/words.ts';
import type { Tables } from '../../ports.ts';
import type { Area } from './rules.ts';

/** Somebody who can get into an area. Several accounts of one person count once. */
export interface Inside {
  /** The person's id; of an account that is nobody's, "provider tenant object-id". */
  who: string;
  person: string | null;
  name: string;
  department: string | null;
  leaveDate: string | null;
  /** Of an account that is nobody's. */
  kind: AccountKind | null;
  /** Names of the groups and drives that let them in. */
  through: string[];
  /** None of their accounts in it can sign in: the door is open, and they are outside. */
  blocked: boolean;
}

/** Who is in an area, as the directories last told. `doubts`: why that may not be all, or no longer true. */
export interface AreaReading {
  inside: Inside[];
  doubts: string[];
}

/** Reads who can get into an area: members and owners of what opens it. */
export async function readArea(db: Kysely<Tables>, { groups: wanted, drives }: Area): Promise<AreaReading> {
  const lower = wanted.map((one) => one.toLowerCase());
  const found = await db
    .selectFrom('directory_groups')
    .select(['provider', 'tenant', 'id', 'name', 'address', 'kind', 'unread'])
    .where((eb) => {
      const named = eb.or([eb('id', 'in', wanted), eb('name', 'in', wanted), eb('address', 'in', lower)]);
      const ids = drives.map(({ id }) => id);
      return eb.or([
        ...(wanted.length ? [eb.and([named, eb('kind', '!=', 'drive')])] : []),
        ...(ids.length ? [eb.and([eb('id', 'in', ids), eb('kind', '=', 'drive')])] : []),
      ]);
    })
    .execute();
  const fits = (one: string, group: (typeof found)[number]) =>
    group.id === one || group.name === one || group.address === one.toLowerCase();
  const doubts = [
    ...wanted
      .filter((one) => !found.some((group) => fits(one, group)))
      .map((one) => t`No directory has told of "${one}": check its name in the school file.`),
    ...drives
      .filter(({ id }) => !found.some((group) => group.kind === 'drive' && group.id === id))
      .map(({ title }) => t`No directory has told of the shared drive "${title}" yet.`),
    ...found.flatMap(({ name, unread }) =>
      unread === null ? [] : [t`"${name}" is shown as it was before. ${(JSON.parse(unread) as Because).words}`],
    ),
  ];
  return { inside: found.length ? await membersOf(db, found) : [], doubts };
}

async function membersOf(
  db: Kysely<Tables>,
  groups: Pick<Tables['directory_groups'], 'provider' | 'tenant' | 'id' | 'name' | 'kind'>[],
): Promise<Inside[]> {
  const rows = await db
    .selectFrom('directory_members as m')
    .leftJoin('directory_accounts as d', (join) =>
      join
        .onRef('d.provider', '=', 'm.provider')
        .onRef('d.tenant', '=', 'm.tenant')
        .onRef('d.object_id', '=', 'm.object_id'),
    )
    .leftJoin('accounts as a', (join) =>
      join
        .onRef('a.provider', '=', 'm.provider')
        .onRef('a.tenant', '=', 'm.tenant')
        .onRef('a.object_id', '=', 'm.object_id'),
    )
    .leftJoin('people as p', 'p.id', 'a.person')
    .select(['m.provider', 'm.tenant', 'm.group_id', 'm.object_id', 'd.name as account', 'd.kind', 'd.enabled'])
    .select(['p.id as person', 'p.name', 'p.department', 'p.leave_date'])
    .where('d.removed_at', 'is', null)
    .where((eb) =>
      eb.or(
        groups.map(({ provider, tenant, id }) =>
          eb.and([eb('m.provider', '=', provider), eb('m.tenant', '=', tenant), eb('m.group_id', '=', id)]),
        ),
      ),
    )
    .execute();
  const names = new Map(groups.map((group) => [`${group.provider} ${group.tenant} ${group.id}`, sayGroup(group)]));
  const all = Map.groupBy(rows, (row) => row.person ?? `${row.provider} ${row.tenant} ${row.object_id}`);
  return [...all]
    .map(([who, theirs]) => {
      const [first] = theirs as [(typeof rows)[number]];
      // Whoever has no account in the directory is let into a drive by an address.
      const isOutside = first.account === null && first.object_id.includes('@');
      return {
        who,
        person: first.person,
        name: first.name ?? first.account ?? (isOutside ? first.object_id : t`an account that no directory describes`),
        department: first.department,
        leaveDate: first.leave_date,
        kind: first.person !== null ? null : isOutside ? 'guest' : first.kind,
        through: [
          ...new Set(theirs.map((row) => names.get(`${row.provider} ${row.tenant} ${row.group_id}`) ?? '')),
        ].sort((one, two) => one.localeCompare(two, 'en-GB')),
        blocked: theirs.every(({ enabled }) => enabled === 0),
      };
    })
    .sort((a, b) => a.name.localeCompare(b.name, 'en-GB') || a.who.localeCompare(b.who));
}

/** A group as people know it: what is more than a group is said. */
export const sayGroup = ({ name, kind }: Pick<Tables['directory_groups'], 'name' | 'kind'>): string =>
  kind === 'role' ? t`${name} (administrator)` : kind === 'drive' ? t`${name} (shared drive)` : name;

/** When the groups of every connected directory were last read (ISO-8601); null: some never were. */
export async function readSince(db: Kysely<Tables>): Promise<string | null> {
  const reads = await db.selectFrom('directory_reads').select('full_at').execute();
  const times = reads.map(({ full_at }) => full_at);
  if (!times.length || times.includes(null)) return null;
  return (times as string[]).sort()[0] ?? null;
}
