import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { readSettings, SANDBOX_SCHOOL } from '../../infra/settings.ts';
import { type Running, startServer } from '../../infra/start.ts';
import { deliver } from '../../shared/deliveries/index.ts';
import { importPeople } from '../../shared/people/import.ts';
import { type DrawnCard, drawnCard } from '../fakes/card-v2.ts';
import { APP_ID, TENANT } from '../fakes/channel.ts';
import { openSpace } from '../fakes/google/chat.ts';
import { type FakeGoogle, type FakeUser, fakeCustomer, startGoogle } from '../fakes/google/index.ts';
import { type OpenIdServer, openIdServer } from '../fakes/openid.ts';
import { school } from '../fakes/school.ts';
import { eachStore, type TestDatabase } from '../fakes/store.ts';
import { CLIENT_ID, CUSTOMER, ENDPOINT, SERVICE_ACCOUNT } from '../fakes/workspace.ts';

const address = 'anna.bell@larkenmere.example';
const real = { PORT: '0', SCHOOL_FILE: join(SANDBOX_SCHOOL, 'school.yaml'), PUBLIC_URL: 'https://countersign.example' };

/** The whole server, as `npm start` starts it, with one door alone. */
jest.setTimeout(180_000);

describe('a school', () => {
  eachStore((fresh) => {
    let database: TestDatabase;
    let server: Running | null = null;
    let said: { words: string; facts: Record<string, unknown> }[];
    beforeEach(async () => {
      database = await fresh();
      server = null;
      said = [];
    });

    async function start(settings: Record<string, string>): Promise<string> {
      const { databaseUrl, dataDir } = database.where;
      const where = databaseUrl ? { DATABASE_URL: databaseUrl } : { DATA_DIR: dataDir };
      const hear = (facts: Record<string, unknown>, words: string) => void said.push({ facts, words });
      server = await startServer(readSettings({ ...real, ...where, ...settings }), {
        info: hear,
        warn: hear,
        error: hear,
      });
      return server.url;
    }
    const stop = () => server?.stop();
    const started = () => said.find(({ words }) => words === 'started')?.facts;
    const statusOf = async (url: string, init?: RequestInit) => (await fetch(url, init)).status;
    const post = (body: object) => ({
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

    test('with Teams alone has no address for Google', async () => {
      const url = await start({ MicrosoftAppId: APP_ID, MicrosoftAppPassword: 'x', MicrosoftAppTenantId: TENANT });
      expect(started()).toMatchObject({ teams: true, google: false, writes: ['teams'] });
      expect(await statusOf(`${url}/workspace`, post({}))).toBe(404);
      expect(await statusOf(`${url}/api/messages`, post({}))).toBe(401);
      await stop();
    });

    describe('with Google alone', () => {
      let google: FakeGoogle;
      let openid: OpenIdServer;
      let anna: FakeUser;
      let folder: string;
      let keyFile: string;
      const settings = () => ({
        GOOGLE_ADDON_SERVICE_ACCOUNT: SERVICE_ACCOUNT,
        GOOGLE_ADDON_CLIENT_ID: CLIENT_ID,
        GOOGLE_CUSTOMER_ID: CUSTOMER,
        GOOGLE_DOMAINS: 'larkenmere.example',
        GOOGLE_OPENID_METADATA_URL: openid.metadataUrl,
        GOOGLE_ROOT_URL: `${google.url}/`,
      });
      beforeEach(async () => {
        const customer = fakeCustomer([{ name: 'Anna Bell', email: address }], { id: CUSTOMER });
        anna = [...customer.users.values()][0] as FakeUser;
        openSpace(customer, anna.id);
        [google, openid] = await Promise.all([startGoogle({ customer }), openIdServer()]);
        folder = mkdtempSync(join(tmpdir(), 'countersign-key-'));
        keyFile = join(folder, 'key.json');
        writeFileSync(keyFile, JSON.stringify(await google.keyFile()));
        const store = await database.open();
        const list = Buffer.from(`name,email,department,roles\nAnna Bell,${address},Science,staff\n`);
        await store.transaction((tx) => importPeople(tx, list, { school, tenant: undefined, now: new Date() }));
      });
      afterEach(async () => {
        await stop();
        await Promise.all([google.close(), openid.stop()]);
        rmSync(folder, { recursive: true });
      });

      /** The sidebar, as Anna opens it. */
      async function home(url: string): Promise<DrawnCard> {
        const now = Math.floor(Date.now() / 1000);
        const sign = (claims: object) =>
          openid.sign({
            iss: 'https://accounts.google.com',
            iat: now,
            exp: now + 600,
            email_verified: true,
            ...claims,
          });
        const authorizationEventObject = {
          systemIdToken: await sign({ aud: ENDPOINT, email: SERVICE_ACCOUNT }),
          userIdToken: await sign({ aud: CLIENT_ID, sub: anna.id, hd: 'larkenmere.example', email: address }),
        };
        const answer = await fetch(`${url}/workspace`, post({ commonEventObject: {}, authorizationEventObject }));
        return drawnCard((await answer.json()).action.navigations[0].pushCard);
      }

      test('lets people in there, writes to them in Google Chat, and has no address for Teams', async () => {
        const url = await start({ ...settings(), GOOGLE_SERVICE_ACCOUNT_FILE: keyFile });
        expect(started()).toMatchObject({ teams: false, google: true, writes: ['chat'] });
        for (const path of ['api/messages', 'tab/api', 'connector/v3/conversations', 'sandbox/api/people'])
          expect([path, await statusOf(`${url}/${path}`, post({}))]).toEqual([path, 404]);
        expect(await (await fetch(`${url}/open`)).text()).not.toContain('teams.microsoft.com');

        expect((await home(url)).words).toContain('Hello Anna');
        const store = await database.open();
        const { id } = await store.db.selectFrom('people').select('id').executeTakeFirstOrThrow();
        const show = { action: 'home.show', input: {} };
        await store.transaction((tx) =>
          deliver(tx, { key: 'x', person: id, show, subject: 'x', purpose: 'tell' }, new Date()),
        );
        const stateNow = () => store.db.selectFrom('deliveries').select(['state', 'door', 'detail']).executeTakeFirst();
        while (['waiting', 'sending', 'retrying'].includes((await stateNow())?.state ?? 'waiting'))
          await new Promise((resolve) => setTimeout(resolve, 50));
        expect(await stateNow()).toEqual({ state: 'sent', door: 'chat', detail: null });
        const [space] = [...google.customer.chat.spaces.values()];
        expect(drawnCard(space?.messages[0]?.cardsV2?.[0]?.card as object).words).toContain('Hello Anna');
      });

      test('and no way to write to anybody says so at the start, and answers those who come', async () => {
        const url = await start(settings());
        expect(started()).toMatchObject({ teams: false, google: true, writes: [] });
        expect(said.map(({ words }) => words)).toContainEqual(expect.stringMatching(/^nobody can be written to first/));
        expect((await home(url)).words).toContain('Hello Anna');
      });
    });
  });
});
