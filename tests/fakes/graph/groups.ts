import { type Context, ok, type Reply, type Route } from './context.ts';
import { filtered, GraphError, notFound, paged, selected } from './odata.ts';
import type { Group } from './tenant.ts';
import { found } from './users.ts';

const READ = ['GroupMember.Read.All', 'Group.Read.All', 'Directory.Read.All'];
const READ_ROLES = ['RoleManagement.Read.Directory', 'Directory.Read.All'];

/** Groups, who is in them, who owns them, and who holds a role. */
export const groupRoutes: Route[] = [
  {
    method: 'GET',
    path: '/groups',
    needs: READ,
    run: (context) => listOf(context, [...context.tenant.groups.values()].map(groupObject), 999),
  },
  {
    method: 'GET',
    path: '/groups/{}/transitiveMembers',
    needs: READ,
    run: (context) => objects(context, context.tenant.membersOf(groupFound(context).id)),
  },
  {
    method: 'GET',
    path: '/groups/{}/owners',
    needs: READ,
    run: (context) => objects(context, groupFound(context).owners),
  },
  {
    method: 'GET',
    path: '/users/{}/transitiveMemberOf',
    needs: ['User.Read.All', ...READ],
    run: memberships,
  },
  {
    method: 'GET',
    path: '/users/{}/memberOf',
    needs: ['GroupMember.ReadBasic.All', 'Directory.Read.All'],
    run(context) {
      const { id } = found(context);
      const direct = [...context.tenant.groups.values()].filter(({ members }) => members.has(id));
      return listOf(context, direct.map(groupObject), 999);
    },
  },
  {
    method: 'GET',
    path: '/users/{}/ownedObjects',
    needs: ['User.Read.All', 'Directory.Read.All'],
    run(context) {
      const owned = (found(context).has.owned ?? []).flatMap((id) => context.tenant.groups.get(id) ?? []);
      return listOf(context, owned.map(groupObject), 999);
    },
  },
  { method: 'DELETE', path: '/groups/{}/members/{}/$ref', needs: ['GroupMember.ReadWrite.All'], run: removeMember },
  { method: 'POST', path: '/groups/{}/members/$ref', needs: ['GroupMember.ReadWrite.All'], run: addMember },
  {
    method: 'GET',
    path: '/roleManagement/directory/roleAssignments',
    needs: READ_ROLES,
    run: (context) => roles(context, context.tenant.roleAssignments),
  },
  {
    method: 'GET',
    path: '/roleManagement/directory/roleDefinitions',
    needs: READ_ROLES,
    run: (context) =>
      listOf(
        context,
        [...context.tenant.roleDefinitions].map(([id, displayName]) => ({ id, displayName })),
        999,
      ),
  },
  {
    method: 'GET',
    path: '/roleManagement/directory/roleEligibilityScheduleInstances',
    needs: ['RoleEligibilitySchedule.Read.Directory', 'RoleManagement.Read.Directory'],
    denied: {
      code: 'UnknownError',
      message:
        '{"errorCode":"PermissionScopeNotGranted","message":"Authorization failed due to missing permission scope RoleEligibilitySchedule.Read.Directory."}',
    },
    run(context) {
      if (!context.licences.has('P2'))
        throw new GraphError(
          400,
          'AadPremiumLicenseRequired',
          'The tenant needs to have Microsoft Entra ID P2 or Microsoft Entra ID Governance license.',
        );
      return roles(context, context.tenant.roleEligibilities);
    },
  },
];

const groupObject = (group: Group) => {
  const { members, owners, ...plain } = group;
  return { '@odata.type': '#microsoft.graph.group', ...plain };
};

function groupFound({ tenant, ids }: Context): Group {
  const group = tenant.groups.get(ids[0] as string);
  if (!group) throw notFound(ids[0] as string);
  return group;
}

export function listOf(context: Context, rows: Record<string, unknown>[], max: number, expanded: string[] = []): Reply {
  const { options, url } = context;
  const { rows: page, nextLink } = paged(filtered(rows, options), { url, options, max });
  return ok({
    ...(nextLink && { '@odata.nextLink': nextLink }),
    value: page.map((row) => selected(row, options, expanded)),
  });
}

/** Members are of all kinds, and each says which. */
function objects(context: Context, ids: Set<string>): Reply {
  return listOf(
    context,
    [...ids].map((id) => ({
      '@odata.type': context.tenant.groups.has(id) ? '#microsoft.graph.group' : '#microsoft.graph.user',
      id,
    })),
    999,
  );
}

/** Without a permission for groups, one learns that there are some and not which. */
function memberships(context: Context): Reply {
  const mayRead = READ.some((name) => context.granted.has(name));
  const rows = context.tenant.groupsOf(found(context).id).map((group) =>
    mayRead
      ? groupObject(group)
      : {
          '@odata.type': '#microsoft.graph.group',
          ...Object.fromEntries(
            Object.keys(groupObject(group)).map((name) => [name, name === 'groupTypes' ? [] : null]),
          ),
          id: group.id,
        },
  );
  return listOf(context, rows as Record<string, unknown>[], 999);
}

function removeMember(context: Context): Reply {
  const group = groupFound(context);
  const member = context.ids[1] as string;
  const refuse = (message: string) => new GraphError(400, 'Request_BadRequest', message);
  if (group.onPremisesSyncEnabled)
    throw refuse('Unable to update the specified properties for on-premises mastered Directory Sync objects.');
  if (group.groupTypes.includes('DynamicMembership'))
    throw refuse('Insufficient privileges: membership is decided by a rule.');
  if (group.mailEnabled && !group.groupTypes.includes('Unified'))
    throw refuse('Cannot Update a mail-enabled security groups and or distribution list.');
  if (group.isAssignableToRole)
    throw new GraphError(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
  if (!group.members.has(member)) throw notFound(member);
  context.later(() => group.members.delete(member));
  return { status: 204 };
}

function addMember(context: Context): Reply {
  const group = groupFound(context);
  const { '@odata.id': link = '' } = (context.body ?? {}) as { '@odata.id'?: string };
  const member = /\/directoryObjects\/([^/]+)$/.exec(link)?.[1] ?? '';
  if (!context.tenant.users.has(member)) throw notFound(member);
  if (group.members.has(member))
    throw new GraphError(
      400,
      'Request_BadRequest',
      "One or more added object references already exist for the following modified properties: 'members'.",
    );
  context.later(() => group.members.add(member));
  return { status: 204 };
}

function roles(context: Context, assignments: { principalId: string; roleDefinitionId: string }[]): Reply {
  const { tenant, options } = context;
  const expand = options.get('$expand');
  if (expand?.includes(','))
    throw new GraphError(400, 'Request_UnsupportedQuery', 'Only one property can be expanded.');
  const rows = assignments.map(({ principalId, roleDefinitionId }, at) => ({
    id: `role-${at}`,
    principalId,
    roleDefinitionId,
    directoryScopeId: '/',
    ...(expand === 'principal' && {
      principal: {
        '@odata.type': tenant.groups.has(principalId) ? '#microsoft.graph.group' : '#microsoft.graph.user',
        id: principalId,
      },
    }),
    ...(expand === 'roleDefinition' && {
      roleDefinition: { id: roleDefinitionId, displayName: tenant.roleDefinitions.get(roleDefinitionId) ?? null },
    }),
  }));
  return listOf(context, rows, 999, ['principal', 'roleDefinition']);
}
