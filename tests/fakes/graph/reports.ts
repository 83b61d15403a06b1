import type { Context, Reply, Route } from './context.ts';
import { listOf } from './groups.ts';
import { GraphError } from './odata.ts';
import type { User } from './tenant.ts';

const NO_PREMIUM = new GraphError(
  403,
  'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
  "Neither tenant is B2C or tenant doesn't have premium license",
);

const REPORT_DENIED = {
  code: 'Authentication_MSGraphPermissionMissing',
  message: 'Calling principal does not have required MSGraph permissions AuditLog.Read.All',
};

/** Reports and the audit log: five requests in ten seconds, and a licence of their own. */
export const reportRoutes: Route[] = [
  {
    method: 'GET',
    path: '/reports/authenticationMethods/userRegistrationDetails',
    needs: ['AuditLog.Read.All'],
    denied: REPORT_DENIED,
    run: registrations,
  },
  {
    method: 'GET',
    path: '/auditLogs/directoryAudits',
    needs: ['AuditLog.Read.All', 'Directory.Read.All'],
    denied: REPORT_DENIED,
    run: (context) =>
      listOf(
        context,
        context.tenant.audits.map(({ at, activity, target }, index) => ({
          id: `audit-${index}`,
          activityDateTime: at,
          activityDisplayName: activity,
          category: 'UserManagement',
          result: 'success',
          targetResources: [{ id: target, type: 'User' }],
        })),
        999,
      ),
  },
];

/** What the report calls the methods; blocked accounts are not in it. */
const REPORTED: Record<string, string> = {
  microsoftAuthenticator: 'microsoftAuthenticatorPush',
  phone: 'mobilePhone',
  fido2: 'passKeyDeviceBound',
  softwareOath: 'softwareOneTimePasscode',
};
const NO_FACTOR = ['email', 'temporaryAccessPass'];

function registrations(context: Context): Reply {
  if (!context.licences.has('P1')) throw NO_PREMIUM;
  const rows = [...context.tenant.users.values()].filter(({ accountEnabled }) => accountEnabled).map(registration);
  // Microsoft documents no maximum for this list: the stand-in gives 500, however many are asked for.
  const top = Math.min(Number(context.options.get('$top') ?? 100), 500);
  const options = new URLSearchParams(context.options);
  options.set('$top', String(top));
  return listOf({ ...context, options }, rows, 500);
}

function registration({ id, userPrincipalName, displayName, userType, has }: User): Record<string, unknown> {
  const methods = has.methods ?? [];
  const registered = methods.some((method) => !NO_FACTOR.includes(method));
  return {
    id,
    userPrincipalName,
    userDisplayName: displayName,
    userType: userType.toLowerCase(),
    isAdmin: false,
    isMfaRegistered: registered,
    isMfaCapable: registered,
    isPasswordlessCapable: false,
    isSsprCapable: false,
    isSsprEnabled: false,
    isSsprRegistered: false,
    isSystemPreferredAuthenticationMethodEnabled: true,
    methodsRegistered: methods.map((method) => REPORTED[method] ?? method),
    lastUpdatedDateTime: '2026-11-22T00:00:00Z',
  };
}
