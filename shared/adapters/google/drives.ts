import type { Because } from '../../directories/fact.ts';
import type { GroupPage } from '../../directories/port.ts';
import { groups } from './groups.ts';
import type { Session } from './session.ts';
import { isNotFound } from './trouble.ts';
import { given } from './user.ts';
import type { DrivePermission } from './wire/clients.ts';
import { pagesOf } from './wire/listing.ts';
import { PAGE } from './wire/quotas.ts';

const SCOPE = 'drive.metadata.readonly';

interface Drive {
  id: string;
  title: string;
}

/** Whom a shared drive lets in, by address. */
interface OpenDoor {
  drive: Drive;
  people: string[];
  groups: string[];
  organisers: string[];
}
type Door = OpenDoor | { drive: Drive; why: Because };

/** Who is in the groups that open drives, by the group's address, as far as it could be read. */
type Within = ReadonlyMap<string, string[] | Because>;
/** The accounts behind people's addresses. */
type Ids = ReadonlyMap<string, string> | Because;

/**
 * Every group, and after them the shared drives that the school file names, as groups of everyone who can get in: by
 * themselves or through a group. Files that were shared one by one are not looked at.
 * @throws DirectoryTrouble when groups can't be read. A drive that can't be is told as unread.
 */
export async function* groupsAndDrives(session: Session): AsyncGenerator<GroupPage> {
  const doors: Door[] = [];
  for (const drive of session.settings.drives ?? []) doors.push(await doorOf(session, drive));
  const within = new Map<string, string[] | Because>();
  const wanted = new Set(doors.flatMap((door) => ('groups' in door ? door.groups : [])));
  yield* groups(session, (address, members) => {
    if (wanted.has(address)) within.set(address, members);
  });
  if (doors.length) yield drivesOf(doors, within, await idsOf(session, doors));
}

async function doorOf(session: Session, drive: Drive): Promise<Door> {
  const { drives } = await session.clients();
  const { alone } = session.seeingDrives;
  const found: DrivePermission[] = [];
  try {
    for await (const page of pagesOf((more) => drives.permissions({ id: drive.id, ...more }, alone)))
      found.push(...(page.permissions ?? []));
  } catch (error) {
    return { drive, why: isNotFound(error) ? notThere(drive) : session.because(error, SCOPE) };
  }
  const there = found.filter(({ deleted }) => deleted !== true);
  // Google lets nothing but people and groups into a whole drive. Should that change, a part isn't the whole.
  if (there.some(({ type }) => type !== 'user' && type !== 'group')) return { drive, why: moreThanPeople(drive) };
  const of = (some: DrivePermission[]) => some.map(({ emailAddress }) => given(emailAddress).toLowerCase());
  const people = there.filter(({ type }) => type === 'user');
  try {
    return {
      drive,
      people: of(people),
      groups: of(there.filter(({ type }) => type === 'group')),
      organisers: of(people.filter(({ role }) => role === 'organizer')),
    };
  } catch (error) {
    return { drive, why: session.because(error, SCOPE) };
  }
}

const notThere = ({ id }: Drive): Because => ({
  kind: 'unreadable',
  words: `Google shows us no shared drive ${id}: check it in the school file, and that GOOGLE_ADMIN_SUBJECT is a super administrator.`,
});

const moreThanPeople = ({ title }: Drive): Because => ({
  kind: 'unreadable',
  words: `"${title}" is open to more than people and groups: look at it in Google Drive.`,
});

/** The ids of the accounts behind these addresses, page by page, so that memory stays flat; or why they can't be had. */
async function idsOf(session: Session, doors: Door[]): Promise<Ids> {
  const wanted = new Set(doors.flatMap((door) => ('people' in door ? door.people : [])));
  const ids = new Map<string, string>();
  if (!wanted.size) return ids;
  const { directory } = await session.clients();
  const fields = 'kind,nextPageToken,users(id,primaryEmail,aliases,nonEditableAliases)';
  const { customer } = session.settings;
  const read = (page: { pageToken?: string }) =>
    directory.users.list({ customer, maxResults: PAGE.users, fields, ...page }, session.looking.alone);
  try {
    for await (const page of pagesOf(read))
      for (const { id, primaryEmail, aliases, nonEditableAliases } of page.users ?? [])
        for (const address of [given(primaryEmail), ...(aliases ?? []), ...(nonEditableAliases ?? [])])
          if (wanted.has(address.toLowerCase())) ids.set(address.toLowerCase(), given(id));
    return ids;
  } catch (error) {
    return session.because(error, 'admin.directory.user.readonly');
  }
}

function drivesOf(doors: Door[], within: Within, ids: Ids): GroupPage {
  const page: Required<GroupPage> = { groups: [], unread: [] };
  for (const door of doors) {
    const { id, title: name } = door.drive;
    const found = 'why' in door ? door.why : insideOf(door, within, ids);
    if ('kind' in found) page.unread.push({ id, name, kind: 'drive', because: found });
    else page.groups.push({ id, name, address: null, kind: 'drive', ...found });
  }
  return page;
}

/** Everyone whom a drive lets in; or why that isn't known to the last. */
function insideOf(
  { people, groups, organisers }: OpenDoor,
  within: Within,
  ids: Ids,
): { members: string[]; owners: string[] } | Because {
  if ('kind' in ids) return ids;
  const idOf = (address: string) => ids.get(address) ?? address;
  const members = people.map(idOf);
  for (const address of groups) {
    // A group of somebody else's is let in as an address, like whoever has no account here.
    const through = within.get(address) ?? [address];
    if ('kind' in through) return through;
    members.push(...through);
  }
  return { members: [...new Set(members)], owners: organisers.map(idOf) };
}
