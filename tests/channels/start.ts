import { show } from '../../shared/acknowledgements/index.ts';
import { deliver } from '../../shared/deliveries/index.ts';
import type { Messenger } from '../../shared/ports.ts';
import type { Channel, School } from '../../shared/school.ts';
import { askToSign, Mailbox, type Someone, type TestApp, testApp } from '../fakes/app.ts';
import { school } from '../fakes/school.ts';
import type { TestDatabase } from '../fakes/store.ts';

const CUSTOMER = 'C01larken';

/** A school that writes in Teams, in Google Chat and by mail, and Anna, who has an agreement to sign. */
export interface Reaching extends TestApp {
  chat: Mailbox & { repeatable?: true };
  mail: Mailbox;
  anna: Someone;
  /** Gives somebody an account in Google. */
  google(person: string, objectId: string): Promise<unknown>;
  /** Sends Anna her agreement once more. @param key which message this is: each is sent once */
  ask(key: string, purpose?: 'ask' | 'tell'): Promise<unknown>;
  /** Puts the clock forward. */
  later(ms: number): void;
  /** How many messages arrived where. */
  received(): { teams: number; chat: number; mail: number };
  /** How each message stands and through what it went, oldest first. */
  states(): Promise<string[]>;
  /** Where a message failed, and how. */
  attempts(): Promise<string[]>;
  /** Begins anew, on Monday morning and with nothing in Teams yet, with these channels in this order. */
  order(...channels: Channel[]): Promise<void>;
  /** The same, with all that a school can say of its channels. @param others what there is beside Teams */
  restart(channels: School['channels'], others?: Messenger[]): Promise<void>;
}

/** Opens that school on a Monday morning. */
export async function reaching(database: TestDatabase): Promise<Reaching> {
  const store = await database.open();
  const chat = Object.assign(new Mailbox('chat'), { repeatable: true as const });
  const mail = new Mailbox('mail');
  const t = await testApp(store, school, [], [chat, mail]);
  const anna = await t.person('Anna Bell');
  const google = (person: string, object_id: string) =>
    store.db
      .insertInto('accounts')
      .values({ provider: 'google', tenant: CUSTOMER, object_id, person, bound_at: '2026-11-23', bound_by: 'address' })
      .execute();
  await google(anna.id, 'g-anna');
  const [assignment] = (await askToSign(t, [anna])) as [string];
  const reach: Reaching = {
    ...t,
    chat,
    mail,
    anna,
    google,
    ask: (key, purpose = 'ask') =>
      store.transaction((tx) =>
        deliver(
          tx,
          { key, person: anna.id, show: show.call({ assignment }), subject: assignment, purpose },
          reach.clock.now(),
        ),
      ),
    later: (ms) => reach.clock.set(new Date(reach.clock.now().getTime() + ms)),
    received: () => ({
      teams: reach.mailbox.messages.length,
      chat: chat.messages.length,
      mail: mail.messages.length,
    }),
    async states() {
      const rows = await store.db.selectFrom('deliveries').select(['state', 'door']).orderBy('created_at').execute();
      return rows.map(({ state, door }) => `${state} ${door}`);
    },
    async attempts() {
      const rows = await store.db
        .selectFrom('failed_attempts')
        .select(['door', 'state'])
        .orderBy('at')
        .orderBy('door')
        .execute();
      return rows.map(({ door, state }) => `${door} ${state}`);
    },
    order: (...channels) => reach.restart({ ...school.channels, order: channels }),
    async restart(channels, others = [chat, mail]) {
      Object.assign(reach, await testApp(store, { ...school, channels }, [], others));
    },
  };
  return reach;
}

/** Where something that somebody does in Google Chat, or beside their mail, comes from. */
export const inChat = (objectId: string, conversation: { space: string } | null = { space: 'spaces/a' }) => ({
  door: 'chat' as const,
  account: { provider: 'google' as const, tenant: CUSTOMER, objectId },
  vouchedAddress: async () => null,
  conversation,
  shared: false,
});
