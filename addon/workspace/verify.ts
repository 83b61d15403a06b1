import { jwtVerify } from 'jose';
import * as z from 'zod';
import { ConfigError } from '../../shared/errors.ts';
import { KeysUnavailable, openIdKeys } from '../../shared/openid.ts';
import type { Account, Clock } from '../../shared/ports.ts';
import type { WorkspaceSettings } from './settings.ts';

/** Clocks of two machines differ by a little. */
const CLOCK_TOLERANCE_S = 60;

/** Google writes its own name in both ways. */
const ISSUERS = ['https://accounts.google.com', 'accounts.google.com'];

/** The tokens of a request, as it brought them. */
export interface Tokens {
  /** That the request is Google's, for our add-on. */
  system: string | undefined;
  /** Who uses it; missing until they, or their administrator, have allowed the add-on to know. */
  user: string | undefined;
}

/** A person as Google vouches for them. */
export interface SignedIn {
  account: Account;
  /** The address their school gave them. */
  address: string | null;
}

/** What came of looking at the tokens. `why` is for the log, and never holds what a token says. */
export type Verdict =
  | { kind: 'verified'; person: SignedIn | null }
  | { kind: 'rejected'; why: string }
  /** Google's keys can't be had: nobody's fault, and worth another try. */
  | { kind: 'unavailable' };

/** One claim of a single, exact value; a list that holds it among others is another value. */
const exactly = (value: string) => z.literal(value);

/**
 * Makes the check that every request passes, by Google's "Validate requests from Google" for add-ons over HTTP:
 * - the system token: Google's signature and expiry, Google as its issuer, exactly our endpoint as its audience, and as its
 *   e-mail exactly the service account of our own project. Every add-on in the world is called by one with the same ending.
 * - the user token: the same signature, for our own OAuth client, of a person of one of the school's domains. Its `sub` is
 *   the account's id in the directory; the address is the one that the school's administrators assigned.
 * @throws ConfigError when it isn't said whom to let in: an empty audience would let in everybody.
 */
export function createVerify(settings: WorkspaceSettings, clock: Clock): (tokens: Tokens) => Promise<Verdict> {
  const { endpoint, serviceAccount, clientId, customer, domains, metadataUrl } = settings;
  for (const [name, value] of Object.entries({
    GOOGLE_ADDON_URL: endpoint,
    GOOGLE_ADDON_SERVICE_ACCOUNT: serviceAccount,
    GOOGLE_ADDON_CLIENT_ID: clientId,
    GOOGLE_CUSTOMER_ID: customer,
    GOOGLE_DOMAINS: domains.join(),
  }))
    if (!value) throw new ConfigError(`${name}: without it anybody could call the Google add-on`);

  const keys = openIdKeys(metadataUrl);
  const System = z.object({ aud: exactly(endpoint), email: exactly(serviceAccount), email_verified: z.literal(true) });
  const User = z.object({
    aud: exactly(clientId),
    sub: z.string().regex(/^\d{1,255}$/),
    hd: z
      .string()
      .toLowerCase()
      .refine((domain) => domains.includes(domain)),
    email: z.email().optional().catch(undefined),
    email_verified: z.boolean().optional().catch(undefined),
  });

  async function claimsOf<S extends z.ZodType>(token: string, audience: string, Claims: S): Promise<z.output<S>> {
    const { payload } = await jwtVerify(token, keys, {
      algorithms: ['RS256'],
      issuer: ISSUERS,
      audience,
      requiredClaims: ['exp', 'iat'],
      clockTolerance: CLOCK_TOLERANCE_S,
      currentDate: clock.now(),
    });
    return Claims.parse(payload);
  }

  return async ({ system, user }) => {
    if (!system) return { kind: 'rejected', why: 'no system token' };
    try {
      await claimsOf(system, endpoint, System);
      if (!user) return { kind: 'verified', person: null };
      const { sub, email, email_verified } = await claimsOf(user, clientId, User);
      return {
        kind: 'verified',
        person: {
          account: { provider: 'google', tenant: customer, objectId: sub },
          address: email && email_verified ? email : null,
        },
      };
    } catch (error) {
      if (error instanceof KeysUnavailable) return { kind: 'unavailable' };
      if (error instanceof z.ZodError) return { kind: 'rejected', why: `claim ${error.issues[0]?.path.join('.')}` };
      return { kind: 'rejected', why: (error as { code?: string }).code ?? 'not a token' };
    }
  };
}
