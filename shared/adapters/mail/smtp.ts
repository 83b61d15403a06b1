import { Readable } from 'node:stream';
import * as z from 'zod';
import type { PermissionLine } from '../../directories/port.ts';
import { t } from '../../language/words.ts';
import { isLoopback } from '../../loopback.ts';
import type { Log } from '../../ports.ts';
import type { Carried, Carrier } from './messenger.ts';
import { addressIn, mimeOf } from './mime.ts';

export interface SmtpSettings {
  /** smtps://user:password@host, or smtp://host:587 with STARTTLS; without only on this machine. */
  url: string;
  from: string;
}

/** How long the server may take to be connected to, to greet, and to answer. */
const TIMEOUT_MS = 20_000;

/** What nodemailer says of a failure: what the server answered, and to which command. */
const SmtpError = z.object({
  responseCode: z.number().optional().catch(undefined),
  command: z.string().optional().catch(undefined),
  code: z.string().optional().catch(undefined),
});

/** How a mail server is spoken to. */
function optionsOf(url: string) {
  const { protocol, hostname, port, username, password } = new URL(url);
  const secure = protocol === 'smtps:';
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || (secure ? 465 : 587),
    secure,
    // Passwords and mails don't cross a network in the clear.
    requireTLS: !secure && !isLoopback(hostname),
    ...(username && { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableUrlAccess: true,
    disableFileAccess: true,
  };
}

/** Connects, encrypts and signs in, and sends nothing. */
export async function checkSmtp(url: string): Promise<PermissionLine> {
  const { createTransport } = await import('nodemailer');
  const transport = createTransport(optionsOf(url));
  const line = { permission: 'SMTP_URL', purpose: 'sending mails through the mail server' };
  try {
    await transport.verify();
    return { ...line, state: 'granted', advice: null };
  } catch (error) {
    const { code, responseCode } = SmtpError.safeParse(error).data ?? {};
    if (code === 'EAUTH')
      return {
        ...line,
        state: 'missing',
        advice: 'The mail server refuses our sign-in: write its user name and password into SMTP_URL.',
      };
    if (code === 'ETLS')
      return {
        ...line,
        state: 'missing',
        advice: 'The mail server offers no encryption: switch STARTTLS on there, or write smtps:// into SMTP_URL.',
      };
    return {
      ...line,
      state: 'no-answer',
      advice: responseCode
        ? `The mail server takes no mail from this machine (${responseCode}): allow it there.`
        : 'The mail server could not be reached: look at host and port in SMTP_URL, and at the firewall.',
    };
  } finally {
    transport.close();
  }
}

/** Hands mails to a mail server. */
export function smtpCarrier({ url, from }: SmtpSettings, log: Log): Carrier {
  const options = optionsOf(url);
  return async (mail) => {
    const { createTransport } = await import('nodemailer');
    const transport = createTransport(options);
    const mime = await mimeOf(mail, from);
    let handedOver = false;
    // Read only once the server said that it wants the message: from then on it may have it.
    const raw = Readable.from(
      (function* () {
        handedOver = true;
        yield mime;
      })(),
    );
    try {
      await transport.sendMail({ envelope: { from: addressIn(from), to: mail.to }, raw });
      return { kind: 'taken' };
    } catch (error) {
      const carried = outcomeOf(error, handedOver);
      const { responseCode, command } = SmtpError.safeParse(error).data ?? {};
      log.warn({ outcome: carried.kind, responseCode, command }, 'the mail server did not take a mail');
      return carried;
    } finally {
      transport.close();
    }
  };
}

/** What a refusal means: RFC 5321, section 4.2. What comes after the message was handed over without an answer is unknown. */
function outcomeOf(error: unknown, handedOver: boolean): Carried {
  const { responseCode, command, code } = SmtpError.safeParse(error).data ?? {};
  if (code === 'EAUTH')
    return { kind: 'unavailable', detail: t`Countersign could not sign in to the mail server. Please check SMTP_URL.` };
  if (responseCode === undefined) {
    if (handedOver) return { kind: 'unconfirmed', detail: t`It may have arrived: the mail server didn't answer.` };
    return code === 'EENVELOPE'
      ? { kind: 'no-account', detail: t`Their e-mail address is not one.` }
      : { kind: 'unavailable', detail: t`The mail server could not be reached.` };
  }
  if (responseCode >= 400 && responseCode < 500) return { kind: 'throttled', retryAfterMs: null };
  if (command === 'RCPT TO')
    return [550, 551, 553].includes(responseCode)
      ? { kind: 'no-account', detail: t`The mail server doesn't know their e-mail address.` }
      : { kind: 'blocked', detail: t`The mail server takes no mail for them from us.` };
  if (command === 'DATA') return { kind: 'failed', detail: t`The mail server refused the message.` };
  return {
    kind: 'unavailable',
    detail: t`The mail server takes no mail from us. Please check SMTP_URL and MAIL_FROM.`,
  };
}
