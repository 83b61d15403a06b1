import * as z from 'zod';
import { type AccountPage, CursorExpired, DirectoryTrouble } from '../../directories/port.ts';
import type { Log } from '../../ports.ts';
import { accountOf, leaveDates, PROPERTIES, type Readable, signIns, User } from './account.ts';
import { adminFact, readAdmins } from './admins.ts';
import { FOREIGN_LINK, type Graph, shaped } from './client.ts';
import { becauseOf, type Trouble } from './trouble.ts';

/** Graph's page sizes (docs: user-list); with sign-ins the larger one is refused. */
const PAGE = { plain: 999, withSignIns: 500 };

/** As many ids as Graph takes in one filter. */
const IDS_IN_FILTER = 15;

interface Circumstances {
  zone: string;
  log: Log;
}

/** Accounts of one tenant: all, or what changed since a cursor. */
export function readAccounts(graph: Graph, cursor: string | null, here: Circumstances): AsyncGenerator<AccountPage> {
  return cursor === null ? everyone(graph, here) : changes(graph, cursor, here);
}

/** The cursor is taken before the reading, so that what changes meanwhile comes with the next one. */
async function* everyone(graph: Graph, here: Circumstances): AsyncGenerator<AccountPage> {
  const dates = await leaveDates(graph);
  const cursor = cursorOf(watching(dates), await linkFromNow(graph, watching(dates)));
  const readable = await readableOf(graph, dates, here);
  const size = readable.signIns.known ? PAGE.withSignIns : PAGE.plain;
  for await (const page of graph.pages(`/users?${asked(readable)}&$top=${size}`, User)) {
    if (!page.ok) throw troubleWithUsers(page.trouble);
    const { rows, last } = page.body;
    const told = await asTold(graph, readable);
    yield { accounts: rows.map((user) => accountOf(user, told)), removed: [], ...(last && { cursor }) };
  }
}

const Change = z.object({ id: z.string(), '@removed': z.object({}).nullish() });

/**
 * A change is told with at least what changed, not with the whole account; so those who changed are read anew, fifteen a
 * question, twenty questions a request.
 */
async function* changes(graph: Graph, cursor: string, here: Circumstances): AsyncGenerator<AccountPage> {
  const dates = await leaveDates(graph);
  const link = linkIn(cursor, watching(dates));
  if (!link) throw new CursorExpired();
  let readable: Readable | null = null;
  for await (const page of graph.pages(link, Change)) {
    if (!page.ok) {
      const { kind, code } = page.trouble;
      // A link that Graph does not take, or that leads elsewhere, was made for another cloud or another version.
      if (kind === 'gone' || kind === 'refused' || code === FOREIGN_LINK) throw new CursorExpired();
      throw troubleWithUsers(page.trouble);
    }
    const { rows, last, deltaLink } = page.body;
    if (last && !deltaLink) throw troubleWithUsers({ kind: 'unreadable', code: null });
    // Someone may come more than once; the last word counts.
    const state = new Map(rows.map((row) => [row.id, Boolean(row['@removed'])]));
    const changed = [...state].filter(([, removed]) => !removed).map(([id]) => id);
    if (changed.length) readable ??= await readableOf(graph, dates, here);
    const accounts = readable ? await readAnew(graph, changed, readable) : [];
    // Not there at the moment is not the same as deleted: Entra says so, by itself, when someone is.
    const missing = changed.length - accounts.length;
    if (missing) here.log.warn({ missing }, 'changed accounts not there');
    yield {
      accounts,
      removed: [...state].filter(([, removed]) => removed).map(([id]) => id),
      ...(last && deltaLink && { cursor: cursorOf(watching(dates), deltaLink) }),
    };
  }
}

const UserList = z.object({ value: z.array(User) });

async function readAnew(graph: Graph, ids: string[], readable: Readable) {
  const questions: string[] = [];
  for (let at = 0; at < ids.length; at += IDS_IN_FILTER) {
    const some = ids.slice(at, at + IDS_IN_FILTER).map((id) => `'${id}'`);
    const filter = encodeURIComponent(`id in (${some.join(',')})`);
    questions.push(`/users?$filter=${filter}&${asked(readable)}&$top=${IDS_IN_FILTER}`);
  }
  const users: User[] = [];
  for (const answer of await graph.batch(questions)) {
    const page = answer.ok ? shaped(answer.body, UserList) : answer;
    if (!page.ok) throw troubleWithUsers(page.trouble);
    users.push(...page.body.value);
  }
  const told = await asTold(graph, readable);
  return users.map((user) => accountOf(user, told));
}

/**
 * Without the permission Graph answers null for everyone's leaving date, and the token that an answer was given for may be
 * a newer one than that at the beginning: it is looked at after each answer, so that null never passes for "none".
 */
const asTold = async (graph: Graph, readable: Readable): Promise<Readable> => ({
  ...readable,
  leaveDates: readable.leaveDates.known ? await leaveDates(graph) : readable.leaveDates,
});

const readableOf = async (graph: Graph, dates: Readable['leaveDates'], { zone }: Circumstances): Promise<Readable> => ({
  leaveDates: dates,
  signIns: await signIns(graph),
  admin: adminFact(await readAdmins(graph)),
  zone,
});

const asked = ({ leaveDates: dates, signIns: activity }: Readable): string => {
  const names = [
    ...PROPERTIES,
    ...(watching(dates) ? ['employeeLeaveDateTime'] : []),
    ...(activity.known ? ['signInActivity'] : []),
  ];
  return `$select=${names.join(',')}&$expand=manager($select=id)`;
};

/** Leaving dates are asked for even if our token can't be read: a date that comes is a date. */
const watching = (dates: Readable['leaveDates']): boolean => dates.known || dates.because.kind === 'unreadable';

/** "From now on": the link to what changes after this moment. */
async function linkFromNow(graph: Graph, dates: boolean): Promise<string> {
  const watched = [...PROPERTIES, 'manager', ...(dates ? ['employeeLeaveDateTime'] : [])].join(',');
  for await (const page of graph.pages(`/users/delta?$deltatoken=latest&$select=${watched}`, z.unknown())) {
    if (!page.ok) throw troubleWithUsers(page.trouble);
    if (page.body.deltaLink) return page.body.deltaLink;
  }
  throw troubleWithUsers({ kind: 'unreadable', code: null });
}

/**
 * Graph's own link, whole as it asks, and before it whether leaving dates are among what it watches: when they come to be
 * granted or are taken back, everyone must be read again.
 */
const cursorOf = (dates: boolean, link: string): string => `${dates ? 'dates' : 'plain'} ${link}`;

function linkIn(cursor: string, dates: boolean): string | null {
  const prefix = cursorOf(dates, '');
  return cursor.startsWith(prefix) ? cursor.slice(prefix.length) : null;
}

const troubleWithUsers = (trouble: Trouble) => new DirectoryTrouble(becauseOf(trouble, 'User.Read.All'));
