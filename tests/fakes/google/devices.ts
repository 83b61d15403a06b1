import { ApiError, notFound, pageOf, type Route, unlessEmpty } from './api.ts';
import type { FakeChromebook } from './customer.ts';

/** What a "field:value" query asks for; null: everything. */
function asked(query: URLSearchParams, field: string): string | null {
  const text = query.get('query');
  if (text === null) return null;
  const [name, value] = text.split(':');
  if (name !== field || !value) throw new ApiError(400, 'invalid', `Invalid Input: ${text}`);
  return value.toLowerCase();
}

export const devicesRoutes: Route[] = [
  {
    id: 'directory.mobiledevices.list',
    method: 'GET',
    path: '/admin/directory/v1/customer/{customerId}/devices/mobile',
    scopes: [
      'admin.directory.device.mobile',
      'admin.directory.device.mobile.action',
      'admin.directory.device.mobile.readonly',
    ],
    admin: true,
    run(context) {
      const owner = asked(context.query, 'email');
      const all = context.customer.phones.filter((phone) => owner === null || phone.owner === owner);
      const { page, nextPageToken } = pageOf(all, context, { most: 100, usual: 100 });
      return {
        kind: 'admin#directory#mobiledevices',
        etag: '"mobiledevices"',
        ...unlessEmpty(
          'mobiledevices',
          page.map(({ id, model, type, status, owner: email }) => ({
            kind: 'admin#directory#mobiledevice',
            etag: `"${id}"`,
            resourceId: id,
            deviceId: id,
            email: [email],
            model,
            type,
            status,
            lastSync: '2026-11-19T07:30:00.000Z',
          })),
        ),
        ...(nextPageToken && { nextPageToken }),
      };
    },
  },
  {
    id: 'directory.chromeosdevices.list',
    method: 'GET',
    path: '/admin/directory/v1/customer/{customerId}/devices/chromeos',
    scopes: ['admin.directory.device.chromeos', 'admin.directory.device.chromeos.readonly'],
    admin: true,
    run(context) {
      const user = asked(context.query, 'user');
      // Google finds words within the field, not the whole of it.
      const all = context.customer.chromebooks.filter(
        ({ annotatedUser }) => user === null || annotatedUser?.toLowerCase().includes(user),
      );
      const { page, nextPageToken } = pageOf(all, context, { most: 300, usual: 100 });
      return {
        kind: 'admin#directory#chromeosdevices',
        etag: '"chromeosdevices"',
        ...unlessEmpty('chromeosdevices', page.map(chromebook)),
        ...(nextPageToken && { nextPageToken }),
      };
    },
  },
  {
    id: 'directory.chromeosdevices.patch',
    method: 'PATCH',
    path: '/admin/directory/v1/customer/{customerId}/devices/chromeos/{deviceId}',
    scopes: ['admin.directory.device.chromeos'],
    admin: true,
    run({ customer, params, body }) {
      const device = customer.chromebooks.find(({ id }) => id === params.deviceId);
      if (!device) throw notFound('deviceId');
      for (const field of ['annotatedUser', 'annotatedLocation', 'annotatedAssetId'] as const)
        if (typeof body[field] === 'string') device[field] = body[field];
      return chromebook(device);
    },
  },
];

/** Google leaves out what is empty. */
const chromebook = ({ id, serial, model, status, orgUnitPath = '/', ...noted }: FakeChromebook) => ({
  kind: 'admin#directory#chromeosdevice',
  etag: `"${id}"`,
  deviceId: id,
  serialNumber: serial,
  model,
  status,
  orgUnitPath,
  ...(noted.annotatedUser && { annotatedUser: noted.annotatedUser }),
  ...(noted.annotatedLocation && { annotatedLocation: noted.annotatedLocation }),
  ...(noted.annotatedAssetId && { annotatedAssetId: noted.annotatedAssetId }),
});
