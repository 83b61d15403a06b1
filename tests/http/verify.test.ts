import { jest } from '@jest/globals';
import { exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { APP_ID, ISSUER, TENANT } from '../fakes/channel.ts';
import { type TeamsSchool, teamsSchool } from '../fakes/teams.ts';

const OTHER = '11111111-2222-4333-8444-555555555555';
const now = () => Math.floor(Date.now() / 1000);

describe('with an app id, the bot', () => {
  let teams: TeamsSchool;
  let person: string;
  let before: Record<string, number>;
  beforeAll(async () => {
    teams = await teamsSchool();
    person = (await teams.t.person('Anna Bell')).objectId;
    before = await teams.contents();
  });
  afterEach(() => void (teams.logged.length = 0));
  afterAll(() => teams.close());

  const hello = (what: Record<string, unknown> = {}) =>
    teams.activity(person, { type: 'message', text: 'help', ...what });
  const sign = (claims: Record<string, unknown> = {}, how = {}) =>
    teams.openid.sign({ serviceurl: teams.connector.serviceUrl, ...claims }, how);
  const claims = () => ({ iss: ISSUER, aud: APP_ID, exp: now() + 600, serviceurl: teams.connector.serviceUrl });
  const base64 = (text: string) => Buffer.from(text).toString('base64url');

  /** Nothing happened: no row in any table, nothing sent, nothing personal in the log. */
  async function expectNothingHappened() {
    expect(await teams.contents()).toEqual(before);
    expect(teams.connector.requests).toEqual([]);
    expect(teams.logged.join('\n')).not.toMatch(/eyJ|A Person|help/);
  }

  const forged: Record<string, () => Promise<string | null> | string | null> = {
    'no token': () => null,
    'an empty token': () => '',
    'something that is no token': () => 'password',
    'a token signed by nobody': () => new UnsecuredJWT(claims()).encode(),
    'a token signed with another key under the same name': async () =>
      sign({}, { key: (await generateKeyPair('RS256')).privateKey }),
    'a token under a key that nobody published': () => sign({}, { kid: 'key-2' }),
    'a token signed with the public key as a secret': async () =>
      new SignJWT(claims())
        .setProtectedHeader({ alg: 'HS256', kid: 'key-1' })
        .sign(new TextEncoder().encode(await exportSPKI(teams.openid.publicKey))),
    'a token signed with the right key in another way': () => sign({}, { alg: 'RS512' }),
    'a token whose payload was changed': async () => {
      const [header, , signature] = (await sign({ aud: OTHER })).split('.');
      return [header, base64(JSON.stringify(claims())), signature].join('.');
    },
    'a token whose payload is null': async () => {
      const [header, , signature] = (await sign()).split('.');
      return [header, base64('null'), signature].join('.');
    },
    'a signed token whose payload is null': () => teams.openid.signBytes('null'),
    'a signed token whose payload is a list': () => teams.openid.signBytes('[1]'),
    'a signed token whose payload is no JSON': () => teams.openid.signBytes('{'),
    'a token with half a header': () => `${base64('{')}.${base64('{}')}.AAAA`,
    'a token that ended': () => sign({ exp: now() - 3600 }),
    'a token that never ends': () => sign({ exp: undefined }),
    'a token that ends in a word': () => sign({ exp: 'tomorrow' }),
    'a token that has not begun': () => sign({ nbf: now() + 3600 }),
    'a token that begins in a word': () => sign({ nbf: 'today' }),
    "another bot's token": () => sign({ aud: OTHER }),
    'a token for nobody': () => sign({ aud: undefined }),
    'a token of another issuer': () => sign({ iss: 'https://login.example' }),
    'a token of no issuer': () => sign({ iss: undefined }),
    // The shape of what the tab gets for a person of the same app: the SDK takes it for an emulator's.
    "a person's own token, version 1": () =>
      sign({ iss: `https://sts.windows.net/${TENANT}/`, tid: TENANT, appid: APP_ID, ver: '1.0', oid: person }),
    "a person's own token, version 2": () =>
      sign({
        iss: `https://login.microsoftonline.com/${TENANT}/v2.0`,
        tid: TENANT,
        azp: APP_ID,
        ver: '2.0',
        scp: 'access_as_user',
      }),
    'a token under a key of another channel': () => sign({}, { kid: 'key-webchat' }),
  };
  test.each(Object.keys(forged))('answers 401 to %s', async (name) => {
    const { status, body } = await teams.post(hello(), { token: (await forged[name]?.()) ?? null });
    expect(status).toBe(401);
    expect(body).toEqual({ error: { code: 'Unauthorized', message: 'Unauthorized' } });
    await expectNothingHappened();
  });

  test('answers 401 to a basic sign-in', async () => {
    const { status } = await teams.post(hello(), { token: null, headers: { authorization: 'Basic YTpi' } });
    expect(status).toBe(401);
  });

  const strange: Record<string, () => [Record<string, unknown>, (Record<string, unknown> | undefined)?]> = {
    'the token of another service URL': () => [{ serviceUrl: 'https://smba.trafficmanager.net/uk/' }],
    'a token without a service URL': () => [{}, { serviceurl: undefined }],
    'a service URL elsewhere, though in the token': () => [
      { serviceUrl: 'https://evil.example/' },
      { serviceurl: 'https://evil.example/' },
    ],
    'a service URL that only begins like ours': () => [
      { serviceUrl: 'https://smba.trafficmanager.net.evil.example/' },
      { serviceurl: 'https://smba.trafficmanager.net.evil.example/' },
    ],
    'a service URL with a name before the host': () => [
      { serviceUrl: 'https://smba.trafficmanager.net@evil.example/' },
      { serviceurl: 'https://smba.trafficmanager.net@evil.example/' },
    ],
    'a service URL in the clear': () => [
      { serviceUrl: 'http://smba.trafficmanager.net/' },
      { serviceurl: 'http://smba.trafficmanager.net/' },
    ],
    'a service URL that is none': () => [{ serviceUrl: 'teams' }, { serviceurl: 'teams' }],
    'another channel': () => [{ channelId: 'emulator' }],
    'a channel that makes the SDK check otherwise': () => [{ channelId: 'AseChannel' }],
    'another tenant': () => [{ channelData: { tenant: { id: OTHER } } }],
    'another tenant in the conversation': () => [
      { conversation: { id: 'a:1', conversationType: 'personal', tenantId: OTHER } },
    ],
    'no tenant': () => [{ channelData: null, conversation: { id: 'a:1' } }],
  };
  test.each(Object.keys(strange))('answers 403 to %s', async (name) => {
    const [what, more = {}] = strange[name]?.() ?? [{}];
    const { status, body } = await teams.post(hello(what), { token: await sign(more) });
    expect(status).toBe(403);
    expect(body).toEqual({ error: { code: 'Forbidden', message: 'Forbidden' } });
    await expectNothingHappened();
  });

  test('takes the tenant in capitals, and clocks that differ by minutes', async () => {
    const token = await sign({ exp: now() - 120, nbf: now() - 3600 });
    const activity = hello({ type: 'typing', channelData: { tenant: { id: TENANT.toUpperCase() } } });
    expect((await teams.post(activity, { token })).status).toBe(200);
  });

  test('takes a token that it knows for as long as the token lasts', async () => {
    const token = await sign({ exp: now() + 600 });
    const status = async () => (await teams.post(hello({ type: 'typing' }), { token })).status;
    expect([await status(), await status()]).toEqual([200, 200]);
    // The clock alone is moved: the server goes on answering.
    jest.useFakeTimers({
      now: Date.now() + 599_000,
      doNotFake: ['setTimeout', 'setInterval', 'setImmediate', 'nextTick', 'queueMicrotask', 'performance', 'hrtime'],
    });
    try {
      expect(await status()).toBe(200);
      jest.setSystemTime(Date.now() + 302_000);
      expect(await status()).toBe(401);
    } finally {
      jest.useRealTimers();
    }
  });

  test('takes a key that says nothing of channels', async () => {
    const token = await sign({}, { kid: 'key-unsaid' });
    expect((await teams.post(hello({ type: 'typing' }), { token })).status).toBe(200);
  });

  test('reads the keys once', async () => {
    const { keysRead } = teams.openid;
    for (let i = 0; i < 3; i++) await teams.post(hello({ type: 'typing' }));
    expect(teams.openid.keysRead).toBe(keysRead);
  });
});

describe("while the channel's keys can't be had, the bot", () => {
  let teams: TeamsSchool;
  beforeEach(async () => {
    teams = await teamsSchool();
  });
  afterEach(() => teams.close());

  test('answers 503 so that Teams comes again, and then works', async () => {
    teams.openid.up = false;
    const activity = teams.activity(OTHER, { type: 'typing' });
    expect(await teams.post(activity)).toMatchObject({ status: 503, body: { error: { code: 'ServiceUnavailable' } } });
    teams.openid.up = true;
    expect((await teams.post(activity)).status).toBe(200);
  });
});
