import type { chat_v1 } from '@googleapis/chat';
import { oneByOne, type Unanswered, unansweredBy } from '../once.ts';
import type { GooglePorts } from '../session.ts';
import type { ServiceAccount } from '../settings.ts';
import type { Means } from '../wire/caller.ts';

export interface ChatSettings {
  /** Of the very Cloud project in which the Chat app is configured: only so is it the app itself. Null in the sandbox. */
  serviceAccount: ServiceAccount | null;
  /** Where Google's APIs are, instead of at Google: for stand-ins. */
  rootUrl: string | null;
}

export type ChatAnswer<T> = { kind: 'done'; value: T } | Unanswered;

/** What the Chat app asks of Google. Each is one call, never repeated. */
export interface ChatApi {
  /** The chat with a user (their id in the directory), as spaces/…. */
  findChat(user: string): Promise<ChatAnswer<string>>;
  /** Opens the chat with the user who has this address, as spaces/…: as that user, for a Chat app can't do it by itself. */
  openChat(address: string): Promise<ChatAnswer<string>>;
  /** Posts a message, once under the same key, and gives its name. */
  post(space: string, message: chat_v1.Schema$Message, key: string): Promise<ChatAnswer<string>>;
  /** Replaces the cards of a message. */
  replace(name: string, message: chat_v1.Schema$Message): Promise<ChatAnswer<string>>;
  /** Whether the app is there: asks where it is, and looks at nothing of the answer. */
  tryApp(): Promise<ChatAnswer<string>>;
}

export function chatApi({ serviceAccount, rootUrl }: ChatSettings, ports: GooglePorts): ChatApi {
  const { clock, log } = ports;
  const as = oneByOne(serviceAccount, ports);
  const app = as(null, 'chat.bot');
  // Given with each call, for given to the client its path would be dropped.
  const root = rootUrl === null ? {} : { rootUrl };
  let client: Promise<chat_v1.Chat> | null = null;

  /** Google's package takes a tenth of a second to load: not before the first message. */
  async function load(): Promise<chat_v1.Chat> {
    const { chat } = await import('@googleapis/chat');
    return chat('v1');
  }

  async function ask(
    means: Means,
    call: (client: chat_v1.Chat, means: Means) => Promise<{ data: { name?: string | null } }>,
  ): Promise<ChatAnswer<string>> {
    try {
      client ??= load();
      const { data } = await call(await client, { ...means, ...root });
      if (typeof data?.name === 'string') return { kind: 'done', value: data.name };
      return { kind: 'silent', error: new Error('an answer without a name') };
    } catch (error) {
      const trouble = unansweredBy(error, clock.now());
      const { status, reason } = trouble.kind === 'refused' ? trouble : { status: null, reason: null };
      log.warn(
        { provider: 'google', outcome: trouble.kind, status, reason },
        'Google Chat did not do what it was asked',
      );
      return trouble;
    }
  }

  return {
    findChat: (user) => ask(app, ({ spaces }, means) => spaces.findDirectMessage({ name: `users/${user}` }, means)),
    openChat(address) {
      const person = as(address, 'chat.spaces.create');
      const requestBody = { space: { spaceType: 'DIRECT_MESSAGE', singleUserBotDm: true } };
      return ask(person, ({ spaces }, means) => spaces.setup({ requestBody }, means));
    },
    post: (parent, requestBody, key) =>
      ask(app, ({ spaces }, means) => spaces.messages.create({ parent, requestId: key, requestBody }, means)),
    tryApp: () =>
      ask(app, async ({ spaces }, means) => {
        await spaces.list({ pageSize: 1 }, means);
        return { data: { name: '' } };
      }),
    replace: (name, requestBody) =>
      ask(app, ({ spaces }, means) => spaces.messages.patch({ name, updateMask: 'cards_v2', requestBody }, means)),
  };
}
