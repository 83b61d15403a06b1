import { ApiError } from './api.ts';

/** Calls that one project may make in any minute, as Google publishes them. Licensing's is not published: ours to keep. */
const LIMITS = {
  'admin.directory': { most: 2_400, status: 403, reason: 'userRateLimitExceeded' },
  'admin.reports': { most: 2_400, status: 503, reason: 'backendError' },
  'admin.reports filtered': { most: 250, status: 503, reason: 'backendError' },
  gmail: { most: 1_200_000, status: 403, reason: 'rateLimitExceeded' },
  'chat spaces': { most: 60, status: 429, reason: 'RATE_LIMIT_EXCEEDED' },
  'chat messages': { most: 3_000, status: 429, reason: 'RATE_LIMIT_EXCEEDED' },
  drive: { most: 12_000, status: 403, reason: 'userRateLimitExceeded' },
  licensing: { most: 600, status: 503, reason: 'backendError' },
};

type Limit = keyof typeof LIMITS;

function limitsOn({ pathname, searchParams }: URL): Limit[] {
  if (pathname === '/v1/spaces:setup') return ['chat spaces'];
  if (pathname.startsWith('/v1/spaces')) return ['chat messages'];
  if (pathname.startsWith('/gmail/')) return ['gmail'];
  if (pathname.startsWith('/apps/licensing/')) return ['licensing'];
  if (pathname.startsWith('/drive/')) return ['drive'];
  if (!pathname.startsWith('/admin/reports/')) return ['admin.directory'];
  return searchParams.has('filters') ? ['admin.reports', 'admin.reports filtered'] : ['admin.reports'];
}

/** Counts calls in a sliding minute and refuses those that are too many. */
export function createQuotas() {
  const calls = new Map<Limit, number[]>();
  return {
    /** How often anyone asked too fast. */
    violations: 0,
    count(url: URL, now: number): void {
      for (const limit of limitsOn(url)) {
        const { most, status, reason } = LIMITS[limit];
        const recent = calls.get(limit) ?? [];
        while (recent[0] !== undefined && recent[0] <= now - 60_000) recent.shift();
        if (recent.length >= most) {
          this.violations++;
          throw new ApiError(status, reason, `Quota exceeded for ${limit}.`);
        }
        recent.push(now);
        calls.set(limit, recent);
      }
    },
  };
}
