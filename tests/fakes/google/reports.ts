import { ApiError, pageOf, type Route, type RouteContext, unlessEmpty } from './api.ts';
import type { FakeEvent } from './customer.ts';
import { userAt } from './users.ts';

/** The log is kept for six months. */
const KEPT_DAYS = 180;
/** Usage reports are this late. */
const LATE_DAYS = 3;

export const reportsRoutes: Route[] = [
  {
    id: 'reports.activities.list',
    method: 'GET',
    path: '/admin/reports/v1/activity/users/{userKey}/applications/{applicationName}',
    scopes: ['admin.reports.audit.readonly'],
    admin: true,
    run: listActivities,
  },
  {
    id: 'reports.userUsageReport.get',
    method: 'GET',
    path: '/admin/reports/v1/usage/users/{userKey}/dates/{date}',
    scopes: ['admin.reports.usage.readonly'],
    admin: true,
    run({ customer, params, now }) {
      const user = userAt(customer, params.userKey ?? '');
      const newest = new Date(now.getTime() - LATE_DAYS * 86_400_000).toISOString().slice(0, 10);
      if ((params.date ?? '') > newest) {
        throw new ApiError(
          400,
          'invalid',
          `Data for dates later than ${newest} is not yet available. Please check back later`,
        );
      }
      return {
        kind: 'admin#reports#usageReports',
        etag: '"usage"',
        usageReports: [
          {
            kind: 'admin#reports#usageReport',
            etag: `"${user.id}"`,
            date: params.date,
            entity: { type: 'USER', customerId: customer.id, userEmail: user.address, profileId: user.id },
            parameters: [{ name: 'accounts:drive_used_quota_in_mb', intValue: `${user.driveMb}` }],
          },
        ],
      };
    },
  },
];

function listActivities(context: RouteContext): unknown {
  const { customer, params, query, now } = context;
  const start = Date.parse(query.get('startTime') ?? '') || now.getTime() - KEPT_DAYS * 86_400_000;
  if (start > now.getTime()) throw new ApiError(400, 'invalid', 'Start time can not be after the current time');
  const eventName = query.get('eventName');
  const filters = (query.get('filters')?.split(',') ?? []).map((filter) => filter.split('=='));
  const all = customer.events
    .filter(({ application, time }) => application === params.applicationName && Date.parse(time) >= start)
    .filter(({ name }) => eventName === null || name === eventName)
    .filter(({ parameters }) => filters.every(([name = '', value]) => parameters[name] === value))
    .sort((a, b) => b.time.localeCompare(a.time));
  const { page, nextPageToken } = pageOf(all, context, { most: 1_000, usual: 1_000 });
  return {
    kind: 'admin#reports#activities',
    etag: '"activities"',
    ...unlessEmpty(
      'items',
      page.map((event, at) => shown(context, event, at)),
    ),
    ...(nextPageToken && { nextPageToken }),
  };
}

const shown = (
  { customer, subject }: RouteContext,
  { application, time, type, name, parameters }: FakeEvent,
  at: number,
) => ({
  kind: 'admin#reports#activity',
  etag: `"${at}"`,
  id: { time, uniqueQualifier: `${at}`, applicationName: application, customerId: customer.id },
  actor: { callerType: 'USER', email: subject, profileId: '100000000000000000000' },
  events: [{ type, name, parameters: Object.entries(parameters).map(([key, value]) => ({ name: key, value })) }],
});
