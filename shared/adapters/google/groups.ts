import type { admin_directory_v1 } from '@googleapis/admin';
import type { Because } from '../../directories/fact.ts';
import type { GroupPage } from '../../directories/port.ts';
import type { Session } from './session.ts';
import { endOfRun, isNotFound } from './trouble.ts';
import { given } from './user.ts';
import type { Means } from './wire/caller.ts';
import { pagesOf } from './wire/listing.ts';
import { BATCH_CALLS, PAGE } from './wire/quotas.ts';

const SCOPE = 'admin.directory.group.readonly';
type Group = admin_directory_v1.Schema$Group;
type Member = admin_directory_v1.Schema$Member;

/**
 * Every group with everyone in it, those who are in it through another group included. A group that contains "everyone
 * in the organisation" contains every account. `hear` is told each group's address with who is in it, or why it could
 * not be read.
 * @throws DirectoryTrouble
 */
export async function* groups(
  session: Session,
  hear: (address: string, members: string[] | Because) => void,
): AsyncGenerator<GroupPage> {
  try {
    const { directory } = await session.clients();
    let everyone: Promise<string[]> | undefined;
    const fields = 'kind,nextPageToken,groups(id,name,email)';
    const { customer } = session.settings;
    const read = (page: { pageToken?: string }) =>
      directory.groups.list({ customer, maxResults: PAGE.groups, fields, ...page }, session.looking.alone);
    for await (const page of pagesOf(read)) {
      const listed = page.groups ?? [];
      for (let at = 0; at < listed.length; at += BATCH_CALLS) {
        const together = session.looking.together();
        const found = await Promise.all(
          listed.slice(at, at + BATCH_CALLS).map(async (group) => {
            const members = await membersOf(session, group, together).catch((error) => session.because(error, SCOPE));
            return { group, members };
          }),
        );
        const read = found.flatMap(({ group, members }) => (Array.isArray(members) ? [{ group, members }] : []));
        if (read.some(({ members }) => holdsEveryone(members))) everyone ??= everyId(session);
        const all = (await everyone) ?? [];
        const unread = found.flatMap(({ group: { id, name, email }, members }) =>
          members && 'kind' in members ? [{ id: given(id), name: name || given(email), because: members }] : [],
        );
        // A group that vanished while we read is in neither list.
        const groups = read.map(({ group, members }) => groupOf(group, members, all));
        for (const { address, members } of groups) if (address !== null) hear(address, members);
        for (const { group, members } of found)
          if (members && 'kind' in members) hear(given(group.email).toLowerCase(), members);
        yield { groups, ...(unread.length > 0 && { unread }) };
      }
    }
  } catch (error) {
    throw endOfRun(error, SCOPE, session.settings.serviceAccount.clientId);
  }
}

/** A group may have the whole organisation as one member. */
const holdsEveryone = (members: Member[]) => members.some(({ type }) => type === 'CUSTOMER');

function groupOf(group: Group, members: Member[], everyone: string[]): GroupPage['groups'][number] {
  const people = members.filter(({ type }) => type === 'USER');
  const ids = people.map(({ id }) => given(id));
  return {
    id: given(group.id),
    name: group.name ?? given(group.email),
    address: group.email?.toLowerCase() ?? null,
    kind: 'mailing',
    members: [...new Set(holdsEveryone(members) ? [...ids, ...everyone] : ids)],
    owners: people.flatMap(({ id, role }) => (role === 'OWNER' ? [given(id)] : [])),
  };
}

/** The first page of members travels together with that of other groups. */
async function membersOf(session: Session, group: Group, together: Means): Promise<Member[] | null> {
  const { directory } = await session.clients();
  const members: Member[] = [];
  const read = (page: { pageToken?: string }) =>
    directory.members.list(
      {
        groupKey: given(group.id),
        includeDerivedMembership: true,
        maxResults: PAGE.members,
        fields: 'kind,nextPageToken,members(id,type,role)',
        ...page,
      },
      together,
    );
  try {
    for await (const page of pagesOf(read)) members.push(...(page.members ?? []));
    return members;
  } catch (error) {
    if (isNotFound(error)) return null;
    throw error;
  }
}

async function everyId(session: Session): Promise<string[]> {
  const { directory } = await session.clients();
  const ids: string[] = [];
  const read = (page: { pageToken?: string }) =>
    directory.users.list(
      { customer: session.settings.customer, maxResults: PAGE.users, fields: 'kind,nextPageToken,users(id)', ...page },
      session.looking.alone,
    );
  for await (const page of pagesOf(read)) ids.push(...(page.users ?? []).map(({ id }) => given(id)));
  return ids;
}
