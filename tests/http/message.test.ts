import type { Someone } from '../fakes/app.ts';
import { APP_ID, TENANT } from '../fakes/channel.ts';
import { connectorError } from '../fakes/connector.ts';
import { type TeamsSchool, teamsSchool } from '../fakes/teams.ts';

const CARD = 'application/vnd.microsoft.card.adaptive';
const STRANGER = '0b9d2c4e-5f60-4718-8293-a4b5c6d7e8f9';

describe('a message in Teams', () => {
  let teams: TeamsSchool;
  let anna: Someone;
  const say = (text: unknown, what: Record<string, unknown> = {}, from = anna.objectId) =>
    teams.post(teams.activity(from, { type: 'message', text, ...what }));

  beforeEach(async () => {
    teams = await teamsSchool();
    anna = await teams.t.person('Anna Bell', { roles: ['headteacher'] });
  });
  afterEach(() => teams.close());

  test('is answered by one card in the same chat, alone in its message, with a line for the notification', async () => {
    expect(await say('help')).toEqual({ status: 200, body: null });
    const [sent] = await teams.connector.received(1);
    expect(sent).toMatchObject({
      method: 'POST',
      path: `/conversations/a:chat-${anna.objectId}/activities`,
      authorization: 'Bearer bot-token-1',
      body: { type: 'message', attachments: [{ contentType: CARD }] },
    });
    expect(sent?.body.summary).toBe(sent?.body.attachments[0].content.body[0].text);
    expect(sent?.body.text).toBeUndefined();
  });

  test('makes the chat known, without a name in it', async () => {
    await say('help');
    const row = await teams.store.db.selectFrom('conversations').selectAll().executeTakeFirstOrThrow();
    expect(row).toMatchObject({ person: anna.id, door: 'teams', provider: 'entra', tenant: TENANT });
    expect(JSON.parse(row.reference)).toEqual({
      serviceUrl: teams.connector.serviceUrl,
      channelId: 'msteams',
      conversation: { id: `a:chat-${anna.objectId}`, conversationType: 'personal', tenantId: TENANT },
      bot: { id: `28:${APP_ID}` },
      user: { id: `29:${anna.objectId}`, aadObjectId: anna.objectId },
    });
  });

  test('is the same without the mention of the bot, in odd spaces, or in capitals of the object id', async () => {
    await say('help');
    const mention = { type: 'mention', text: '<at>Countersign</at>', mentioned: { id: `28:${APP_ID}` } };
    await say('<at>Countersign</at>\u00a0 help\n', { entities: [{ type: 'clientInfo' }, mention, null, 7] });
    await say('help', {}, anna.objectId.toUpperCase());
    const cards = (await teams.connector.received(3)).map(({ body }) => body.attachments[0].content);
    expect(cards[1]).toEqual(cards[0]);
    expect(cards[2]).toEqual(cards[0]);
  });

  test('is taken, and the trouble logged, when the answer can not be sent', async () => {
    teams.connector.behave = () => connectorError(403, 'ConversationBlockedByUser');
    expect((await say('help')).status).toBe(200);
    await teams.loggedLine('a reply did not arrive {"outcome":"blocked"}');
  });

  test('by a stranger is answered in one sentence, and binds nobody', async () => {
    const before = await teams.contents();
    expect((await say('help', {}, STRANGER)).status).toBe(200);
    const [asked, sent] = await teams.connector.received(2);
    expect(asked).toMatchObject({ method: 'GET', path: `/conversations/a:chat-${STRANGER}/members/${STRANGER}` });
    expect(sent?.body).toMatchObject({ text: expect.stringContaining('school office'), textFormat: 'plain' });
    expect(await teams.contents()).toEqual(before);
  });

  describe('by an account that nobody has yet', () => {
    const member = (more: Record<string, unknown> = {}) => ({
      id: '29:x',
      aadObjectId: STRANGER,
      email: 'Ben.Osei@larkenmere.example',
      userPrincipalName: 'bosei@larkenmere.example',
      userRole: 'user',
      tenantId: TENANT,
      ...more,
    });
    const bound = () =>
      teams.store.db.selectFrom('accounts').select('person').where('object_id', '=', STRANGER).execute();
    let ben: Someone;
    beforeEach(async () => {
      ben = await teams.t.person('Ben Osei');
      await teams.store.db.deleteFrom('accounts').where('person', '=', ben.id).execute();
    });

    test('binds it to the person with the address that Teams vouches for', async () => {
      teams.connector.members.set(STRANGER, member());
      await say('help', {}, STRANGER);
      expect(await bound()).toEqual([{ person: ben.id }]);
      await say('help', {}, STRANGER);
      const asked = (await teams.connector.received(3)).filter(({ method }) => method === 'GET');
      expect(asked).toHaveLength(1);
    });

    test('binds it though Teams tells of the installation in two events at once', async () => {
      teams.connector.members.set(STRANGER, member());
      const added = { type: 'conversationUpdate', membersAdded: [{ id: `28:${APP_ID}` }] };
      const installed = { type: 'installationUpdate', action: 'add' };
      const both = Promise.withResolvers<void>();
      teams.connector.behave = async ({ method }) => {
        if (method === 'GET' && teams.connector.requests.length === 2) both.resolve();
        if (method === 'GET') await both.promise;
        return undefined;
      };
      await Promise.all([added, installed].map((what) => teams.post(teams.activity(STRANGER, what))));
      const greeting = (await teams.connector.received(3)).find(({ method }) => method === 'POST');
      expect(greeting?.body.attachments).toHaveLength(1);
      expect(await bound()).toEqual([{ person: ben.id }]);
    });

    test('by the sign-in name where there is no address', async () => {
      teams.connector.members.set(STRANGER, member({ email: null, userPrincipalName: 'ben.osei@larkenmere.example' }));
      await say('help', {}, STRANGER);
      expect(await bound()).toEqual([{ person: ben.id }]);
    });

    test.each([
      ["a guest's", { userPrincipalName: 'ben.osei_larkenmere.example#EXT#@other.example' }],
      ["a guest's by role", { userRole: 'guest' }],
      ["another member's", { aadObjectId: '99999999-2222-4333-8444-555555555555' }],
      ['a broken', { email: 7, userPrincipalName: {} }],
    ])('never by %s address', async (_, more) => {
      teams.connector.members.set(STRANGER, member(more));
      await say('help', {}, STRANGER);
      await teams.connector.received(2);
      expect(await bound()).toEqual([]);
    });

    test('says to try again while Teams can not be asked', async () => {
      teams.connector.behave = ({ method }) => (method === 'GET' ? { status: 502 } : undefined);
      await say('help', {}, STRANGER);
      expect((await teams.connector.received(2))[1]?.body.text).toContain('try again');
      expect(await bound()).toEqual([]);
    });
  });

  describe('where others read along', () => {
    const channel = {
      conversation: { id: '19:x@thread.tacv2;messageid=1', conversationType: 'channel', tenantId: TENANT },
    };

    test.each([
      ['channel', channel],
      ['group chat', { conversation: { id: '19:g@unq.gbl.spaces', conversationType: 'groupChat', tenantId: TENANT } }],
      ['group of another kind', { conversation: { id: '19:h', isGroup: true, tenantId: TENANT } }],
    ])('is answered in private, and there only says so: a %s', async (_, where) => {
      await say("who hasn't signed", where);
      const [open, card, there] = await teams.connector.received(3);
      expect(open).toMatchObject({
        path: '/conversations',
        body: { isGroup: false, tenantId: TENANT, members: [{ id: anna.objectId }], bot: { id: `28:${APP_ID}` } },
      });
      expect(card).toMatchObject({
        path: `/conversations/a:private-${anna.objectId}/activities`,
        body: { attachments: [{ contentType: CARD }] },
      });
      expect(there?.path).toBe(`/conversations/${where.conversation.id}/activities`);
      expect(there?.body).toMatchObject({ text: "I've answered you in our private chat." });
      expect(there?.body.attachments ?? []).toEqual([]);
      // That they are in Teams is known by it, but not where they can be written to.
      expect(await teams.store.db.selectFrom('conversations').select('reference').execute()).toEqual([
        { reference: '{}' },
      ]);
    });

    test('says how to ask when the private chat can not be opened', async () => {
      teams.connector.behave = ({ path }) =>
        path === '/conversations' ? connectorError(403, 'BotNotInConversationRoster') : undefined;
      await say("who hasn't signed", channel);
      const [, there] = await teams.connector.received(2);
      expect(there?.body.text).toContain('open a chat with me');
    });
  });

  describe('that the app was installed', () => {
    const installed = { type: 'installationUpdate', action: 'add' };
    const added = { type: 'conversationUpdate', membersAdded: [{ id: `28:${APP_ID}` }, { id: '29:anna' }] };

    test('greets once, though Teams says it twice', async () => {
      await Promise.all([added, installed].map((what) => teams.post(teams.activity(anna.objectId, what))));
      expect(await teams.connector.received(1)).toHaveLength(1);
      expect(await teams.store.db.selectFrom('conversations').select('person').execute()).toEqual([
        { person: anna.id },
      ]);
    });

    test.each([
      ['for a team', { ...installed, conversation: { id: '19:x', conversationType: 'channel', tenantId: TENANT } }],
      ['no more', { type: 'installationUpdate', action: 'remove' }],
      ['for somebody else', { type: 'conversationUpdate', membersAdded: [{ id: '29:ben' }] }],
    ])('%s, is nothing to answer', async (_, what) => {
      const before = await teams.contents();
      expect(await teams.post(teams.activity(anna.objectId, what))).toEqual({ status: 200, body: null });
      expect(await teams.contents()).toEqual(before);
      expect(teams.connector.requests).toEqual([]);
    });
  });

  test.each(['typing', 'messageReaction', 'event', 'messageUpdate', 'endOfConversation'])(
    'of the kind "%s" is nothing to answer',
    async (type) => {
      expect(await teams.post(teams.activity(anna.objectId, { type, text: 'help' }))).toEqual({
        status: 200,
        body: null,
      });
      expect(teams.connector.requests).toEqual([]);
    },
  );
});
