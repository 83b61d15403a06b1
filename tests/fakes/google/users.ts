import { ApiError, notFound, pageOf, type Route, type RouteContext, unlessEmpty } from './api.ts';
import type { FakeCustomer, FakeUser } from './customer.ts';

const RESTORABLE_DAYS = 20;
const READ = ['admin.directory.user', 'admin.directory.user.readonly'];

/** The account with an address or alias, deleted or not. */
export function userWith({ users }: FakeCustomer, address: string): FakeUser | undefined {
  const asked = address.toLowerCase();
  for (const user of users.values()) if (user.address === asked || user.aliases.includes(asked)) return user;
  return undefined;
}

/** The account at an id, an address or an alias. */
export function userAt(customer: FakeCustomer, key: string): FakeUser {
  const user = customer.users.get(key) ?? userWith(customer, key);
  if (!user || user.deletedAt !== null) throw notFound('userKey');
  return user;
}

export const usersRoutes: Route[] = [
  {
    id: 'directory.users.list',
    method: 'GET',
    path: '/admin/directory/v1/users',
    scopes: READ,
    admin: true,
    run: listUsers,
  },
  {
    id: 'directory.users.get',
    method: 'GET',
    path: '/admin/directory/v1/users/{userKey}',
    scopes: READ,
    admin: true,
    run: ({ customer, params, query }) => shown(customer, userAt(customer, params.userKey ?? ''), query),
  },
  {
    id: 'directory.users.patch',
    method: 'PATCH',
    path: '/admin/directory/v1/users/{userKey}',
    scopes: ['admin.directory.user'],
    admin: true,
    run: patchUser,
  },
  {
    id: 'directory.users.signOut',
    method: 'POST',
    path: '/admin/directory/v1/users/{userKey}/signOut',
    scopes: ['admin.directory.user.security'],
    admin: true,
    run({ customer, params, log }) {
      const user = userAt(customer, params.userKey ?? '');
      log('USER_SETTINGS', 'LOGOUT_USER', { USER_EMAIL: user.address });
      return undefined;
    },
  },
];

function listUsers(context: RouteContext): unknown {
  const { customer, query, now } = context;
  if (query.get('customer') !== customer.id && query.get('customer') !== 'my_customer') {
    throw new ApiError(400, 'badRequest', 'Bad Request');
  }
  const deleted = query.get('showDeleted') === 'true';
  const all = [...customer.users.values()].filter(
    (user) => (deleted ? isRestorable(user, now) : user.deletedAt === null) && matches(user, query.get('query')),
  );
  const { page, nextPageToken } = pageOf(all, context, { most: 500, usual: 100 });
  return {
    kind: 'admin#directory#users',
    etag: '"users"',
    ...unlessEmpty(
      'users',
      page.map((user) => shown(customer, user, query)),
    ),
    ...(nextPageToken && { nextPageToken }),
  };
}

const isRestorable = ({ deletedAt }: FakeUser, now: Date) =>
  deletedAt !== null && now.getTime() - Date.parse(deletedAt) < RESTORABLE_DAYS * 86_400_000;

function matches(user: FakeUser, query: string | null): boolean {
  if (query === null) return true;
  if (query === 'isAdmin=true') return user.superAdmin;
  throw new ApiError(400, 'invalid', `Invalid Input: ${query}`);
}

function patchUser({ customer, params, body, later, log }: RouteContext): unknown {
  const user = userAt(customer, params.userKey ?? '');
  const { suspended } = body;
  if (typeof suspended !== 'boolean') throw new ApiError(400, 'invalid', 'Invalid Input');
  later(() => {
    user.suspended = suspended;
    log('USER_SETTINGS', suspended ? 'SUSPEND_USER' : 'UNSUSPEND_USER', { USER_EMAIL: user.address });
  });
  return { ...shown(customer, user, new URLSearchParams({ projection: 'full' })), suspended };
}

/** The resource as Google shows it. Never signed in is the beginning of 1970; empty lists are left out. */
function shown(customer: FakeCustomer, user: FakeUser, query: URLSearchParams): Record<string, unknown> {
  const deleted = user.deletedAt !== null;
  return {
    kind: 'admin#directory#user',
    etag: `"${user.id}"`,
    id: user.id,
    primaryEmail: user.address,
    name: {
      givenName: user.name.given,
      familyName: user.name.family,
      fullName: `${user.name.given} ${user.name.family}`,
    },
    isAdmin: user.superAdmin,
    isDelegatedAdmin: user.delegatedAdmin,
    lastLoginTime: user.lastLogin ?? '1970-01-01T00:00:00.000Z',
    creationTime: user.created,
    ...(deleted && { deletionTime: user.deletedAt }),
    agreedToTerms: true,
    suspended: user.suspended,
    ...(user.suspended && { suspensionReason: 'ADMIN' }),
    archived: user.archived,
    changePasswordAtNextLogin: false,
    ipWhitelisted: false,
    customerId: customer.id,
    orgUnitPath: user.orgUnit,
    isMailboxSetup: user.mailbox !== null,
    isEnrolledIn2Sv: user.enrolled,
    isEnforcedIn2Sv: user.enforced,
    includeInGlobalAddressList: user.listed,
    ...(user.guest && { isGuestUser: true }),
    ...unlessEmpty('aliases', user.aliases),
    ...(user.recoveryEmail && { recoveryEmail: user.recoveryEmail }),
    ...(user.recoveryPhone && { recoveryPhone: user.recoveryPhone }),
    ...(query.get('projection') === 'full' && {
      ...(user.employeeId && { externalIds: [{ value: user.employeeId, type: 'organization' }] }),
      ...((user.department || user.title) && {
        organizations: [{ title: user.title ?? '', department: user.department ?? '', primary: true }],
      }),
      ...(user.manager && { relations: [{ value: user.manager, type: 'manager' }] }),
    }),
  };
}
