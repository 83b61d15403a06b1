import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { testApp } from '../fakes/app.ts';
import { type TeamsSchool, teamsSchool } from '../fakes/teams.ts';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const NOT_FETCHED = "I couldn't fetch that from Teams, so nothing was kept.";
const NO_PICTURE = 'I can only take pictures';

describe('a file sent in Teams', () => {
  let teams: TeamsSchool;
  let lender: Awaited<ReturnType<Awaited<ReturnType<typeof testApp>>['person']>>;

  beforeEach(async () => {
    teams = await teamsSchool();
    lender = await teams.t.person('Callum Fairbrother', { roles: ['technician'] });
    await lend();
  });
  afterEach(() => teams.close());

  /** Something is out with the lender themselves: a picture can be of it. */
  async function lend() {
    const at = teams.t.clock.now().toISOString();
    const span = { from_on: '2026-11-23', due_on: '2026-11-27' };
    await teams.store.db
      .insertInto('loans')
      .values({
        id: 'loan',
        school: 'school',
        request: null,
        borrower: lender.id,
        wanted: 'tablet',
        purpose: 'a lesson',
        ...span,
        state: 'out',
        created_at: at,
        changed_at: at,
        handed_over_by: null,
        closed_at: null,
        remind_at: null,
        reminded: 0,
      })
      .execute();
  }

  const image = (id: string) => ({
    contentType: 'image/*',
    contentUrl: `${teams.connector.serviceUrl}v3/attachments/${id}/views/original`,
  });
  const file = (downloadUrl: unknown) => ({
    contentType: 'application/vnd.microsoft.teams.file.download.info',
    contentUrl: 'https://larkenmere-my.sharepoint.com/personal/kp/Documents/photo.png',
    name: 'photo.png',
    content: { downloadUrl, uniqueId: '1', fileType: 'png' },
  });
  const html = { contentType: 'text/html', content: '<p><img src="https://elsewhere.example/1"></p>' };

  /** Sends a message with attachments and gives what the bot answered. */
  async function send(...attachments: unknown[]): Promise<string> {
    const before = teams.connector.requests.filter(({ method }) => method === 'POST').length;
    expect((await teams.post(teams.activity(lender.objectId, { type: 'message', text: '', attachments }))).status).toBe(
      200,
    );
    for (;;) {
      const posts = teams.connector.requests.filter(({ method }) => method === 'POST');
      if (posts.length > before) return JSON.stringify(posts.at(-1)?.body);
      await teams.connector.received(teams.connector.requests.length + 1);
    }
  }
  const kept = () => teams.store.db.selectFrom('loan_photos').select(['type', 'bytes']).execute();

  test('pasted into the chat is fetched from the Connector with the bot’s own token, and kept', async () => {
    teams.connector.files.set('1', PNG);
    expect(await send(html, image('1'))).toContain('1 photo kept');
    expect(teams.connector.requests.find(({ method }) => method === 'GET')).toMatchObject({
      path: '/attachments/1/views/original',
      authorization: 'Bearer bot-token-1',
    });
    expect((await kept()).map(({ type, bytes }) => [type, bytes.equals(PNG)])).toEqual([['image/png', true]]);
  });

  test('is refused in one sentence when it is no picture, whatever it says of itself', async () => {
    teams.connector.files.set('1', Buffer.from('<script>alert(1)</script>'));
    expect(await send(image('1'))).toContain(NO_PICTURE);
    expect(await send({ contentType: 'application/pdf', contentUrl: 'https://elsewhere.example/x.pdf' })).toContain(
      NO_PICTURE,
    );
    teams.connector.files.set('2', PNG);
    expect(await send(image('2'), { contentType: 'audio/mp4' })).toContain(NO_PICTURE);
    teams.connector.files.set('3', Buffer.concat([PNG, Buffer.alloc(10_000_000)]));
    expect(await send(image('3'))).toContain('larger than 10 MB');
    expect(await kept()).toEqual([]);
  });

  test('is fetched from nowhere but the Connector and OneDrive, and the token goes to the Connector alone', async () => {
    const seen: string[] = [];
    const elsewhere = createServer((request, response) => {
      seen.push(request.url ?? '');
      response.end(PNG);
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, '::1', resolve));
    const url = `http://[::1]:${(elsewhere.address() as AddressInfo).port}/x`;
    try {
      for (const attachment of [
        { contentType: 'image/png', contentUrl: url },
        { contentType: 'image/png', contentUrl: 'file:///etc/passwd' },
        { contentType: 'image/png', contentUrl: 'no address' },
        file(url),
        file('http://larkenmere-my.sharepoint.com/x'),
        file('https://sharepoint.com.elsewhere.example/x'),
        file('https://elsewhere.example/sharepoint.com'),
      ])
        expect(await send(attachment)).toContain(NOT_FETCHED);
      for (const nothing of [file(7), file(undefined)]) expect(await send(nothing)).toContain(NO_PICTURE);
      expect(await send(image('gone'))).toContain(NOT_FETCHED);
      teams.connector.behave = ({ method }) =>
        method === 'GET' ? { status: 302, headers: { location: url } } : undefined;
      expect(await send(image('1'))).toContain(NOT_FETCHED);
    } finally {
      elsewhere.close();
    }
    expect(seen).toEqual([]);
    expect(teams.logged.join()).not.toContain(url);
    expect(await kept()).toEqual([]);
  });

  test('is not taken where others read along', async () => {
    teams.connector.files.set('1', PNG);
    const conversation = { id: '19:group', conversationType: 'groupChat', isGroup: true };
    const activity = teams.activity(lender.objectId, {
      type: 'message',
      text: '',
      attachments: [image('1')],
      conversation,
    });
    expect((await teams.post(activity)).status).toBe(200);
    const [, sent] = await teams.connector.received(2);
    expect(JSON.stringify(sent?.body)).toContain('Others can read along there. Please send pictures here');
    expect(await kept()).toEqual([]);
  });
});
