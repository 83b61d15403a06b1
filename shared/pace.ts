import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** A request waits this long for its turn; told to wait longer, it goes back to the outbox. */
const LONGEST_WAIT_MS = 5_000;

/** Requests travel for a moment, and not all for as long: turns lie so much further apart than the limit has it. */
const APART = 1.02;

/** A turn that is over for so long has passed. */
const OVERSLEPT_MS = 100;

/** When the platform refuses a request, everybody waits for so many turns more. */
const REFUSAL_TAKES = 10;

/** `points` requests in `duration` seconds. */
interface Limit {
  points: number;
  duration: number;
}

/** How often a platform may be called: by the whole app in one organisation, and in one conversation. */
export interface Limits {
  tenant: Limit;
  conversation: readonly Limit[];
}

/** Counts requests: for this process, or for all that share a database. */
export interface Counting {
  /** What counts those of one conversation. */
  window(limit: Limit & { keyPrefix: string }): RateLimiterAbstract;
  /**
   * Reserves the next turn, a span behind the one before it.
   * @param apartMs the span
   * @returns in how many ms it is; null when that is more than `longestMs`: then nothing was reserved.
   */
  reserve(key: string, apartMs: number, longestMs: number): Promise<number | null>;
}

export function inThisProcess(): Counting {
  const next = new Map<string, number>();
  return {
    window: (limit) => new RateLimiterMemory(limit),
    async reserve(key, apartMs, longestMs) {
      const now = Date.now();
      const turn = Math.max(next.get(key) ?? 0, now);
      if (turn - now > longestMs) return null;
      next.set(key, turn + apartMs);
      return turn - now;
    },
  };
}

/** Whose requests go out when. */
export interface Pace {
  /**
   * Waits for a turn within the platform's limits.
   * @param conversation null for a request that belongs to none
   * @param requests so many, one after the other, that belong together
   * @returns 0 when the request may go out now, else after how many ms to ask again.
   */
  turn(conversation: string | null, requests?: number): Promise<number>;
  /**
   * Tells that the platform refused a request all the same: its conversation rests for as long as it said, and everybody
   * waits a few turns, for whoever refuses doesn't say which limit it was.
   */
  refused(conversation: string | null, retryAfterMs: number | null): Promise<void>;
}

/**
 * The pace at which one platform is called. The app's requests in an organisation go out one after the other, evenly, so
 * that in no second, wherever it begins, there are more than the limit; those in one conversation as they come, up to it.
 * @param door names what is counted, where several platforms' requests are counted in one place
 */
export function createPace(limits: Limits, door = 'platform', counting: Counting = inThisProcess()): Pace {
  const apartMs = (limits.tenant.duration * 1_000 * APART) / limits.tenant.points;
  const conversations = limits.conversation.map((limit) =>
    counting.window({ ...limit, keyPrefix: `${door} ${limit.duration}s` }),
  );

  /** Counts a request in its conversation. Gives 0, or after how many ms there is room again. */
  async function count(conversation: string): Promise<number> {
    for (const [i, limiter] of conversations.entries()) {
      try {
        await limiter.consume(conversation);
      } catch (refused) {
        if (!(refused instanceof RateLimiterRes)) throw refused;
        // The library counts what it refused as well.
        await Promise.all(conversations.slice(0, i + 1).map((each) => each.reward(conversation)));
        return Math.max(refused.msBeforeNext, 1);
      }
    }
    return 0;
  }

  return {
    async turn(conversation, requests = 1) {
      const until = Date.now() + LONGEST_WAIT_MS;
      for (;;) {
        // When there is much to send most are sent away here, so this comes first: it is one question, the windows are several.
        const wait = await counting.reserve(door, requests * apartMs, Math.max(0, until - Date.now()));
        if (wait === null) return LONGEST_WAIT_MS;
        const turn = Date.now() + wait;
        if (wait > 0) await sleep(wait);
        // Whoever overslept takes another: many would go out at once.
        if (Date.now() >= turn + OVERSLEPT_MS) continue;
        const full = conversation === null ? 0 : await count(conversation);
        if (full === 0) return 0;
        if (Date.now() + full > until) return full;
        await sleep(full);
      }
    },

    async refused(conversation, retryAfterMs) {
      await counting.reserve(door, REFUSAL_TAKES * apartMs, LONGEST_WAIT_MS);
      const [shortest] = conversations;
      if (conversation !== null && retryAfterMs) await shortest?.block(conversation, Math.ceil(retryAfterMs / 1_000));
    },
  };
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
