import { jest } from '@jest/globals';
import fc from 'fast-check';
import { pagesRouter } from '../../addon/pages/router.ts';
import { tabRouter } from '../../addon/tab/router.ts';
import { entraSignIn } from '../../addon/tab/verify.ts';
import { createHttp } from '../../infra/http.ts';
import { createMeter } from '../../infra/meter.ts';
import { readConfig } from '../../shared/config.ts';
import { askToSign, type Someone, TENANT, type TestApp, testApp } from '../fakes/app.ts';
import { type OpenIdServer, openIdServer } from '../fakes/openid.ts';
import { school } from '../fakes/school.ts';
import { serve, type TestServer } from '../fakes/server.ts';
import { type TeamsSchool, teamsSchool } from '../fakes/teams.ts';
import { DM, type GoogleSchool, googleSchool } from '../fakes/workspace.ts';
import { mutated, strange } from './mutate.ts';

/** Requests to each endpoint: `HOSTILE=10000 npm test -- tests/hostile/requests` for the night before a release. */
const REQUESTS = Number(process.env.HOSTILE ?? 500);
jest.setTimeout(120_000 + REQUESTS * 60);

const ACCEPT = 'acknowledgements.accept';

/** Neither who was active in a chat, nor what one asked about last, nor what is to be shown again, are facts. */
function factsOf({ conversations: _, topics: __, jobs: ___, ...facts }: Record<string, number>) {
  return facts;
}

/** What a forger might write in place of a token. */
const forged = (real: string): fc.Arbitrary<string | null> =>
  fc.oneof(
    fc.constant(null),
    fc.constantFrom('', 'null', 'Bearer', 'e30.e30.', `${real}x`, real.split('.').slice(0, 2).join('.')),
    // One character of it is another.
    fc.tuple(fc.nat({ max: real.length - 2 }), fc.constantFrom(...'AZaz09_-.')).map(([at, letter]) => {
      const [header, payload, signature] = real.split('.') as [string, string, string];
      const changed = real.slice(0, at) + letter + real.slice(at + 1);
      // The last character of a signature holds bits that nobody reads.
      return changed === real || at >= header.length + payload.length + signature.length ? null : changed;
    }),
    fc
      .record({ alg: fc.constantFrom('none', 'HS256', 'RS256', 'ES256', ''), kid: strange })
      .map((header) =>
        [JSON.stringify(header), '{"aud":"x"}', 'x'].map((part) => Buffer.from(part).toString('base64url')).join('.'),
      ),
  );

const each = (property: fc.IAsyncProperty<never> | fc.IAsyncProperty<any>) =>
  fc.assert(property, { numRuns: REQUESTS });

