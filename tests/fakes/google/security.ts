import { notFound, type Route, type RouteContext, unlessEmpty } from './api.ts';
import type { FakeUser } from './customer.ts';
import { userAt } from './users.ts';

const SECURITY = { scopes: ['admin.directory.user.security'], admin: true };
const USER = '/admin/directory/v1/users/{userKey}';

const of = ({ customer, params }: RouteContext): FakeUser => userAt(customer, params.userKey ?? '');

/** What can open an account beside its password. */
export const securityRoutes: Route[] = [
  {
    id: 'directory.tokens.list',
    method: 'GET',
    path: `${USER}/tokens`,
    ...SECURITY,
    run: (context) => ({
      kind: 'admin#directory#tokenList',
      etag: '"tokens"',
      ...unlessEmpty(
        'items',
        of(context).grants.map(({ clientId, name }) => ({
          kind: 'admin#directory#token',
          etag: '"token"',
          clientId,
          displayText: name,
          anonymous: false,
          nativeApp: false,
          userKey: of(context).id,
          scopes: ['https://www.googleapis.com/auth/drive'],
        })),
      ),
    }),
  },
  {
    id: 'directory.tokens.delete',
    method: 'DELETE',
    path: `${USER}/tokens/{clientId}`,
    ...SECURITY,
    run(context) {
      const user = of(context);
      if (!user.grants.some(({ clientId }) => clientId === context.params.clientId)) throw notFound('clientId');
      context.later(() => (user.grants = user.grants.filter(({ clientId }) => clientId !== context.params.clientId)));
    },
  },
  {
    id: 'directory.asps.list',
    method: 'GET',
    path: `${USER}/asps`,
    ...SECURITY,
    run: (context) => ({
      kind: 'admin#directory#aspList',
      etag: '"asps"',
      ...unlessEmpty(
        'items',
        of(context).appPasswords.map(({ id, name }) => ({
          kind: 'admin#directory#asp',
          etag: '"asp"',
          codeId: id,
          name,
          creationTime: '1756713600000',
          lastTimeUsed: '0',
          userKey: of(context).id,
        })),
      ),
    }),
  },
  {
    id: 'directory.asps.delete',
    method: 'DELETE',
    path: `${USER}/asps/{codeId}`,
    ...SECURITY,
    run(context) {
      const user = of(context);
      if (!user.appPasswords.some(({ id }) => `${id}` === context.params.codeId)) throw notFound('codeId');
      context.later(
        () => (user.appPasswords = user.appPasswords.filter(({ id }) => `${id}` !== context.params.codeId)),
      );
    },
  },
  {
    id: 'directory.verificationCodes.list',
    method: 'GET',
    path: `${USER}/verificationCodes`,
    ...SECURITY,
    run: (context) => ({
      kind: 'admin#directory#verificationCodesList',
      etag: '"codes"',
      ...unlessEmpty(
        'items',
        Array.from({ length: of(context).backupCodes }, (_, at) => ({
          kind: 'admin#directory#verificationCode',
          etag: '"code"',
          userId: of(context).id,
          verificationCode: `${10_000_000 + at}`,
        })),
      ),
    }),
  },
];
