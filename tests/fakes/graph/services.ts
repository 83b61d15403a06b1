import { type Context, ok, type Reply, type Route } from './context.ts';
import { listOf } from './groups.ts';
import { GraphError } from './odata.ts';
import { type Device, idFor, type User } from './tenant.ts';
import { found } from './users.ts';

const USER = ['User.Read.All', 'Directory.Read.All'];

/** Everything behind Graph that is not the directory itself: each has its own permissions, licences and manners. */
export const serviceRoutes: Route[] = [
  {
    method: 'POST',
    path: '/users/{}/sendMail',
    needs: ['Mail.Send'],
    denied: { code: 'ErrorAccessDenied', message: 'Access is denied. Check credentials and try again.' },
    run(context) {
      const { message } = context.body as { message: { toRecipients: { emailAddress: { address: string } }[] } };
      if (message.toRecipients.some(({ emailAddress }) => !emailAddress.address.includes('@')))
        throw new GraphError(400, 'ErrorInvalidRecipients', 'At least one recipient is not valid.');
      // An id or a sign-in address will do, as everywhere in Graph.
      const [from = ''] = context.ids.map(decodeURIComponent);
      if (
        ![...context.tenant.users.values()].some(({ id, userPrincipalName }) => [id, userPrincipalName].includes(from))
      )
        throw new GraphError(404, 'ErrorInvalidUser', `The requested user '${from}' is invalid.`);
      context.tenant.sent.push({ from, message });
      return { status: 202 };
    },
  },
  {
    method: 'GET',
    path: '/users/{}/authentication/methods',
    needs: ['UserAuthenticationMethod.Read.All'],
    denied: { code: 'accessDenied', message: 'Request Authorization failed' },
    run: (context) =>
      listOf(
        context,
        ['password', ...(found(context).has.methods ?? [])].map((type) => ({
          '@odata.type': `#microsoft.graph.${type}AuthenticationMethod`,
          id: idFor(type),
        })),
        100,
      ),
  },
  {
    method: 'GET',
    path: '/domains',
    needs: ['Domain.Read.All', 'Directory.Read.All'],
    run: (context) =>
      listOf(
        context,
        context.tenant.domains.map((domain) => ({ ...domain, isVerified: true })),
        999,
      ),
  },
  {
    method: 'GET',
    path: '/policies/identitySecurityDefaultsEnforcementPolicy',
    needs: ['Policy.Read.All'],
    run: ({ tenant }) => ok({ id: idFor('security defaults'), isEnabled: tenant.securityDefaults }),
  },
  {
    method: 'GET',
    path: '/identity/conditionalAccess/policies',
    needs: ['Policy.Read.All'],
    denied: {
      code: 'AccessDenied',
      message: 'You cannot perform the requested operation, required scopes are missing in the token.',
    },
    run: (context) => listOf(context, context.tenant.policies, 100),
  },
  {
    method: 'GET',
    path: '/users/{}/licenseDetails',
    needs: ['LicenseAssignment.Read.All', ...USER],
    run: (context) =>
      listOf(
        context,
        (found(context).has.licences ?? []).map(({ skuId, skuPartNumber }) => ({ id: skuId, skuId, skuPartNumber })),
        100,
      ),
  },
  { method: 'GET', path: '/users/{}/ownedDevices', needs: USER, run: (context) => devices(context, 'ownedDevices') },
  {
    method: 'GET',
    path: '/users/{}/registeredDevices',
    needs: USER,
    run: (context) => devices(context, 'registeredDevices'),
  },
  {
    method: 'GET',
    path: '/users/{}/appRoleAssignments',
    needs: ['Directory.Read.All'],
    run: (context) =>
      listOf(
        context,
        (found(context).has.apps ?? []).map((app) => ({ id: idFor(`assigned ${app.resourceId}`), ...app })),
        999,
      ),
  },
  {
    method: 'GET',
    path: '/users/{}/oauth2PermissionGrants',
    needs: ['Directory.Read.All'],
    run: (context) =>
      listOf(
        context,
        (found(context).has.grants ?? []).map((grant) => ({
          id: idFor(`granted ${grant.clientId}`),
          consentType: 'Principal',
          principalId: found(context).id,
          resourceId: idFor('graph'),
          ...grant,
        })),
        999,
      ),
  },
  {
    method: 'GET',
    path: '/oauth2PermissionGrants',
    needs: ['Directory.Read.All'],
    run: (context) => listOf(context, [], 999),
  },
  ...intune('/users/{}/managedDevices', (context) => found(context).has.managedDevices ?? []),
  ...intune('/deviceManagement/managedDevices', ({ tenant }) => [
    ...tenant.managedDevices,
    ...[...tenant.users.values()].flatMap(({ has }) => has.managedDevices ?? []),
  ]),
  ...mailbox('/users/{}/mailboxSettings', ({ has }) =>
    ok({
      automaticRepliesSetting: {
        status: has.mailbox?.autoReply,
        externalAudience: 'all',
        scheduledStartDateTime: {
          dateTime: has.mailbox?.scheduled?.from ?? '2026-11-01T00:00:00.0000000',
          timeZone: 'UTC',
        },
        scheduledEndDateTime: {
          dateTime: has.mailbox?.scheduled?.to ?? '2026-11-02T00:00:00.0000000',
          timeZone: 'UTC',
        },
      },
    }),
  ),
  ...mailbox('/users/{}/mailFolders/{}/messageRules', ({ has }, context) =>
    listOf(
      context,
      (has.mailbox?.rules ?? []).map(({ displayName, isEnabled = true, forwardTo }, at) => ({
        id: `rule-${at}`,
        displayName,
        isEnabled,
        sequence: at + 1,
        actions: forwardTo
          ? { stopProcessingRules: true, forwardTo: [{ emailAddress: { name: 'elsewhere', address: forwardTo } }] }
          : { moveToFolder: 'archive' },
      })),
      100,
    ),
  ),
  {
    method: 'GET',
    path: '/users/{}/drive',
    needs: ['Files.Read.All', 'Sites.Read.All'],
    denied: { code: 'accessDenied', message: 'Access denied' },
    run(context) {
      const { id, has } = found(context);
      if (has.driveUsed === undefined) throw new GraphError(404, 'itemNotFound', "User's mysite not found.");
      return ok({
        id: `drive-${id}`,
        driveType: 'business',
        quota: { used: has.driveUsed, total: 1_099_511_627_776, state: 'normal' },
      });
    },
  },
];

