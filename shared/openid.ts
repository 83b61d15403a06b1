import { createRemoteJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey, type RemoteJWKSet } from 'jose';
import * as z from 'zod';
import { ConfigError } from './errors.ts';
import { isSafe } from './loopback.ts';

/** Microsoft asks to read keys anew once a day; a token under a key not known yet asks for them sooner. */
const KEYS_LIVE_MS = 24 * 3_600_000;
const TIMEOUT_MS = 5_000;

/** The provider's keys can't be had just now, so nobody knows whether a token is good. Worth another try. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable';
}

const Metadata = z.object({ jwks_uri: z.string().refine(isSafe) });

/**
 * The keys with which an OpenID provider signs tokens, for jose's jwtVerify: found by the provider's metadata when the
 * first token comes, and kept. An unknown key makes them be read again, at most every 30 seconds.
 * @param metadataUrl https, or http on this machine
 * @param channel of the Bot Framework: of its keys, those that list the channels they serve count for these alone
 * @throws ConfigError when it is neither. The keys themselves throw KeysUnavailable when the provider doesn't answer.
 */
export function openIdKeys(metadataUrl: string, channel?: string): JWTVerifyGetKey {
  if (!isSafe(metadataUrl))
    throw new ConfigError(`${metadataUrl}: write an https address; http only reaches this machine`);
  let found: Promise<RemoteJWKSet> | null = null;

  async function find(): Promise<RemoteJWKSet> {
    const answer = await fetch(metadataUrl, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    const { jwks_uri } = Metadata.parse(await answer.json());
    return createRemoteJWKSet(new URL(jwks_uri), { timeoutDuration: TIMEOUT_MS, cacheMaxAge: KEYS_LIVE_MS });
  }

  return async (header, token) => {
    try {
      found ??= find().catch((error) => {
        found = null;
        throw error;
      });
      const keys = await found;
      const key = await keys(header, token);
      if (channel && !serves(keys.jwks(), header.kid, channel)) throw new errors.JWKSNoMatchingKey();
      return key;
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) throw error;
      // What a token asks of the keys may be nonsense: that is the token's fault, not the provider's.
      if (error instanceof errors.JOSENotSupported) throw error;
      throw new KeysUnavailable('the keys can not be had', { cause: error });
    }
  };
}

const Endorsements = z.object({ endorsements: z.array(z.string()) });

/** Whether a key serves a channel: one that doesn't list any serves all. */
function serves(published: JSONWebKeySet | undefined, kid: string | undefined, channel: string): boolean {
  const key = published?.keys.find((candidate) => candidate.kid === kid);
  const listed = Endorsements.safeParse(key);
  return !listed.success || listed.data.endorsements.includes(channel);
}
