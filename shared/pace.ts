import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

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

/** Makes what counts the requests of one limit: for this process, or for all that share a database. */
export type Counting = (limit: Limit & { keyPrefix: string }) => RateLimiterAbstract;

export const inThisProcess: Counting = (limit) => new RateLimiterMemory(limit);

/** Whose requests go out when. */
export interface Pace {
  /**
   * Waits for a turn within the platform's limits.
   * @param conversation null for a request that belongs to none
   * @returns 0 when the request may go out now, else after how many ms to ask again.
   */
  turn(conversation: string | null): Promise<number>;
  /**
   * Tells that the platform refused a request all the same: its conversation rests for as long as it said, and everybody
   * goes a little slower for the moment, for whoever refuses doesn't say which limit it was.
   */
  refused(conversation: string | null, retryAfterMs: number | null): Promise<void>;
}

/** Of the turns that are left in a window, a refusal takes this share of all. */
const REFUSAL_TAKES = 1 / 10;

const ALL = 'all';

/**
 * The pace at which one platform is called.
 * @param door names what is counted, where several platforms' requests are counted in one place
 */
export function createPace(limits: Limits, door = 'platform', counting: Counting = inThisProcess): Pace {
  const counted = (kind: keyof Limits) =>
    limits[kind].map((limit) => counting({ ...limit, keyPrefix: `${door} ${kind} ${limit.duration}s` }));
  const tenant = counted('tenant');
  const conversations = counted('conversation');

  async function take(conversation: string | null): Promise<number> {
    const wanted = [
      ...tenant.map((limiter) => [limiter, ALL] as const),
      ...(conversation === null ? [] : conversations.map((limiter) => [limiter, conversation] as const)),
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

  return {
    async turn(conversation) {
      const until = Date.now() + LONGEST_WAIT_MS;
      for (;;) {
        const wait = await take(conversation);
        if (wait === 0 || Date.now() + wait > until) return wait;
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    },

    async refused(conversation, retryAfterMs) {
      await Promise.all(
        limits.tenant.map(({ points }, i) => tenant[i]?.penalty(ALL, Math.ceil(points * REFUSAL_TAKES))),
      );
      const [shortest] = conversations;
      if (conversation !== null && retryAfterMs) await shortest?.block(conversation, Math.ceil(retryAfterMs / 1_000));
    },
  };
}
