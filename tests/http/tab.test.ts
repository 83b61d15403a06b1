import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { get, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jest } from '@jest/globals';
import { exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { tabRouter } from '../../addon/tab/router.ts';
import { entraSignIn } from '../../addon/tab/verify.ts';
import { createHttp } from '../../infra/http.ts';
import { readConfig } from '../../shared/config.ts';
import type { Reply } from '../../shared/inbound.ts';
import { askToSign, buttonOf, type Someone, TENANT, type TestApp, testApp, viewOf, wordsOf } from '../fakes/app.ts';
import { type OpenIdServer, openIdServer } from '../fakes/openid.ts';

const APP = '3f0e8a52-77c1-4d0b-9a64-5be1c2d7f890';
const OTHER = '11111111-2222-4333-8444-555555555555';
const ISSUER = `https://login.microsoftonline.com/${TENANT}/v2.0`;

describe('the tab', () => {
  let t: TestApp;
  let entra: OpenIdServer;
  let server: Server;
  let url: string;
  let anna: Someone;
  const logged: string[] = [];

  beforeEach(async () => {
    t = await testApp();
    anna = await t.person('Anna Bell');
    await askToSign(t, [anna]);
    entra = await openIdServer();
    logged.length = 0;
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
    const tab = tabRouter({ app: t.app, signIn: () => entraSignIn(config), clock: t.clock, log });
    const http = createHttp({ store: t.store, log, routers: [tab], stopping: () => false });
    server = http.listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await entra.stop();
    await t.store.close();
  });

  const seconds = () => Math.floor(t.clock.now().getTime() / 1000);
  /** As Teams' single sign-on gives them out. */
  const claims = (more: Record<string, unknown> = {}) => ({
    aud: APP,
    iss: ISSUER,
    iat: seconds() - 60,
    nbf: seconds() - 60,
    exp: seconds() + 3600,
    azp: '5e3ce6c0-2b1f-4285-8d4b-75ee78787346',
    azpacr: '0',
    name: 'Anna Bell',
    oid: anna.objectId,
    preferred_username: 'anna.bell@larkenmere.example',
    scp: 'access_as_user',
    sub: 'pairwise',
    tid: TENANT,
    uti: 'x',
    ver: '2.0',
    ...more,
  });
  const post = (path: string, token: string | null, body: unknown = {}, headers: Record<string, string> = {}) =>
    fetch(`${url}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token !== null && { authorization: `Bearer ${token}` }),
        ...headers,
      },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  const home = async (more: Record<string, unknown> = {}) => post('/tab/home', await entra.sign(claims(more)));
  const viewFrom = async (answer: Response) => viewOf((await answer.json()) as Reply);
  const press = async (button: { action: string; input: object }, typed = {}) =>
    post('/tab/press', await entra.sign(claims()), { action: button.action, input: { ...button.input, ...typed } });
  const signed = () => t.store.db.selectFrom('acknowledgements').selectAll().execute();

  test('begins with my agreements, from which I read and sign, and the ledger says that it was here', async () => {
    const begins = await home();
    expect(begins.status).toBe(200);
    expect(begins.headers.get('cache-control')).toBe('no-store');
    const library = await viewFrom(begins);
    expect(wordsOf(library)).toContain('To sign by Friday 4 December 2026');
    expect(wordsOf(await viewFrom(await press(buttonOf(library, 'Read'))))).toContain('I will lock my screen.');
    const asked = await viewFrom(await press(buttonOf(library, 'Sign')));
    const receipt = await viewFrom(
      await press(buttonOf(asked, 'I have read and accept'), { name: 'Anna Bell', job: 'Teacher' }),
    );
    expect(wordsOf(receipt)).toContain('Signed. Thank you.');
    expect(await signed()).toMatchObject([{ door: 'tab', object_id: anna.objectId, tenant: TENANT, message: null }]);
  });

  test('takes both forms of the audience, several scopes, and small differences of clocks', async () => {
    expect((await home({ aud: `api://countersign.example/${APP}` })).status).toBe(200);
    expect((await home({ scp: 'profile access_as_user' })).status).toBe(200);
    expect((await home({ nbf: seconds() + 30, exp: seconds() + 3600 })).status).toBe(200);
    expect((await home({ exp: seconds() - 30 })).status).toBe(200);
  });

  test.each<[string, Record<string, unknown>]>([
    ['of another tenant', { tid: OTHER, iss: `https://login.microsoftonline.com/${OTHER}/v2.0` }],
    ['whose issuer and tenant disagree', { tid: OTHER }],
    ['of another tenant that claims ours', { iss: `https://login.microsoftonline.com/${OTHER}/v2.0` }],
    ['of version 1.0', { ver: '1.0', iss: `https://sts.windows.net/${TENANT}/` }],
    ['that only says version 1.0', { ver: '1.0' }],
    ['for another app', { aud: OTHER }],
    ['for our name on another host', { aud: `api://elsewhere.example/${APP}` }],
    ['for several apps', { aud: [APP, OTHER] }],
    ['for nobody', { aud: undefined }],
    ['of the bot channel', { iss: 'https://api.botframework.com', tid: undefined, oid: undefined, scp: undefined }],
    ['of an app by itself', { scp: undefined, roles: ['Everything.Do'], idtyp: 'app' }],
    ['of an app that claims a scope', { idtyp: 'app' }],
    ['that signs in but gives no access', { scp: undefined, nonce: 'n' }],
    ['for another scope', { scp: 'access_as_user_not' }],
    ['with a scope in pieces', { scp: ['access_as_user'] }],
    ['of nobody', { oid: undefined }],
    ['of no object', { oid: 'anna' }],
    ['that has run out', { exp: 1 }],
    ['that never runs out', { exp: undefined }],
    ['whose end is a word', { exp: 'tomorrow' }],
    ['not valid yet', { nbf: 99_999_999_999 }],
    ['whose beginning is an object', { nbf: {} }],
    ['without a beginning', { nbf: undefined }],
  ])('turns away a token %s', async (_, wrong) => {
    const answer = await home(wrong);
    expect(answer.status).toBe(401);
    expect(await answer.json()).toEqual({ error: expect.stringContaining("couldn't check who you are") });
  });

  describe('turns away, without a side effect,', () => {
    const signButton = async () =>
      buttonOf(viewOf(await anna.press(buttonOf(await viewFrom(await home()), 'Sign'))), 'I have read and accept');
    const forged: Record<string, () => Promise<string | null>> = {
      'no token': async () => null,
      'an empty token': async () => '',
      'words in the place of a token': async () => 'let me in, please',
      'three dots': async () => '...',
      'a token with another key of the same name': async () =>
        new SignJWT(claims())
          .setProtectedHeader({ alg: 'RS256', kid: 'key-1' })
          .sign((await generateKeyPair('RS256')).privateKey),
      'a key that nobody knows': async () =>
        new SignJWT(claims())
          .setProtectedHeader({ alg: 'RS256', kid: randomUUID() })
          .sign((await generateKeyPair('RS256')).privateKey),
      'a token signed by nobody': async () => new UnsecuredJWT(claims()).encode(),
      'a token signed with the public key as a secret': async () => {
        const { publicKey } = await generateKeyPair('RS256', { extractable: true });
        return new SignJWT(claims())
          .setProtectedHeader({ alg: 'HS256', kid: 'key-1' })
          .sign(new TextEncoder().encode(await exportSPKI(publicKey)));
      },
      'a changed payload': async () => {
        const [header, , signature] = (await entra.sign(claims({ oid: randomUUID() }))).split('.');
        return [header, Buffer.from(JSON.stringify(claims())).toString('base64url'), signature].join('.');
      },
      'a payload that is null': async () => {
        const [header, , signature] = (await entra.sign(claims())).split('.');
        return [header, Buffer.from('null').toString('base64url'), signature].join('.');
      },
      'a header that is no JSON': async () => `${Buffer.from('{').toString('base64url')}.e30.AAAA`,
      'a critical extension nobody knows': () => entra.sign(claims(), { crit: ['later'], later: true }),
    };
    test.each(Object.keys(forged))('%s', async (name) => {
      const button = await signButton();
      const answer = await post('/tab/press', await (forged[name]?.() ?? ''), {
        action: button.action,
        input: { ...button.input, name: 'Anna Bell', job: 'Teacher' },
      });
      expect(answer.status).toBe(401);
      expect(await signed()).toEqual([]);
      expect(logged.join()).not.toMatch(/Anna|larkenmere|eyJ/);
    });

    test('a basic sign-in', async () => {
      const answer = await post('/tab/home', null, {}, { authorization: 'Basic YTpi' });
      expect(answer.status).toBe(401);
    });
  });

  test('follows the directory to its new key, and turns the old one away', async () => {
    const old = await entra.sign(claims());
    expect((await post('/tab/home', old)).status).toBe(200);
    expect((await post('/tab/home', old)).status).toBe(200);
    expect(entra.asked()).toBe(1);
    await entra.rotate();
    const real = Date.now;
    const later = jest.spyOn(Date, 'now').mockImplementation(() => real() + 60_000);
    try {
      expect((await home()).status).toBe(200);
      expect((await post('/tab/home', old)).status).toBe(401);
    } finally {
      later.mockRestore();
    }
  });

  test('says that signing in does not work, instead of no, while the keys cannot be had; and recovers', async () => {
    entra.up = false;
    const answer = await home();
    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({ error: expect.stringContaining('try again') });
    entra.up = true;
    expect((await home()).status).toBe(200);
  });

  describe('an account that nobody has yet', () => {
    const stranger = randomUUID();
    const bound = () =>
      t.store.db.selectFrom('accounts').select(['person', 'bound_by']).where('object_id', '=', stranger).execute();
    beforeEach(() => t.store.db.deleteFrom('accounts').where('person', '=', anna.id).execute());
    const upn = 'Anna.Bell@larkenmere.example';

    test.each<[string, Record<string, unknown>]>([
      ['the upn of a member', { upn }],
      ['the upn of a member, said so', { upn, acct: 0, idp: ISSUER }],
    ])('is bound by %s', async (_, more) => {
      expect(wordsOf(await viewFrom(await home({ oid: stranger, ...more })))).toContain('Staff ICT agreement');
      expect(await bound()).toEqual([{ person: anna.id, bound_by: 'address' }]);
    });

    test.each<[string, Record<string, unknown>]>([
      ['what it is called', {}],
      ['an e-mail address', { email: upn }],
      ["a guest's name at home", { upn, idp: 'live.com' }],
      ["a guest's name, by another tenant", { upn, idp: `https://sts.windows.net/${OTHER}/` }],
      ["a guest's name, said so", { upn, acct: 1 }],
      ["a guest's name here", { upn: 'anna.bell_larkenmere.example#EXT#@larkenmere.example' }],
      ['something else', { upn: 'anna.bell' }],
      ['an address in pieces', { upn: [upn] }],
    ])('is not bound by %s', async (_, more) => {
      const answer = await home({ oid: stranger, ...more });
      expect(answer.status).toBe(200);
      expect(await answer.json()).toEqual({ kind: 'refusal', words: expect.stringContaining("school's list") });
      expect(await bound()).toEqual([]);
    });
  });

  test("a guest whom the school's own list names is let in", async () => {
    expect((await (await home({ idp: 'live.com', acct: 1 })).json()) as Reply).toMatchObject({ kind: 'view' });
  });

  test.each<[string, unknown, number]>([
    ['nothing', '', 400],
    ['no JSON', '{"action":', 400],
    ['a list', [], 400],
    ['no input', { action: 'acknowledgements.library' }, 400],
    ['an input that is a list', { action: 'acknowledgements.library', input: [] }, 400],
    [
      'an account of its own choice',
      { action: 'acknowledgements.library', input: {}, account: { objectId: OTHER } },
      400,
    ],
    ['a megabyte', { action: 'x', input: { name: 'n'.repeat(1_000_000) } }, 413],
  ])('answers a press that is %s with one sentence', async (_, body, status) => {
    const answer = await post('/tab/press', await entra.sign(claims()), body);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toEqual({ error: expect.any(String) });
  });

  test.each<[string, object]>([
    ['an action that is not there', { action: 'acknowledgements.forge', input: {} }],
    ['an action of JavaScript itself', { action: '__proto__', input: {} }],
    [
      'an input of the wrong type',
      { action: 'acknowledgements.read', input: { assignment: 7, edition: {}, page: -1 } },
    ],
    ["someone else's right", { action: 'acknowledgements.excuse', input: { refusal: 'x', until: '2027-01-01' } }],
  ])('tells in one sentence that it refuses %s', async (_, body) => {
    const answer = await post('/tab/press', await entra.sign(claims()), body);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ kind: 'refusal', words: expect.stringMatching(/^.{10,}$/) });
  });

  test("someone else's agreement records nothing", async () => {
    const ben = await t.person('Ben Osei');
    const [assignment] = await t.store.db.selectFrom('assignments').select('id').execute();
    const answer = await post('/tab/press', await entra.sign(claims({ oid: ben.objectId })), {
      action: 'acknowledgements.accept',
      input: { assignment: assignment?.id, edition: 1, name: 'Ben Osei', job: 'Teacher' },
    });
    expect(await answer.json()).toMatchObject({ kind: 'refusal' });
    expect(await signed()).toEqual([]);
  });

  test('is a page that Teams alone may frame, and that loads nothing from elsewhere', async () => {
    const page = await fetch(`${url}/tab`);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toMatch('text/html');
    expect(page.headers.get('x-frame-options')).toBeNull();
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self'; /);
    expect(policy).toMatch(
      /frame-ancestors https:\/\/\*\.cloud\.microsoft https:\/\/teams\.microsoft\.com https:\/\/\*\.teams\.microsoft\.com /,
    );
    expect(policy).not.toMatch(/unsafe|frame-ancestors[^;]*'self'/);
    for (const path of ['/tab/tab.js', '/tab/tab.css']) {
      expect(await page.clone().text()).toContain(path);
      const file = await fetch(`${url}${path}`);
      expect(file.status).toBe(200);
      // Not by fetch, which adds "no-cache" to a condition of one's own.
      const again = get(`${url}${path}`, { headers: { 'if-none-match': file.headers.get('etag') ?? '' } });
      expect((await once(again, 'response'))[0]).toMatchObject({ statusCode: 304 });
    }
    expect((await fetch(`${url}/tab/verify.ts`)).status).toBe(404);
    expect((await fetch(`${url}/tab/home`)).status).toBe(404);
  });
});
