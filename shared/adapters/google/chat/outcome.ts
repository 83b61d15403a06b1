import { wentOut } from '../../../connection.ts';
import { t } from '../../../language/words.ts';
import type { SendOutcome } from '../../../ports.ts';
import type { Unanswered } from '../once.ts';
import { TOO_FAST } from '../trouble.ts';

/** What was being asked of Google Chat. */
export type Request = 'find' | 'open' | 'post' | 'replace';

/** How a request failed: never "sent". */
export type Failure = Exclude<SendOutcome, { kind: 'sent' }>;

/** What a failure of Google Chat means for a delivery. https://developers.google.com/workspace/chat/api/reference/rest/v1/spaces.messages/create */
export function outcomeOf(trouble: Unanswered, request: Request): Failure {
  switch (trouble.kind) {
    case 'silent':
      return unanswered(request, wentOut(trouble.error));
    case 'not-signed-in':
      return notSignedIn(trouble.because.because.kind === 'permission', request);
    case 'refused':
      return refused(trouble, request);
    default:
      return trouble satisfies never;
  }
}

/** Only a message that was on its way may be there already. */
const unanswered = (request: Request, wasSent: boolean): Failure =>
  request === 'post' && wasSent
    ? { kind: 'unconfirmed', detail: t`It may have arrived: Google Chat didn't answer.` }
    : { kind: 'unavailable', detail: t`Google Chat could not be reached.` };

function notSignedIn(isPermission: boolean, request: Request): Failure {
  // To open a chat we act as its person, and are let only where the school granted it; else the app has to be installed.
  if (request === 'open' && isPermission)
    return {
      kind: 'not-installed',
      detail: t`Countersign isn't installed for them in Google Chat, and may not open a chat with them.`,
    };
  return {
    kind: 'unavailable',
    detail: t`Countersign could not sign in to Google. Please check its service account.`,
  };
}

function refused(
  { status, reason, retryAfterMs }: Extract<Unanswered, { kind: 'refused' }>,
  request: Request,
): Failure {
  if (status === 429 || (status === 403 && TOO_FAST.some((word) => reason.includes(word))))
    return { kind: 'throttled', retryAfterMs };
  switch (status) {
    case 400:
      return request === 'find' || request === 'open' ? NOBODY : UNTAKEN;
    case 401:
      return { kind: 'unavailable', detail: t`Google didn't accept our sign-in. Please check the service account.` };
    case 403:
      return forbidden(request);
    case 404:
      return missing(request);
    case 504:
      return unanswered(request, true);
    default:
      return status >= 500
        ? { kind: 'unavailable', detail: t`Google Chat had a problem (${String(status)}).` }
        : UNTAKEN;
  }
}

function forbidden(request: Request): Failure {
  switch (request) {
    case 'find':
    case 'open':
      return { kind: 'not-installed', detail: t`Countersign isn't allowed or installed for them in Google Chat.` };
    case 'post':
      return { kind: 'blocked', detail: t`They have blocked Countersign in Google Chat.` };
    case 'replace':
      return { kind: 'blocked', detail: t`Google Chat doesn't let us change the message any more.` };
    default:
      return request satisfies never;
  }
}

function missing(request: Request): Failure {
  switch (request) {
    case 'find':
    case 'open':
      return NOBODY;
    case 'post':
      return { kind: 'not-installed', detail: t`Their chat with Countersign is gone.` };
    case 'replace':
      return { kind: 'failed', detail: t`The message is gone.` };
    default:
      return request satisfies never;
  }
}

const NOBODY: Failure = { kind: 'no-account', detail: t`Google Chat doesn't know their account.` };
const UNTAKEN: Failure = { kind: 'failed', detail: t`Google Chat didn't take the message.` };
