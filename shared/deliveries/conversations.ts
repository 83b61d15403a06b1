import type { Account, ConversationReference, Door, Tx } from '../ports.ts';
import type { Channel } from '../school.ts';
import { statement } from '../statement.ts';
import type { DeliveryTables } from './tables.ts';

/** What somebody does at a door tells where they are to be written to: in the tab, that they are in Teams. */
const CHANNEL_AT: Partial<Record<Door, Channel>> = { teams: 'teams', tab: 'teams', chat: 'chat', workspace: 'chat' };

type Conversation = DeliveryTables['conversations'];

const writtenFrom = statement((db, { person, door, ...active }: Conversation) =>
  db
    .insertInto('conversations')
    .values({ person, door, ...active })
    .onConflict((conflict) => conflict.columns(['person', 'door']).doUpdateSet(active)),
);
const activeAt = statement((db, { person, door, reference, ...active }: Conversation) =>
  db
    .insertInto('conversations')
    .values({ person, door, reference, ...active })
    .onConflict((conflict) => conflict.columns(['person', 'door']).doUpdateSet(active)),
);
const reopen = statement((db, { person, door }: { person: string; door: Channel }) =>
  db.deleteFrom('closed_doors').where('person', '=', person).where('door', '=', door),
);

/** Before anything that anybody did. */
const NEVER = new Date(0).toISOString();

/** Remembers where a person is active and can be reached, from a verified request. */
export async function remember(
  tx: Tx,
  person: string,
  { door: at, account, conversation }: { door: Door; account: Account; conversation: ConversationReference | null },
  now: Date,
): Promise<void> {
  const door = CHANNEL_AT[at];
  if (!door) return;
  const active = { ...keysOf(account), active_at: now.toISOString() };
  // In the tab one may be active whom the bot can't write to.
  if (!conversation) return void (await activeAt(tx, { person, door, ...active, reference: '{}' }));
  await writtenFrom(tx, { person, door, ...active, reference: JSON.stringify(conversation) });
  await reopen(tx, { person, door });
}

/** Keeps the chat in which a message has just arrived. That the person was active there is not said by it. */
export async function keepConversation(
  tx: Tx,
  person: string,
  { door, account, conversation }: { door: Channel; account: Account; conversation: ConversationReference },
): Promise<void> {
  const known = { ...keysOf(account), reference: JSON.stringify(conversation) };
  await tx
    .insertInto('conversations')
    .values({ person, door, ...known, active_at: NEVER })
    .onConflict((conflict) => conflict.columns(['person', 'door']).doUpdateSet(known))
    .execute();
  await reopen(tx, { person, door });
}

const keysOf = ({ provider, tenant, objectId: object_id }: Account) => ({ provider, tenant, object_id });
