import { type Context, ok, type Reply, type Route } from './context.ts';
import { filtered, GraphError, notFound, paged, readToken, selected, writeToken } from './odata.ts';
import type { User } from './tenant.ts';

const READ = ['User.Read.All', 'User.ReadWrite.All', 'Directory.Read.All'];

/** Accounts: the list, one, the changes, the deleted, and what may be done to one. */
export const userRoutes: Route[] = [
  { method: 'GET', path: '/users', needs: READ, run: list },
  { method: 'GET', path: '/users/delta', needs: READ, run: delta },
  { method: 'GET', path: '/directory/deletedItems/microsoft.graph.user', needs: READ, run: deleted },
  { method: 'GET', path: '/users/{}', needs: READ, run: one },
  {
    method: 'PATCH',
    path: '/users/{}',
    needs: ['User.EnableDisableAccount.All', 'User.ReadWrite.All'],
    run: update,
  },
  {
    method: 'POST',
    path: '/users/{}/revokeSignInSessions',
    needs: ['User.RevokeSessions.All', 'User.ReadWrite.All'],
    run(context) {
      const user = found(context);
      const at = context.now.toISOString();
      context.later(() => context.tenant.change(user.id, { signInSessionsValidFromDateTime: at }));
      return ok({ value: true });
    },
  },
  {
    method: 'POST',
    path: '/users/{}/assignLicense',
    needs: ['LicenseAssignment.ReadWrite.All', 'User.ReadWrite.All'],
    run: assignLicence,
  },
];

export function found({ tenant, ids }: Context): User {
  const user = tenant.users.get(ids[0] as string);
  if (!user) throw notFound(ids[0] as string);
  return user;
}

/** An account with Graph's names. What needs more than User.Read.All is refused, or silently null, as Graph does it. */
function asGraph(user: User, { granted, options, tenant }: Context): Record<string, unknown> {
  const licences = user.has.licences ?? [];
  const { has, manager, signInActivity, employeeLeaveDateTime, ...plain } = user;
  const mayReadDates = granted.has('User-LifeCycleInfo.Read.All') || granted.has('User-LifeCycleInfo.ReadWrite.All');
  const managing = manager === null ? undefined : tenant.users.get(manager);
  return {
    ...plain,
    employeeLeaveDateTime: mayReadDates ? employeeLeaveDateTime : null,
    // Left out for someone who never signed in.
    ...(signInActivity && { signInActivity }),
    assignedLicenses: licences.map(({ skuId }) => ({ skuId, disabledPlans: [] })),
    licenseAssignmentStates: licences.map(({ skuId, byGroup }) => ({
      skuId,
      assignedByGroup: byGroup ?? null,
      disabledPlans: [],
      state: 'Active',
      error: 'None',
      lastUpdatedDateTime: '2025-09-01T07:00:00Z',
    })),
    ...(options.get('$expand')?.startsWith('manager') &&
      managing && { manager: { '@odata.type': '#microsoft.graph.user', id: managing.id } }),
  };
}

function refuseSignIns({ options, granted, licences }: Context): boolean {
  if (!options.get('$select')?.split(',').includes('signInActivity')) return false;
  if (!granted.has('AuditLog.Read.All'))
    throw new GraphError(
      403,
      'Authentication_MSGraphPermissionMissing',
      'Calling principal does not have required MSGraph permissions AuditLog.Read.All',
    );
  if (!licences.has('P1'))
    throw new GraphError(
      403,
      'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
      "Neither tenant is B2C or tenant doesn't have premium license",
    );
  return true;
}

function list(context: Context): Reply {
  const { tenant, options, url } = context;
  const max = refuseSignIns(context) ? 500 : 999;
  // A page is cut first: nobody builds 120,000 accounts to give 500.
  const { rows, nextLink } = paged(filtered(tenant.users.values(), options), { url, options, max });
  return ok({
    '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#users',
    ...(nextLink && { '@odata.nextLink': nextLink }),
    // Without the header the option is ignored.
    ...(context.eventual && options.get('$count') === 'true' && { '@odata.count': tenant.users.size }),
    value: rows.map((user) => selected(asGraph(user, context), options, ['manager'])),
  });
}

function one(context: Context): Reply {
  refuseSignIns(context);
  return ok(selected(asGraph(found(context), context), context.options, ['manager']));
}

function deleted({ tenant, options, url }: Context): Reply {
  const gone = [...tenant.deleted.values()].map(({ user, at }) => ({
    id: user.id,
    displayName: user.displayName,
    onPremisesSyncEnabled: user.onPremisesSyncEnabled,
    deletedDateTime: at,
  }));
  const { rows, nextLink } = paged(filtered(gone, options), { url, options, max: 999 });
  return ok({ ...(nextLink && { '@odata.nextLink': nextLink }), value: rows.map((row) => selected(row, options)) });
}

const WEEK_MS = 7 * 24 * 3_600_000;

/** A token holds what was selected and how far the reader has come; nothing may be added to it. */
interface DeltaToken {
  select: string[] | null;
  /** The last change that was given, the last one of this round, and where in the round we are. */
  after: number;
  upTo: number | null;
  offset: number;
  at: string;
  cursor: number;
}

