/**
 * What Microsoft says a request costs and how much there may be of it, written down here a second time and on purpose:
 * the adapter's own figures would always agree with themselves.
 */
interface Rate {
  name: string;
  limit: number;
  windowMs: number;
  cost(method: string, resource: string, options: URLSearchParams): number;
}

const isReport = (resource: string) => /^\/(reports|auditLogs)\//.test(resource);
const isPolicy = (resource: string) => resource.startsWith('/identity/conditionalAccess');
const isDevices = (resource: string) => /managedDevices/.test(resource);
const isOther = (resource: string) => /\/(drive|mailboxSettings|messageRules)$/.test(resource);
const isIdentity = (resource: string) => ![isReport, isPolicy, isDevices, isOther].some((is) => is(resource));

/** For tenants under 50, up to 500 and above 500 users. */
const identityLimit = (users: number) => (users < 50 ? 3_500 : users <= 500 ? 5_000 : 8_000);

function units(method: string, resource: string, options: URLSearchParams): number {
  if (!isIdentity(resource)) return 0;
  const base = ((): number => {
    if (method !== 'GET') return 1;
    if (/^\/groups\/[^/]+\/transitiveMembers/.test(resource)) return 5;
    if (/^\/groups\/[^/]+\/members/.test(resource)) return 3;
    if (resource === '/users' || resource.startsWith('/oauth2PermissionGrants')) return 2;
    if (/^\/users\/[^/]+\/(licenseDetails|ownedObjects|memberOf|transitiveMemberOf)/.test(resource)) return 2;
    return 1;
  })();
  const select = options.has('$select') ? -1 : 0;
  const expand = options.has('$expand') ? 1 : 0;
  const few = options.has('$top') && Number(options.get('$top')) < 20 ? -1 : 0;
  return Math.max(1, base + select + expand + few);
}

/** The documented limits for a tenant of that many users. */
export function ratesFor(users: number): Rate[] {
  return [
    { name: 'identity', limit: identityLimit(users), windowMs: 10_000, cost: units },
    {
      name: 'writes',
      limit: 3_000,
      windowMs: 150_000,
      cost: (method, resource) => Number(method !== 'GET' && isIdentity(resource)),
    },
    { name: 'reports', limit: 5, windowMs: 10_000, cost: (_, resource) => Number(isReport(resource)) },
    { name: 'policies', limit: 1, windowMs: 1_000, cost: (_, resource) => Number(isPolicy(resource)) },
    { name: 'devices', limit: 2_000, windowMs: 20_000, cost: (_, resource) => Number(isDevices(resource)) },
    { name: 'files', limit: 1_250, windowMs: 60_000, cost: (_, resource) => Number(/\/drive$/.test(resource)) },
  ];
}

/** Counts what comes in within any window, and says how long to wait when it is too much. */
export function meter(rates: Rate[], now: () => number) {
  const taken = rates.map(() => ({ entries: [] as { at: number; cost: number }[], sum: 0 }));
  /** Requests that came over the rate. */
  let violations = 0;
  const used = new Map<string, number>();

  return {
    get violations() {
      return violations;
    },
    /** All units by service, since the start. */
    used,
    limits: rates,
    /** Milliseconds to wait; null if there was room, and then it is taken. */
    take(method: string, resource: string, options: URLSearchParams): number | null {
      const at = now();
      let wait: number | null = null;
      const costs = rates.map((rate) => rate.cost(method, resource, options));
      for (const [index, { limit, windowMs }] of rates.entries()) {
        const cost = costs[index] as number;
        if (!cost) continue;
        const window = taken[index] as (typeof taken)[number];
        while (window.entries[0] && window.entries[0].at <= at - windowMs)
          window.sum -= window.entries.shift()?.cost ?? 0;
        if (window.sum + cost > limit) wait = Math.max(wait ?? 0, (window.entries[0]?.at ?? at) + windowMs - at);
      }
      if (wait !== null) {
        violations++;
        return wait;
      }
      for (const [index, rate] of rates.entries()) {
        const cost = costs[index] as number;
        if (!cost) continue;
        const window = taken[index] as (typeof taken)[number];
        window.entries.push({ at, cost });
        window.sum += cost;
        used.set(rate.name, (used.get(rate.name) ?? 0) + cost);
      }
      return null;
    },
  };
}
