import { addDays, sayDay } from '../../shared/time.ts';
import type { Chats } from './chats.ts';
import type { Member } from './directory.ts';
import type { GoogleClient } from './google-client.ts';
import type { Face } from './shapes.ts';

/** Whoever leaves within this many days stands under "Leaving soon". */
const SOON_DAYS = 60;

const FIRST = ['Leadership'];
const LAST = ['Supply', 'Governors', 'Leaving soon', 'Not here yet', 'Left'];
const rank = (group: string) => {
  const last = LAST.indexOf(group);
  return last >= 0 ? 100 + last : FIRST.includes(group) ? 0 : 1;
};

/** The people as the page lists them: leadership, departments by name, supply, governors, then those coming and going. */
export function facesOf(
  members: Member[],
  { chats, googleChats, google }: { chats: Chats; googleChats: Chats; google: Pick<GoogleClient, 'accountOf'> },
  today: string,
): Face[] {
  const unread = { teams: chats.unread(), google: googleChats.unread() };
  return members
    .toSorted((a, b) => seniority(a) - seniority(b))
    .map((member) => ({
      id: member.objectId,
      name: member.name,
      jobTitle: member.jobTitle ?? '',
      ...place(member, today),
      unread: { teams: unread.teams.get(member.objectId) ?? 0, google: unread.google.get(member.objectId) ?? 0 },
      reach: chats.reachOf(member),
      teams: member.hasTeams,
      google: google.accountOf(member)?.address ?? null,
    }))
    .sort((a, b) => rank(a.group) - rank(b.group) || a.group.localeCompare(b.group, 'en-GB'));
}

/** Heads stand before those whom they lead. */
const SENIOR = ['headteacher', 'senior-leader', 'line-manager'];
const seniority = ({ roles }: Member) => {
  const rank = SENIOR.findIndex((role) => roles.includes(role));
  return rank < 0 ? SENIOR.length : rank;
};

function place({ department, startDate, leaveDate }: Member, today: string): Pick<Face, 'group' | 'note'> {
  if (leaveDate && leaveDate < today) return { group: 'Left', note: `left on ${day(leaveDate)}` };
  if (startDate && startDate > today) return { group: 'Not here yet', note: `starts on ${day(startDate)}` };
  if (leaveDate && leaveDate <= addDays(today, SOON_DAYS))
    return { group: 'Leaving soon', note: `leaves on ${day(leaveDate)}` };
  return { group: department ?? 'Others', note: null };
}

/** "18 December 2026" */
const day = (date: string) => sayDay(date).replace(/^\S+ /, '');
