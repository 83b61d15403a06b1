import { request } from 'node:http';
import type { Someone } from '../fakes/app.ts';
import { type TeamsSchool, teamsSchool } from '../fakes/teams.ts';

describe('in the sandbox, without an app id, the bot', () => {
  let teams: TeamsSchool;
  let anna: Someone;
  beforeAll(async () => {
    teams = await teamsSchool({ sandbox: true });
    anna = await teams.t.person('Anna Bell');
  });
  afterEach(() => void (teams.connector.requests.length = 0));
  afterAll(() => teams.close());

  const hello = (what: Record<string, unknown> = {}) =>
    teams.activity(anna.objectId, { type: 'message', text: 'help', ...what });

  /** Posts with a Host header of the test's own, which fetch would not send. */
  const postAs = (host: string | undefined) =>
    new Promise<number | undefined>((resolve, reject) => {
      const headers = { 'content-type': 'application/json', ...(host !== undefined && { host }) };
      const sent = request(`${teams.url}/api/messages`, { method: 'POST', headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      sent.on('error', reject);
      sent.end(JSON.stringify(hello({ type: 'typing' })));
    });

  test('knows people by their object id, from any emulator', async () => {
    const activity = hello({ channelId: 'emulator', conversation: { id: 'livechat' }, channelData: undefined });
    expect(await teams.post(activity, { token: null })).toEqual({ status: 200, body: null });
    const [sent] = await teams.connector.received(1);
    expect(sent).toMatchObject({ path: '/conversations/livechat/activities', authorization: undefined });
    expect(sent?.body.attachments).toHaveLength(1);
  });

  test('asks an emulator that names nobody who it is', async () => {
    await teams.post(hello({ from: { id: 'user-1' } }), { token: null });
    const [sent] = await teams.connector.received(1);
    expect(sent?.body.text).toContain('school account');
  });

  test.each(['https://smba.trafficmanager.net/teams/', 'http://192.168.0.2:3978/', 'https://localhost.evil.example/'])(
    'never answers to %s',
    async (serviceUrl) => {
      const before = await teams.contents();
      expect(await teams.post(hello({ serviceUrl }), { token: null })).toMatchObject({ status: 403 });
      expect(await teams.contents()).toEqual(before);
    },
  );

  test.each([
    ['evil.example', 403],
    ['localhost.evil.example', 403],
    ['127.0.0.1.evil.example:3978', 403],
    ['127.0.0.1@evil.example', 403],
    ['192.168.0.2', 403],
    ['localhost:3978', 200],
    ['127.0.0.1', 200],
    ['[::1]:3978', 200],
  ])('addressed as "%s" answers %i', async (host, status) => {
    expect(await postAs(host)).toBe(status);
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'takes no %s, which a web page could send across origins',
    async (type) => {
      const answer = await teams.post(hello(), { token: null, headers: { 'content-type': type } });
      expect(answer).toMatchObject({ status: 415 });
    },
  );
});