function delta(context: Context): Reply {
  const { tenant, options, url, now, oldestCursor, deltaPageSize } = context;
  const given = options.get('$deltatoken') ?? options.get('$skiptoken');
  const select = options.get('$select')?.split(',') ?? null;
  if (options.has('$top') || options.has('$expand'))
    throw new GraphError(400, 'Request_UnsupportedQuery', 'Delta queries on users take neither $top nor $expand.');
  const token =
    given && given !== 'latest'
      ? (readToken(given) as unknown as DeltaToken)
      : { select, after: 0, upTo: null, offset: 0, at: now.toISOString(), cursor: Number.POSITIVE_INFINITY };
  if (given && given !== 'latest' && options.size > 1)
    throw new GraphError(400, 'Request_BadRequest', 'A delta token takes no other option.');
  if (token.cursor < oldestCursor || now.getTime() - Date.parse(token.at) > WEEK_MS)
    throw new GraphError(410, 'syncStateNotFound', 'The delta token is too old.', { location: `${url}?$deltatoken=` });
  const link = (name: string, about: Omit<DeltaToken, 'select' | 'at' | 'cursor'>) =>
    `${url}?${name}=${writeToken({ ...about, select: token.select, at: now.toISOString(), cursor: oldestCursor })}`;

  const upTo = token.upTo ?? tenant.changes.length;
  if (given === 'latest')
    return ok({ value: [], '@odata.deltaLink': link('$deltatoken', { after: upTo, upTo: null, offset: 0 }) });

  const rows = changedBetween(context, token.after, upTo, token.select);
  const page = rows.slice(token.offset, token.offset + deltaPageSize);
  const more = token.offset + page.length < rows.length;
  return ok({
    value: page,
    ...(more
      ? { '@odata.nextLink': link('$skiptoken', { after: token.after, upTo, offset: token.offset + page.length }) }
      : { '@odata.deltaLink': link('$deltatoken', { after: upTo, upTo: null, offset: 0 }) }),
  });
}

/** One row for everyone with a change that was asked for: the id and, of the rest, no more than what changed. */
function changedBetween(context: Context, after: number, upTo: number, select: string[] | null) {
  const { tenant } = context;
  const rows = new Map<string, Record<string, unknown>>();
  for (const { id, what } of tenant.changes.slice(after, upTo)) {
    if (what === 'removed' || what === 'purged') {
      rows.set(id, { id, '@removed': { reason: what === 'removed' ? 'changed' : 'deleted' } });
      continue;
    }
    const user = tenant.users.get(id);
    if (!user) continue;
    const full = asGraph(user, context);
    const names = (what === 'all' ? (select ?? Object.keys(full)) : what).filter(
      (name) => select?.includes(name) ?? true,
    );
    if (!names.length) continue;
    const before = rows.get(id);
    const changed = names.filter((name) => full[name] !== undefined).map((name) => [name, full[name]]);
    rows.set(id, { ...(before && !before['@removed'] && before), id, ...Object.fromEntries(changed) });
  }
  return [...rows.values()];
}

function update(context: Context): Reply {
  const user = found(context);
  const body = context.body as Record<string, unknown> | undefined;
  if (!body) throw new GraphError(400, 'Request_BadRequest', 'Write requests must contain a payload.');
  const names = Object.keys(body);
  if (names.some((name) => name !== 'accountEnabled')) throw denied();
  if (user.onPremisesSyncEnabled)
    throw new GraphError(
      400,
      'Request_BadRequest',
      'Unable to update the specified properties for on-premises mastered Directory Sync objects or objects currently undergoing migration.',
    );
  // Whoever holds a role is out of reach for this permission alone.
  if (
    context.tenant.roleAssignments.some(({ principalId }) => principalId === user.id) &&
    !context.granted.has('RoleManagement.ReadWrite.Directory')
  )
    throw denied();
  context.later(() => {
    context.tenant.change(user.id, { accountEnabled: body.accountEnabled as boolean });
    context.tenant.audits.push({
      at: context.now.toISOString(),
      activity: body.accountEnabled ? 'Enable account' : 'Disable account',
      target: user.id,
    });
  });
  return { status: 204 };
}

const denied = () =>
  new GraphError(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');

function assignLicence(context: Context): Reply {
  const user = found(context);
  const { removeLicenses = [], addLicenses = [] } = (context.body ?? {}) as {
    removeLicenses?: string[];
    addLicenses?: { skuId: string }[];
  };
  const direct = (user.has.licences ?? []).filter(({ byGroup }) => !byGroup);
  for (const skuId of removeLicenses)
    if (!direct.some((licence) => licence.skuId === skuId))
      throw new GraphError(400, 'Request_BadRequest', `User does not have a corresponding license ${skuId}.`);
  for (const { skuId, skuPartNumber } of user.has.licences ?? []) context.tenant.skus.set(skuId, skuPartNumber);
  context.later(() => {
    const left = (user.has.licences ?? []).filter(({ skuId, byGroup }) => byGroup || !removeLicenses.includes(skuId));
    const added = addLicenses
      .filter(({ skuId }) => !left.some((licence) => licence.skuId === skuId))
      .map(({ skuId }) => ({ skuId, skuPartNumber: context.tenant.skus.get(skuId) ?? skuId }));
    context.tenant.change(user.id, { has: { ...user.has, licences: [...left, ...added] } });
  });
  return ok(selected(asGraph(user, context), new URLSearchParams('$select=id,displayName')));
}
