import type { admin_datatransfer_v1, admin_directory_v1, admin_reports_v1 } from '@googleapis/admin';
import type { gmail_v1 } from '@googleapis/gmail';
import type { Means } from './caller.ts';
import type { List } from './listing.ts';
import { PAGE } from './quotas.ts';

/** The APIs that we call. */
export interface Clients {
  directory: admin_directory_v1.Admin;
  reports: admin_reports_v1.Admin;
  transfers: admin_datatransfer_v1.Admin;
  gmail: gmail_v1.Gmail;
  licensing: Licensing;
  drives: Drives;
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
    drives: drives(rootUrl ?? 'https://www.googleapis.com/'),
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

/** Who is let into a shared drive. https://developers.google.com/workspace/drive/api/reference/rest/v3/permissions */
export interface DrivePermission {
  type?: string;
  role?: string;
  emailAddress?: string;
  deleted?: boolean;
}

/** The one call of the Drive API that we make: its package would be 20 times what we need of it. */
interface Drives {
  /** A page of who is in a shared drive, asked as an administrator of its organisation. @throws as the typed clients do. */
  permissions(
    drive: { id: string; pageToken?: string },
    means: Means,
  ): Promise<{ data: List & { permissions?: DrivePermission[] } }>;
}

const drives = (rootUrl: string): Drives => ({
  async permissions({ id, pageToken }, { fetchImplementation }) {
    const url = new URL(`drive/v3/files/${encodeURIComponent(id)}/permissions`, rootUrl);
    url.search = new URLSearchParams({
      supportsAllDrives: 'true',
      useDomainAdminAccess: 'true',
      pageSize: `${PAGE.permissions}`,
      fields: 'kind,nextPageToken,permissions(type,role,emailAddress,deleted)',
      ...(pageToken && { pageToken }),
    }).toString();
    const response = await fetchImplementation(url);
    const data = (await response.json().catch(() => null)) as List | null;
    if (response.ok) return { data: data ?? {} };
    throw Object.assign(new Error('drive'), { response: { status: response.status, data } });
  },
});
