/**
 * How much Google lets one project ask in a minute. Subject to change: the source is named with each. A batch counts as
 * the calls in it.
 */
const QUOTAS = {
  /** 2,400 per minute per user per project; over it 403 userRateLimitExceeded. Data transfers draw on the same service.
   * https://developers.google.com/workspace/admin/directory/v1/limits */
  directory: 2_400,
  /** 2,400 per minute per user per project; over it 503. https://developers.google.com/workspace/admin/reports/v1/limits */
  reports: 2_400,
  /** Activity queries with filters: 250 per minute. Same source. */
  'reports-filtered': 250,
  /** 1,200,000 units per minute per project; every call we make costs one. https://developers.google.com/workspace/gmail/api/reference/quota */
  gmail: 1_200_000,
  /** Google publishes no figure (503 when it is too much); this one is ours. https://developers.google.com/workspace/admin/licensing/v1/limits */
  licensing: 600,
  /** 12,000 per minute, of late counted in units without a price list; a few calls by night want no more than this.
   * https://developers.google.com/workspace/drive/api/guides/limits */
  drive: 2_400,
} as const;

export type Quota = keyof typeof QUOTAS;

/** Largest pages that the lists we read will give. https://developers.google.com/workspace/admin/directory/reference/rest */
export const PAGE = {
  users: 500,
  groups: 200,
  members: 200,
  activities: 1_000,
  chromebooks: 300,
  permissions: 100,
} as const;

/** Calls in one batch: 1,000 are allowed (100 for Gmail), more than 50 provoke rate limits. https://developers.google.com/workspace/gmail/api/guides/batch */
export const BATCH_CALLS = 50;

/** Which quotas a call to this address draws on. */
export function quotasOf({ pathname, searchParams }: URL): Quota[] {
  if (pathname.startsWith('/admin/reports/')) {
    return searchParams.has('filters') ? ['reports', 'reports-filtered'] : ['reports'];
  }
  if (pathname.startsWith('/gmail/')) return ['gmail'];
  if (pathname.startsWith('/apps/licensing/')) return ['licensing'];
  if (pathname.startsWith('/drive/')) return ['drive'];
  return ['directory'];
}

/** The share of a quota that is used evenly, and the share that may be used at once: together under the whole in any minute. */
const EVEN = 0.94;
const AT_ONCE = 0.04;

/** Keeps calls under the quotas: each waits for its turn, a few may go at once. */
export function createPace(now: () => number, wait: (ms: number) => Promise<void>) {
  /** For each quota, when a call would be due if all calls were spread evenly. */
  const due = new Map<Quota, number>();
  const dueOf = (quota: Quota, at: number) => Math.max(due.get(quota) ?? 0, at);

  return {
    /** Resolves when that many calls may be made. */
    async turn(quotas: readonly Quota[], calls: number): Promise<void> {
      const asked = now();
      let start = asked;
      for (const quota of quotas) {
        const between = 60_000 / (QUOTAS[quota] * EVEN);
        const ahead = QUOTAS[quota] * AT_ONCE * between;
        start = Math.max(start, dueOf(quota, asked) + calls * between - ahead);
      }
      for (const quota of quotas) {
        due.set(quota, dueOf(quota, start) + (calls * 60_000) / (QUOTAS[quota] * EVEN));
      }
      if (start > asked) await wait(start - asked);
    },
    /** Google said that it was too much: nobody goes for so long. */
    rest(quotas: readonly Quota[], ms: number): void {
      for (const quota of quotas) due.set(quota, Math.max(due.get(quota) ?? 0, now() + ms));
    },
  };
}

export type Pace = ReturnType<typeof createPace>;
