import type { Tx } from '../ports.ts';
import type { Applying } from './apply.ts';

/** Groups taken over by one transaction. */
const CHUNK = 50;

/**
 * Makes some groups, and who is in them, as they were staged, in the order of their ids; those that couldn't be read stay as
 * they were. Gives the last id and how many there were; null when all are taken over.
 */
export async function applySomeGroups(
  tx: Tx,
  { directory: { provider, tenant }, run }: Applying,
  after: string,
): Promise<{ last: string; size: number } | null> {
  const groups = await tx
    .selectFrom('directory_staged_groups')
    .select(['id', 'name', 'address', 'kind', 'unread'])
    .where('run', '=', run)
    .where('id', '>', after)
    .orderBy('id')
    .limit(CHUNK)
    .execute();
  const last = groups.at(-1);
  if (!last) return null;
  await tx
    .insertInto('directory_groups')
    .values(groups.map((group) => ({ provider, tenant, ...group })))
    .onConflict((conflict) =>
      conflict.columns(['provider', 'tenant', 'id']).doUpdateSet((eb) => {
        // Of a group that couldn't be read, we know no more than its name.
        const read = <C extends 'address' | 'kind'>(column: C) =>
          eb
            .case()
            .when('excluded.unread', 'is', null)
            .then(eb.ref(`excluded.${column}`))
            .else(eb.ref(`directory_groups.${column}`))
            .end();
        return {
          name: eb.ref('excluded.name'),
          unread: eb.ref('excluded.unread'),
          address: read('address'),
          kind: read('kind'),
        };
      }),
    )
    .execute();
  const readable = groups.filter(({ unread }) => unread === null).map(({ id }) => id);
  if (readable.length) await replaceMembers(tx, { provider, tenant }, run, readable);
  return { last: last.id, size: groups.length };
}

async function replaceMembers(
  tx: Tx,
  { provider, tenant }: Applying['directory'],
  run: string,
  groups: string[],
): Promise<void> {
  await tx
    .deleteFrom('directory_members')
    .where('provider', '=', provider)
    .where('tenant', '=', tenant)
    .where('group_id', 'in', groups)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('directory_staged_members as s')
            .select('s.object_id')
            .where('s.run', '=', run)
            .whereRef('s.group_id', '=', 'directory_members.group_id')
            .whereRef('s.object_id', '=', 'directory_members.object_id')
            .whereRef('s.member', '=', 'directory_members.member')
            .whereRef('s.owner', '=', 'directory_members.owner'),
        ),
      ),
    )
    .execute();
  await tx
    .insertInto('directory_members')
    .columns(['provider', 'tenant', 'group_id', 'object_id', 'member', 'owner'])
    .expression((eb) =>
      eb
        .selectFrom('directory_staged_members')
        .select((column) => [
          column.val(provider).as('provider'),
          column.val(tenant).as('tenant'),
          'group_id',
          'object_id',
          'member',
          'owner',
        ])
        .where('run', '=', run)
        .where('group_id', 'in', groups),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Drops the groups that are no longer there. `unread`: the directory's own roles couldn't be read, and stay as they were. */
export async function dropGroups(
  tx: Tx,
  { directory: { provider, tenant }, run }: Applying,
  unread: boolean,
): Promise<void> {
  const staged = tx.selectFrom('directory_staged_groups').select('id').where('run', '=', run);
  const gone = await tx
    .deleteFrom('directory_groups')
    .where('provider', '=', provider)
    .where('tenant', '=', tenant)
    .where('id', 'not in', staged)
    .$if(unread, (query) => query.where('kind', '!=', 'role'))
    .returning('id')
    .execute();
  for (let at = 0; at < gone.length; at += 1_000)
    await tx
      .deleteFrom('directory_members')
      .where('provider', '=', provider)
      .where('tenant', '=', tenant)
      .where(
        'group_id',
        'in',
        gone.slice(at, at + 1_000).map(({ id }) => id),
      )
      .execute();
}
