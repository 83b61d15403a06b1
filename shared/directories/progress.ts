import type { Kysely } from 'kysely';
import { t } from '../language/words.ts';
import type { Tables } from '../ports.ts';
import type { Named } from './candidates.ts';
import type { ReadRow } from './hold.ts';

/** How far a run is, in words: "reading 1,240 of 12,000". Null: none is under way. */
export function sayProgress({ phase, done, total }: Pick<ReadRow, 'phase' | 'done' | 'total'>): string | null {
  const far = total === null || done > total ? t`${done}` : t`${done} of ${total}`;
  switch (phase) {
    case 'reading':
      return t`reading ${far}`;
    case 'groups':
      return t`reading groups, ${done} so far`;
    case 'accounts':
      return t`taking over ${far}`;
    case 'people':
      return t`finding whose they are, ${far}`;
    case null:
      return null;
    default:
      return phase satisfies never;
  }
}

/** How far the reading of a directory is, in words; null when none is under way. */
export async function progressOf(db: Kysely<Tables>, { provider, tenant }: Named): Promise<string | null> {
  const row = await db
    .selectFrom('directory_reads')
    .select(['phase', 'done', 'total'])
    .where('provider', '=', provider)
    .where('tenant', '=', tenant)
    .executeTakeFirst();
  return row ? sayProgress(row) : null;
}
