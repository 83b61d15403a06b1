import { jest } from '@jest/globals';
import { createTeamsMessenger, type TeamsMessenger } from '../../bot/send.ts';
import { type Config, readConfig } from '../../shared/config.ts';
import type { Account, SendOutcome } from '../../shared/ports.ts';
import type { View } from '../../shared/view/view.ts';
import { APP_ID, type OpenId, openId, TENANT } from '../fakes/channel.ts';
import { type Behaviour, connectorError, type FakeConnector, fakeConnector, hasContract } from '../fakes/connector.ts';

const silent = { info() {}, warn() {}, error() {} };
const anna: Account = { provider: 'entra', tenant: TENANT, objectId: '0b9d2c4e-5f60-4718-8293-a4b5c6d7e8f9' };
const view: View = { title: 'Staff ICT agreement', nodes: [{ kind: 'text', text: 'Please read and accept this.' }] };

describe('writing to a person in Teams', () => {
  let connector: FakeConnector;
  let openid: OpenId;
  let messenger: TeamsMessenger;
  const settings = (): Record<string, string> => ({
    BOT_SERVICE_URL: connector.serviceUrl,
    BOT_SERVICE_HOSTS: '127.0.0.1',
    MicrosoftAppId: APP_ID,
    MicrosoftAppPassword: 'not-a-secret',
    MicrosoftAppTenantId: TENANT,
    SCHOOL_FILE: 'school.yaml',
    PUBLIC_URL: 'https://countersign.example',
    ToChannelFromBotLoginUrl: openid.loginUrl,
  });
  const chat = (more: Record<string, unknown> = {}) => ({
    serviceUrl: connector.serviceUrl,
    channelId: 'msteams',
    conversation: { id: 'a:chat', conversationType: 'personal', tenantId: TENANT },
    bot: { id: `28:${APP_ID}` },
    user: { id: '29:anna', aadObjectId: anna.objectId },
    ...more,
  });
  const write = (config: Config, limits?: Parameters<typeof createTeamsMessenger>[0]['limits']) =>
    createTeamsMessenger({ config, log: silent, ...(limits && { limits }) });

  beforeEach(async () => {
    [connector, openid] = await Promise.all([fakeConnector(), openId()]);
    messenger = write(readConfig(settings()));
  });
  afterEach(() => Promise.all([connector.close(), openid.close()]));

  test('goes into the chat that is known, and tells where it lies', async () => {
    expect(await messenger.send({ account: anna, conversation: chat() }, view)).toEqual({
      kind: 'sent',
      message: { ...chat(), activityId: 'message-1' },
      conversation: chat(),
    });
    expect(connector.requests).toHaveLength(1);
  });

  test('opens the private chat first when none is known', async () => {
    const sent = await messenger.send({ account: anna, conversation: null }, view);
    expect(sent).toMatchObject({
      kind: 'sent',
      message: { conversation: { id: `a:private-${anna.objectId}` }, activityId: 'message-1' },
      conversation: { serviceUrl: connector.serviceUrl, channelId: 'msteams' },
    });
    expect(connector.requests[0]).toMatchObject({
      method: 'POST',
      path: '/conversations',
      body: {
        isGroup: false,
        bot: { id: `28:${APP_ID}` },
        members: [{ id: anna.objectId }],
        tenantId: TENANT,
        channelData: { tenant: { id: TENANT } },
      },
    });
    // What it returned is enough to write there again, and to change the message.
    if (sent.kind !== 'sent') throw new Error(sent.kind);
    expect(await messenger.send({ account: anna, conversation: sent.conversation }, view)).toMatchObject({
      kind: 'sent',
    });
    expect(await messenger.edit(sent.message, view)).toMatchObject({ kind: 'sent' });
    expect(connector.requests.map(({ method }) => method)).toEqual(['POST', 'POST', 'POST', 'PUT']);
  });

  (hasContract ? test : test.skip)(
    "keeps to the Connector's published contract (../shared/contracts, skipped where that is absent)",
    async () => {
      connector.behave = () => undefined;
      for (const conversation of [null, chat()])
        expect(await messenger.send({ account: anna, conversation }, view)).toMatchObject({ kind: 'sent' });
      expect(await messenger.say({ account: anna, conversation: chat() }, 'Hello')).toMatchObject({ kind: 'sent' });
    },
  );

  describe('ends as the Connector says:', () => {
    const cases: [string, Behaviour, Partial<SendOutcome>][] = [
      ['the bot is not registered', connectorError(401, 'BotNotRegistered'), { kind: 'failed' }],
      ['the token is not taken', connectorError(401, 'Unauthorized'), { kind: 'unavailable' }],
      ['blocked by the person', connectorError(403, 'ConversationBlockedByUser'), { kind: 'blocked' }],
      ['blocked, in other words', connectorError(403, 'MessageWritesBlocked'), { kind: 'blocked' }],
      ['not installed', connectorError(403, 'BotNotInConversationRoster'), { kind: 'not-installed' }],
      ['switched off by an administrator', connectorError(403, 'BotDisabledByAdmin'), { kind: 'blocked' }],
      ['forbidden for another reason', connectorError(403, 'SomethingNew'), { kind: 'blocked' }],
      ['forbidden without a reason', { status: 403 }, { kind: 'blocked' }],
      ['the chat is gone', connectorError(404, 'ConversationNotFound'), { kind: 'not-installed' }],
      ['a lock was taken', connectorError(412, 'PreconditionFailed'), { kind: 'unavailable' }],
      ['too large', connectorError(413, 'MessageSizeTooBig'), { kind: 'failed' }],
      ['not understood', connectorError(400, 'BadSyntax'), { kind: 'failed' }],
      ['too many', connectorError(429, 'TooManyRequests'), { kind: 'throttled', retryAfterMs: null }],
      [
        'too many, come again in seconds',
        connectorError(429, 'TooManyRequests', { 'retry-after': '17' }),
        { kind: 'throttled', retryAfterMs: 17_000 },
      ],
      [
        'too many, come again at a past date',
        connectorError(429, 'TooManyRequests', { 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' }),
        { kind: 'throttled', retryAfterMs: 0 },
      ],
      [
        'too many, come again at nonsense',
        connectorError(429, 'TooManyRequests', { 'retry-after': 'soon' }),
        { kind: 'throttled', retryAfterMs: null },
      ],
      ...[408, 500, 502, 503].map((status): [string, Behaviour, Partial<SendOutcome>] => [
        `status ${status}`,
        { status },
        { kind: 'unavailable' },
      ]),
      ['a gateway gave up waiting, while Teams may have gone on', { status: 504 }, { kind: 'unconfirmed' }],
      ['the line goes dead', 'reset', { kind: 'unconfirmed' }],
      ['an answer without sense', 'nonsense', { kind: 'unconfirmed' }],
    ];

    test.each(cases)('%s', async (_, behaviour, outcome) => {
      connector.behave = () => behaviour;
      const ended = await messenger.send({ account: anna, conversation: chat() }, view);
      expect(ended).toMatchObject(outcome);
      expect(connector.requests).toHaveLength(1);
      if ('detail' in ended) expect(ended.detail).toMatch(/^[A-Z].*\.$/);
    });

    test('come again at a date to come', async () => {
      const date = new Date(Date.now() + 90_000).toUTCString();
      connector.behave = () => connectorError(429, 'TooManyRequests', { 'retry-after': date });
      const ended = await messenger.send({ account: anna, conversation: chat() }, view);
      if (ended.kind !== 'throttled') throw new Error(ended.kind);
      expect(ended.retryAfterMs).toBeGreaterThan(80_000);
      expect(ended.retryAfterMs).toBeLessThanOrEqual(90_000);
    });

    test.each<[string, Behaviour, Partial<SendOutcome>]>([
      ['nobody has that account', connectorError(404, 'NotFound'), { kind: 'no-account' }],
      ['the app is not installed', connectorError(403, 'BotNotInConversationRoster'), { kind: 'not-installed' }],
      ['the line goes dead, when nothing was said yet', 'reset', { kind: 'unavailable' }],
    ])('while the chat is opened, %s', async (_, behaviour, outcome) => {
      connector.behave = () => behaviour;
      expect(await messenger.send({ account: anna, conversation: null }, view)).toMatchObject(outcome);
      expect(connector.requests).toHaveLength(1);
    });

    test.each<[string, Behaviour, Partial<SendOutcome>]>([
      ['the message is gone', connectorError(404, 'ActivityNotFoundInConversation'), { kind: 'failed' }],
      ['the line goes dead, which does no harm', 'reset', { kind: 'unavailable' }],
      ['blocked', connectorError(403, 'ConversationBlockedByUser'), { kind: 'blocked' }],
    ])('while a message is changed, %s', async (_, behaviour, outcome) => {
      connector.behave = () => behaviour;
      expect(await messenger.edit({ ...chat(), activityId: 'm1' }, view)).toMatchObject(outcome);
      expect(connector.requests).toHaveLength(1);
    });

    test('no answer within ten seconds', async () => {
      const arrived = Promise.withResolvers<void>();
      connector.behave = () => {
        arrived.resolve();
        return new Promise(() => {});
      };
      jest.useFakeTimers({ doNotFake: ['Date', 'nextTick', 'setImmediate', 'queueMicrotask', 'performance'] });
      try {
        const ended = messenger.send({ account: anna, conversation: chat() }, view);
        await arrived.promise;
        await jest.advanceTimersByTimeAsync(10_000);
        expect(await ended).toMatchObject({ kind: 'unconfirmed' });
      } finally {
        jest.useRealTimers();
      }
    });

    test('there is nobody at that address', async () => {
      await connector.close();
      const ended = await messenger.send({ account: anna, conversation: chat() }, view);
      expect(ended).toMatchObject({ kind: 'unavailable' });
    });
  });

  test.each([
    'https://evil.example/',
    'https://127.0.0.1.evil.example/',
    'http://smba.trafficmanager.net/',
    'https://user:word@127.0.0.1/',
    'ftp://127.0.0.1/',
    'nonsense',
  ])('never takes its token to %s', async (serviceUrl) => {
    const ended = await messenger.send({ account: anna, conversation: chat({ serviceUrl }) }, view);
    expect(ended).toMatchObject({ kind: 'failed' });
    expect(openid.tokensGiven).toBe(0);
  });

  test('is refused for accounts of other directories', async () => {
    const google: Account = { provider: 'google', tenant: 'C01', objectId: '1' };
    expect(await messenger.send({ account: google, conversation: null }, view)).toMatchObject({ kind: 'no-account' });
    expect(connector.requests).toEqual([]);
  });

  test('a card that Teams would not take is never sent', async () => {
    const large: View = { title: 'Names', nodes: [{ kind: 'list', items: Array(400).fill('Ada Marrow, Science') }] };
    expect(await messenger.send({ account: anna, conversation: chat() }, large)).toMatchObject({ kind: 'failed' });
    expect(connector.requests).toEqual([]);
  });

  describe("the bot's own token", () => {
    const send = () => messenger.send({ account: anna, conversation: chat() }, view);

    test('is asked for once, however many messages go out at the same time', async () => {
      await Promise.all([send(), send(), send()]);
      await send();
      expect(openid.tokensGiven).toBe(1);
      expect(new Set(connector.requests.map(({ authorization }) => authorization))).toEqual(
        new Set(['Bearer bot-token-1']),
      );
    });

    test.each([
      ['500', { status: 500, body: 'oops' }],
      ['429', { status: 429, body: '{}' }],
      ['a refusal', { status: 401, body: '{"error":"invalid_client","error_description":"AADSTS7000215"}' }],
      ['an answer without a token', { status: 200, body: '{}' }],
      ['nonsense', { status: 200, body: '<html>' }],
    ])(
      'not to be had (%s) is no fault of the person, and the endpoint is left alone for a while',
      async (_, answer) => {
        openid.tokenError = answer;
        for (let i = 0; i < 3; i++)
          expect(await send()).toMatchObject({ kind: 'unavailable', detail: expect.stringContaining('sign in') });
        expect(openid.tokensGiven).toBe(1);
        expect(connector.requests).toEqual([]);
      },
    );

    test('is never sent in the sandbox, where there is none', async () => {
      const { BOT_SERVICE_URL = '' } = settings();
      messenger = write(readConfig({ BOT_SERVICE_URL }));
      expect(await messenger.send({ account: anna, conversation: null }, view)).toMatchObject({ kind: 'sent' });
      expect(connector.requests.map(({ authorization }) => authorization)).toEqual([undefined, undefined]);
      expect(openid.tokensGiven).toBe(0);
    });
  });

  test('goes back to the outbox when the limits of Teams would make it wait for long', async () => {
    messenger = write(readConfig(settings()), {
      tenant: { points: 1_000, duration: 1 },
      conversation: [{ points: 1, duration: 3_600 }],
    });
    const send = () => messenger.send({ account: anna, conversation: chat() }, view);
    expect(await send()).toMatchObject({ kind: 'sent' });
    const second = await send();
    if (second.kind !== 'throttled') throw new Error(second.kind);
    expect(second.retryAfterMs).toBeGreaterThan(3_500_000);
    expect(connector.requests).toHaveLength(1);
  });
});
