import type { admin_reports_v1 } from '@googleapis/admin';
import { type AccountPage, CursorExpired } from '../../directories/port.ts';
import type { Session } from './session.ts';
import { isNotFound } from './trouble.ts';
import { ACCOUNT_FIELDS, accountOf, given, type User } from './user.ts';
import { pagesOf } from './wire/listing.ts';
import { BATCH_CALLS, PAGE } from './wire/quotas.ts';

/*
 * Google offers no delta of people, but an audit log of everything that administrators and synchronisations change, and
 * it is minutes late at most (https://support.google.com/a/answer/7061566). So the cursor is a moment: whoever the log
 * names since then is read anew. What the log doesn't tell (a bulk upload, a renamed unit), or tells too much of, and a
 * week's age make us ask for a full reading instead, which also finds what the log may have missed.
 */
const MEMORY_DAYS = 7;
/** The log may be late: the last minutes before the cursor are read once more. */
const OVERLAP_MINUTES = 15;
/** Above this, reading everybody takes fewer requests than reading the changed. */
const MOST_CHANGES = 1_000;

/** The parts of the log in which accounts change. https://developers.google.com/workspace/admin/reports/v1/appendix/activity/admin-user-settings */
const ABOUT_PEOPLE = ['USER_SETTINGS', 'DELEGATED_ADMIN_SETTINGS', 'ORG_SETTINGS'];
/** Events there that change no account. */
const HARMLESS = ['CREATE_ROLE', 'ADD_PRIVILEGE', 'RENAME_ROLE', 'UPDATE_ROLE', 'CREATE_ORG_UNIT', 'REMOVE_ORG_UNIT'];

export const cursorAt = (moment: Date): string => moment.toISOString();

/** @throws CursorExpired when everybody must be read; whatever Google's client throws. */
export async function* changedSince(session: Session, cursor: string): AsyncGenerator<AccountPage> {
  const since = startOf(cursor, session.now());
  const next = cursorAt(session.now());
  const { addresses, deletions } = await changedAddresses(session, since);
  const deleted = deletions ? await deletedBy(session, addresses) : new Map<string, string>();
  const seen = new Set<string>();
  for (let at = 0; at < addresses.length; at += BATCH_CALLS) {
    const found = await readAll(session, addresses.slice(at, at + BATCH_CALLS), deleted);
    const accounts = found.map(accountOf).filter(({ objectId }) => !seen.has(objectId));
    for (const { objectId } of accounts) seen.add(objectId);
    yield { accounts, removed: [] };
  }
  yield { accounts: [], removed: [...deleted.keys()].filter((id) => !seen.has(id)), cursor: next };
}

function startOf(cursor: string, now: Date): Date {
  const at = Date.parse(cursor);
  if (!(now.getTime() - at < MEMORY_DAYS * 86_400_000)) throw new CursorExpired('the cursor is too old, or not ours');
  return new Date(at - OVERLAP_MINUTES * 60_000);
}

/** The address of everyone whom the log names since then. */
async function changedAddresses(session: Session, since: Date): Promise<{ addresses: string[]; deletions: boolean }> {
  const { reports } = await session.clients();
  const addresses = new Set<string>();
  let deletions = false;
  const read = (page: { pageToken?: string }) =>
    reports.activities.list(
      {
        userKey: 'all',
        applicationName: 'admin',
        customerId: session.settings.customer,
        startTime: since.toISOString(),
        maxResults: PAGE.activities,
        ...page,
      },
      session.looking.alone,
    );
  try {
    for await (const page of pagesOf(read)) {
      for (const event of (page.items ?? []).flatMap(({ events }) => events ?? [])) {
        if (!ABOUT_PEOPLE.includes(event.type ?? '') || HARMLESS.includes(event.name ?? '')) continue;
        const address = parameter(event, 'USER_EMAIL');
        if (address === null) throw new CursorExpired(`${event.name} may have changed many accounts`);
        addresses.add(address.toLowerCase());
        deletions ||= event.name === 'DELETE_USER';
      }
      if (addresses.size > MOST_CHANGES)
        throw new CursorExpired('more accounts changed than are worth reading one by one');
    }
  } catch (error) {
    // Without the log there is no delta, but there are still people.
    if (session.because(error, 'admin.reports.audit.readonly').kind !== 'permission') throw error;
    await session.tokens.tokenFor(session.settings.adminSubject, ['admin.directory.user.readonly']);
    throw new CursorExpired('we may not read the audit log');
  }
  return { addresses: [...addresses], deletions };
}

type Event = NonNullable<admin_reports_v1.Schema$Activity['events']>[number];

export const parameter = (event: Event, name: string): string | null =>
  event.parameters?.find((each) => each.name === name)?.value ?? null;

/** Of these addresses, whose accounts are in the list of deleted ones: id and address. */
async function deletedBy(session: Session, addresses: string[]): Promise<Map<string, string>> {
  const { directory } = await session.clients();
  const asked = new Set(addresses);
  const deleted = new Map<string, string>();
  const read = (page: { pageToken?: string }) =>
    directory.users.list(
      {
        customer: session.settings.customer,
        showDeleted: 'true',
        maxResults: PAGE.users,
        fields: 'kind,nextPageToken,users(id,primaryEmail)',
        ...page,
      },
      session.looking.alone,
    );
  for await (const page of pagesOf(read)) {
    for (const user of page.users ?? []) {
      const address = given(user.primaryEmail).toLowerCase();
      if (asked.has(address)) deleted.set(given(user.id), address);
    }
  }
  return deleted;
}

/** Whoever still is at these addresses. One that is gone without being listed as deleted can't be named any more. */
async function readAll(session: Session, addresses: string[], deleted: ReadonlyMap<string, string>): Promise<User[]> {
  const { directory } = await session.clients();
  const together = session.looking.together();
  const gone = new Set(deleted.values());
  const read = async (userKey: string) => {
    try {
      const { data } = await directory.users.get({ userKey, projection: 'full', fields: ACCOUNT_FIELDS }, together);
      return [data];
    } catch (error) {
      if (!isNotFound(error)) throw error;
      if (!gone.has(userKey)) throw new CursorExpired('an account is gone that is not listed as deleted');
      return [];
    }
  };
  return (await Promise.all(addresses.map(read))).flat();
}
