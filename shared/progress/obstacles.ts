import type { Kysely } from 'kysely';
import { t } from '../language/words.ts';
import type { Tables } from '../ports.ts';
import type { Channel, School } from '../school.ts';

/** Why a channel doesn't lead to somebody; `unknown`: nobody knows an account or address of theirs to write to. */
export interface Obstacle {
  channel: Channel;
  why: Tables['closed_doors']['state'] | 'unknown';
}

/** What stands in the way to each of these people, of the school's channels in their order. Two queries, however many people. */
export async function obstaclesOf(
  db: Kysely<Tables>,
  people: string[],
  { channels: { order } }: School,
): Promise<Map<string, Obstacle[]>> {
  if (!people.length) return new Map();
  const known = await db
    .selectFrom('people')
    .leftJoin('accounts', 'accounts.person', 'people.id')
    .select(['people.id', 'email', 'provider', 'object_id'])
    .where('people.id', 'in', people)
    .execute();
  const closed = await db
    .selectFrom('closed_doors')
    .select(['person', 'door', 'target', 'state'])
    .where('person', 'in', people)
    .orderBy('at')
    .execute();
  const obstacle = (person: string, channel: Channel): Obstacle[] => {
    const rows = known.filter(({ id }) => id === person);
    const targets =
      channel === 'mail'
        ? [rows[0]?.email ?? null]
        : rows.map(({ provider, object_id }) => (provider === PROVIDERS[channel] ? object_id : null));
    const shut = closed.filter((door) => door.person === person && door.door === channel);
    const states = targets.flatMap((target) =>
      target === null ? [] : [shut.find((door) => door.target === target)?.state ?? null],
    );
    if (!states.length) return [{ channel, why: 'unknown' }];
    return states.includes(null) ? [] : [{ channel, why: states.at(-1) as Obstacle['why'] }];
  };
  return new Map(people.map((person) => [person, order.flatMap((channel) => obstacle(person, channel))]));
}

const PROVIDERS = { teams: 'entra', chat: 'google' } as const;

/** What would help these people, each thing once, that of most of them first. */
export async function helpFor(
  db: Kysely<Tables>,
  people: { id: string; email: string | null }[],
  school: School,
): Promise<string[]> {
  const found = await obstaclesOf(
    db,
    people.map(({ id }) => id),
    school,
  );
  const { order } = school.channels;
  if (!order.length)
    return [
      t`Nothing is set up by which Countersign could write to people: have ICT set up the bot in Teams, Google Chat or e-mail.`,
    ];
  const helps = Map.groupBy([...found.values()].flat().map(sayHelp), (help) => help);
  const most = [...helps].sort(([, a], [, b]) => b.length - a.length).map(([help]) => help);
  if (!order.includes('mail') && people.some(({ email }) => email))
    most.push(t`There are e-mail addresses: have ICT set up e-mail for Countersign, and it writes there.`);
  return most;
}

/** For a line about somebody whom nothing reaches: "has blocked the bot in Teams, no e-mail address known". */
export const sayObstacles = (obstacles: Obstacle[]): string =>
  obstacles.map(sayObstacle).join(', ') || t`no way to write to people is set up`;

/** For a line about somebody: "has blocked the bot in Teams". */
export function sayObstacle({ channel, why }: Obstacle): string {
  switch (channel) {
    case 'teams':
      return {
        blocked: t`has blocked the bot in Teams`,
        'not-installed': t`has no Countersign in Teams`,
        'no-account': t`Teams doesn't know the account`,
        unknown: t`no Microsoft account known`,
      }[why];
    case 'chat':
      return {
        blocked: t`has blocked Countersign in Google Chat`,
        'not-installed': t`has no Countersign in Google Chat`,
        'no-account': t`Google Chat doesn't know the account`,
        unknown: t`no Google account known`,
      }[why];
    case 'mail':
      return {
        blocked: t`the mail server turns our mail away`,
        'not-installed': t`the mail server turns our mail away`,
        'no-account': t`the e-mail address doesn't exist`,
        unknown: t`no e-mail address known`,
      }[why];
    default:
      return channel satisfies never;
  }
}

/** What would help, as a sentence to whoever reads the list. */
function sayHelp({ channel, why }: Obstacle): string {
  switch (channel) {
    case 'teams':
      return {
        blocked: t`Blocked in Teams: ask them to open their chat with Countersign in Teams and choose Unblock.`,
        'not-installed': t`No Countersign in Teams: install it for them in the Teams admin centre, under Manage apps.`,
        'no-account': t`Teams doesn't know the account: check the object id in the people list, and that they have a Teams licence.`,
        unknown: t`No Microsoft account known: put the address or the object id into the people list, or ask them to write to Countersign once.`,
      }[why];
    case 'chat':
      return {
        blocked: t`Blocked in Google Chat: ask them to open their chat with Countersign there and unblock it.`,
        'not-installed': t`No Countersign in Google Chat: install it for everybody in Google's Admin console, under Marketplace apps.`,
        'no-account': t`Google Chat doesn't know the account: switch Google Chat on for them in the Admin console.`,
        unknown: t`No Google account known: connect Google Workspace, or ask them to write to Countersign in Google Chat once.`,
      }[why];
    case 'mail':
      return {
        blocked: t`Mail turned away: have Countersign's address let through by the mail server.`,
        'not-installed': t`Mail turned away: have Countersign's address let through by the mail server.`,
        'no-account': t`Wrong e-mail address: correct it in the people list.`,
        unknown: t`No e-mail address known: put it into the people list.`,
      }[why];
    default:
      return channel satisfies never;
  }
}
