import type { Session } from '../session.ts';
import type { Means } from '../wire/caller.ts';
import { entries } from '../wire/listing.ts';

/** A device in one of these states holds nothing of the account any more. */
const EMPTY = ['WIPED', 'ACCOUNT_WIPED', 'UNPROVISIONED', 'DEPROVISIONED'];
const holds = (status: string | null | undefined) => !EMPTY.includes((status ?? '').toUpperCase().replaceAll(' ', '_'));

/** Phones and tablets that hold the account. https://developers.google.com/workspace/admin/directory/v1/search-operators */
export async function phones(session: Session, address: string, means: Means): Promise<string[]> {
  const { directory } = await session.clients();
  const answer = await directory.mobiledevices.list(
    { customerId: session.settings.customer, query: `email:${address}`, maxResults: 100, projection: 'BASIC' },
    means,
  );
  return entries(answer, ({ mobiledevices }) => mobiledevices)
    .filter(({ status }) => holds(status))
    .map(({ model, type, lastSync }) =>
      [model || type || 'phone', ...(lastSync ? [`last synchronised on ${lastSync.slice(0, 10)}`] : [])].join(', '),
    );
}

/** Chromebooks that an administrator noted as this person's. https://developers.google.com/workspace/admin/directory/v1/list-query-operators */
export async function chromebooks(session: Session, address: string, means: Means): Promise<string[]> {
  const { directory } = await session.clients();
  const answer = await directory.chromeosdevices.list(
    { customerId: session.settings.customer, query: `user:${address}`, maxResults: 100, projection: 'BASIC' },
    means,
  );
  return entries(answer, ({ chromeosdevices }) => chromeosdevices)
    .filter(({ status, annotatedUser }) => holds(status) && annotatedUser?.toLowerCase() === address)
    .map(({ model, serialNumber }) => `${model ?? 'Chromebook'} ${serialNumber ?? ''}`.trim());
}
