import { randomBytes } from 'node:crypto';
import { decodeProtectedHeader, importSPKI, importX509, jwtVerify, SignJWT } from 'jose';

/** What an app must show to get a token. */
export interface Registration {
  tenant: string;
  clientId: string;
  secret: string;
  /** PEM of the certificate or public key that was uploaded, if any. */
  certificate?: string;
}

export type TokenReply = { status: number; body: unknown };

const LIFETIME_S = 3_599;

const refused = (code: number, error: string, description: string): TokenReply => ({
  status: error === 'invalid_request' ? 400 : 401,
  body: { error, error_description: `AADSTS${code}: ${description}`, error_codes: [code] },
});

/** Entra's token endpoint and the check of what it gave out: real tokens, signed and ending, by the stand-in's clock. */
export function tokenIssuer(registration: Registration, now: () => Date) {
  const key = randomBytes(32);
  /** Tokens given before this moment are worth nothing any more. */
  let validFrom = 0;
  let issued = 0;

  const give = async (resource: string, permissions: ReadonlySet<string>) => {
    issued++;
    const at = Math.floor(now().getTime() / 1_000);
    return new SignJWT({
      appid: registration.clientId,
      tid: registration.tenant,
      // An app without permissions has no roles in its token at all.
      ...(permissions.size && { roles: [...permissions] }),
    })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setAudience(resource)
      .setIssuer(`https://sts.windows.net/${registration.tenant}/`)
      .setIssuedAt(at)
      .setExpirationTime(at + LIFETIME_S)
      .setJti(String(issued))
      .sign(key);
  };

  return {
    get issued() {
      return issued;
    },
    revokeAll() {
      validFrom = issued + 1;
    },

    async grant(
      path: string,
      form: URLSearchParams,
      url: string,
      permissions: ReadonlySet<string>,
    ): Promise<TokenReply> {
      if (path !== `/${registration.tenant}/oauth2/v2.0/token`)
        return refused(90002, 'invalid_request', `Tenant '${path.split('/')[1]}' not found.`);
      if (form.get('grant_type') !== 'client_credentials')
        return refused(70003, 'unsupported_grant_type', 'Unsupported grant.');
      if (form.get('client_id') !== registration.clientId)
        return refused(
          700016,
          'unauthorized_client',
          'Application with that identifier was not found in the directory.',
        );
      const problem = await credentialProblem(form, url);
      if (problem) return problem;
      const resource = form.get('scope')?.replace(/\/\.default$/, '') ?? '';
      const token = await give(resource, permissions);
      return {
        status: 200,
        body: { token_type: 'Bearer', expires_in: LIFETIME_S, ext_expires_in: LIFETIME_S, access_token: token },
      };
    },

    /** The address that an Azure App Service gives its apps for their managed identity. */
    async identity(query: URLSearchParams, permissions: ReadonlySet<string>): Promise<TokenReply> {
      const resource = query.get('resource') ?? '';
      const at = Math.floor(now().getTime() / 1_000);
      const token = await give(resource, permissions);
      // MSAL measures by the machine's clock.
      const expires = Math.floor(Date.now() / 1_000) + LIFETIME_S;
      return {
        status: 200,
        body: { access_token: token, expires_on: expires, not_before: at, resource, token_type: 'Bearer' },
      };
    },

    /** Why a token is not taken; null if it is. */
    async problem(authorization: string | undefined, resource: string): Promise<string | null> {
      const token = /^Bearer (.+)$/.exec(authorization ?? '')?.[1];
      if (!token) return 'Access token is empty.';
      try {
        const { payload } = await jwtVerify(token, key, { audience: resource, currentDate: now() });
        return Number(payload.jti) < validFrom ? 'Continuous access evaluation resulted in challenge.' : null;
      } catch {
        return 'Lifetime validation failed, the token is expired.';
      }
    },
  };

  async function credentialProblem(form: URLSearchParams, url: string): Promise<TokenReply | null> {
    const assertion = form.get('client_assertion');
    if (!assertion) {
      return form.get('client_secret') === registration.secret
        ? null
        : refused(7000215, 'invalid_client', 'Invalid client secret provided.');
    }
    const wrong = refused(
      700027,
      'invalid_client',
      'The certificate used to sign the client assertion is not registered.',
    );
    if (!registration.certificate) return wrong;
    try {
      const { alg = 'RS256' } = decodeProtectedHeader(assertion);
      const pem = registration.certificate;
      const certificate = pem.includes('BEGIN CERTIFICATE') ? await importX509(pem, alg) : await importSPKI(pem, alg);
      await jwtVerify(assertion, certificate, {
        audience: url,
        issuer: registration.clientId,
        subject: registration.clientId,
        // Entra allows for clocks that differ by five minutes; MSAL rounds to the next second.
        clockTolerance: 300,
      });
      return null;
    } catch {
      return wrong;
    }
  }
}
