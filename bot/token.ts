import { ConfidentialClientApplication, type INetworkModule, ManagedIdentityApplication } from '@azure/msal-node';
import type { Config } from '../shared/config.ts';

/** The Bot Framework's public cloud, unless its settings say otherwise. */
const MICROSOFT_LOGIN = 'https://login.microsoftonline.com';
const MULTI_TENANT = 'botframework.com';
const CHANNEL_SCOPE = 'https://api.botframework.com';

const TIMEOUT_MS = 10_000;
/** A token is renewed this long before it ends, and used meanwhile if that fails. */
const RENEW_MS = 10 * 60_000;
const LAST_USE_MS = 60_000;
/** How long a failing token endpoint is left alone when it doesn't say. */
const HOLD_BACK_MS = 10_000;

/** The bot itself could not sign in to the Connector: no fault of whoever it was writing to. */
export class NoToken extends Error {
  override readonly name = 'NoToken';
}

interface Token {
  accessToken: string;
  expiresOn: Date | null;
}

/**
 * The bot's own tokens for the Bot Connector: one at a time, kept, and renewed early.
 * @throws NoToken from the function it returns, when the endpoint gives none and the last one has ended.
 */
export function createToken(config: Config): () => Promise<string> {
  const ask = asker(config);
  let held: Token | null = null;
  let asking: Promise<Token> | null = null;
  let notBefore = 0;
  const left = () => (held?.expiresOn?.getTime() ?? 0) - Date.now();

  async function renew(): Promise<Token> {
    if (Date.now() < notBefore) throw new NoToken('waiting for the token endpoint to recover');
    try {
      const token = await ask();
      // MSAL takes an error without a body for a token without a value.
      if (!token?.accessToken) throw new NoToken('the token endpoint gave no token');
      held = token;
      return token;
    } catch (error) {
      notBefore = Date.now() + HOLD_BACK_MS;
      throw error instanceof NoToken ? error : new NoToken((error as Error).message);
    }
  }

  return async () => {
    if (held && left() > RENEW_MS) return held.accessToken;
    try {
      asking ??= renew().finally(() => {
        asking = null;
      });
      return (await asking).accessToken;
    } catch (error) {
      if (held && left() > LAST_USE_MS) return held.accessToken;
      throw error;
    }
  };
}

function asker(config: Config): () => Promise<Token | null> {
  const { MicrosoftAppId = '', MicrosoftAppPassword = '', MicrosoftAppType, MicrosoftAppTenantId = '' } = config;
  const resource = config.ToChannelFromBotOAuthScope ?? CHANNEL_SCOPE;
  if (MicrosoftAppType === 'UserAssignedMSI') {
    const identity = new ManagedIdentityApplication({
      managedIdentityIdParams: { userAssignedClientId: MicrosoftAppId },
    });
    return () => identity.acquireToken({ resource, forceRefresh: true });
  }

  const tenant = MicrosoftAppType === 'MultiTenant' ? MULTI_TENANT : MicrosoftAppTenantId;
  const login = new URL(config.ToChannelFromBotLoginUrl ?? `${MICROSOFT_LOGIN}/${tenant}`);
  if (login.pathname === '/') login.pathname = tenant;
  const endpoint = `${login.href}/oauth2/v2.0`;
  const application = new ConfidentialClientApplication({
    auth: {
      clientId: MicrosoftAppId,
      clientSecret: MicrosoftAppPassword,
      // Only https is taken for an authority; where tokens really come from is said by the metadata, http on this machine included.
      authority: `${MICROSOFT_LOGIN}${login.pathname}`,
      authorityMetadata: JSON.stringify({
        issuer: login.href,
        authorization_endpoint: `${endpoint}/authorize`,
        token_endpoint: `${endpoint}/token`,
        jwks_uri: `${endpoint}/keys`,
      }),
      cloudDiscoveryMetadata: JSON.stringify({
        tenant_discovery_endpoint: `${login.href}/v2.0/.well-known/openid-configuration`,
        metadata: [
          {
            preferred_network: 'login.microsoftonline.com',
            preferred_cache: 'login.windows.net',
            aliases: ['login.microsoftonline.com'],
          },
        ],
      }),
    },
    system: { networkClient: network },
  });
  const scopes = [resource.endsWith('/.default') ? resource : `${resource}/.default`];
  return () => application.acquireTokenByClientCredential({ scopes, skipCache: true });
}

/** MSAL's way out, with a time-out, which its own has not. */
const network: INetworkModule = {
  sendGetRequestAsync: (url, options) => request('GET', url, options),
  sendPostRequestAsync: (url, options) => request('POST', url, options),
};

async function request<T>(
  method: string,
  url: string,
  options?: { headers?: Record<string, string>; body?: string },
): Promise<{ headers: Record<string, string>; body: T; status: number }> {
  const answer = await fetch(url, { ...options, method, signal: AbortSignal.timeout(TIMEOUT_MS) });
  // Named here, or MSAL would hold back for a minute and miss when to come again.
  if (answer.status === 429 || answer.status >= 500) throw new NoToken(`the token endpoint answered ${answer.status}`);
  return { headers: Object.fromEntries(answer.headers), body: (await answer.json()) as T, status: answer.status };
}
