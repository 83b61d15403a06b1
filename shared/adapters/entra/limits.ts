/** A limit of Graph: so many units in any stretch of so many milliseconds, for this app in this tenant. */
export interface Limit {
  units: number;
  per: number;
}

/** The services behind Graph that count by themselves. */
export type Service = 'identity' | 'writes' | 'reports' | 'policies' | 'devices' | 'files';

/**
 * Microsoft's limits ("subject to change"), from learn.microsoft.com/graph/throttling-limits; files from "Avoid getting
 * throttled" of SharePoint Online, smallest tenants. Exchange counts by mailbox (10,000 in ten minutes): never reached.
 */
export const LIMITS: Record<Service, Limit> = {
  /** For tenants under 50 users: see identityLimit. */
  identity: { units: 3_500, per: 10_000 },
  writes: { units: 3_000, per: 150_000 },
  reports: { units: 5, per: 10_000 },
  policies: { units: 1, per: 1_000 },
  devices: { units: 2_000, per: 20_000 },
  files: { units: 1_250, per: 60_000 },
};

/** Larger tenants are given more. */
export const identityLimit = (users: number): Limit => ({
  units: users < 50 ? 3_500 : users <= 500 ? 5_000 : 8_000,
  per: 10_000,
});

/** What a request costs, by service. */
export type Cost = Partial<Record<Service, number>>;

const SERVICE_OF: [RegExp, Service | null][] = [
  [/^\/(reports|auditLogs)\//, 'reports'],
  [/^\/identity\/conditionalAccess\//, 'policies'],
  [/^\/deviceManagement\/|\/managedDevices$/, 'devices'],
  [/\/drive$/, 'files'],
  [/\/mailboxSettings$|\/mailFolders\//, null],
];

/** Base costs in resource units; every other identity request costs 1. */
const BASE: [RegExp, number][] = [
  [/^\/users$/, 2],
  [/^\/groups\/[^/]+\/members$/, 3],
  [/^\/groups\/[^/]+\/transitiveMembers$/, 5],
  [/^\/users\/[^/]+\/(memberOf|transitiveMemberOf|ownedObjects|licenseDetails)$/, 2],
  [/^\/oauth2PermissionGrants/, 2],
];

/** What one request costs; `path` is below the root of Graph and may carry a query. */
export function costOf(method: string, path: string): Cost {
  const [resource = '', query = ''] = path.split('?');
  const service = SERVICE_OF.find(([pattern]) => pattern.test(resource));
  if (service) return service[1] ? { [service[1]]: 1 } : {};
  if (method !== 'GET') return { identity: 1, writes: 1 };
  const options = new URLSearchParams(query);
  let units = BASE.find(([pattern]) => pattern.test(resource))?.[1] ?? 1;
  if (options.has('$select')) units -= 1;
  if (options.has('$expand')) units += 1;
  if (options.has('$top') && Number(options.get('$top')) < 20) units -= 1;
  return { identity: Math.max(1, units) };
}
