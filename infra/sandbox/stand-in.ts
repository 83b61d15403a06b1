import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import express, { type Router } from 'express';
import { servePage } from '../../addon/client-page.ts';
import type { SignIn } from '../../addon/tab/verify.ts';
import type { Clock } from '../../shared/ports.ts';
import type { School } from '../../shared/school.ts';
import { type Chats, openChats } from './chats.ts';
import { type SchoolClock, schoolClock } from './clock.ts';
import { connectorRouter } from './connector.ts';
import { type Directory, directoryOf, inTeams } from './directory.ts';
import { googleChatRouter } from './google-chat.ts';
import { createGoogleClient, GOOGLE_ISSUER, type GoogleClient } from './google-client.ts';
import { createIssuer } from './keys.ts';
import { jsonOnly, loopbackOnly } from './loopback.ts';
import { createMails, type Mails } from './mails.ts';
import { pageApi } from './page-api.ts';
import { readScenario } from './scenario.ts';
import type { SchoolPerson } from './shapes.ts';
import { createTabHost } from './tab-host.ts';
import { createTeamsClient } from './teams-client.ts';

export interface StandInPorts {
  school: School;
  /** Everyone on the school's list, those who left included; asked anew at each look. */
  people: () => Promise<SchoolPerson[]>;
  /** Where the chats are kept, in sandbox.db. */
  dataDir: string;
  /** The server's own address on this machine: http://127.0.0.1:3978. */
  serverUrl: () => string;
  /** The real one. */
  clock: Clock;
}

/** A Teams of one's own: a stand-in Bot Connector under /connector and, under /sandbox, the page where one is anyone. */
export interface StandIn {
  /** To be mounted at the root of the server. Everything in it answers to this machine alone. */
  router: Router;
  /** In Teams. */
  chats: Chats;
  /** And in Google Chat. */
  googleChats: Chats;
  directory: Directory;
  /** The directory's id: the school's, or an invented one. */
  tenant: string;
  /** Where the bot reaches the stand-in. */
  serviceUrl: () => string;
  /** What time it is at school. The product has to live by it. */
  clock: SchoolClock;
  /** Whose tokens the tab takes here. */
  signIn: () => SignIn;
  google: GoogleClient;
  /** Takes the product's mails. */
  carry: Mails['carry'];
  /** Ends open pages' connections and closes the files. */
  close(): void;
}

/** The tenant of a school file that names none. */
const SANDBOX_TENANT = '00000000-0000-4000-8000-000000000000';

/** No script, style, picture or connection from anywhere else; a pane may frame a page of this server. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Makes the stand-in. It knows the product only by its HTTP address, and the school by its list of people. */
export function createStandIn({ school, people, dataDir, serverUrl, clock: real }: StandInPorts): StandIn {
  mkdirSync(dataDir, { recursive: true });
  const scenario = readScenario();
  const chats = openChats(join(dataDir, 'sandbox.db'));
  const directory = directoryOf(people, scenario);
  const tenant = school.tenant ?? SANDBOX_TENANT;
  const serviceUrl = () => `${serverUrl()}/connector`;
  const clock = schoolClock(real, chats, school);
  const { now } = clock;
  const teams = createTeamsClient({ chats, tenant, serverUrl, serviceUrl, now });
  const googleChats = openChats(join(dataDir, 'google-chat.db'));
  const keys = createIssuer({ path: '/sandbox/google', issuer: () => GOOGLE_ISSUER, serverUrl, clock });
  const google = createGoogleClient({ chats: googleChats, google: keys, serverUrl, clock });
  const api = pageApi({ school, scenario, directory, chats, teams, google, googleChats, clock });

  const mails = createMails(now);

  const microsoft = inTeams(directory);
  const tab = createTabHost({ directory: microsoft, tenant, serverUrl, clock });

  const router = express.Router();
  router.use(['/connector', '/sandbox'], loopbackOnly, jsonOnly);
  router.use('/connector', connectorRouter({ directory: microsoft, chats, tenant, serviceUrl, now }));
  router.use('/sandbox/api', api.router);
  router.use('/sandbox/entra', tab.router);
  router.use('/sandbox/mails', mails.router);
  router.use('/sandbox/google', keys.router, googleChatRouter({ directory, google, chats: googleChats, now }));
  router.use(
    '/sandbox',
    servePage({
      html: new URL('page/index.html', import.meta.url),
      client: [new URL('page/page.ts', import.meta.url), new URL('page/page.css', import.meta.url)],
      files: {
        '/icon.svg': {
          type: 'image/svg+xml',
          file: new URL('../../manifest/teams/icons/color.svg', import.meta.url),
        },
      },
      contentSecurityPolicy: CONTENT_SECURITY_POLICY,
    }),
  );

  return {
    router,
    chats,
    googleChats,
    directory,
    tenant,
    serviceUrl,
    clock,
    signIn: tab.signIn,
    google,
    carry: mails.carry,
    close() {
      api.close();
      chats.close();
      googleChats.close();
    },
  };
}
