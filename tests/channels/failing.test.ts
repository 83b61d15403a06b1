import type { SendOutcome } from '../../shared/ports.ts';
import { TENANT } from '../fakes/app.ts';
import { eachStore } from '../fakes/store.ts';
import { type Reaching, reaching } from './start.ts';

const BLOCKED: SendOutcome = { kind: 'blocked', detail: 'They have blocked the bot in Teams.' };

eachStore((fresh) => {
  let t: Reaching;

  beforeEach(async () => {
    t = await reaching(await fresh());
  });

  describe('when a door fails for good', () => {
    test('the next one is tried, each attempt is kept, and the message is seen once', async () => {
      t.mailbox.outcome = () => BLOCKED;
      t.chat.outcome = () => ({ kind: 'not-installed', detail: 'Not installed.' });
      await t.ask('one');
      await t.settle();
      expect(t.received()).toEqual({ teams: 0, chat: 0, mail: 1 });
      expect(await t.states()).toEqual(['sent mail']);
      expect((await t.attempts()).sort()).toEqual(['chat not-installed', 'teams blocked']);
    });

    test('the doors that shut them out are left alone from then on, until they do something there', async () => {
      let tried = 0;
      t.mailbox.outcome = () => {
        tried++;
        return BLOCKED;
      };
      for (const key of ['one', 'two', 'three']) {
        await t.ask(key);
        await t.settle();
        t.later(60_000);
      }
      expect([tried, t.received()]).toEqual([1, { teams: 0, chat: 3, mail: 0 }]);
      t.mailbox.outcome = null;
      await t.anna.say('help');
      await t.ask('four');
      await t.settle();
      expect(t.received()).toEqual({ teams: 1, chat: 3, mail: 0 });
    });

    test('of an address that is corrected, mail is tried again', async () => {
      await t.order('mail', 'teams');
      t.mail.outcome = ({ address }) =>
        address === 'anna@new.example' ? undefined : { kind: 'no-account', detail: 'No such address.' };
      await t.ask('one');
      await t.settle();
      expect(await t.states()).toEqual(['sent teams']);
      await t.store.db.updateTable('people').set({ email: 'anna@new.example' }).where('id', '=', t.anna.id).execute();
      await t.ask('two');
      t.later(5_000);
      await t.settle();
      expect(t.received()).toEqual({ teams: 1, chat: 0, mail: 1 });
    });

    test('of one that was only out of order, that door is the first again next time', async () => {
      t.mailbox.outcome = () => ({ kind: 'unavailable', detail: 'Teams had a problem (502).' });
      await t.ask('one', 'tell');
      for (let hour = 0; hour < 12; hour++) {
        await t.settle();
        t.later(3_600_000);
      }
      expect(t.received()).toEqual({ teams: 0, chat: 1, mail: 0 });
      expect(await t.attempts()).toEqual(['teams failed']);
      t.mailbox.outcome = null;
      await t.ask('two', 'tell');
      await t.settle();
      expect(t.received()).toEqual({ teams: 1, chat: 1, mail: 0 });
    });

    test('everywhere, it says what happened at each', async () => {
      t.mailbox.outcome = () => BLOCKED;
      t.chat.outcome = () => ({ kind: 'blocked', detail: 'They have blocked it there.' });
      t.mail.outcome = () => ({ kind: 'no-account', detail: 'No such address.' });
      await t.ask('one');
      await t.settle();
      const { state, detail } = await t.store.db.selectFrom('deliveries').selectAll().executeTakeFirstOrThrow();
      expect(state).toBe('no-account');
      for (const words of ['in Teams: They have', 'in Google Chat: They have', 'by e-mail: No such'])
        expect(detail).toContain(words);
      // A door may have been opened again without our hearing of it: with nothing else left it is tried.
      t.mailbox.outcome = null;
      await t.ask('two');
      await t.settle();
      expect(t.received()).toEqual({ teams: 1, chat: 0, mail: 0 });
    });
  });

  describe('what may have arrived', () => {
    test('is sent through no other door', async () => {
      t.mailbox.outcome = () => ({ kind: 'unconfirmed', detail: 'Teams did not answer.' });
      await t.ask('one');
      for (let minute = 0; minute < 5; minute++) {
        await t.settle();
        t.later(60_000);
      }
      expect(t.received()).toEqual({ teams: 0, chat: 0, mail: 0 });
      expect(await t.states()).toEqual(['unconfirmed teams']);
    });

    test('is sent again where that shows it once, through the same door and under the same key', async () => {
      await t.order('chat', 'teams');
      const keys: string[] = [];
      const sendIt = t.chat.send.bind(t.chat);
      t.chat.send = async (to, view, ...rest: unknown[]) => {
        keys.push(String(rest[0]));
        return keys.length < 3 ? { kind: 'unconfirmed', detail: 'No answer.' } : sendIt(to, view);
      };
      await t.ask('one', 'tell');
      for (let minute = 0; minute < 20; minute++) {
        await t.settle();
        t.later(60_000);
      }
      expect(t.received()).toEqual({ teams: 0, chat: 1, mail: 0 });
      expect([keys.length, new Set(keys).size]).toEqual([3, 1]);
      expect(await t.states()).toEqual(['sent chat']);
    });

    test('and is refused at the second try is not sent elsewhere either', async () => {
      await t.order('chat', 'teams');
      let tries = 0;
      t.chat.outcome = () => (++tries === 1 ? { kind: 'unconfirmed', detail: 'No answer.' } : BLOCKED);
      await t.ask('one', 'tell');
      for (let minute = 0; minute < 20; minute++) {
        await t.settle();
        t.later(60_000);
      }
      expect(t.received()).toEqual({ teams: 0, chat: 0, mail: 0 });
      expect(await t.states()).toEqual(['unconfirmed chat']);
    });

    test('when the server died meanwhile', async () => {
      await t.order('chat', 'teams');
      await t.ask('one', 'tell');
      await t.store.db.updateTable('deliveries').set({ state: 'sending', door: 'chat', attempts: 1 }).execute();
      await t.settle();
      expect(t.received()).toEqual({ teams: 0, chat: 1, mail: 0 });
    });
  });

  test('who was shut out of Teams before there were other doors, still is', async () => {
    expect(TENANT).toBe('5f0c2b7e-9d14-4a86-b3c8-61e7d2a90f35');
    await t.store.db
      .insertInto('closed_doors')
      .values({
        person: t.anna.id,
        door: 'teams',
        target: t.anna.objectId,
        state: 'blocked',
        detail: null,
        at: '2026-11-01',
      })
      .execute();
    await t.ask('one');
    await t.settle();
    expect(t.received()).toEqual({ teams: 0, chat: 1, mail: 0 });
  });
});
