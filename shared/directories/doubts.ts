import { t } from '../language/words.ts';
import type { Tx } from '../ports.ts';
import { type AccountRow, type Named, twinsOf } from './candidates.ts';
import type { Doubt } from './join.ts';
import type { Settling } from './settling.ts';

/** An account that may be somebody's. */
export interface Pair {
  account: AccountRow;
  person: string;
  why: Doubt | 'shared-id';
}

/** Two people of one directory with one employee id: a slip, or one person with two accounts. */
export async function twinDoubts(tx: Tx, accounts: AccountRow[], directory: Named): Promise<Pair[]> {
  const twins = await twinsOf(
    tx,
    accounts.flatMap(({ employee_id, kind }) => (employee_id && kind === 'person' ? employee_id : [])),
    directory,
  );
  return accounts.flatMap((account) => {
    const [first, second] = twins.filter(({ employee_id }) => employee_id === account.employee_id);
    // Said once, of the second.
    if (!first || second?.object_id !== account.object_id || first.person === second.person) return [];
    return [{ account, person: first.person, why: 'shared-id' as const }];
  });
}

/** Lists what a human must say about some accounts, and no longer what has become clear. What was decided stays. */
export async function noteDoubts(
  tx: Tx,
  accounts: AccountRow[],
  pairs: Pair[],
  { directory: { provider, tenant }, now, tally }: Settling,
): Promise<void> {
  const doubted = new Set(pairs.map(({ account, person }) => `${account.object_id} ${person}`));
  const listed = await tx
    .selectFrom('doubtful_pairs')
    .select(['object_id', 'person', 'decision'])
    .where('provider', '=', provider)
    .where('tenant', '=', tenant)
    .where(
      'object_id',
      'in',
      accounts.map(({ object_id }) => object_id),
    )
    .execute();
  for (const { object_id, person } of listed.filter(
    (pair) => pair.decision === null && !doubted.has(`${pair.object_id} ${pair.person}`),
  ))
    await tx
      .deleteFrom('doubtful_pairs')
      .where('provider', '=', provider)
      .where('tenant', '=', tenant)
      .where('object_id', '=', object_id)
      .where('person', '=', person)
      .execute();
  const known = new Set(listed.map(({ object_id, person }) => `${object_id} ${person}`));
  const fresh = [...new Map(pairs.map((pair) => [`${pair.account.object_id} ${pair.person}`, pair]))].filter(
    ([key]) => !known.has(key),
  );
  if (!fresh.length) return;
  tally.doubts += fresh.length;
  await tx
    .insertInto('doubtful_pairs')
    .values(
      fresh.map(([, { account, person, why }]) => ({
        provider,
        tenant,
        object_id: account.object_id,
        person,
        why,
        found_at: now.toISOString(),
        decision: null,
        decided_by: null,
        decided_at: null,
      })),
    )
    .execute();
}

/** A doubt in words, to stand after "perhaps Ana Nunez:". */
export function sayDoubt(why: string): string {
  switch (why as Doubt | 'shared-id') {
    case 'shared-id':
      return t`both have the same employee id`;
    case 'contradiction':
      return t`the employee id and the address point at different people`;
    case 'several':
      return t`its addresses belong to different people`;
    case 'second-account':
      return t`they have another account there already`;
    case 'name':
      return t`only the name is the same`;
    default:
      return t`it isn't clear`;
  }
}
