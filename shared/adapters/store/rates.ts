import { CompiledQuery } from 'kysely';
import { RateLimiterMemory, RateLimiterPostgres } from 'rate-limiter-flexible';
import type { Counting } from '../../pace.ts';
import type { Store } from '../../ports.ts';

/**
 * Counts requests for all who share a database. SQLite has one server, which counts by itself. When PostgreSQL can't be
 * asked, each server counts for itself meanwhile. Servers' clocks should agree within a fraction of a second.
 */
export function countingIn({ engine, db }: Store): Counting {
  if (engine === 'sqlite') return (limit) => new RateLimiterMemory(limit);
  const storeClient = {
    query: ({ text, values }: { text: string; values: unknown[] }) => db.executeQuery(CompiledQuery.raw(text, values)),
  };
  return (limit) =>
    new RateLimiterPostgres({
      ...limit,
      storeClient,
      storeType: 'client',
      tableName: 'rates',
      tableCreated: true,
      insuranceLimiter: new RateLimiterMemory(limit),
    });
}
