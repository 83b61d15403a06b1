import { CompiledQuery, sql } from 'kysely';
import { RateLimiterPostgres } from 'rate-limiter-flexible';
import { StoreError } from '../../errors.ts';
import { type Counting, inThisProcess } from '../../pace.ts';
import type { Store } from '../../ports.ts';

/**
 * Counts requests for all who share a database. SQLite has one server, which counts by itself. When PostgreSQL can't be
 * asked, each server counts for itself meanwhile.
 */
export function countingIn({ engine, db }: Store): Counting {
  const alone = inThisProcess();
  if (engine === 'sqlite') return alone;
  const storeClient = {
    query: ({ text, values }: { text: string; values: unknown[] }) => db.executeQuery(CompiledQuery.raw(text, values)),
  };
  return {
    window: (limit) =>
      new RateLimiterPostgres({
        ...limit,
        storeClient,
        storeType: 'client',
        tableName: 'rates',
        tableCreated: true,
        insuranceLimiter: alone.window(limit),
      }),

    async reserve(key, apartMs, longestMs) {
      // The database's clock, which all servers share.
      const now = sql`(extract(epoch from clock_timestamp()) * 1000)::float8`;
      const apart = sql`${apartMs}::float8`;
      const reserved = sql<{ wait: number }>`
        insert into turns (key, next_at) values (${key}, ${now} + ${apart})
        on conflict (key) do update set next_at = greatest(turns.next_at, ${now}) + ${apart}
          where turns.next_at <= ${now} + ${longestMs}::float8
        returning greatest(0, turns.next_at - ${apart} - ${now}) as wait`;
      try {
        const { rows } = await reserved.execute(db);
        return rows[0]?.wait ?? null;
      } catch (error) {
        if (error instanceof StoreError) return alone.reserve(key, apartMs, longestMs);
        throw error;
      }
    },
  };
}
