import { randomUUID } from 'node:crypto';
import express, { type Router } from 'express';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import type { Clock } from '../../shared/ports.ts';

/** Tokens live for an hour, as Entra's and Google's do. */
const LIFETIME_S = 3_600;

/** Somebody who signs tokens, with a key that is made at start and never leaves. */
export interface Issuer {
  /** Its metadata and its keys, to be mounted at the path it was made for. */
  router: Router;
  metadataUrl: () => string;
  /** A token as of now at school. */
  sign(audience: string, claims: JWTPayload): Promise<string>;
}

/** Makes one under a path of this server. `issuer` is what it calls itself in its tokens. */
export function createIssuer({
  path,
  issuer,
  serverUrl,
  clock,
}: {
  path: string;
  issuer: () => string;
  serverUrl: () => string;
  clock: Clock;
}): Issuer {
  const kid = randomUUID();
  const making = generateKeyPair('RS256');
  // Whoever needs the key hears of it; until then a failure to make one must not end the server.
  making.catch(() => {});
  const router = express.Router();
  router.get('/.well-known/openid-configuration', (_, response) => {
    response.json({ issuer: issuer(), jwks_uri: `${serverUrl()}${path}/keys` });
  });
  router.get('/keys', async (_, response) => {
    const { publicKey } = await making;
    response.json({ keys: [{ ...(await exportJWK(publicKey)), kid, use: 'sig', issuer: issuer() }] });
  });
  return {
    router,
    metadataUrl: () => `${serverUrl()}${path}/.well-known/openid-configuration`,
    async sign(audience, claims) {
      const now = Math.floor(clock.now().getTime() / 1000);
      return new SignJWT(claims)
        .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid })
        .setIssuer(issuer())
        .setAudience(audience)
        .setIssuedAt(now)
        .setNotBefore(now)
        .setExpirationTime(now + LIFETIME_S)
        .sign((await making).privateKey);
    },
  };
}