function devices(context: Context, which: 'ownedDevices' | 'registeredDevices'): Reply {
  const rows = (found(context).has[which] ?? []).map(({ id, deviceId, name }) => ({
    '@odata.type': '#microsoft.graph.device',
    id,
    deviceId,
    displayName: name,
  }));
  return listOf(context, rows, 999);
}

function intune(path: string, of: (context: Context) => Device[]): Route[] {
  return [
    {
      method: 'GET',
      path,
      needs: ['DeviceManagementManagedDevices.Read.All'],
      denied: { code: 'Forbidden', message: 'Application is not authorized to perform this operation.' },
      run(context) {
        if (!context.licences.has('Intune'))
          throw new GraphError(400, 'BadRequest', 'Request not applicable to target tenant.');
        const rows = of(context).map(({ id, deviceId, name, more }) => ({
          id,
          azureADDeviceId: deviceId,
          deviceName: name,
          ...more,
        }));
        return listOf(context, rows, 1_000);
      },
    },
  ];
}

function mailbox(path: string, of: (user: User, context: Context) => Reply): Route[] {
  return [
    {
      method: 'GET',
      path,
      needs: ['MailboxSettings.Read', 'MailboxSettings.ReadWrite'],
      denied: { code: 'ErrorAccessDenied', message: 'Access is denied. Check credentials and try again.' },
      run(context) {
        const user = found(context);
        if (!user.has.mailbox)
          throw new GraphError(
            404,
            'MailboxNotEnabledForRESTAPI',
            'The mailbox is either inactive, soft-deleted, or is hosted on-premise.',
          );
        return of(user, context);
      },
    },
  ];
}
