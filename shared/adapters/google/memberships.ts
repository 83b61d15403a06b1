import type { admin_directory_v1 } from '@googleapis/admin';
import type { Session } from './session.ts';
import { isNotFound } from './trouble.ts';
import { given } from './user.ts';
import type { Caller, Means } from './wire/caller.ts';
import { pagesOf } from './wire/listing.ts';
import { PAGE } from './wire/quotas.ts';

/** A group that someone is in. */
export interface Membership {
  group: string;
  name: string;
  address: string;
}

/** The groups that an account is in by itself: those are the ones it can be taken out of. */
export async function membershipsOf(session: Session, objectId: string, means: Means): Promise<Membership[]> {
  const { directory } = await session.clients();
  const found: Membership[] = [];
  const read = (page: { pageToken?: string }) =>
    directory.groups.list({ userKey: objectId, maxResults: PAGE.groups, ...page }, means);
  for await (const { groups } of pagesOf(read)) {
    for (const { id, name, email } of groups ?? []) {
      found.push({ group: given(id), name: name || given(email), address: given(email) });
    }
  }
  return found;
}

/** What the account is in each of these groups, all in one request; groups it is no longer in are left out. */
export async function membersIn(
  session: Session,
  objectId: string,
  memberships: readonly Membership[],
  caller: Caller,
): Promise<{ membership: Membership; member: admin_directory_v1.Schema$Member }[]> {
  const { directory } = await session.clients();
  const together = caller.together();
  const found = await Promise.all(
    memberships.map(async (membership) => {
      try {
        const { data } = await directory.members.get({ groupKey: membership.group, memberKey: objectId }, together);
        return [{ membership, member: { ...data, role: given(data.role) } }];
      } catch (error) {
        if (isNotFound(error)) return [];
        throw error;
      }
    }),
  );
  return found.flat();
}
