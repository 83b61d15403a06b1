import { pageOf, type Route, unlessEmpty } from './api.ts';
import { userAt } from './users.ts';

const READ = {
  scopes: ['admin.directory.rolemanagement', 'admin.directory.rolemanagement.readonly'],
  admin: true,
};

/** Administrator roles and who has them. */
export const adminsRoutes: Route[] = [
  {
    id: 'directory.roles.list',
    method: 'GET',
    path: '/admin/directory/v1/customer/{customer}/roles',
    ...READ,
    run(context) {
      const { page, nextPageToken } = pageOf(context.customer.roles, context, { most: 100, usual: 100 });
      return {
        kind: 'admin#directory#roles',
        etag: '"roles"',
        items: page.map(({ id, name, superAdmin }) => ({
          kind: 'admin#directory#role',
          etag: `"${id}"`,
          roleId: id,
          roleName: name,
          isSystemRole: true,
          isSuperAdminRole: superAdmin,
        })),
        ...(nextPageToken && { nextPageToken }),
      };
    },
  },
  {
    id: 'directory.roleAssignments.list',
    method: 'GET',
    path: '/admin/directory/v1/customer/{customer}/roleassignments',
    ...READ,
    run(context) {
      const { customer, query } = context;
      const userKey = query.get('userKey');
      const user = userKey === null ? null : userAt(customer, userKey);
      const groups = [...customer.groups.values()]
        .filter(({ members }) => user !== null && members.some(({ id }) => id === user.id))
        .map(({ id }) => id);
      const indirect = query.get('includeIndirectRoleAssignments') === 'true';
      const all = customer.assignments.filter(
        ({ to }) => user === null || to === user.id || (indirect && groups.includes(to)),
      );
      const { page, nextPageToken } = pageOf(all, context, { most: 200, usual: 100 });
      return {
        kind: 'admin#directory#roleAssignments',
        etag: '"assignments"',
        ...unlessEmpty(
          'items',
          page.map(({ id, role, to, type }) => ({
            kind: 'admin#directory#roleAssignment',
            etag: `"${id}"`,
            roleAssignmentId: id,
            roleId: role,
            assignedTo: to,
            assigneeType: type.toLowerCase(),
            scopeType: 'CUSTOMER',
          })),
        ),
        ...(nextPageToken && { nextPageToken }),
      };
    },
  },
];
