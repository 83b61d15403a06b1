import type { AccountPage } from '../../directories/port.ts';
import { changedSince, cursorAt } from './changes.ts';
import type { Session } from './session.ts';
import { endOfRun } from './trouble.ts';
import { ACCOUNT_FIELDS, accountOf, given } from './user.ts';
import { pagesOf } from './wire/listing.ts';
import { PAGE } from './wire/quotas.ts';

const SCOPE = 'admin.directory.user.readonly';

/**
 * Every account, 500 a request, or what the audit log says was changed since the cursor (changes.ts).
 * @throws CursorExpired, DirectoryTrouble
 */
export async function* accounts(session: Session, cursor: string | null): AsyncGenerator<AccountPage> {
  try {
    yield* cursor === null ? everyAccount(session) : changedSince(session, cursor);
  } catch (error) {
    throw endOfRun(error, SCOPE, session.settings.serviceAccount.clientId);
  }
}

async function* everyAccount(session: Session): AsyncGenerator<AccountPage> {
  const { directory } = await session.clients();
  const cursor = cursorAt(session.now());
  const list = (more: Record<string, string>) => (page: { pageToken?: string }) =>
    directory.users.list(
      { customer: session.settings.customer, maxResults: PAGE.users, ...more, ...page },
      session.looking.alone,
    );

  for await (const page of pagesOf(
    list({ projection: 'full', fields: `kind,nextPageToken,users(${ACCOUNT_FIELDS})` }),
  )) {
    yield { accounts: (page.users ?? []).map(accountOf), removed: [] };
  }
  // Deleted accounts can be restored for 20 days and are listed for as long.
  const removed: string[] = [];
  for await (const page of pagesOf(list({ showDeleted: 'true', fields: 'kind,nextPageToken,users(id)' }))) {
    removed.push(...(page.users ?? []).map(({ id }) => given(id)));
  }
  yield { accounts: [], removed, cursor };
}
