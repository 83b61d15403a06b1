import * as z from 'zod';
import { retryAfter, wentOut } from '../shared/connection.ts';
import { t } from '../shared/language/words.ts';
import type { SendOutcome } from '../shared/ports.ts';
import { NoToken } from './token.ts';

/** What was being asked of the Connector. */
export type Request = 'open' | 'post' | 'put' | 'member';

/** How a request failed: never "sent". */
export type Failure = Exclude<SendOutcome, { kind: 'sent' }>;

/** What the SDK throws for a request: its RestError. */
const RestError = z.object({
  statusCode: z.number().optional().catch(undefined),
  response: z
    .object({ bodyAsText: z.string().nullish(), headers: z.custom<{ get(name: string): string | undefined }>() })
    .optional()
    .catch(undefined),
});
const Body = z.object({ error: z.object({ code: z.string().catch(''), message: z.string().catch('') }) });

/**
 * What an error of the Connector means for a delivery. The sub-codes of a 403 are matched loosely: the platform spells
 * them in more than one way. Status codes: the Teams documentation, "Send proactive messages" and "Status code responses".
 */
export function outcomeOf(error: unknown, request: Request, now: Date): Failure {
  if (error instanceof NoToken)
    return {
      kind: 'unavailable',
      detail: t`Countersign could not sign in to Microsoft. Please check the bot's settings.`,
    };
  const { statusCode, response } = RestError.safeParse(error).data ?? {};
  if (statusCode === undefined || statusCode < 300) return unanswered(error, request);
  const said = describe(response?.bodyAsText);
  switch (statusCode) {
    case 401:
      return /BotNotRegistered/i.test(said)
        ? { kind: 'failed', detail: t`Microsoft doesn't know this bot. Please check its registration.` }
        : { kind: 'unavailable', detail: t`Microsoft didn't accept the bot's sign-in. Please check its settings.` };
    case 403:
      return forbidden(said);
    case 404:
      return missing(request);
    case 413:
      return { kind: 'failed', detail: t`The message is larger than Teams takes.` };
    case 429:
      return { kind: 'throttled', retryAfterMs: retryAfter(response?.headers.get('retry-after'), now) };
    case 408:
    case 412:
      return { kind: 'unavailable', detail: t`Teams was busy.` };
    case 504:
      // What stood in between gave up waiting; the Connector itself may have gone on.
      return unanswered(error, request);
    default:
      return statusCode >= 500
        ? { kind: 'unavailable', detail: t`Teams had a problem (${String(statusCode)}).` }
        : { kind: 'failed', detail: t`Teams didn't take the message (${String(statusCode)}).` };
  }
}

/** No answer, or one that can't be read. Only sending can't be repeated without harm. */
function unanswered(error: unknown, request: Request): Failure {
  return request !== 'post' || !wentOut(error)
    ? { kind: 'unavailable', detail: t`Teams could not be reached.` }
    : { kind: 'unconfirmed', detail: t`It may have arrived: Teams didn't answer.` };
}

function forbidden(said: string): Failure {
  if (/roster|not.?installed/i.test(said))
    return { kind: 'not-installed', detail: t`They don't have the app in Teams.` };
  if (/admin/i.test(said) && !/by.?user/i.test(said))
    return { kind: 'blocked', detail: t`An administrator doesn't let the bot write to them.` };
  if (/block/i.test(said)) return { kind: 'blocked', detail: t`They have blocked the bot in Teams.` };
  return { kind: 'blocked', detail: t`Teams doesn't let the bot write to them.` };
}

function missing(request: Request): Failure {
  switch (request) {
    case 'open':
    case 'member':
      return { kind: 'no-account', detail: t`Teams doesn't know their account.` };
    case 'post':
      return { kind: 'not-installed', detail: t`Their chat with the bot is gone.` };
    case 'put':
      return { kind: 'failed', detail: t`The message is gone.` };
    default:
      return request satisfies never;
  }
}

function describe(body: string | null | undefined): string {
  try {
    const { error } = Body.parse(JSON.parse(body ?? ''));
    return `${error.code} ${error.message}`;
  } catch {
    return '';
  }
}
