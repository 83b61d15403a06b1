import { pageOf, type Route, unlessEmpty } from './api.ts';

/** "Drive and Docs", the same in every customer. */
const DRIVE = '55656082996';

export const transfersRoutes: Route[] = [
  {
    id: 'datatransfer.transfers.list',
    method: 'GET',
    path: '/admin/datatransfer/v1/transfers',
    scopes: ['admin.datatransfer', 'admin.datatransfer.readonly'],
    admin: true,
    run(context) {
      const from = context.query.get('oldOwnerUserId');
      const all = context.customer.transfers.filter((transfer) => from === null || transfer.from === from);
      const { page, nextPageToken } = pageOf(all, context, { most: 500, usual: 100 });
      return {
        kind: 'admin#datatransfer#DataTransfersList',
        etag: '"transfers"',
        ...unlessEmpty(
          'dataTransfers',
          page.map(({ id, from: oldOwnerUserId, to: newOwnerUserId, time, status }) => ({
            kind: 'admin#datatransfer#DataTransfer',
            etag: `"${id}"`,
            id,
            oldOwnerUserId,
            newOwnerUserId,
            requestTime: time,
            overallTransferStatusCode: status,
            applicationDataTransfers: [{ applicationId: DRIVE, applicationTransferStatus: status }],
          })),
        ),
        ...(nextPageToken && { nextPageToken }),
      };
    },
  },
];
