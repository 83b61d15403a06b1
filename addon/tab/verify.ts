import { jwtVerify } from 'jose';
import * as z from 'zod';
import type { Config } from '../../shared/config.ts';
import { KeysUnavailable, openIdKeys } from '../../shared/openid.ts';
import type { Account, Clock } from '../../shared/ports.ts';

/** Clocks of two machines differ by a little. */
const CLOCK_TOLERANCE_S = 60;

/** Whose tokens the tab takes, and for what. */
export interface SignIn {
  /** The school's directory, the only one whose people are let in. */
  tenant: string;
  /** The app registration's client id. */
  appId: string;
  /** The server's host as Teams reaches it: a part of the app's own address, api://host/app id. */
  host: string;
  issuer: string;
  metadataUrl: string;
}

/** Sign-in by the school's Entra directory, from the settings of a real school. */
export function entraSignIn(config: Config): SignIn {
  const { MicrosoftAppId, MicrosoftAppTenantId, PUBLIC_URL } = config;
  if (!MicrosoftAppId || !MicrosoftAppTenantId || !PUBLIC_URL) throw new Error('only a real school signs in by Entra');
  const authority = `https://login.microsoftonline.com/${MicrosoftAppTenantId}/v2.0`;
  return {
    tenant: MicrosoftAppTenantId,
    appId: MicrosoftAppId,
    host: new URL(PUBLIC_URL).host,
    issuer: config.EntraTokenIssuer ?? authority,
    metadataUrl: config.EntraOpenIdMetadataUrl ?? `${authority}/.well-known/openid-configuration`,
  };
}

/** What came of looking at a token. `why` is for the log, and never holds what the token says. */
export type Verdict =
  | { kind: 'signed-in'; account: Account; address: string | null }
  | { kind: 'rejected'; why: string }
  /** The directory's keys can't be had: not the person's fault, and worth another try. */
  | { kind: 'unavailable' };

const sameText = (wanted: string) =>
  z
    .string()
    .toLowerCase()
    .refine((given) => given === wanted.toLowerCase());

/** The claims of a person's own token for this app, by Microsoft's access token claims reference. */
const claimsOf = ({ tenant }: SignIn) =>
  z.object({
    // Version 1.0 tokens have another issuer: the app registration has to ask for 2.0 (requestedAccessTokenVersion).
    ver: z.literal('2.0'),
    tid: sameText(tenant),
    oid: z.guid(),
    aud: z.string(),
    // An app that acts by itself has no scope, and neither has an id token.
    scp: z.string().refine((scopes) => scopes.split(' ').includes('access_as_user')),
    idtyp: z.literal('user').optional(),
    upn: z.string().optional().catch(undefined),
    idp: z.string().optional(),
    acct: z.union([z.string(), z.number()]).optional(),
  });

/**
 * Makes the check that every call of the tab passes: Teams' single sign-on token, an Entra access token v2.0 of a person
 * of our own directory, for this app, signed with the directory's key. The bot channel's tokens, other tenants', other
 * apps' and an app's own tokens are rejected.
 *
 * The account is tenant and object id. For its first contact the token vouches for an address in one case only, the `upn`
 * of the directory's own member:
 * - Microsoft warns not to authorise by `email`, `preferred_username` or `unique_name`: people can set some of them
 *   themselves, and a guest's is whatever the guest's own directory says. They are never read.
 * - A `upn` is unique within the directory, its domain is one that the directory has proved to own, and administrators
 *   assign it. It can change, so it is asked once, to find the person of an account that is new, and never again.
 * - Guests are signed in but vouched for by nobody: the school's own list has to name their object id.
 * In v2.0 tokens `upn` is an optional claim of the app registration. Without it nobody is bound here, and people write to
 * the bot first, which asks Teams.
 */
export function createVerify(signIn: () => SignIn, clock: Clock): (authorization?: string) => Promise<Verdict> {
  let made: ReturnType<typeof make> | null = null;
  const make = () => {
    const ours = signIn();
    return { ours, keys: openIdKeys(ours.metadataUrl), Claims: claimsOf(ours) };
  };

  return async (authorization) => {
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization ?? '')?.[1];
    if (!token) return { kind: 'rejected', why: 'no token' };
    made ??= make();
    const { ours, keys, Claims } = made;
    try {
      const { payload } = await jwtVerify(token, keys, {
        algorithms: ['RS256'],
        issuer: ours.issuer,
        audience: [ours.appId, `api://${ours.host}/${ours.appId}`],
        requiredClaims: ['exp', 'nbf', 'iat'],
        clockTolerance: CLOCK_TOLERANCE_S,
        currentDate: clock.now(),
      });
      const claims = Claims.safeParse(payload);
      if (!claims.success) return { kind: 'rejected', why: `claim ${claims.error.issues[0]?.path.join('.')}` };
      const { oid } = claims.data;
      return {
        kind: 'signed-in',
        account: { provider: 'entra', tenant: ours.tenant, objectId: oid.toLowerCase() },
        address: vouchedAddress(claims.data, ours),
      };
    } catch (error) {
      if (error instanceof KeysUnavailable) return { kind: 'unavailable' };
      return { kind: 'rejected', why: (error as { code?: string }).code ?? 'not a token' };
    }
  };
}

/** The address that the directory itself gave one of its members; null for a guest. */
function vouchedAddress(
  { upn, idp, acct }: { upn?: string | undefined; idp?: string | undefined; acct?: string | number | undefined },
  { issuer, tenant }: SignIn,
): string | null {
  const atHome = idp === undefined || idp === issuer || idp === `https://sts.windows.net/${tenant}/`;
  const member = acct === undefined || String(acct) === '0';
  return upn && atHome && member ? upn : null;
}
