import { chatMessenger } from '../../shared/adapters/google/chat/messenger.ts';
import type { Messenger, Recipient } from '../../shared/ports.ts';
import type { View } from '../../shared/view/view.ts';
import { discoveryContract, haveContracts } from '../contracts/google-discovery.ts';
import { settingsFor } from '../directories/google/rig.ts';
import { virtualClock } from '../fakes/clock.ts';
import { openSpace } from '../fakes/google/chat.ts';
import { type FakeGoogle, type FakeUser, fakeCustomer, startGoogle } from '../fakes/google/index.ts';

const contract = haveContracts ? discoveryContract('google.chat.v1.json') : null;
if (!contract) console.warn("Google's contracts are not there: calls and answers are not held against them.");

/** A moment that stands still: tokens are good for it. */
const now = () => new Date('2026-11-23T09:00:00.000Z');

const view: View = { title: 'Staff ICT agreement', nodes: [{ kind: 'text', text: 'Please read and answer.' }] };

/** As a door would draw it; what a real card is, tests/cards shows. */
const draw = ({ title }: View) => ({
  cardsV2: [
    { cardId: 'card-1', card: { header: { title }, sections: [{ widgets: [{ textParagraph: { text: title } }] }] } },
  ],
  fallbackText: title,
});

describe('writing to a person in Google Chat', () => {
  let google: FakeGoogle;
  let messenger: Messenger;
  let sofia: FakeUser;
  let problems: string[];

  beforeEach(async () => {
    const customer = fakeCustomer([
      { name: 'Ifeoma Nwachukwu', email: 'ifeoma.nwachukwu@larkenmere.example' },
      { name: 'Sofia Marchetti', email: 'sofia.marchetti@larkenmere.example' },
    ]);
    problems = [];
    google = await startGoogle({
      customer,
      now,
      watch: (exchange) => problems.push(...(contract?.problems(exchange) ?? [])),
    });
    messenger = await messengerWith({});
    sofia = [...customer.users.values()][1] as FakeUser;
  });
  afterEach(async () => {
    await google.close();
    expect(problems).toEqual([]);
  });

  async function messengerWith(ports: { patience?: number }): Promise<Messenger> {
    const { serviceAccount, rootUrl } = await settingsFor(google);
    const log = { info() {}, warn() {}, error() {} };
    const limits = { tenant: { points: 1_000, duration: 1 }, conversation: [] };
    return chatMessenger(
      { serviceAccount, rootUrl },
      { clock: { ...virtualClock(), now }, log, draw, limits, ...ports },
    );
  }

  const to = (more: Partial<Recipient> = {}): Recipient => ({
    account: { provider: 'google', tenant: 'C01larken', objectId: sofia.id },
    conversation: null,
    address: sofia.address,
    mayOpen: false,
    ...more,
  });
  const messages = () => [...google.customer.chat.spaces.values()].flatMap((space) => space.messages);

  test('uses the chat that an installation by the administrator opened, and that one at once the next time', async () => {
    const { name: space } = openSpace(google.customer, sofia.id);
    const first = await messenger.send(to(), view, 'one');
    expect(first).toMatchObject({ kind: 'sent', conversation: { space }, message: { space } });
    expect(await messenger.send(to({ conversation: { space } }), view, 'two')).toMatchObject({ kind: 'sent' });
    expect(messages()).toHaveLength(2);
    expect(google.calls.filter((call) => call.includes('findDirectMessage'))).toHaveLength(1);
  });

  test('opens a chat as the person only when it is their turn', async () => {
    expect(await messenger.send(to(), view, 'one')).toEqual({ kind: 'needs-turn' });
    expect(messages()).toEqual([]);
    expect(await messenger.send(to({ mayOpen: true }), view, 'one')).toMatchObject({ kind: 'sent' });
    expect(messages()).toHaveLength(1);
  });

  test('the same message sent twice is there once', async () => {
    const { name: space } = openSpace(google.customer, sofia.id);
    const outcomes = [await messenger.send(to(), view, 'one'), await messenger.send(to(), view, 'one')];
    expect(outcomes[1]).toEqual(outcomes[0]);
    expect(messages()).toHaveLength(1);
    expect(space).toMatch(/^spaces\//);
  });

  test('changes the cards of a message that it sent', async () => {
    openSpace(google.customer, sofia.id);
    const sent = await messenger.send(to(), view, 'one');
    if (sent.kind !== 'sent') throw new Error(sent.kind);
    const receipt = { title: 'Signed. Thank you.', nodes: [] };
    expect(await messenger.edit(sent.message, receipt)).toMatchObject({ kind: 'sent', message: sent.message });
    expect(messages().map(({ cardsV2 }) => cardsV2?.[0]?.card.header)).toEqual([{ title: 'Signed. Thank you.' }]);
    expect(await messenger.edit({ of: 'teams' }, receipt)).toMatchObject({ kind: 'failed' });
  });

  describe('ends as Google says:', () => {
    test('blocked by the person', async () => {
      openSpace(google.customer, sofia.id).blocked = true;
      expect(await messenger.send(to(), view, 'one')).toMatchObject({ kind: 'blocked' });
    });

    test('an account that Google does not know', async () => {
      const stranger = { provider: 'google' as const, tenant: 'C01larken', objectId: '1' };
      expect(await messenger.send(to({ account: stranger, address: null }), view, 'one')).toMatchObject({
        kind: 'no-account',
      });
    });

    test('somebody without a Google account', async () => {
      const entra = { provider: 'entra' as const, tenant: 'x', objectId: 'y' };
      expect(await messenger.send(to({ account: entra }), view, 'one')).toMatchObject({ kind: 'no-account' });
      expect(google.calls).toEqual([]);
    });

    test('a school that lets no chats be opened: the app has to be installed', async () => {
      google.granted.delete('chat.spaces.create');
      expect(await messenger.send(to({ mayOpen: true }), view, 'one')).toMatchObject({ kind: 'not-installed' });
    });

    test('an app without the right to write', async () => {
      google.granted.delete('chat.bot');
      expect(await messenger.send(to(), view, 'one')).toMatchObject({ kind: 'unavailable' });
    });

    test('a chat that is gone', async () => {
      expect(await messenger.send(to({ conversation: { space: 'spaces/gone' } }), view, 'one')).toMatchObject({
        kind: 'not-installed',
      });
    });

    const post = /^POST \/v1\/spaces\/[^/]+\/messages/;
    const cases: [string, Parameters<FakeGoogle['disturb']>[1], object][] = [
      [
        'too many, come again in seconds',
        { kind: 'busy', status: 429, retryAfter: '17' },
        { kind: 'throttled', retryAfterMs: 17_000 },
      ],
      ['too many, in other words', { kind: 'busy', status: 403 }, { kind: 'throttled', retryAfterMs: null }],
      ['Google has a problem', { kind: 'busy', status: 503 }, { kind: 'unavailable' }],
      ['a gateway gave up waiting', { kind: 'error', status: 504, reason: 'deadline' }, { kind: 'unconfirmed' }],
      ['not understood', { kind: 'error', status: 400, reason: 'badRequest' }, { kind: 'failed' }],
      ['the line goes dead', { kind: 'silent' }, { kind: 'unconfirmed' }],
      ['no answer in time', { kind: 'hanging' }, { kind: 'unconfirmed' }],
      ['half an answer', { kind: 'broken' }, { kind: 'unconfirmed' }],
      ['the page of a guest network', { kind: 'page' }, { kind: 'unconfirmed' }],
    ];
    test.each(cases)('%s', async (_, how, outcome) => {
      const { name: space } = openSpace(google.customer, sofia.id);
      google.disturb(post, how);
      // Only for an answer that never comes nobody waits long: all others have the time that a slow machine needs.
      const hanging = await messengerWith({ patience: 3_000 });
      const conversation = { space };
      const ended =
        how.kind === 'hanging'
          ? await hanging.send(to({ conversation }), view, 'one')
          : await messenger.send(to(), view, 'one');
      expect(ended).toMatchObject(outcome);
      expect(google.calls.filter((call) => post.test(call))).toHaveLength(1);
      if ('detail' in ended) expect(ended.detail).toMatch(/^[A-Z].*\.$/);
    });

    test('nobody there at all', async () => {
      await google.close();
      expect(await messenger.send(to({ conversation: { space: 'spaces/x' } }), view, 'one')).toMatchObject({
        kind: 'unavailable',
      });
    });
  });

  test('a token that Google ended early is asked for anew, and the message goes out once', async () => {
    openSpace(google.customer, sofia.id);
    await messenger.send(to(), view, 'one');
    google.endTokens();
    expect(await messenger.send(to(), view, 'two')).toMatchObject({ kind: 'sent' });
    expect(messages()).toHaveLength(2);
  });

  test('a view that no card holds fails without a call', async () => {
    const { serviceAccount, rootUrl } = await settingsFor(google);
    const log = { info() {}, warn() {}, error() {} };
    const clumsy = chatMessenger(
      { serviceAccount, rootUrl },
      {
        clock: virtualClock(),
        log,
        draw() {
          throw new Error('page the view');
        },
      },
    );
    expect(await clumsy.send(to(), view, 'one')).toMatchObject({ kind: 'failed' });
    expect(google.calls).toEqual([]);
  });
});
