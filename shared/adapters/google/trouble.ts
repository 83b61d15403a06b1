import type { Because } from '../../directories/fact.ts';
import { CursorExpired, DirectoryTrouble } from '../../directories/port.ts';
import { type AnyScope, howToGrant, type Scope } from './scopes.ts';
import { type Answer, parsed } from './wire/answer.ts';

/** Google could not be asked, or did not answer, or answered with what nobody can read. Already worded. */
export class GoogleTrouble extends Error {
  override readonly name = 'GoogleTrouble';
  readonly because: Because;
  constructor(kind: Because['kind'], words: string) {
    super(words);
    this.because = { kind, words };
  }
}

/** Reasons in a 403 that mean "too fast", not "not allowed". https://developers.google.com/workspace/admin/directory/v1/limits */
export const TOO_FAST = ['rateLimitExceeded', 'userRateLimitExceeded', 'quotaExceeded', 'RATE_LIMIT_EXCEEDED'];

/** Whether another try of the same call may succeed; of a 403 the body says so. */
const mayPass = (status: number, body: () => unknown): boolean =>
  status === 429 || status >= 500 || (status === 403 && reasonsIn(body()).some((reason) => TOO_FAST.includes(reason)));

export const isBusy = ({ status, text }: Answer): boolean => mayPass(status, () => parsed(text));

export const notAnswered = () =>
  new GoogleTrouble('no-answer', 'Google did not answer, or asked us to wait for too long. It will be tried again.');

export const unreadable = () => new GoogleTrouble('unreadable', 'Google answered with something we cannot read.');

/** Whether Google says that the thing asked for does not exist. */
export const isNotFound = (error: unknown): boolean => answerIn(error)?.status === 404;

/** Whether Google says that the account has no mailbox. */
export const isWithoutMail = (error: unknown): boolean =>
  answerIn(error)?.status === 400 && reasonsIn(answerIn(error)?.data).includes('failedPrecondition');

/** Why a call failed, in words that say what to do about it. `scope` is the permission that the call needs. */
export function becauseOf(error: unknown, scope: Scope, clientId: string): Because {
  const trouble = troubleIn(error);
  if (trouble) return trouble.because;
  const answer = answerIn(error);
  if (!answer) return unreadable().because;
  const { status, data } = answer;
  const reasons = reasonsIn(data);
  if (mayPass(status, () => data)) return notAnswered().because;
  if (reasons.some((reason) => reason === 'accessNotConfigured' || reason === 'SERVICE_DISABLED')) {
    return {
      kind: 'permission',
      words: `Switch on the API behind ${scope} for our project, in Google Cloud under APIs & Services › Library.`,
    };
  }
  if (reasons.includes('domainPolicy')) {
    return {
      kind: 'permission',
      words:
        "The school lets no app use Drive: in Google's Admin console, under Apps › Google Workspace › Drive and Docs › Features and applications, allow the Drive SDK.",
    };
  }
  if (reasons.includes('domainCannotUseApis') || reasons.includes('notEntitled')) {
    return { kind: 'licence', words: `The school's Google edition does not include what ${scope} reads.` };
  }
  if (reasons.some((reason) => reason === 'insufficientPermissions' || reason === 'ACCESS_TOKEN_SCOPE_INSUFFICIENT')) {
    return lacking(scope, clientId);
  }
  if (status === 401 || status === 403) {
    return {
      kind: 'permission',
      words: `The administrator in GOOGLE_ADMIN_SUBJECT may not do this: give that account an admin role that covers ${scope}.`,
    };
  }
  return unreadable().because;
}

/** The permission is not granted to us: which, and where to grant it. */
export const lacking = (scope: AnyScope, clientId: string): Because => ({
  kind: 'permission',
  words: `We lack ${scope}. ${howToGrant(scope, clientId)}.`,
});

/** The same failure as the end of a run. */
export const endOfRun = (error: unknown, scope: Scope, clientId: string): DirectoryTrouble | CursorExpired =>
  error instanceof DirectoryTrouble || error instanceof CursorExpired
    ? error
    : new DirectoryTrouble(becauseOf(error, scope, clientId));

/** Google's client wraps what its transport throws. */
function troubleIn(error: unknown): GoogleTrouble | null {
  for (let at = error; at instanceof Error; at = at.cause) if (at instanceof GoogleTrouble) return at;
  return null;
}

function answerIn(error: unknown): { status: number; data: unknown } | null {
  const answer = (error as { response?: { status?: unknown; data?: unknown } } | null)?.response;
  return typeof answer?.status === 'number' ? { status: answer.status, data: answer.data } : null;
}

/** Google names reasons in two places, an older and a newer. */
export function reasonsIn(body: unknown): string[] {
  const error = (body as { error?: { errors?: unknown; details?: unknown } } | null)?.error;
  if (typeof error !== 'object' || error === null) return [];
  return [error.errors, error.details]
    .flatMap((list) => (Array.isArray(list) ? list : []))
    .flatMap((entry) => (typeof entry?.reason === 'string' ? [entry.reason] : []));
}
