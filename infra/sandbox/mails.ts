import express, { type Router } from 'express';
import type { Carrier, Mail } from '../../shared/adapters/mail/messenger.ts';
import { html } from '../../shared/view/markup.ts';

/** More than these are not kept. */
const MOST = 200;

/** Everybody's mailbox: what the school's mail server would have taken, to be read under /sandbox/mails until the server ends. */
export interface Mails {
  router: Router;
  carry: Carrier;
}

export function createMails(now: () => Date): Mails {
  const kept: (Mail & { at: Date })[] = [];
  const router = express.Router();
  router.get('/', (_, response) => {
    const list = kept
      .toReversed()
      .reduce(
        (whole, { to, subject, text, at }) =>
          html`${whole}<article><h2>${subject}</h2><p>To ${to}, ${at.toLocaleString('en-GB')}</p><pre>${text}</pre></article>`,
        html``,
      );
    response.set('content-security-policy', "default-src 'none'; style-src 'self'").send(
      html`<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><title>Mails of the sandbox</title><link rel="stylesheet" href="/pages.css"></head>
  <body><main><h1>Mails</h1><p>${kept.length ? 'Newest first. They are kept until the server ends.' : 'Nobody has been written to by e-mail yet.'}</p>${list}</main></body>
</html>`.text,
    );
  });
  return {
    router,
    carry: async (mail) => {
      kept.push({ ...mail, at: now() });
      kept.splice(0, kept.length - MOST);
      return { kind: 'taken' };
    },
  };
}
