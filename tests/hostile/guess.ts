import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type * as z from 'zod';
import type { Call } from '../../shared/feature.ts';
import { actions } from '../../shared/features.ts';
import type { Store } from '../../shared/ports.ts';

/** Ids of each table that a guess may be. */
const OF_EACH = 3;
/** What else a field may want. */
const ANYTHING = [1, true, 'Some words', '2026-12-01', 'good', [], {}];

/**
 * Calls of every action that somebody might write who knows what its fields are called and has seen real ids: they go with
 * the field's name, loan_incidents with "incident".
 * @param trying whoever will try them: what has to do with them is left out
 */
export async function guesses({ db }: Store, trying: ReadonlySet<unknown>): Promise<Call[]> {
  const { rows: tables } = await sql<{ name: string }>`select name from sqlite_master where type = 'table'`.execute(db);
  const ids = new Map<string, unknown[]>();
  for (const { name } of tables) {
    const all = sql<Record<string, unknown>>`select * from ${sql.table(name)} order by rowid limit 100`;
    const rows = await all.execute(db).then(
      (found) => found.rows,
      () => [],
    );
    const others = rows.filter((row) => row.id !== undefined && !Object.values(row).some((value) => trying.has(value)));
    const called = name.split('_').at(-1) ?? name;
    const field = SINGULAR[called] ?? called.replace(/s$/, '');
    ids.set(field, [...others.slice(0, OF_EACH).map(({ id }) => id), ...(ids.get(field) ?? [])]);
  }
  return actions.flatMap(({ id: action, input }) =>
    Array.from({ length: OF_EACH }, (_, nth) => ({
      action,
      input: Object.fromEntries(
        Object.entries((input as z.ZodObject).shape).flatMap(([key, field]) => {
          const schema = field as z.ZodType & { options?: unknown[] };
          const real = ids.get(key) ?? [];
          const wanted = [real[nth], ...real, ...(schema.options ?? []), ...ANYTHING, randomUUID()];
          const value = wanted.find((one) => one !== undefined && schema.safeParse(one).success);
          return value === undefined ? [] : [[key, value]];
        }),
      ),
    })),
  );
}

const SINGULAR: Record<string, string> = { people: 'person', equipment: 'item', entries: 'entry' };
