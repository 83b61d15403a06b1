import { neverStood } from '../../connection.ts';
import type { PermissionLine } from '../../directories/port.ts';
import { t } from '../../language/words.ts';
import type { Graph } from '../entra/client.ts';
import { becauseOf, type Trouble } from '../entra/trouble.ts';
import type { Carried, Carrier } from './messenger.ts';
import { addressIn } from './mime.ts';

/**
 * Sends mails through Microsoft Graph, from a mailbox of the school's; needs Mail.Send, which is best limited to that
 * mailbox. https://learn.microsoft.com/graph/api/user-sendmail
 */
export function graphCarrier(graph: Pick<Graph, 'write'>, from: string): Carrier {
  return async ({ to, subject, html, key }) => {
    const answer = await graph.write('POST', `/users/${encodeURIComponent(addressIn(from))}/sendMail`, {
      message: {
        subject,
        body: { contentType: 'html', content: html },
        toRecipients: [{ emailAddress: { address: to } }],
        internetMessageHeaders: [
          { name: 'x-countersign-key', value: key },
          { name: 'x-auto-response-suppress', value: 'All' },
        ],
      },
      saveToSentItems: false,
    });
    return answer.ok ? { kind: 'taken' } : outcomeOf(answer.trouble);
  };
}

/** Looks for the permission in our own token, and sends nothing. */
export async function checkGraphMail(graph: Pick<Graph, 'permissions'>): Promise<PermissionLine> {
  const line = { permission: 'Mail.Send', purpose: 'sending mails from the mailbox in MAIL_FROM' };
  const token = await graph.permissions();
  if (!token.ok) {
    const { kind, words } = becauseOf(token.trouble);
    return { ...line, state: kind === 'permission' ? 'missing' : 'no-answer', advice: words };
  }
  if (token.body?.has('Mail.Send')) return { ...line, state: 'granted', advice: null };
  return {
    ...line,
    state: token.body ? 'missing' : 'no-answer',
    advice:
      'Grant Mail.Send in the Microsoft Entra admin centre, under App registrations, API permissions, with admin consent; in Exchange limit it to the mailbox in MAIL_FROM.',
  };
}

function outcomeOf({ kind, code }: Trouble): Carried {
  switch (kind) {
    case 'throttled':
      return { kind: 'throttled', retryAfterMs: null };
    case 'no-answer':
      // A status says that it was not sent, but for the one of a gateway that gave up waiting.
      return code !== null && ((/^\d+$/.test(code) && code !== '504') || neverStood(code))
        ? { kind: 'unavailable', detail: t`Microsoft could not be reached.` }
        : UNKNOWN;
    case 'unreadable':
      return UNKNOWN;
    case 'sign-in':
    case 'permission':
    case 'licence':
    case 'not-found':
      return {
        kind: 'unavailable',
        detail: t`Countersign may not send through Microsoft. Please grant Mail.Send, and check MAIL_FROM.`,
      };
    case 'gone':
    case 'refused':
      return { kind: 'no-account', detail: t`Microsoft doesn't take their e-mail address.` };
    default:
      return kind satisfies never;
  }
}

const UNKNOWN: Carried = { kind: 'unconfirmed', detail: t`It may have arrived: Microsoft didn't answer.` };
