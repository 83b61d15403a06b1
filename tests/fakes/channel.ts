import express from 'express';
import { CompactSign, type CryptoKey, exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';
import { serve, type TestServer } from './server.ts';

/** The app id and the tenant that the tests' bot has, both invented. */
export const APP_ID = '7a1d5c3e-2b64-4f0a-9c8e-0d1f2a3b4c5d';
export const TENANT = '5f0c2b7e-9d14-4a86-b3c8-61e7d2a90f35';
export const ISSUER = 'https://api.botframework.com';

/**
 * A login service: it signs tokens with real keys, publishes those as OpenID metadata does, and gives the bot its own
 * tokens by client credentials.
 */
export interface OpenId extends TestServer {
  metadataUrl: string;
  loginUrl: string;
  /** The public key, as published. */
  publicKey: CryptoKey;
  publicJwk: JWK;
  /** A token as the Bot Connector's, with the claims that a test changes. Undefined takes a claim out. */
  sign(claims?: Record<string, unknown>, how?: { kid?: string; key?: CryptoKey; alg?: string }): Promise<string>;
  /** A token with any bytes for a payload. */
  signBytes(payload: string): Promise<string>;
  /** Whether keys and metadata are answered. */
  up: boolean;
  /** The answer of the token endpoint in place of a token. */
  tokenError: { status: number; body: string } | null;
  /** How many tokens the bot asked for. */
  tokensGiven: number;
  /** How often the keys were read. */
  keysRead: number;
}

/** The settings of a server whose bot signs in there, and takes the tokens that are signed there. */
export const botSettings = ({ loginUrl, metadataUrl }: Pick<OpenId, 'loginUrl' | 'metadataUrl'>) => ({
  MicrosoftAppId: APP_ID,
  MicrosoftAppPassword: 'not-a-secret',
  MicrosoftAppTenantId: TENANT,
  ToChannelFromBotLoginUrl: loginUrl,
  ToBotFromChannelOpenIdMetadataUrl: metadataUrl,
});

const RS256 = 'RS256';

export async function openId(): Promise<OpenId> {
  const { publicKey, privateKey } = await generateKeyPair(RS256, { extractable: true });
  const kid = 'key-1';
  const privateJwk = await exportJWK(privateKey);
  const publicJwk = { ...(await exportJWK(publicKey)), kid, use: 'sig' };
  const app = express();

  app.use('/v1', (_request, response, next) => (self.up ? next() : response.socket?.destroy()));
  app.get('/v1/.well-known/openidconfiguration', (_request, response) => {
    response.json({
      issuer: ISSUER,
      jwks_uri: `${self.url}/v1/.well-known/keys`,
      id_token_signing_alg_values_supported: [RS256],
      token_endpoint_auth_methods_supported: ['private_key_jwt'],
    });
  });
  app.get('/v1/.well-known/keys', (_request, response) => {
    self.keysRead++;
    response.json({
      keys: [
        { ...publicJwk, endorsements: ['msteams', 'webchat'] },
        { ...publicJwk, kid: 'key-webchat', endorsements: ['webchat'] },
        { ...publicJwk, kid: 'key-unsaid' },
      ],
    });
  });
  app.post('/:tenant/oauth2/v2.0/token', express.urlencoded(), (request, response) => {
    self.tokensGiven++;
    const { client_id, scope, grant_type } = request.body as Record<string, string>;
    if (self.tokenError) return void response.status(self.tokenError.status).send(self.tokenError.body);
    if (client_id !== APP_ID || grant_type !== 'client_credentials' || scope !== `${ISSUER}/.default`)
      return void response.status(400).json({ error: 'invalid_request' });
    response.json({ token_type: 'Bearer', expires_in: 3600, access_token: `bot-token-${self.tokensGiven}` });
  });

  const self: OpenId = {
    ...(await serve(app)),
    metadataUrl: '',
    loginUrl: '',
    publicKey,
    publicJwk,
    up: true,
    tokenError: null,
    tokensGiven: 0,
    keysRead: 0,
    signBytes: (payload) =>
      new CompactSign(new TextEncoder().encode(payload)).setProtectedHeader({ alg: RS256, kid }).sign(privateKey),
    sign(claims = {}, how = {}) {
      const now = Math.floor(Date.now() / 1000);
      const payload: JWTPayload = { iss: ISSUER, aud: APP_ID, nbf: now - 10, exp: now + 3600, ...claims };
      for (const [name, value] of Object.entries(payload)) if (value === undefined) delete payload[name];
      const { key = privateJwk, alg = RS256 } = how;
      return new SignJWT(payload).setProtectedHeader({ alg, typ: 'JWT', kid: how.kid ?? kid }).sign(key);
    },
  };
  self.metadataUrl = `${self.url}/v1/.well-known/openidconfiguration`;
  self.loginUrl = `${self.url}/${TENANT}`;
  return self;
}
