import { ApiError, notFound, pageOf, type Route, unlessEmpty } from './api.ts';
import { userAt } from './users.ts';

/** The Drive API, as far as it tells who is in a shared drive. Only an administrator who says so sees drives they aren't in. */
export const drivesRoutes: Route[] = [
  {
    id: 'drive.permissions.list',
    method: 'GET',
    path: '/drive/v3/files/{fileId}/permissions',
    scopes: ['drive', 'drive.readonly', 'drive.metadata', 'drive.metadata.readonly'],
    admin: false,
    run(context) {
      const { customer, params, query, subject } = context;
      const drive = customer.drives.get(params.fileId ?? '');
      const asAdmin = query.get('useDomainAdminAccess') === 'true' && userAt(customer, subject).superAdmin;
      const isIn = drive?.members.some(({ address }) => address === subject);
      if (query.get('supportsAllDrives') !== 'true' || !drive || !(asAdmin || isIn)) throw notFound('fileId');
      const size = Number(query.get('pageSize') ?? 100);
      if (!(size >= 1 && size <= 100)) throw new ApiError(400, 'invalidParameter', `Invalid value '${size}'.`);
      const asked = new URLSearchParams({ maxResults: `${size}`, pageToken: query.get('pageToken') ?? '' });
      if (!query.has('pageToken')) asked.delete('pageToken');
      const { page, nextPageToken } = pageOf(drive.members, { ...context, query: asked }, { most: 100, usual: 100 });
      return {
        kind: 'drive#permissionList',
        ...unlessEmpty(
          'permissions',
          page.map(({ address, type, role, deleted = false }, at) => ({
            kind: 'drive#permission',
            id: `${at}`,
            type,
            role,
            emailAddress: address,
            displayName: address,
            deleted,
          })),
        ),
        ...(nextPageToken && { nextPageToken }),
      };
    },
  },
];
