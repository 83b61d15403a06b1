import type { Mail } from './messenger.ts';

/** "Larkenmere School <countersign@larkenmere.example>": the address alone. */
export const addressIn = (from: string): string => /<([^<>]+)>$/.exec(from)?.[1] ?? from;

/** A mail as it travels. Its headers say that no person wrote it, so that no absence note answers it (RFC 3834). */
export async function mimeOf({ to, subject, text, html, key }: Mail, from: string): Promise<Buffer> {
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer');
  const host = addressIn(from).split('@')[1];
  return new MailComposer({
    from,
    // An object: a name in an address can't become a second recipient.
    to: { name: '', address: to },
    subject,
    text,
    html,
    messageId: `<${key}@${host}>`,
    headers: { 'auto-submitted': 'auto-generated', 'x-auto-response-suppress': 'All' },
    disableUrlAccess: true,
    disableFileAccess: true,
  })
    .compile()
    .build();
}
