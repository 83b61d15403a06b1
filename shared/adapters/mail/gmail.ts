import { wentOut } from '../../connection.ts';
import type { PermissionLine } from '../../directories/port.ts';
import { t } from '../../language/words.ts';
import { oneByOne, type Unanswered, unansweredBy } from '../google/once.ts';
import type { GooglePorts } from '../google/session.ts';
import type { ServiceAccount } from '../google/settings.ts';
import { TOO_FAST } from '../google/trouble.ts';
import { mayWrite } from '../google/writing.ts';
import type { Carried, Carrier } from './messenger.ts';
import { addressIn, mimeOf } from './mime.ts';

export interface GmailSettings {
  /** With domain-wide delegation of gmail.send. */
  serviceAccount: ServiceAccount;
  /** A mailbox of the school, as which mails are sent. */
  from: string;
  rootUrl: string | null;
}

/** Sends mails through Gmail, as the mailbox they are from. */
export function gmailCarrier({ serviceAccount, from, rootUrl }: GmailSettings, ports: GooglePorts): Carrier {
  const means = oneByOne(serviceAccount, ports)(addressIn(from), 'gmail.send');
  return async (mail) => {
    const raw = (await mimeOf(mail, from)).toString('base64url');
    try {
      const { gmail } = await import('@googleapis/gmail');
      const client = gmail({ version: 'v1', ...(rootUrl !== null && { rootUrl }) });
      await client.users.messages.send({ userId: 'me', requestBody: { raw } }, means);
      return { kind: 'taken' };
    } catch (error) {
      const trouble = unansweredBy(error, ports.clock.now());
      const status = trouble.kind === 'refused' ? trouble.status : null;
      ports.log.warn({ provider: 'google', outcome: trouble.kind, status }, 'Gmail did not take a mail');
      return outcomeOf(trouble);
    }
  };
}

/** Tries the permission, and sends nothing. */
export const checkGmail = async (
  { serviceAccount, from }: Omit<GmailSettings, 'rootUrl'>,
  ports: GooglePorts,
): Promise<PermissionLine> => ({
  permission: 'gmail.send',
  purpose: 'sending mails from the mailbox in MAIL_FROM',
  ...(await mayWrite(serviceAccount, { as: addressIn(from), scope: 'gmail.send' }, ports)),
});

function outcomeOf(trouble: Unanswered): Carried {
  switch (trouble.kind) {
    case 'not-signed-in':
      return UNSIGNED;
    case 'silent':
      return wentOut(trouble.error) ? UNKNOWN : { kind: 'unavailable', detail: t`Gmail could not be reached.` };
    case 'refused': {
      const { status, reason, retryAfterMs } = trouble;
      if (status === 429 || (status === 403 && TOO_FAST.some((word) => reason.includes(word))))
        return { kind: 'throttled', retryAfterMs };
      if (status === 401 || status === 403) return UNSIGNED;
      if (status === 504) return UNKNOWN;
      return status >= 500
        ? { kind: 'unavailable', detail: t`Gmail had a problem (${String(status)}).` }
        : { kind: 'no-account', detail: t`Gmail doesn't take their e-mail address.` };
    }
    default:
      return trouble satisfies never;
  }
}

const UNSIGNED: Carried = {
  kind: 'unavailable',
  detail: t`Countersign may not send through Gmail. Please grant gmail.send, and check MAIL_FROM.`,
};
const UNKNOWN: Carried = { kind: 'unconfirmed', detail: t`It may have arrived: Gmail didn't answer.` };
