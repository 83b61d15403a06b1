import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** A request waits this long for its turn; told to wait longer, it goes back to the outbox. */
const LONGEST_WAIT_MS = 5_000;

/** `points` requests in `duration` seconds. */
interface Limit {
  points: number;
  duration: number;
}

/** How often a platform may be called: by the whole app in one organisation, and in one conversation. */
export interface Limits {
  tenant: readonly Limit[];
  conversation: readonly Limit[];
}

/**
 * Waits for a slot within the platform's limits, for this process. Several instances would each count for themselves; the
 * library counts in PostgreSQL as well, for when that is needed.
 * @returns from the function it returns: 0 when the request may go out now, else after how many ms to ask again.
 */
export function createPace(limits: Limits): (conversation: string | null) => Promise<number> {
  const tenant = limits.tenant.map((limit) => new RateLimiterMemory(limit));
  const conversations = limits.conversation.map((limit) => new RateLimiterMemory(limit));

  async function take(conversation: string | null): Promise<number> {
    const wanted = [
      ...(conversation === null ? [] : conversations.map((limiter) => [limiter, conversation] as const)),
      ...tenant.map((limiter) => [limiter, 'tenant'] as const),
    ];
    for (const [i, [limiter, key]] of wanted.entries()) {
      try {
        await limiter.consume(key);
      } catch (refused) {
        if (!(refused instanceof RateLimiterRes)) throw refused;
        // The library counts what it refused as well: all that was taken is given back.
        await Promise.all(wanted.slice(0, i + 1).map(([taken, of]) => taken.reward(of)));
        return Math.max(refused.msBeforeNext, 1);
      }
    }
    return 0;
  }

  return async (conversation) => {
    const until = Date.now() + LONGEST_WAIT_MS;
    for (;;) {
      const wait = await take(conversation);
      if (wait === 0 || Date.now() + wait > until) return wait;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  };
}