describe('whatever is sent to', () => {
  describe('the bot', () => {
    let teams: TeamsSchool;
    let real: Record<string, unknown>[];
    let token: string;
    beforeAll(async () => {
      teams = await teamsSchool();
      const anna = await teams.t.person('Anna Bell');
      const [assignment] = await askToSign(teams.t, [anna]);
      token = await teams.openid.sign({ serviceurl: teams.connector.serviceUrl });
      const data = { assignment, edition: 99, name: '', job: 'Teacher' };
      real = [
        teams.activity(anna.objectId, { type: 'message', text: "who hasn't signed", entities: [], attachments: [] }),
        teams.activity(anna.objectId, {
          type: 'invoke',
          name: 'adaptiveCard/action',
          replyToId: 'the-card',
          value: { action: { type: 'Action.Execute', verb: ACCEPT, data }, trigger: 'manual' },
        }),
        teams.activity(anna.objectId, { type: 'message', value: { ...data, action: ACCEPT } }),
        teams.activity(anna.objectId, { type: 'installationUpdate', action: 'add' }),
      ];
    });
    afterAll(() => teams.close());

    test('with a good token is answered, never with a 5xx, and no fact comes of it', async () => {
      const before = factsOf(await teams.contents());
      await each(
        fc.asyncProperty(mutated(real), async (activity) => {
          expect((await teams.post(JSON.stringify(activity), { token })).status).toBeLessThan(500);
        }),
      );
      expect(factsOf(await teams.contents())).toEqual(before);
      expect(teams.logged.filter((line) => line.includes('failed'))).toEqual([]);
    });

    test('with any other token is refused, and nothing comes of it at all', async () => {
      const before = await teams.contents();
      await each(
        fc.asyncProperty(fc.constantFrom(...real), forged(token), async (activity, other) => {
          expect((await teams.post(activity, { token: other })).status).toBe(401);
        }),
      );
      expect(await teams.contents()).toEqual(before);
    });
  });

  describe('the Google door', () => {
    let google: GoogleSchool;
    let real: Record<string, unknown>[];
    beforeAll(async () => {
      google = await googleSchool();
      const anna = await google.t.person('Anna Bell');
      const sub = await google.account(anna);
      const [assignment] = await askToSign(google.t, [anna]);
      const input = JSON.stringify({ assignment, edition: 99, name: '' });
      const button = { parameters: { action: ACCEPT, input }, formInputs: { name: { stringInputs: { value: [''] } } } };
      real = [
        await google.event(sub),
        await google.event(sub, { commonEventObject: button }),
        await google.event(sub, {
          chat: {
            messagePayload: { space: DM, message: { text: "who hasn't signed", name: 'spaces/dm-1/messages/2' } },
          },
        }),
        await google.event(sub, {
          chat: { buttonClickedPayload: { space: DM, message: { name: 'spaces/dm-1/messages/1' } } },
          commonEventObject: button,
        }),
      ];
    });
    afterAll(() => google.close());

    test('by Google itself is answered, never with a 5xx, and no fact comes of it', async () => {
      const before = factsOf(await google.contents());
      await each(
        fc.asyncProperty(mutated(real), async (event) => {
          expect((await google.post(JSON.stringify(event))).status).toBeLessThan(500);
        }),
      );
      expect(factsOf(await google.contents())).toEqual(before);
      expect(google.logged.filter((line) => line.includes('failed'))).toEqual([]);
    });

    test('with any other token is refused, and nothing comes of it at all', async () => {
      const before = await google.contents();
      const good = await google.systemToken();
      await each(
        fc.asyncProperty(fc.constantFrom(...real), forged(good), async (event, other) => {
          const tokens = { ...(event.authorizationEventObject as object), systemIdToken: other };
          expect((await google.post({ ...event, authorizationEventObject: tokens })).status).toBe(401);
        }),
      );
      expect(await google.contents()).toEqual(before);
    });
  });

  describe('the tab and the pages', () => {
    const APP = '3f0e8a52-77c1-4d0b-9a64-5be1c2d7f890';
    let t: TestApp;
    let entra: OpenIdServer;
    let server: TestServer;
    let anna: Someone;
    let token: string;
    const logged: string[] = [];
    beforeAll(async () => {
      t = await testApp();
      anna = await t.person('Anna Bell');
      await askToSign(t, [anna]);
      entra = await openIdServer();
      const hear = (facts: object, message: string) => void logged.push(`${message} ${JSON.stringify(facts)}`);
      const log = { info: hear, warn: hear, error: hear };
      const config = readConfig({
        MicrosoftAppId: APP,
        MicrosoftAppPassword: 'secret',
        MicrosoftAppTenantId: TENANT,
        SCHOOL_FILE: 'school.yaml',
        PUBLIC_URL: 'https://countersign.example',
        EntraOpenIdMetadataUrl: entra.metadataUrl,
      });
      const { store, clock } = t;
      server = await serve(
        createHttp({
          store,
          log,
          stopping: () => false,
          meter: createMeter({ store, clock }),
          routers: [
            tabRouter({ app: t.app, signIn: () => entraSignIn(config), clock, log }),
            pagesRouter({ store, clock, school, log, places: [] }),
          ],
        }),
      );
      const seconds = Math.floor(clock.now().getTime() / 1_000);
      token = await entra.sign({
        aud: APP,
        iss: `https://login.microsoftonline.com/${TENANT}/v2.0`,
        iat: seconds - 60,
        nbf: seconds - 60,
        exp: seconds + 3_600,
        oid: anna.objectId,
        scp: 'access_as_user',
        tid: TENANT,
        ver: '2.0',
      });
    });
    afterAll(async () => {
      await server.close();
      await entra.stop();
      await t.store.close();
    });
    const contents = async () => {
      const tables = await t.store.db.introspection.getTables();
      const counts = tables.map(async ({ name }) => {
        const rows = await t.store.db
          .selectFrom(name as 'people')
          .selectAll()
          .execute();
        return [name, rows.length] as const;
      });
      return Object.fromEntries(await Promise.all(counts));
    };
    const post = async (path: string, body: string, bearer: string | null) => {
      const answer = await fetch(`${server.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(bearer !== null && { authorization: `Bearer ${bearer}` }) },
        body,
      }).catch(() => null);
      await answer?.arrayBuffer();
      return answer?.status;
    };

    test('the tab by somebody who signed in is answered, never with a 5xx, and no fact comes of it', async () => {
      const before = factsOf(await contents());
      const real = [
        { action: ACCEPT, input: { assignment: 'x', edition: 99, name: '' } },
        { action: 'acknowledgements.mine', input: {} },
      ];
      await each(
        fc.asyncProperty(fc.constantFrom('/tab/press', '/tab/home'), mutated(real), async (path, body) => {
          expect(await post(path, JSON.stringify(body), token)).toBeLessThan(500);
        }),
      );
      expect(factsOf(await contents())).toEqual(before);
    });

    test('the tab with any other token is refused, and nothing comes of it at all', async () => {
      const before = await contents();
      await each(
        fc.asyncProperty(fc.constantFrom('/tab/press', '/tab/home'), forged(token), async (path, other) => {
          // What can't be written in a header isn't sent at all.
          expect([401, undefined]).toContain(await post(path, '{"action":"home.show","input":{}}', other));
        }),
      );
      expect(await contents()).toEqual(before);
    });

    test('any address is answered, never with a 5xx, and nothing comes of it at all', async () => {
      const before = await contents();
      const part = fc.oneof(
        fc.constantFrom(
          'download',
          'photos',
          'open',
          'healthz',
          'readyz',
          'metrics',
          'tab',
          'workspace',
          '..',
          '%2e%2e',
          '%00',
        ),
        fc.string({ unit: 'binary' }).map((text) => encodeURIComponent(text.toWellFormed())),
        fc.string(),
      );
      const method = fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH');
      await each(
        fc.asyncProperty(method, fc.array(part, { maxLength: 4 }), async (how, parts) => {
          const url = URL.parse(`${server.url}/${parts.join('/')}`);
          if (!url) return;
          const answer = await fetch(url, { method: how, redirect: 'manual' });
          await answer.arrayBuffer();
          expect([url.pathname, answer.status < 500]).toEqual([url.pathname, true]);
        }),
      );
      expect(await contents()).toEqual(before);
      expect(logged.filter((line) => line.includes('failed'))).toEqual([]);
    });
  });
});
