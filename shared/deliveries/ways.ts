import {
  type AliasableExpression,
  type Expression,
  type ExpressionBuilder,
  type Kysely,
  type SqlBool,
  sql,
} from 'kysely';
import type { Account, ConversationReference, Messenger, Tables } from '../ports.ts';
import type { Channel, School } from '../school.ts';

type OnPeople<T> = (eb: ExpressionBuilder<Tables, 'people'>) => Expression<T>;

/** Whose accounts a door writes to; mail goes to an address. */
const PROVIDER = { teams: 'entra', chat: 'google', mail: null } as const satisfies Record<
  Channel,
  Account['provider'] | null
>;

/** The school with, of the channels it wants, those that are set up. */
export const withChannels = (school: School, messengers: readonly Messenger[]): School => ({
  ...school,
  channels: {
    ...school.channels,
    order: school.channels.order.filter((channel) => messengers.some(({ door }) => door === channel)),
  },
});

/** Whether there is anything to write to at a door, and it isn't closed to that. `evenClosed` leaves out the second. */
const opens =
  (door: Channel, evenClosed: boolean): OnPeople<SqlBool> =>
  (eb) => {
    const closed = sql<SqlBool>`exists (select 1 from closed_doors where closed_doors.person = people.id
      and closed_doors.door = ${sql.lit(door)}
      and closed_doors.target = ${door === 'mail' ? sql`people.email` : sql`accounts.object_id`})`;
    const provider = PROVIDER[door];
    if (provider === null) return eb.and([eb('people.email', 'is not', null), ...(evenClosed ? [] : [eb.not(closed)])]);
    return eb.exists(
      eb
        .selectFrom('accounts')
        .select('object_id')
        .whereRef('accounts.person', '=', 'people.id')
        .where('provider', '=', provider)
        .$if(!evenClosed, (query) => query.where(eb.not(closed))),
    );
  };

/** The people whom nothing reaches through these channels until something changes, as a condition on `people`. */
export const shutOut =
  (channels: readonly Channel[]): OnPeople<SqlBool> =>
  (eb) =>
    eb.and(channels.map((door) => eb.not(opens(door, false)(eb))));

/**
 * The channel through which someone would be written to now, as an expression on `people`: where they were active last,
 * else the school's first that leads to them; null when none does.
 */
export const channelTo =
  (channels: readonly Channel[], evenClosed = false) =>
  (eb: ExpressionBuilder<Tables, 'people'>): AliasableExpression<Channel | null> => {
    if (!channels.length) return sql<null>`null`;
    const open = channels.map((door) => ({ door, way: opens(door, evenClosed)(eb) }));
    const lastActive = sql`(select conversations.door from conversations where conversations.person = people.id and (${sql.join(
      open.map(({ door, way }) => sql`(conversations.door = ${sql.lit(door)} and ${way})`),
      sql` or `,
    )}) and conversations.active_at > ${NEVER} order by conversations.active_at desc limit 1)`;
    const first = sql.join(
      open.map(({ door, way }) => sql`when ${way} then ${sql.lit(door)}`),
      sql` `,
    );
    return sql<Channel | null>`coalesce(${lastActive}, case ${first} end)`;
  };

/** Nobody was active before. Chats in which a message arrived, and nothing was done, bear it. */
const NEVER = sql.lit(new Date(0).toISOString());

/** How somebody is to be written to. */
export interface Way {
  door: Channel;
  account: Account | null;
  conversation: ConversationReference | null;
  address: string | null;
  /** By what they are known there. */
  target: string;
}

/** How someone is to be written to now; when every door is closed to them, one that was: it may have been opened again. */
export async function wayTo(tx: Kysely<Tables>, person: string, channels: readonly Channel[]): Promise<Way | null> {
  for (const evenClosed of [false, true]) {
    const to = await tx
      .selectFrom('people')
      .select((eb) => ['email', channelTo(channels, evenClosed)(eb).as('door')])
      .where('people.id', '=', person)
      .executeTakeFirst();
    if (to?.door) return ofDoor(tx, person, to.door, to.email);
  }
  return null;
}

async function ofDoor(tx: Kysely<Tables>, person: string, door: Channel, address: string | null): Promise<Way> {
  const provider = PROVIDER[door];
  if (provider === null) return { door, account: null, conversation: null, address, target: address as string };
  const chat = await tx
    .selectFrom('conversations')
    .selectAll()
    .where('person', '=', person)
    .where('door', '=', door)
    .executeTakeFirst();
  const accounts = await tx
    .selectFrom('accounts')
    .leftJoin('closed_doors', (join) =>
      join
        .onRef('closed_doors.person', '=', 'accounts.person')
        .onRef('closed_doors.target', '=', 'accounts.object_id')
        .on('closed_doors.door', '=', door),
    )
    .leftJoin('directory_accounts', (join) =>
      join
        .onRef('directory_accounts.provider', '=', 'accounts.provider')
        .onRef('directory_accounts.tenant', '=', 'accounts.tenant')
        .onRef('directory_accounts.object_id', '=', 'accounts.object_id'),
    )
    .select([
      'accounts.provider',
      'accounts.tenant',
      'accounts.object_id',
      'closed_doors.at as closed',
      'directory_accounts.address',
    ])
    .where('accounts.person', '=', person)
    .where('accounts.provider', '=', provider)
    .orderBy('bound_at')
    .execute();
  const best =
    accounts.find(({ closed, object_id }) => !closed && object_id === chat?.object_id) ??
    accounts.find(({ closed }) => !closed) ??
    accounts[0];
  if (!best) throw new Error(`a door for ${provider} accounts was chosen for somebody without one`);
  const isTheirs = chat?.object_id === best.object_id && chat.reference !== '{}';
  return {
    door,
    account: { provider: best.provider, tenant: best.tenant, objectId: best.object_id },
    conversation: isTheirs ? (JSON.parse(chat.reference) as ConversationReference) : null,
    address: best.address ?? address,
    target: best.object_id,
  };
}
