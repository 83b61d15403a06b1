import type { ConfidentialClientApplication, INetworkModule, ManagedIdentityApplication } from '@azure/msal-node';
import { decodeJwt } from 'jose';
import * as z from 'zod';
import type { Send } from './send.ts';
import { type Answer, failed } from './trouble.ts';

/** How the app proves who it is. */
export type Credential =
  | { kind: 'secret'; secret: string }
  /** PEM texts; the thumbprint is the certificate's SHA-256, in hex. */
  | { kind: 'certificate'; privateKey: string; thumbprint: string; certificate?: string }
  /** The Azure resource's own identity; the client id of a user-assigned one. */
  | { kind: 'managed-identity'; clientId?: string };

export interface TokenSettings {
  tenant: string;
  clientId: string;
  credential: Credential;
  /** Where Entra signs apps in: https://login.microsoftonline.com, or a national cloud's. */
  authority: string;
  /** https://graph.microsoft.com, whatever the version in the path. */
  resource: string;
}

/** One token for everything: MSAL keeps it until shortly before it ends. */
export interface Tokens {
  get(): Promise<Answer<string>>;
  /** A new one, unless someone has got one since `refused` was given. */
  renew(refused: string): Promise<Answer<string>>;
  /** The application permissions in our own token; null when it can't be read, which Microsoft reserves the right to. */
  permissions(): Promise<Answer<ReadonlySet<string> | null>>;
}

export function tokens(settings: TokenSettings, send: Send): Tokens {
  const { network, lastAnswer, givenUp } = networkOf(send);
  let application: Promise<(anew: boolean) => Promise<string | undefined>> | null = null;
  let pending: Promise<Answer<string>> | null = null;
  let current: string | null = null;

  const acquire = async (anew: boolean): Promise<Answer<string>> => {
    try {
      application ??= applicationOf(settings, network);
      const token = await (await application)(anew);
      if (!token) return failed('sign-in');
      current = token;
      return { ok: true, body: token };
    } catch (error) {
      // Nobody waits for the platform any more: that says nothing about the sign-in.
      const given = givenUp();
      if (given) throw given.error;
      const answer = lastAnswer();
      if (answer && !answer.ok) return answer;
      return failed('sign-in', codeOf(error));
    }
  };

  /** Whoever asks while a token is on its way waits for that one. */
  const once = (anew: boolean) => {
    pending ??= acquire(anew).finally(() => void (pending = null));
    return pending;
  };

  return {
    get: () => once(false),
    renew: (refused) => once(current === refused),
    async permissions() {
      const token = await once(false);
      return token.ok ? { ok: true, body: rolesIn(token.body) } : token;
    },
  };
}

const Roles = z.object({ roles: z.array(z.string()).default([]) });

function rolesIn(token: string): ReadonlySet<string> | null {
  try {
    return new Set(Roles.parse(decodeJwt(token)).roles);
  } catch {
    return null;
  }
}

/** "AADSTS7000222" tells an administrator more than MSAL's own codes; the sentence around it names ids. */
function codeOf(error: unknown): string | null {
  const { errorCode, message } = error as { errorCode?: string; message?: string };
  return message?.match(/AADSTS\d+/)?.[0] ?? errorCode ?? null;
}

/** MSAL takes a third of a second to load: not before the first question. */
async function applicationOf(settings: TokenSettings, networkClient: INetworkModule) {
  const msal = await import('@azure/msal-node');
  const { credential, resource } = settings;
  if (credential.kind === 'managed-identity') {
    const identity: ManagedIdentityApplication = new msal.ManagedIdentityApplication({
      ...(credential.clientId && { managedIdentityIdParams: { userAssignedClientId: credential.clientId } }),
      system: { networkClient, disableInternalRetries: true },
    });
    return async (anew: boolean) => (await identity.acquireToken({ resource, forceRefresh: anew })).accessToken;
  }
  const app: ConfidentialClientApplication = new msal.ConfidentialClientApplication({
    auth: {
      clientId: settings.clientId,
      ...authorityOf(settings),
      ...(credential.kind === 'secret'
        ? { clientSecret: credential.secret }
        : {
            clientCertificate: {
              privateKey: credential.privateKey,
              thumbprintSha256: credential.thumbprint,
              ...(credential.certificate && { x5c: credential.certificate }),
            },
          }),
    },
    system: { networkClient },
  });
  return async (anew: boolean) =>
    (await app.acquireTokenByClientCredential({ scopes: [`${resource}/.default`], skipCache: anew }))?.accessToken;
}

/**
 * The token endpoint has the same path in every cloud, so it is said here and MSAL asks nobody for it. MSAL takes no
 * http authority, but takes an http token endpoint: that is how a stand-in on this machine is reached.
 */
function authorityOf({ authority, tenant }: TokenSettings) {
  const { host } = new URL(authority);
  const base = `${new URL(authority).origin}/${tenant}`;
  return {
    authority: `https://${host}/${tenant}`,
    knownAuthorities: [host],
    authorityMetadata: JSON.stringify({
      authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
      token_endpoint: `${base}/oauth2/v2.0/token`,
      issuer: `${base}/v2.0`,
      jwks_uri: `${base}/discovery/v2.0/keys`,
    }),
  };
}

/**
 * MSAL's network, with our own patience: after a 429 or 5xx that it sees, MSAL refuses to ask again for a minute, so it
 * sees such an answer never. What the platform did is kept for whoever asked, and that sending was given up as well.
 */
function networkOf(send: Send) {
  let last: Answer<unknown> | null = null;
  let kept: { error: unknown } | null = null;
  const ask = async (
    method: 'GET' | 'POST',
    url: string,
    options?: Parameters<INetworkModule['sendPostRequestAsync']>[1],
  ) => {
    last = null;
    kept = null;
    const answer = await send(method, url, {
      headers: options?.headers ?? {},
      ...(method === 'POST' && { body: options?.body ?? '' }),
      // A token asked for twice is two tokens: nothing is lost.
      repeatable: true,
    }).catch((error: unknown) => {
      kept = { error };
      throw error;
    });
    if (!answer.ok) {
      last = answer;
      throw new Error(answer.trouble.code ?? answer.trouble.kind);
    }
    const { status, headers, body } = answer.body;
    return { status, headers: Object.fromEntries(headers), body: body as never };
  };
  const network: INetworkModule = {
    sendGetRequestAsync: (url, options) => ask('GET', url, options),
    sendPostRequestAsync: (url, options) => ask('POST', url, options),
  };
  return { network, lastAnswer: () => last, givenUp: () => kept };
}
