import express, { type Router } from 'express';
import type { SignIn } from '../../addon/tab/verify.ts';
import type { Clock } from '../../shared/ports.ts';
import type { Directory } from './directory.ts';
import { createIssuer } from './keys.ts';

/** The app registration that the invented school's directory would hold. */
const APP_ID = '7b1f4a52-0d3c-4e6e-9a7f-2c5d8e91b604';
/** Teams in a browser, as the client that asks for the token. */
const TEAMS_WEB = '5e3ce6c0-2b1f-4285-8d4b-75ee78787346';

/** The part of Entra that signs people in to the tab: real tokens under a key that is made at start and never leaves. */
export interface TabHost {
  /** To be mounted at /sandbox/entra: who gets in there may be anybody, so it is for this machine alone. */
  router: Router;
  /** How the tab checks the tokens that are given out here: with the same code as those of Entra. */
  signIn: () => SignIn;
}

/** Makes the stand-in for the directory's token service. It knows the people as the stand-in directory has them. */
export function createTabHost({
  directory,
  tenant,
  serverUrl,
  clock,
}: {
  directory: Directory;
  tenant: string;
  serverUrl: () => string;
  clock: Clock;
}): TabHost {
  const issuer = () => `${serverUrl()}/sandbox/entra/${tenant}/v2.0`;
  const entra = createIssuer({ path: '/sandbox/entra', issuer, serverUrl, clock });

  const router = express.Router();
  router.use(express.json({ limit: '10kb' }), entra.router);
  router.post('/token', async (request, response) => {
    const person = await directory.member(String((request.body as { person?: unknown } | undefined)?.person));
    if (!person) return void response.status(404).json({ words: 'Nobody like that is on the list.' });
    const token = await entra.sign(APP_ID, {
      ver: '2.0',
      tid: tenant,
      oid: person.objectId,
      scp: 'access_as_user',
      azp: TEAMS_WEB,
      name: person.name,
      ...(person.email && { preferred_username: person.email, upn: person.email }),
    });
    response.set('cache-control', 'no-store').json({ token });
  });

  return {
    router,
    signIn: () => ({
      tenant,
      appId: APP_ID,
      host: new URL(serverUrl()).host,
      issuer: issuer(),
      metadataUrl: entra.metadataUrl(),
    }),
  };
}
