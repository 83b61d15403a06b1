import type { LeaverRow, Reading } from '../../../directories/port.ts';
import type { SignsInElsewhere } from '../elsewhere.ts';
import type { Session } from '../session.ts';
import type { User } from '../user.ts';
import { pagesOf } from '../wire/listing.ts';
import { PAGE } from '../wire/quotas.ts';
import { signedInRow, sourceRow } from './account-rows.ts';
import { filesRow } from './files.ts';
import { answered, everyRow, notKnown } from './reading.ts';

/**
 * The rows of an account that Google no longer has. Found in the list of deleted accounts, where each stays for 20 days,
 * it is gone with all that was in it, except files, and whatever another identity provider holds. Not found there, nothing proves that it ever was closed.
 */
export async function deletedReadings(
  session: Session,
  signsInElsewhere: SignsInElsewhere,
  objectId: string,
  leftOn: string,
): Promise<Record<LeaverRow, Reading>> {
  const user = await deletedAccount(session, objectId);
  if (!user) {
    return everyRow((row) =>
      notKnown(row, {
        kind: 'not-offered',
        words:
          'Google has no account with this id. If it was deleted more than 20 days ago, Google keeps no record of it.',
      }),
    );
  }
  return {
    ...everyRow((row) => answered(row, true, [], user.deletionTime ?? undefined)),
    'no-sign-in-since': signedInRow(user, leftOn),
    'sign-in-blocked-at-source': await sourceRow({ ...user, suspended: true }, signsInElsewhere),
    'files-handed-over': await filesRow(session, objectId, true),
  };
}

async function deletedAccount(session: Session, objectId: string): Promise<User | null> {
  const { directory } = await session.clients();
  const { customer } = session.settings;
  const read = (page: { pageToken?: string }) =>
    directory.users.list(
      {
        customer,
        showDeleted: 'true',
        maxResults: PAGE.users,
        fields: 'kind,nextPageToken,users(id,deletionTime,lastLoginTime,orgUnitPath,isAdmin)',
        ...page,
      },
      session.looking.alone,
    );
  for await (const { users } of pagesOf(read)) {
    const found = users?.find(({ id }) => id === objectId);
    if (found) return found;
  }
  return null;
}
