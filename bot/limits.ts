import type { Limits } from '../shared/pace.ts';

/**
 * How often a bot may call Teams, "subject to change": the Teams documentation, "Optimize your bot with rate limiting".
 * `points` requests in `duration` seconds.
 */
export const LIMITS: Limits = {
  /** For one app in one tenant. */
  tenant: { points: 50, duration: 1 },
  /** For one conversation. */
  conversation: [
    { points: 1_800, duration: 3_600 },
    { points: 60, duration: 30 },
    { points: 8, duration: 2 },
    { points: 7, duration: 1 },
  ],
};
