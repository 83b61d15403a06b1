import type { Kysely } from 'kysely';
import { count, t } from '../language/words.ts';
import type { Tables, Tx } from '../ports.ts';
import type { School } from '../school.ts';
import type { Named } from './candidates.ts';
import { type GroupKey, groupsGivingRoles, inGroups } from './roles.ts';
import { size } from './size.ts';

export const PRODUCTS = { entra: 'Entra', google: 'Google' } as const;

/** Why a reading can't be believed. */
export interface Disbelief {
  words: string;
  /** How many people were there before, and how many of them are no longer. */
  before: number;
  vanished: number;
}

/** A reading that isn't applied yet. */
export interface Staged {
  directory: Named;
  run: string;
  /** Whether it tells everything, or only what changed. */
  full: boolean;
  school: School;
}

/**
 * The breaker against disaster: why a reading can't be believed, or null when it can. A directory that suddenly has
 * nobody, or far fewer people, is broken, misread or emptied by mistake; and so is one whose people are suddenly all
 * blocked, or somewhere else. Acting on it would take everyone's agreements away.
 */
export async function disbelief(
  db: Kysely<Tables>,
  { directory, run, full, school }: Staged,
): Promise<Disbelief | null> {
  const { provider, tenant } = directory;
  const people = db
    .selectFrom('directory_accounts')
    .where('provider', '=', provider)
    .where('tenant', '=', tenant)
    .where('removed_at', 'is', null)
    .where('kind', '=', 'person')
    .where((eb) => eb.or([eb('enabled', 'is', null), eb('enabled', '=', 1)]));
  const staged = db.selectFrom('directory_staging').where('run', '=', run);
  const before = await size(people);
  // A directory has at least the administrator who let us in.
  if (full && !(await size(staged.where('account', 'is not', null))))
    return {
      words: before
        ? t`${PRODUCTS[provider]} returned 0 of ${count(before, t`person`, t`people`)}; we kept yesterday's picture.`
        : t`${PRODUCTS[provider]} returned nobody at all; nothing was changed.`,
      before,
      vanished: before,
    };
  const said = staged.where('counts', '=', full ? 1 : 0).select('object_id');
  const matching = await size(people.where('object_id', 'in', said));
  const vanished = full ? before - matching : matching;
  if (!isTooMany(vanished, before, school)) return null;
  return {
    words: t`${PRODUCTS[provider]} returned ${before - vanished} of ${count(before, t`person`, t`people`)}; we kept yesterday's picture.`,
    before,
    vanished,
  };
}

/** The same for the groups that give roles: without them people would lose what they see, and agreements would lose people. */
export async function disbeliefInGroups(tx: Tx, { directory, run, full, school }: Staged): Promise<Disbelief | null> {
  const { provider, tenant } = directory;
  const giving = [...(await groupsGivingRoles(tx, school)).values()]
    .flat()
    .filter((group) => group.provider === provider && group.tenant === tenant);
  if (!giving.length) return null;
  const memberships = staying(tx, giving, directory, { run, full });
  const before = await size(memberships);
  const vanished = await size(
    memberships.where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('directory_staged_groups as g')
            .leftJoin('directory_staged_members as s', (join) =>
              join
                .onRef('s.run', '=', 'g.run')
                .onRef('s.group_id', '=', 'g.id')
                .onRef('s.object_id', '=', 'm.object_id')
                .on('s.member', '=', 1),
            )
            .select('g.id')
            .where('g.run', '=', run)
            .whereRef('g.id', '=', 'm.group_id')
            // Who is in a group that couldn't be read stays in it.
            .where((where) => where.or([where('g.unread', 'is not', null), where('s.object_id', 'is not', null)])),
        ),
      ),
    ),
  );
  if (!isTooMany(vanished, before, school)) return null;
  return {
    words: t`${PRODUCTS[provider]} returned ${before - vanished} of ${count(before, t`member`, t`members`)} of the groups that give roles; we kept yesterday's.`,
    before,
    vanished,
  };
}

/** Memberships, in groups that give roles, of those who are in the directory before and after this reading. */
const staying = (
  tx: Tx,
  giving: GroupKey[],
  { provider, tenant }: Named,
  { run, full }: Pick<Staged, 'run' | 'full'>,
) =>
  tx
    .selectFrom('directory_members as m')
    .innerJoin('directory_accounts as d', (join) =>
      join
        .onRef('d.provider', '=', 'm.provider')
        .onRef('d.tenant', '=', 'm.tenant')
        .onRef('d.object_id', '=', 'm.object_id'),
    )
    .where('m.provider', '=', provider)
    .where('m.tenant', '=', tenant)
    .where('m.member', '=', 1)
    .where('d.removed_at', 'is', null)
    .where((eb) => inGroups(eb as never, giving))
    .where((eb) => {
      const staged = eb.selectFrom('directory_staging').select('object_id').where('run', '=', run);
      return full
        ? eb('m.object_id', 'in', staged.where('account', 'is not', null))
        : eb('m.object_id', 'not in', staged.where('account', 'is', null));
    });

/** One person out of a handful is more than a tenth, and leaves all the same. */
const isTooMany = (vanished: number, before: number, { directories }: School): boolean =>
  vanished > Math.max(1, (before * directories.vanish_at_most) / 100);
