import type { IncomingHttpHeaders } from 'node:http';
import { errors, type JWTPayload, jwtVerify } from 'jose';
import type { Config } from '../shared/config.ts';
import { isLoopback } from '../shared/loopback.ts';
import { KeysUnavailable, openIdKeys } from '../shared/openid.ts';
import type { Activity } from './inbound.ts';
import { mayServe } from './reach.ts';

const CHANNEL = 'msteams';
/** The Bot Framework's public cloud, unless its settings say otherwise. */
const CHANNEL_METADATA = 'https://login.botframework.com/v1/.well-known/openidconfiguration';
const CHANNEL_ISSUER = 'https://api.botframework.com';

/** Clocks may differ by what the Bot Connector's authentication reference calls the industry standard. */
const CLOCK_TOLERANCE_S = 300;

/**
 * A token's signature is checked once and counts for so long: the Connector sends the same token with each of thousands of
 * presses. The keys themselves are read anew once a day, so a key that is withdrawn counts for hardly any longer.
 */
const KNOWN_FOR_MS = 10 * 60_000;
const MOST_KNOWN = 100;

/** A request that goes no further. The reason is for the log: the sender learns nothing but the status. */
export class Denied extends Error {
  override readonly name = 'Denied';
  readonly status: 401 | 403 | 503;
  constructor(status: 401 | 403 | 503, reason: string) {
    super(reason);
    this.status = status;
  }
}

/** Where a request comes from: its headers, and the address of the peer. */
interface Caller {
  headers: IncomingHttpHeaders;
  peer: string | undefined;
}

/** Holds the activity of an authentic caller against what the caller proved. @throws Denied */
export type Admit = (activity: Activity) => void;

/** Decides who is let in, before any body is read. @throws Denied */
export type Verify = (caller: Caller) => Promise<Admit>;

/**
 * With an app id, the Bot Connector's own tokens alone; without, as in the sandbox, whoever runs on this machine.
 * We do it ourselves, in front of the SDK: that takes an ordinary Entra user's token for the same app id as the channel's,
 * accepts every tenant, and answers 500 to forged signatures.
 */
export const createVerify = (config: Config): Verify =>
  config.MicrosoftAppId ? channel(config, config.MicrosoftAppId) : loopback(config);

function loopback(config: Config): Verify {
  return async ({ headers, peer = '' }) => {
    // The Host header keeps out web pages that make a name of their own point here.
    const host = URL.parse(`http://${headers.host ?? ''}`)?.hostname ?? '';
    if (!isLoopback(peer) || !isLoopback(host)) throw new Denied(403, 'the sandbox answers this machine only');
    return ({ serviceUrl }) => {
      if (!mayServe(serviceUrl, config)) throw new Denied(403, 'the service URL is not on this machine');
    };
  };
}

function channel(config: Config, appId: string): Verify {
  const keys = openIdKeys(config.ToBotFromChannelOpenIdMetadataUrl ?? CHANNEL_METADATA, CHANNEL);
  const expected = {
    issuer: config.ToBotFromChannelTokenIssuer ?? CHANNEL_ISSUER,
    audience: appId,
    algorithms: ['RS256'],
    requiredClaims: ['exp'],
    clockTolerance: CLOCK_TOLERANCE_S,
  };

  const known = new Map<string, { payload: JWTPayload; until: number }>();

  async function payloadOf(token: string): Promise<JWTPayload> {
    const before = known.get(token);
    if (before && Date.now() < before.until) return before.payload;
    const { payload } = await jwtVerify(token, keys, expected).catch((error) => {
      // Then the channel should come again.
      if (error instanceof KeysUnavailable) throw new Denied(503, error.message);
      throw new Denied(401, error instanceof errors.JOSEError ? `${error.code}: ${error.message}` : 'not a token');
    });
    if (known.size >= MOST_KNOWN) known.clear();
    const ends = ((payload.exp ?? 0) + CLOCK_TOLERANCE_S) * 1_000;
    known.set(token, { payload, until: Math.min(ends, Date.now() + KNOWN_FOR_MS) });
    return payload;
  }

  return async ({ headers }) => {
    const token = /^Bearer ([\w.-]+)$/i.exec(headers.authorization ?? '')?.[1];
    if (!token) throw new Denied(401, 'no bearer token');
    const payload = await payloadOf(token);
    return ({ channelId, serviceUrl, conversation, channelData }) => {
      if (channelId !== CHANNEL) throw new Denied(403, 'not from Microsoft Teams');
      if (payload.serviceurl !== serviceUrl) throw new Denied(403, 'the token is for another service URL');
      if (!mayServe(serviceUrl, config)) throw new Denied(403, 'the service URL is not in BOT_SERVICE_HOSTS');
      const tenants = [channelData?.tenant?.id, conversation.tenantId].filter((id) => id != null);
      const ours = config.MicrosoftAppTenantId?.toLowerCase();
      if (!tenants.length || tenants.some((id) => id.toLowerCase() !== ours)) throw new Denied(403, 'another tenant');
    };
  };
}
