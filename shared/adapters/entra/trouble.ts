import * as z from 'zod';
import type { Because } from '../../directories/fact.ts';
import { type PermissionName, permissionNamed } from './permissions.ts';

/** What came of a question to Graph. Nothing in this adapter throws for what the platform may do. */
export type Answer<T> = { ok: true; body: T } | { ok: false; trouble: Trouble };

/** Why a question has no answer, before it is known what was to be learned from it. */
export interface Trouble {
  kind:
    | 'sign-in'
    | 'permission'
    | 'licence'
    /** No such object, or none in this mailbox, drive … */
    | 'not-found'
    /** The delta token is too old. */
    | 'gone'
    | 'throttled'
    | 'no-answer'
    | 'unreadable'
    /** Any other refusal: `code` tells. */
    | 'refused';
  /** Graph's own code ("Authorization_RequestDenied") or Entra's ("AADSTS7000222"): never a sentence, never personal data. */
  code: string | null;
}

export const failed = (kind: Trouble['kind'], code: string | null = null): { ok: false; trouble: Trouble } => ({
  ok: false,
  trouble: { kind, code },
});

/** The codes Graph uses for "your licence does not include this"; seen with status 403 and 400. */
const LICENCE_CODES = [
  'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
  'AadPremiumLicenseRequired',
  'RequestFromNonPremiumTenant',
];
/** Intune's answer on a tenant without Intune has no code of its own. */
const LICENCE_WORDS = /not applicable to target tenant|premium license|does not have .*licen[cs]e/i;

/** Delta tokens live seven days; the code comes with 410, and with other 40X answers (docs: delta-query-overview). */
const GONE_CODES = /^(syncState|resync)/i;

const ErrorBody = z.object({ error: z.object({ code: z.string().nullish(), message: z.string().nullish() }) });

/** What a status outside 2xx means. */
export function troubleOf(status: number, body: unknown): Trouble {
  const parsed = ErrorBody.safeParse(body);
  const code = parsed.data?.error.code || null;
  const message = parsed.data?.error.message ?? '';
  const kind = ((): Trouble['kind'] => {
    if (code && LICENCE_CODES.includes(code)) return 'licence';
    if ((status === 400 || status === 403) && LICENCE_WORDS.test(message)) return 'licence';
    if (status === 410 || (code && GONE_CODES.test(code))) return 'gone';
    if (status === 401) return 'sign-in';
    if (status === 403) return 'permission';
    if (status === 404) return 'not-found';
    if (status === 429) return 'throttled';
    if (status >= 500) return 'no-answer';
    return 'refused';
  })();
  return { kind, code: code ?? String(status) };
}

/** How to grant a permission: the same words everywhere. */
export const grantWords = (permission: PermissionName): string =>
  `We lack ${permission}: grant it in the Microsoft Entra admin centre, under App registrations, API permissions, and give admin consent.`;

/** One sentence for the ICT manager; `permission` is what the question needed. */
export function becauseOf({ kind, code }: Trouble, permission?: PermissionName): Because {
  const marked = code ? ` (${code})` : '';
  switch (kind) {
    case 'sign-in':
      return {
        kind: 'permission',
        words: `Microsoft did not let this app sign in${marked}: check its secret or certificate, and that consent still stands.`,
      };
    case 'permission':
      return {
        kind: 'permission',
        words: permission ? grantWords(permission) : `Microsoft did not let this app look${marked}.`,
      };
    case 'licence':
      return {
        kind: 'licence',
        words:
          (permission && permissionNamed(permission).licence?.lost) ||
          `The school's Microsoft licence does not include this${marked}.`,
      };
    case 'not-found':
      return { kind: 'unreadable', words: `Microsoft says that this does not exist${marked}.` };
    case 'gone':
      return { kind: 'unreadable', words: 'Microsoft no longer knows where we had stopped reading.' };
    case 'throttled':
      return { kind: 'no-answer', words: 'Microsoft asked us to wait for too long: we will try again.' };
    case 'no-answer':
      return { kind: 'no-answer', words: `Microsoft did not answer${marked}: we will try again.` };
    case 'unreadable':
      return { kind: 'unreadable', words: 'Microsoft answered with something we could not read.' };
    case 'refused':
      return { kind: 'unreadable', words: `Microsoft refused our question${marked}.` };
    default:
      return kind satisfies never;
  }
}
