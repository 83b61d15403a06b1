import express, { type Request, type Response, type Router } from 'express';
import * as z from 'zod';
import { library } from '../../shared/acknowledgements/index.ts';
import type { App } from '../../shared/app.ts';
import type { Press } from '../../shared/inbound.ts';
import { t } from '../../shared/language/words.ts';
import type { Clock, Log } from '../../shared/ports.ts';
import { servePage } from '../client-page.ts';
import { createVerify, type SignIn, type Verdict } from './verify.ts';

export interface TabPorts {
  app: App;
  /** Whose tokens are taken; asked when the first one comes. */
  signIn: () => SignIn;
  clock: Clock;
  log: Log;
  /** Where the page may be framed: Teams, or the sandbox's own page. */
  framedBy?: 'teams' | 'this-server';
}

/** The hosts of Teams, Outlook and Microsoft 365, by Microsoft's "Prerequisites" for tabs. */
const TEAMS = [
  'https://*.cloud.microsoft',
  'https://teams.microsoft.com',
  'https://*.teams.microsoft.com',
  'https://*.microsoft365.com',
  'https://*.office.com',
  'https://outlook.office365.com',
  'https://outlook-sdf.office365.com',
];

/** Where teams-js asks for the newest list of those hosts; without it, it goes by the list it was published with. */
const TEAMS_HOST_LIST = 'https://res.cdn.office.net';

const policy = (framedBy: 'teams' | 'this-server') =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    framedBy === 'teams' ? `connect-src 'self' ${TEAMS_HOST_LIST}` : "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    framedBy === 'teams' ? `frame-ancestors ${TEAMS.join(' ')}` : "frame-ancestors 'self'",
  ].join('; ');

const Pressed = z.strictObject({ action: z.string().max(200), input: z.record(z.string(), z.unknown()) });

type SignedIn = Extract<Verdict, { kind: 'signed-in' }>;

/**
 * The Teams tab: GET /tab is the page, POST /tab/home the view it begins with, POST /tab/press any press. Both posts carry
 * Teams' single sign-on token and answer a Reply as JSON: 401 without a good token, 503 when no token can be checked.
 */
export function tabRouter({ app, signIn, clock, log, framedBy = 'teams' }: TabPorts): Router {
  const verify = createVerify(signIn, clock);
  const router = express.Router();

  router.use(
    '/tab',
    servePage({
      html: new URL('client/index.html', import.meta.url),
      client: [new URL('client/tab.ts', import.meta.url), new URL('client/tab.css', import.meta.url)],
      contentSecurityPolicy: policy(framedBy),
    }),
  );

  // Who it is comes before anything that is sent: a stranger's body isn't even read.
  router.post(['/tab/home', '/tab/press'], async (request, response, next) => {
    response.set('cache-control', 'no-store');
    const verdict = await verify(request.headers.authorization);
    switch (verdict.kind) {
      case 'signed-in':
        response.locals.signedIn = verdict;
        return next();
      case 'rejected':
        log.warn({ why: verdict.why }, 'the tab turned a token away');
        return response
          .status(401)
          .json({ error: t`I couldn't check who you are. Please close this tab and open it again.` });
      case 'unavailable':
        log.error({}, "the directory's signing keys can't be had, so nobody can sign in to the tab");
        return response
          .status(503)
          .json({ error: t`Signing in doesn't work just now. Please try again in a few minutes.` });
      default:
        return verdict satisfies never;
    }
  });

  const press = async (response: Response, { action, input }: Pick<Press, 'action' | 'input'>) => {
    const { account, address } = response.locals.signedIn as SignedIn;
    response.json(
      await app.press({
        door: 'tab',
        account,
        vouchedAddress: async () => address,
        conversation: null,
        shared: false,
        message: null,
        action,
        input,
      }),
    );
  };

  router.post('/tab/home', (_: Request, response) => press(response, library.call({})));

  router.post('/tab/press', express.json({ limit: '100kb' }), async (request, response) => {
    const pressed = Pressed.safeParse(request.body);
    if (pressed.success) await press(response, pressed.data);
    else response.status(400).json({ error: t`This press could not be read. Please reload the tab and try again.` });
  });

  return router;
}
