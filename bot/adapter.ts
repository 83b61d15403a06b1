import {
  type Activity,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type ConversationParameters,
  TeamsInfo,
  TurnContext,
} from 'botbuilder';
import type { Config } from '../shared/config.ts';
import type { Account } from '../shared/ports.ts';
import type { Message, Reference } from './reference.ts';
import { createToken } from './token.ts';

/** How long one request to the Connector may take. */
const TIMEOUT_MS = 10_000;

/** Clients that are kept. */
const MOST_CLIENTS = 20;

/** What the bot asks of the Bot Connector. Each is one request, never repeated; what the SDK throws is passed on. */
export interface Connector {
  /** Opens, or finds again, the private chat with an account. */
  open(account: Account, serviceUrl: string): Promise<Reference>;
  /** Sends into a conversation and returns the id of the message. */
  post(to: Reference, activity: Partial<Activity>): Promise<string>;
  /** Replaces a message. */
  put(message: Message, activity: Partial<Activity>): Promise<void>;
  /** The bot's own token; null where it needs none, as in the sandbox. @throws NoToken */
  token(): Promise<string | null>;
  /** What the platform knows of a member of a conversation. */
  member(of: Reference, objectId: string): Promise<Record<string, unknown>>;
}

/** The SDK's adapter, used to write only: verify.ts says why nothing that comes in goes through it. */
export function createConnector(config: Config): Connector {
  const appId = config.MicrosoftAppId ?? '';
  const token = config.MicrosoftAppId ? createToken(config) : null;
  const adapter = new CloudAdapter(new Authentication(config, token));

  /** Runs one call in a proactive turn. The adapter has no onTurnError: it would swallow what went wrong. */
  async function turn<T>(reference: Reference, call: (context: TurnContext) => Promise<T>): Promise<T> {
    let answer: T | undefined;
    await adapter.continueConversationAsync(
      appId,
      reference as Parameters<typeof adapter.continueConversationAsync>[1],
      async (context) => {
        // The id that the SDK makes up for this turn is no message that ours could be a reply to.
        delete context.activity.id;
        answer = await call(context);
      },
    );
    return answer as T;
  }

  return {
    async open({ tenant, objectId }, serviceUrl) {
      const bot = { id: `28:${appId || 'countersign'}` };
      const parameters = {
        isGroup: false,
        bot,
        members: [{ id: objectId }],
        tenantId: tenant,
        channelData: { tenant: { id: tenant } },
      };
      let id = '';
      await adapter.createConversationAsync(
        appId,
        'msteams',
        serviceUrl,
        '',
        parameters as ConversationParameters,
        async ({ activity }) => {
          id = activity.conversation.id;
        },
      );
      return {
        serviceUrl,
        channelId: 'msteams',
        conversation: { id, conversationType: 'personal', tenantId: tenant },
        bot,
        user: { id: objectId, aadObjectId: objectId },
      };
    },
    post: (to, activity) => turn(to, async (context) => (await context.sendActivity(activity))?.id ?? ''),
    put: (message, activity) =>
      turn(message, async (context) => {
        await context.updateActivity({ ...activity, id: message.activityId });
      }),
    token: async () => (token ? token() : null),
    member: (of, objectId) => turn(of, async (context) => ({ ...(await TeamsInfo.getMember(context, objectId)) })),
  };
}

type Token = ReturnType<typeof createToken>;
type Arguments = ConstructorParameters<typeof ConfigurationBotFrameworkAuthentication>;
type Credentials = NonNullable<Arguments[1]>;
type ConnectorFactory = ReturnType<ConfigurationBotFrameworkAuthentication['createConnectorFactory']>;
type ConnectorClient = Awaited<ReturnType<ConnectorFactory['create']>>;

/**
 * The SDK's own view of our settings: an explicit object, never process.env, where a setting of another program would
 * count. Where tokens come from is token.ts's business, so its endpoints play no part here.
 */
class Authentication extends ConfigurationBotFrameworkAuthentication {
  /** By service URL, of which the platform has a few: making a client takes longer than making a request with it. */
  readonly #clients = new Map<string, ConnectorClient>();

  constructor(config: Config, token: Token | null) {
    super({}, credentialsOf(config, token));
  }

  override createConnectorFactory(
    ...identity: Parameters<ConfigurationBotFrameworkAuthentication['createConnectorFactory']>
  ) {
    const factory = super.createConnectorFactory(...identity);
    return {
      create: async (...to: Parameters<ConnectorFactory['create']>) => {
        const key = to.join(' ');
        const known = this.#clients.get(key);
        if (known) return known;
        const client = once(await factory.create(...to));
        if (this.#clients.size >= MOST_CLIENTS) this.#clients.clear();
        this.#clients.set(key, client);
        return client;
      },
    };
  }
}

/**
 * Takes the SDK's retries out, which it has no option for: they repeat a POST after a dropped connection or a 5xx, so a
 * message can arrive twice. Trying again is the outbox's business.
 */
function once(connector: ConnectorClient): ConnectorClient {
  const { pipeline } = (connector as unknown as { client: { pipeline: Pipeline } }).client;
  pipeline.removePolicy({ name: 'defaultRetryPolicy' });
  pipeline.addPolicy({
    name: 'timeout',
    sendRequest(request, next) {
      request.timeout = TIMEOUT_MS;
      return next(request);
    },
  });
  return connector;
}

/** The part of the SDK's HTTP pipeline that we touch; its package is not one of ours. */
interface Pipeline {
  removePolicy(policy: { name: string }): void;
  addPolicy(policy: {
    name: string;
    sendRequest<T>(request: { timeout: number }, next: (request: { timeout: number }) => Promise<T>): Promise<T>;
  }): void;
}

/** Signs each request with the bot's token; without an app id, as in the sandbox, with none. */
function credentialsOf(config: Config, token: Token | null): Credentials {
  return {
    isValidAppId: async (appId) => appId === (config.MicrosoftAppId ?? ''),
    isAuthenticationDisabled: async () => token === null,
    createCredentials: async () => ({
      async signRequest(request) {
        if (token) request.headers.set('authorization', `Bearer ${await token()}`);
        return request;
      },
    }),
  };
}
