import type { admin_datatransfer_v1, admin_directory_v1, admin_reports_v1 } from '@googleapis/admin';
import type { gmail_v1 } from '@googleapis/gmail';
import type { Means } from './caller.ts';

/** The APIs that we call. */
export interface Clients {
  directory: admin_directory_v1.Admin;
  reports: admin_reports_v1.Admin;
  transfers: admin_datatransfer_v1.Admin;
  gmail: gmail_v1.Gmail;
  licensing: Licensing;
}

/** Makes the clients. Google's packages take 0.12 s and 27 MB to load, so they are loaded when first needed. */
export async function loadClients(rootUrl: string | null): Promise<Clients> {
  const [{ admin }, { gmail }] = await Promise.all([import('@googleapis/admin'), import('@googleapis/gmail')]);
  const root = rootUrl === null ? {} : { rootUrl };
  return {
    directory: admin({ version: 'directory_v1', ...root }),
    reports: admin({ version: 'reports_v1', ...root }),
    transfers: admin({ version: 'datatransfer_v1', ...root }),
    gmail: gmail({ version: 'v1', ...root }),
    licensing: licensing(rootUrl ?? 'https://licensing.googleapis.com/'),
  };
}

/** One licence of one person. */
export interface Licence {
  product: string;
  sku: string;
  /** The person's address: the only key that this API knows. */
  user: string;
}

/** The Enterprise License Manager API: the registry has no package for it alone. */
interface Licensing {
  /** The licence's name as Google tells it, or null when the person doesn't hold it. @throws as the typed clients do. */
  nameOf(licence: Licence, means: Means): Promise<string | null>;
  remove(licence: Licence, means: Means): Promise<void>;
  give(licence: Licence, means: Means): Promise<void>;
}

function licensing(rootUrl: string): Licensing {
  async function call(
    method: string,
    { product, sku, user }: Partial<Licence>,
    { fetchImplementation }: Means,
    body?: Record<string, string>,
  ) {
    const path = [product, 'sku', sku, 'user', user].filter((part) => part !== undefined).map(encodeURIComponent);
    const url = new URL(`apps/licensing/v1/product/${path.join('/')}`, rootUrl);
    const response = await fetchImplementation(url, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const data = (await response.json().catch(() => null)) as Record<string, unknown> | null;
    if (response.ok || response.status === 404) return { found: response.ok, data };
    throw Object.assign(new Error('licensing'), { response: { status: response.status, data } });
  }
  return {
    async nameOf(licence, means) {
      const { found, data } = await call('GET', licence, means);
      return found ? String(data?.skuName ?? licence.sku) : null;
    },
    async remove(licence, means) {
      await call('DELETE', licence, means);
    },
    async give({ user, ...licence }, means) {
      const { found } = await call('POST', licence, means, { userId: user });
      // Nobody has such a licence to give.
      if (!found) throw Object.assign(new Error('licensing'), { response: { status: 404, data: null } });
    },
  };
}
