import { importPKCS8, SignJWT } from 'jose';
import { type AnyScope, scopeUrl } from '../scopes.ts';
import type { ServiceAccount } from '../settings.ts';
import { GoogleTrouble, lacking, unreadable } from '../trouble.ts';
import { type Exchange, jsonOf } from './exchange.ts';

interface Token {
  value: string;
  /** Milliseconds since 1970 until which it is used. */
  until: number;
}

/** The address of whom we act as; null: the service account acts as itself. */
type Subject = string | null;

/** Tokens are renewed this long before they end, so that none ends on its way. */
const EARLY = 5 * 60_000;
/** One for the administrator, one for each mailbox that is being looked at. */
const KEPT = 20;

/**
 * Access tokens for the accounts we act as. We sign the request ourselves: google-auth-library sends it to an address
 * that cannot be changed and counts on the machine's clock, and one missing permission fails the whole request there.
 * https://developers.google.com/identity/protocols/oauth2/service-account#authorizingrequests
 */
export function createTokens(account: ServiceAccount, exchange: Exchange, now: () => number) {
  /** Least recently used first. */
  const kept = new Map<string, Promise<Token>>();
  const key = importPKCS8(account.privateKey, 'RS256');
  // The failure is told when a token is first asked for.
  key.catch(() => {});

  const nameOf = (subject: Subject, scopes: readonly AnyScope[]) => `${subject} ${scopes.join(' ')}`;

  async function tokenFor(subject: Subject, scopes: readonly AnyScope[]): Promise<string> {
    const name = nameOf(subject, scopes);
    const before = kept.get(name);
    const has = await before?.catch(() => null);
    if (before && !(has && has.until > now()) && kept.get(name) === before) kept.delete(name);
    const token = kept.get(name) ?? ask(subject, scopes);
    kept.delete(name);
    kept.set(name, token);
    for (const oldest of kept.keys()) if (kept.size > KEPT) kept.delete(oldest);
    // A refusal isn't kept: consent may be given at any moment.
    token.catch(() => kept.get(name) === token && kept.delete(name));
    return (await token).value;
  }

  /** All permissions at once; where that is refused, each alone to find out which are granted, and those. */
  async function ask(subject: Subject, scopes: readonly AnyScope[]): Promise<Token> {
    const whole = await request(subject, scopes);
    if (whole) return whole;
    const granted = scopes.length === 1 ? [] : await grantedOf(subject, scopes);
    const part = granted.length > 0 ? await request(subject, granted) : null;
    if (!part) throw new GoogleTrouble('permission', lacking(scopes[0] as AnyScope, account.clientId).words);
    return part;
  }

  async function grantedOf(subject: Subject, scopes: readonly AnyScope[]): Promise<AnyScope[]> {
    const tried = await Promise.all(scopes.map(async (scope) => ((await request(subject, [scope])) ? [scope] : [])));
    return tried.flat();
  }

  /** @returns null when at least one of the permissions is not granted. */
  async function request(subject: Subject, scopes: readonly AnyScope[]): Promise<Token | null> {
    const answer = await exchange.send(
      {
        method: 'POST',
        url: new URL(account.tokenUri),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({
          grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
          assertion: await assertion(subject, scopes),
        }).toString(),
      },
      [],
    );
    const body = jsonOf(answer);
    if (answer.status === 200 && typeof body.access_token === 'string') {
      return { value: body.access_token, until: now() + Number(body.expires_in ?? 0) * 1_000 - EARLY };
    }
    if (body.error === 'unauthorized_client' || body.error === 'access_denied') return null;
    if (body.error === 'invalid_grant') {
      throw new GoogleTrouble(
        'permission',
        'Google does not accept our key, the time of this machine, or the account we act as: look at GOOGLE_SERVICE_ACCOUNT_FILE, and at GOOGLE_ADMIN_SUBJECT (for mails, MAIL_FROM).',
      );
    }
    throw unreadable();
  }

  async function assertion(subject: Subject, scopes: readonly AnyScope[]): Promise<string> {
    const at = Math.floor(now() / 1_000);
    return new SignJWT({ scope: scopes.map(scopeUrl).join(' '), ...(subject !== null && { sub: subject }) })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: account.privateKeyId })
      .setIssuer(account.clientEmail)
      .setAudience(account.tokenUri)
      .setIssuedAt(at)
      .setExpirationTime(at + 3_600)
      .sign(await key);
  }

  return {
    /**
     * A token with as many of the permissions as are granted.
     * @throws GoogleTrouble when none is, or the key is not accepted.
     */
    tokenFor,
    /** Google refused this token before its time: the next one is asked for anew. */
    async forget(subject: Subject, scopes: readonly AnyScope[], refused: string): Promise<void> {
      const name = nameOf(subject, scopes);
      const token = kept.get(name);
      if ((await token)?.value === refused && kept.get(name) === token) kept.delete(name);
    },
    /** Whether this one permission is granted, asked anew. */
    isGranted: async (subject: Subject, scope: AnyScope): Promise<boolean> =>
      (await request(subject, [scope])) !== null,
  };
}

export type Tokens = ReturnType<typeof createTokens>;
