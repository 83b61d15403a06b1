import { show } from '../../shared/acknowledgements/index.ts';
import { show as showCampaign } from '../../shared/campaigns/show.ts';
import { deliver } from '../../shared/deliveries/index.ts';
import type { Recipient, SendOutcome, Store } from '../../shared/ports.ts';
import type { Channel } from '../../shared/school.ts';
import {
  askToSign,
  buttonOf,
  Mailbox,
  type Someone,
  staffText,
  TENANT,
  type TestApp,
  testApp,
  viewOf,
  wordsOf,
} from '../fakes/app.ts';
import { school } from '../fakes/school.ts';
import { eachStore } from '../fakes/store.ts';

const CUSTOMER = 'C01larken';
const BLOCKED: SendOutcome = { kind: 'blocked', detail: 'They have blocked the bot in Teams.' };

eachStore((fresh) => {
  let store: Store;
  let t: TestApp;
  let chat: Mailbox & { repeatable?: true };
  let mail: Mailbox;
  let anna: Someone;
  let assignment: string;

  beforeEach(async () => {
    store = await (await fresh()).open();
    chat = Object.assign(new Mailbox('chat'), { repeatable: true as const });
    mail = new Mailbox('mail');
    t = await testApp(store, school, [], [chat, mail]);
    anna = await t.person('Anna Bell');
    await google(anna.id, 'g-anna');
    [assignment] = (await askToSign(t, [anna])) as [string];
  });

  const google = (person: string, object_id: string) =>
    store.db
      .insertInto('accounts')
      .values({ provider: 'google', tenant: CUSTOMER, object_id, person, bound_at: '2026-11-23', bound_by: 'address' })
      .execute();
  const ask = (key: string, purpose: 'ask' | 'tell' = 'ask') =>
    store.transaction((tx) =>
      deliver(
        tx,
        { key, person: anna.id, show: show.call({ assignment }), subject: assignment, purpose },
        t.clock.now(),
      ),
    );
  const inChat = (objectId: string, conversation: { space: string } | null = { space: 'spaces/a' }) => ({
    door: 'chat' as const,
    account: { provider: 'google' as const, tenant: CUSTOMER, objectId },
    vouchedAddress: async () => null,
    conversation,
    shared: false,
  });
  const later = (ms: number) => t.clock.set(new Date(t.clock.now().getTime() + ms));
  const received = () => ({
    teams: t.mailbox.messages.length,
    chat: chat.messages.length,
    mail: mail.messages.length,
  });
  const states = async () =>
    (await store.db.selectFrom('deliveries').select(['state', 'door']).orderBy('created_at').execute()).map(
      ({ state, door }) => `${state} ${door}`,
    );
  const attempts = async () =>
    (
      await store.db.selectFrom('failed_attempts').select(['door', 'state']).orderBy('at').orderBy('door').execute()
    ).map(({ door, state }) => `${door} ${state}`);
  const order = async (...channels: Channel[]) => {
    t = await testApp(store, { ...school, channels: { ...school.channels, order: channels } }, [], [chat, mail]);
  };

  describe('somebody is written to', () => {
    test("by the school's order, while they were active nowhere", async () => {
      await ask('one');
      await t.settle();
      expect(received()).toEqual({ teams: 1, chat: 0, mail: 0 });
      await order('mail', 'chat', 'teams');
      await ask('two');
      await t.settle();
      expect(mail.of('anna.bell@larkenmere.example')).toHaveLength(1);
    });

    test('where they were active last', async () => {
      await anna.say('help');
      later(60_000);
      await t.app.message({ ...inChat('g-anna'), text: 'help' });
      await ask('one');
      await t.settle();
      expect(received()).toEqual({ teams: 0, chat: 1, mail: 0 });
      later(60_000);
      await anna.say('help');
      await ask('two');
      await t.settle();
      expect(received()).toEqual({ teams: 1, chat: 1, mail: 0 });
    });

    test('in Google Chat once they used the sidebar, though no chat with them is known', async () => {
      await t.app.message({ ...inChat('g-anna', null), door: 'workspace', text: 'help' });
      let to: Recipient | null = null;
      chat.outcome = (recipient) => {
        to = recipient;
        return undefined;
      };
      await ask('one');
      await t.settle();
      expect(to).toMatchObject({ account: { objectId: 'g-anna' }, conversation: null });
      expect(received()).toEqual({ teams: 0, chat: 1, mail: 0 });
    });

    test('that a message arrived somewhere is not taken for being active there', async () => {
      await t.app.message({ ...inChat('g-anna'), text: 'help' });
      chat.outcome = () => ({ kind: 'failed', detail: 'Too large.' });
      await ask('one');
      await t.settle();
      expect(received()).toEqual({ teams: 1, chat: 0, mail: 0 });
      chat.outcome = null;
      await ask('two');
      await t.settle();
      expect(received()).toEqual({ teams: 1, chat: 1, mail: 0 });
    });

    test('only through channels that the school wants and has', async () => {
      await order('chat');
      await ask('one');
      await t.settle();
      expect(received()).toEqual({ teams: 0, chat: 1, mail: 0 });
      await store.db.deleteFrom('accounts').where('provider', '=', 'google').execute();
      await ask('two');
      await t.settle();
      expect(await states()).toEqual(['sent chat', 'no-account null']);
    });
  });

  describe('when a door fails for good', () => {
    test('the next one is tried, each attempt is kept, and the message is seen once', async () => {
      t.mailbox.outcome = () => BLOCKED;
      chat.outcome = () => ({ kind: 'not-installed', detail: 'Not installed.' });
      await ask('one');
      await t.settle();
      expect(received()).toEqual({ teams: 0, chat: 0, mail: 1 });
      expect(await states()).toEqual(['sent mail']);
      expect((await attempts()).sort()).toEqual(['chat not-installed', 'teams blocked']);
    });

    test('the doors that shut them out are left alone from then on, until they do something there', async () => {
      let tried = 0;
      t.mailbox.outcome = () => {
        tried++;
        return BLOCKED;
      };
      for (const key of ['one', 'two', 'three']) {
        await ask(key);
        await t.settle();
        later(60_000);
      }
      expect([tried, received()]).toEqual([1, { teams: 0, chat: 3, mail: 0 }]);
      t.mailbox.outcome = null;
      await anna.say('help');
      await ask('four');
      await t.settle();
      expect(received()).toEqual({ teams: 1, chat: 3, mail: 0 });
    });

    test('of an address that is corrected, mail is tried again', async () => {
      await order('mail', 'teams');
      mail.outcome = ({ address }) =>
        address === 'anna@new.example' ? undefined : { kind: 'no-account', detail: 'No such address.' };
      await ask('one');
      await t.settle();
      expect(await states()).toEqual(['sent teams']);
      await store.db.updateTable('people').set({ email: 'anna@new.example' }).where('id', '=', anna.id).execute();
      await ask('two');
      later(5_000);
      await t.settle();
      expect(received()).toEqual({ teams: 1, chat: 0, mail: 1 });
    });

    test('of one that was only out of order, that door is the first again next time', async () => {
      t.mailbox.outcome = () => ({ kind: 'unavailable', detail: 'Teams had a problem (502).' });
      await ask('one', 'tell');
      for (let hour = 0; hour < 12; hour++) {
        await t.settle();
        later(3_600_000);
      }
      expect(received()).toEqual({ teams: 0, chat: 1, mail: 0 });
      expect(await attempts()).toEqual(['teams failed']);
      t.mailbox.outcome = null;
      await ask('two', 'tell');
      await t.settle();
      expect(received()).toEqual({ teams: 1, chat: 1, mail: 0 });
    });

    test('everywhere, it says what happened at each', async () => {
      t.mailbox.outcome = () => BLOCKED;
      chat.outcome = () => ({ kind: 'blocked', detail: 'They have blocked it there.' });
      mail.outcome = () => ({ kind: 'no-account', detail: 'No such address.' });
      await ask('one');
      await t.settle();
      const { state, detail } = await store.db.selectFrom('deliveries').selectAll().executeTakeFirstOrThrow();
      expect(state).toBe('no-account');
      for (const words of ['in Teams: They have', 'in Google Chat: They have', 'by e-mail: No such'])
        expect(detail).toContain(words);
      // A door may have been opened again without our hearing of it: with nothing else left it is tried.
      t.mailbox.outcome = null;
      await ask('two');
      await t.settle();
      expect(received()).toEqual({ teams: 1, chat: 0, mail: 0 });
    });
  });

  describe('what may have arrived', () => {
    test('is sent through no other door', async () => {
      t.mailbox.outcome = () => ({ kind: 'unconfirmed', detail: 'Teams did not answer.' });
      await ask('one');
      for (let minute = 0; minute < 5; minute++) {
        await t.settle();
        later(60_000);
      }
      expect(received()).toEqual({ teams: 0, chat: 0, mail: 0 });
      expect(await states()).toEqual(['unconfirmed teams']);
    });

    test('is sent again where that shows it once, through the same door and under the same key', async () => {
      await order('chat', 'teams');
      const keys: string[] = [];
      const sendIt = chat.send.bind(chat);
      chat.send = async (to, view, ...rest: unknown[]) => {
        keys.push(String(rest[0]));
        return keys.length < 3 ? { kind: 'unconfirmed', detail: 'No answer.' } : sendIt(to, view);
      };
      await ask('one', 'tell');
      for (let minute = 0; minute < 20; minute++) {
        await t.settle();
        later(60_000);
      }
      expect(received()).toEqual({ teams: 0, chat: 1, mail: 0 });
      expect([keys.length, new Set(keys).size]).toEqual([3, 1]);
      expect(await states()).toEqual(['sent chat']);
    });

    test('and is refused at the second try is not sent elsewhere either', async () => {
      await order('chat', 'teams');
      let tries = 0;
      chat.outcome = () => (++tries === 1 ? { kind: 'unconfirmed', detail: 'No answer.' } : BLOCKED);
      await ask('one', 'tell');
      for (let minute = 0; minute < 20; minute++) {
        await t.settle();
        later(60_000);
      }
      expect(received()).toEqual({ teams: 0, chat: 0, mail: 0 });
      expect(await states()).toEqual(['unconfirmed chat']);
    });

    test('when the server died meanwhile', async () => {
      await order('chat', 'teams');
      await ask('one', 'tell');
      await store.db.updateTable('deliveries').set({ state: 'sending', door: 'chat', attempts: 1 }).execute();
      await t.settle();
      expect(received()).toEqual({ teams: 0, chat: 1, mail: 0 });
    });
  });

  test('signing on one door turns the card on the other into the receipt', async () => {
    await anna.say('help');
    await ask('one');
    await t.settle();
    later(60_000);
    await t.app.message({ ...inChat('g-anna'), text: 'help' });
    await ask('two');
    await t.settle();
    const [inTeams] = t.mailbox.messages;
    const [inGoogle] = chat.messages;
    if (!inTeams || !inGoogle) throw new Error('both doors were to be written to');
    expect([inTeams, inGoogle].map(({ view }) => wordsOf(view).includes('I have read and accept'))).toEqual([
      true,
      true,
    ]);
    const accept = buttonOf(inGoogle.view, 'I have read and accept');
    const pressed = await t.app.press({
      ...inChat('g-anna'),
      action: accept.action,
      input: { ...accept.input, name: 'Anna Bell', job: 'Teacher' },
      message: { id: inGoogle.id },
    });
    viewOf(pressed);
    later(60_000);
    await t.settle();
    for (const { view } of [inTeams, inGoogle]) expect(wordsOf(view)).toContain('Signed. Thank you.');
    const { provider, door } = await store.db.selectFrom('acknowledgements').selectAll().executeTakeFirstOrThrow();
    expect([provider, door]).toEqual(['google', 'chat']);
  });

  describe('where only so many go in a minute', () => {
    const people = async (n: number) => {
      const all: Someone[] = [];
      for (let i = 0; i < n; i++) {
        const one = await t.person(`Person ${'abcdefgh'[i]}`);
        await google(one.id, `g-${i}`);
        all.push(one);
      }
      return all;
    };
    const askAll = async (all: Someone[]) => {
      const ids = await askToSign(t, all, staffText(['I will take turns.']));
      await store.transaction(async (tx) => {
        for (const [i, { id: person }] of all.entries()) {
          const subject = ids[i] as string;
          const what = { key: subject, person, show: show.call({ assignment: subject }), subject };
          await deliver(tx, { ...what, purpose: 'ask' }, t.clock.now());
        }
      });
    };

    test('chats are opened one after the other, and who has one is written to at once', async () => {
      await order('chat');
      const opened: number[] = [];
      chat.outcome = ({ conversation, mayOpen }) => {
        if (conversation) return undefined;
        if (!mayOpen) return { kind: 'needs-turn' };
        opened.push(t.clock.now().getTime());
        return undefined;
      };
      await t.app.message({ ...inChat('g-anna'), text: 'help' });
      await ask('one');
      await askAll(await people(5));
      const begin = t.clock.now().getTime();
      await t.settle();
      expect(chat.of('g-anna')).toHaveLength(1);
      for (let second = 0; second < 30; second++) {
        later(1_000);
        await t.settle();
      }
      expect(chat.messages).toHaveLength(6);
      const gaps = opened.map((at, i) => at - (opened[i - 1] ?? begin)).slice(1);
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1_000);
    });

    test("the campaign's card says how many were reached, and when everyone will have been", async () => {
      const slow = { ...school, channels: { order: ['mail' as const], mails_a_minute: 2 } };
      t = await testApp(store, slow, [], [mail]);
      const head = await t.person('Margaret Ashdown', { roles: ['headteacher'] });
      await askAll(await people(8));
      const { campaign } = await store.db
        .selectFrom('assignments')
        .select('campaign')
        .where('person', '!=', anna.id)
        .executeTakeFirstOrThrow();
      const card = async () => wordsOf(viewOf(await head.press(showCampaign.button('', { campaign }))));
      // Eight mails at two a minute, from nine o'clock on.
      expect(await card()).toContain('Cards: 0 people reached, 8 waiting.');
      expect(await card()).toContain('By 09:04, in 4 minutes, everyone will have been written to.');
      await t.settle();
      expect(await card()).toContain('Cards: 1 person reached, 7 waiting.');
      later(60_000);
      await t.settle();
      expect(await card()).toContain('in 3 minutes, everyone will have been written to.');
      for (let half = 0; half < 5; half++) {
        later(30_000);
        await t.settle();
      }
      expect(await card()).not.toContain('will have been written to');
    });

    test('mails go as many as the school says, and a turn that was missed is taken anew', async () => {
      const slow = { ...school, channels: { order: ['mail' as const], mails_a_minute: 2 } };
      t = await testApp(store, slow, [], [mail]);
      await askAll(await people(4));
      await t.settle();
      expect(received().mail).toBe(1);
      later(31_000);
      await t.settle();
      expect(received().mail).toBe(2);
      // The server was off for an hour: the others don't come at once.
      later(1_800_000);
      await t.settle();
      expect(received().mail).toBe(3);
      later(31_000);
      await t.settle();
      expect(received().mail).toBe(4);
    });
  });

  test('who was shut out of Teams before there were other doors, still is', async () => {
    expect(TENANT).toBe('5f0c2b7e-9d14-4a86-b3c8-61e7d2a90f35');
    await store.db
      .insertInto('closed_doors')
      .values({
        person: anna.id,
        door: 'teams',
        target: anna.objectId,
        state: 'blocked',
        detail: null,
        at: '2026-11-01',
      })
      .execute();
    await ask('one');
    await t.settle();
    expect(received()).toEqual({ teams: 0, chat: 1, mail: 0 });
  });
});
