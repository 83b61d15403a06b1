import { generateKeyPair, type KeyObject, randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { jwtVerify } from 'jose';
import type { Bearer } from './api.ts';
import type { FakeCustomer } from './customer.ts';
import { userWith } from './users.ts';

const SCOPE = 'https://www.googleapis.com/auth/';
const LIFE_SECONDS = 3_600;
const SERVICE_ACCOUNT = 'countersign@larkenmere.example';

/** Making a key takes a tenth of a second: it is made beside whatever else starts, once for all stand-ins of a process. */
const keys: Promise<{ publicKey: KeyObject; privateKey: KeyObject }> = promisify(generateKeyPair)('rsa', {
  modulusLength: 2_048,
});

/** The key file of the stand-in's service account, in the form of Google's. */
export async function keyFile(url: string) {
  const { privateKey } = await keys;
  return {
    type: 'service_account' as const,
    project_id: 'larkenmere',
    private_key_id: 'stand-in',
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    client_email: SERVICE_ACCOUNT,
    client_id: '100000000000000000042',
    token_uri: `${url}/token`,
  };
}

interface Issued extends Bearer {
  until: number;
}

/** Google's token service: it looks at the signature, the permissions granted to the client, and the account. */
export function createTokenService(customer: FakeCustomer, granted: Set<string>, now: () => Date) {
  let issued = new Map<string, Issued>();

  const refuse = (status: number, error: string, description: string) => ({
    status,
    body: { error, error_description: description },
  });

  async function grant(form: URLSearchParams, audience: string) {
    if (form.get('grant_type') !== 'urn:ietf:params:oauth:grant-type:jwt-bearer') {
      return refuse(400, 'unsupported_grant_type', 'Invalid grant_type');
    }
    const { publicKey } = await keys;
    const claims = await jwtVerify(form.get('assertion') ?? '', publicKey, {
      algorithms: ['RS256'],
      audience,
      issuer: SERVICE_ACCOUNT,
      currentDate: now(),
      requiredClaims: ['iat', 'exp', 'scope'],
    }).then(
      ({ payload }) => payload,
      () => null,
    );
    if (!claims || (claims.exp ?? 0) - (claims.iat ?? 0) > LIFE_SECONDS) {
      return refuse(400, 'invalid_grant', 'Invalid JWT Signature.');
    }
    // Without a subject the service account asks for itself: as the Chat app of its project.
    const subject = String(claims.sub ?? SERVICE_ACCOUNT).toLowerCase();
    const scopes = String(claims.scope)
      .split(' ')
      .map((scope) => scope.replace(SCOPE, ''));
    if (!scopes.every((scope) => granted.has(scope))) {
      return refuse(
        401,
        'unauthorized_client',
        'Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested.',
      );
    }
    const user = userWith(customer, subject);
    if (claims.sub !== undefined && (!user || user.suspended || user.deletedAt !== null)) {
      return refuse(400, 'invalid_grant', 'Invalid email or User ID');
    }
    const token = `ya29.${randomUUID()}`;
    issued.set(token, { subject, scopes: new Set(scopes), until: now().getTime() + LIFE_SECONDS * 1_000 });
    return { status: 200, body: { access_token: token, expires_in: LIFE_SECONDS, token_type: 'Bearer' } };
  }

  return {
    grant,
    /** Who a token stands for; null when it is none of ours or has ended. */
    bearerOf(authorization: string | undefined): Bearer | null {
      const found = issued.get(authorization?.replace(/^Bearer /, '') ?? '');
      return found && found.until > now().getTime() ? found : null;
    },
    /** Ends every token before its time. */
    endAll: () => void (issued = new Map()),
  };
}
