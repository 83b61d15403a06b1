import { notFound, type Route, type RouteContext } from './api.ts';
import type { FakeUser } from './customer.ts';
import { userAt } from './users.ts';

const PATH = '/apps/licensing/v1/product/{productId}/sku/{skuId}/user/{userId}';
const LICENSING = { scopes: ['apps.licensing'], admin: true };

function held({ customer, params }: RouteContext): { user: FakeUser; licence: FakeUser['licences'][number] } {
  const user = userAt(customer, params.userId ?? '');
  const licence = user.licences.find(({ product, sku }) => product === params.productId && sku === params.skuId);
  if (!licence) throw notFound('userId');
  return { user, licence };
}

export const licensingRoutes: Route[] = [
  {
    id: 'licensing.licenseAssignments.get',
    method: 'GET',
    path: PATH,
    ...LICENSING,
    run(context) {
      const { user, licence } = held(context);
      return {
        kind: 'licensing#licenseAssignment',
        etags: '"licence"',
        productId: licence.product,
        productName: licence.name,
        skuId: licence.sku,
        skuName: licence.name,
        userId: user.address,
        selfLink: `https://licensing.googleapis.com/apps/licensing/v1/product/${licence.product}/sku/${licence.sku}/user/${user.address}`,
      };
    },
  },
  {
    id: 'licensing.licenseAssignments.insert',
    method: 'POST',
    path: PATH.replace('/{userId}', ''),
    ...LICENSING,
    run({ customer, params, body, later }) {
      const user = userAt(customer, String(body.userId));
      const { productId: product = '', skuId: sku = '' } = params;
      const name = customer.licenceNames.get(sku) ?? sku;
      later(() => void user.licences.push({ product, sku, name }));
      return {
        kind: 'licensing#licenseAssignment',
        productId: product,
        skuId: sku,
        skuName: name,
        userId: user.address,
      };
    },
  },
  {
    id: 'licensing.licenseAssignments.delete',
    method: 'DELETE',
    path: PATH,
    ...LICENSING,
    run(context) {
      const { user, licence } = held(context);
      context.customer.licenceNames.set(licence.sku, licence.name);
      context.later(() => (user.licences = user.licences.filter(({ sku }) => sku !== licence.sku)));
      return {};
    },
  },
];
