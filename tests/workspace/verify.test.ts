import { exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { createVerify } from '../../addon/workspace/verify.ts';
import { askToSign, type Someone } from '../fakes/app.ts';
import { drawnCard } from '../fakes/card-v2.ts';
import { CLIENT_ID, DM, ENDPOINT, type GoogleSchool, googleSchool, SERVICE_ACCOUNT } from '../fakes/workspace.ts';

const SUFFIX = '@gcp-sa-gsuiteaddons.iam.gserviceaccount.com';

describe('the Google door', () => {
  let google: GoogleSchool;
  let anna: Someone;
  let sub: string;
  let press: Record<string, unknown>;
  beforeEach(async () => {
    google = await googleSchool();
    anna = await google.t.person('Anna Bell');
    sub = await google.account(anna);
    await askToSign(google.t, [anna]);
    const opened = await google.press(sub, await google.open(sub), 'Open');
    const ask = drawnCard(opened.body.renderActions.action.navigations[0].pushCard);
    press = ask.press('I have read and accept', { name: 'Anna Bell', job: 'Teacher' });
  });
  afterEach(() => google.close());

  const seconds = () => Math.floor(google.t.clock.now().getTime() / 1000);
  const claims = () => ({
    iss: 'https://accounts.google.com',
    aud: ENDPOINT,
    iat: seconds() - 10,
    exp: seconds() + 3_600,
    email: SERVICE_ACCOUNT,
    email_verified: true,
  });

  /** Presses "I have read and accept" with other tokens. */
  async function pressWith(tokens: { systemIdToken?: unknown; userIdToken?: unknown }, more: object = {}) {
    const event = await google.event(sub, { commonEventObject: press });
    const authorizationEventObject = { ...(event.authorizationEventObject as object), ...tokens };
    const before = await google.contents();
    const answer = await google.post({ ...event, authorizationEventObject, ...more });
    return { answer, changed: JSON.stringify(await google.contents()) !== JSON.stringify(before) };
  }

  const system: Record<string, () => Promise<unknown>> = {
    'no token': async () => undefined,
    'an empty token': async () => '',
    'a token that is a number': async () => 7,
    'words in the place of a token': async () => 'let me in',
    'a wrong signature': async () =>
      new SignJWT(claims())
        .setProtectedHeader({ alg: 'RS256', kid: 'key-1' })
        .sign((await generateKeyPair('RS256')).privateKey),
    'a token signed by nobody': async () => new UnsecuredJWT(claims()).encode(),
    'a token signed with the public key as a secret': async () => {
      const { publicKey } = await generateKeyPair('RS256', { extractable: true });
      return new SignJWT(claims())
        .setProtectedHeader({ alg: 'HS256', kid: 'key-1' })
        .sign(new TextEncoder().encode(await exportSPKI(publicKey)));
    },
    'a changed payload': async () => {
      const [header, , signature] = (await google.systemToken({ email: 'x@example.com' })).split('.');
      return [header, Buffer.from(JSON.stringify(claims())).toString('base64url'), signature].join('.');
    },
    "another project's service account": () => google.systemToken({ email: `service-482914${SUFFIX}` }),
    'a service account whose name ends like ours': () => google.systemToken({ email: `evil-${SERVICE_ACCOUNT}` }),
    'our service account in other letters': () => google.systemToken({ email: SERVICE_ACCOUNT.toUpperCase() }),
    'an address that nobody verified': () => google.systemToken({ email_verified: false }),
    'an address said to be verified': () => google.systemToken({ email_verified: 'true' }),
    'no address': () => google.systemToken({ email: undefined }),
    'another endpoint': () => google.systemToken({ aud: 'https://elsewhere.example/workspace' }),
    'our endpoint with a slash': () => google.systemToken({ aud: `${ENDPOINT}/` }),
    'our host alone': () => google.systemToken({ aud: 'https://countersign.example' }),
    'our endpoint among others': () => google.systemToken({ aud: [ENDPOINT, 'https://elsewhere.example'] }),
    'no audience': () => google.systemToken({ aud: undefined }),
    'an empty audience': () => google.systemToken({ aud: '' }),
    "our client's audience": () => google.systemToken({ aud: CLIENT_ID }),
    'another issuer': () => google.systemToken({ iss: 'https://accounts.google.example' }),
    'the issuer with a slash': () => google.systemToken({ iss: 'https://accounts.google.com/' }),
    'a token that has run out': () => google.systemToken({ exp: seconds() - 3_600 }),
    'a token that never runs out': () => google.systemToken({ exp: undefined }),
    'a token not valid yet': () => google.systemToken({ nbf: seconds() + 3_600 }),
    'the token of the person': () => google.userToken(sub),
  };
  test.each(Object.keys(system))('lets nobody in by %s, and nothing happens', async (name) => {
    const { answer, changed } = await pressWith({ systemIdToken: await system[name]?.() });
    expect({ status: answer.status, body: answer.body, changed }).toEqual({
      status: 401,
      body: { error: 'Unauthorized' },
      changed: false,
    });
    expect(google.logged.join()).not.toMatch(/Anna|larkenmere|eyJ/);
  });

  const user: Record<string, () => Promise<unknown>> = {
    'a wrong signature': async () =>
      new SignJWT({ ...claims(), aud: CLIENT_ID, sub, hd: 'larkenmere.example' })
        .setProtectedHeader({ alg: 'RS256', kid: 'key-1' })
        .sign((await generateKeyPair('RS256')).privateKey),
    'another Google customer': () => google.userToken(sub, { hd: 'otherschool.example' }),
    'a domain that ends like ours': () => google.userToken(sub, { hd: 'notlarkenmere.example' }),
    'no school at all': () => google.userToken(sub, { hd: undefined, email: 'anna.bell@larkenmere.example' }),
    'another app': () => google.userToken(sub, { aud: '9-other.apps.googleusercontent.com' }),
    'our app among others': () => google.userToken(sub, { aud: [CLIENT_ID, '9-other.apps.googleusercontent.com'] }),
    'our endpoint': () => google.userToken(sub, { aud: ENDPOINT }),
    'no audience': () => google.userToken(sub, { aud: undefined }),
    'another issuer': () => google.userToken(sub, { iss: 'https://login.microsoftonline.com' }),
    'a time that is over': () => google.userToken(sub, { exp: seconds() - 3_600 }),
    nobody: () => google.userToken('', { sub: undefined }),
    'something that is no account': () => google.userToken('anna'),
  };
  test.each(Object.keys(user))("lets nobody in by a person's token for %s, and nothing happens", async (name) => {
    const { answer, changed } = await pressWith({ userIdToken: await user[name]?.() });
    expect({ status: answer.status, changed }).toEqual({ status: 401, changed: false });
  });

  test("lets nobody in where Google Chat names one person and the token another's", async () => {
    const chat = { user: { name: 'users/99' }, messagePayload: { space: DM, message: { text: 'what must I sign' } } };
    const { answer, changed } = await pressWith({}, { chat });
    expect({ status: answer.status, changed }).toEqual({ status: 401, changed: false });
  });

  test('lets in what is right: in both spellings of the issuer, in the body or in the header', async () => {
    const { answer } = await pressWith({ systemIdToken: await google.systemToken({ iss: 'accounts.google.com' }) });
    expect(answer.status).toBe(200);
    const event = await google.event(sub);
    const tokens = { userIdToken: await google.userToken(sub) };
    const inHeader = await google.post(
      { ...event, authorizationEventObject: tokens },
      { authorization: `Bearer ${await google.systemToken()}` },
    );
    expect(inHeader.status).toBe(200);
    expect(await google.t.store.db.selectFrom('acknowledgements').selectAll().execute()).toHaveLength(1);
  });

  test('follows Google to new keys, and says 503, to come again, while there are none to be had', async () => {
    await google.openid.rotate();
    google.openid.up = false;
    const fresh = await googleSchool();
    fresh.openid.up = false;
    const answer = await fresh.post(await fresh.event('1'));
    expect(answer.status).toBe(503);
    fresh.openid.up = true;
    expect((await fresh.post(await fresh.event('1'))).status).toBe(200);
    await fresh.close();
  });

  test.each(['endpoint', 'serviceAccount', 'clientId', 'customer'] as const)(
    'does not open with an empty %s',
    (name) => {
      expect(() => createVerify({ ...google.settings, [name]: '' }, google.t.clock)).toThrow(/^GOOGLE_\w+: /);
    },
  );
  test('does not open without a domain of the school', () => {
    expect(() => createVerify({ ...google.settings, domains: [] }, google.t.clock)).toThrow(/^GOOGLE_DOMAINS: /);
  });
});
