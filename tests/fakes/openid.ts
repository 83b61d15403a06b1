import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

/** An OpenID provider on this machine, with real keys. */
export interface OpenIdServer {
  metadataUrl: string;
  /** A token that it issued. */
  sign(claims: JWTPayload, header?: Record<string, unknown>): Promise<string>;
  /** How often its keys were read. */
  asked(): number;
  /** Gives it another key, and forgets the one before. */
  rotate(): Promise<void>;
  /** Whether it answers. */
  up: boolean;
  stop(): Promise<void>;
}

export async function openIdServer(): Promise<OpenIdServer> {
  let number = 0;
  const newKey = async () => ({ kid: `key-${++number}`, ...(await generateKeyPair('RS256', { extractable: true })) });
  let key = await newKey();
  let asked = 0;

  const server = createServer(async (request, response) => {
    if (!self.up) return void response.writeHead(500).end();
    response.setHeader('content-type', 'application/json');
    if (request.url === '/keys') {
      asked++;
      const jwk = { ...(await exportJWK(key.publicKey)), kid: key.kid, alg: 'RS256', use: 'sig' };
      return void response.end(JSON.stringify({ keys: [jwk] }));
    }
    response.end(JSON.stringify({ jwks_uri: `${origin}/keys` }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const self: OpenIdServer = {
    metadataUrl: `${origin}/.well-known/openid-configuration`,
    sign: (claims, header = {}) =>
      new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: key.kid, ...header }).sign(key.privateKey, {
        crit: Object.fromEntries(((header.crit ?? []) as string[]).map((name) => [name, true])),
      }),
    asked: () => asked,
    async rotate() {
      key = await newKey();
    },
    up: true,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return self;
}
