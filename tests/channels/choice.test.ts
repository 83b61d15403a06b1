import type { Recipient } from '../../shared/ports.ts';
import { buttonOf, viewOf, wordsOf } from '../fakes/app.ts';
import { eachStore } from '../fakes/store.ts';
import { inChat, type Reaching, reaching } from './start.ts';

eachStore((fresh) => {
  let t: Reaching;

  beforeEach(async () => {
    t = await reaching(await fresh());
  });

  describe('somebody is written to', () => {
    test("by the school's order, while they were active nowhere", async () => {
      await t.ask('one');
      await t.settle();
      expect(t.received()).toEqual({ teams: 1, chat: 0, mail: 0 });
      await t.order('mail', 'chat', 'teams');
      await t.ask('two');
      await t.settle();
      expect(t.mail.of('anna.bell@larkenmere.example')).toHaveLength(1);
    });

    test('where they were active last', async () => {
      await t.anna.say('help');
      t.later(60_000);
      await t.app.message({ ...inChat('g-anna'), text: 'help' });
      await t.ask('one');
      await t.settle();
      expect(t.received()).toEqual({ teams: 0, chat: 1, mail: 0 });
      t.later(60_000);
      await t.anna.say('help');
      await t.ask('two');
      await t.settle();
      expect(t.received()).toEqual({ teams: 1, chat: 1, mail: 0 });
    });

    test('in Google Chat once they used the sidebar, though no chat with them is known', async () => {
      await t.app.message({ ...inChat('g-anna', null), door: 'workspace', text: 'help' });
      let to: Recipient | null = null;
      t.chat.outcome = (recipient) => {
        to = recipient;
        return undefined;
      };
      await t.ask('one');
      await t.settle();
      expect(to).toMatchObject({ account: { objectId: 'g-anna' }, conversation: null });
      expect(t.received()).toEqual({ teams: 0, chat: 1, mail: 0 });
    });

    test('that a message arrived somewhere is not taken for being active there', async () => {
      await t.app.message({ ...inChat('g-anna'), text: 'help' });
      t.chat.outcome = () => ({ kind: 'failed', detail: 'Too large.' });
      await t.ask('one');
      await t.settle();
      expect(t.received()).toEqual({ teams: 1, chat: 0, mail: 0 });
      t.chat.outcome = null;
      await t.ask('two');
      await t.settle();
      expect(t.received()).toEqual({ teams: 1, chat: 1, mail: 0 });
    });

    test('only through channels that the school wants and has', async () => {
      await t.order('chat');
      await t.ask('one');
      await t.settle();
      expect(t.received()).toEqual({ teams: 0, chat: 1, mail: 0 });
      await t.store.db.deleteFrom('accounts').where('provider', '=', 'google').execute();
      await t.ask('two');
      await t.settle();
      expect(await t.states()).toEqual(['sent chat', 'no-account null']);
    });
  });

  test('signing on one door turns the card on the other into the receipt', async () => {
    await t.anna.say('help');
    await t.ask('one');
    await t.settle();
    t.later(60_000);
    await t.app.message({ ...inChat('g-anna'), text: 'help' });
    await t.ask('two');
    await t.settle();
    const [inTeams] = t.mailbox.messages;
    const [inGoogle] = t.chat.messages;
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
    t.later(60_000);
    await t.settle();
    for (const { view } of [inTeams, inGoogle]) expect(wordsOf(view)).toContain('Signed. Thank you.');
    const { provider, door } = await t.store.db.selectFrom('acknowledgements').selectAll().executeTakeFirstOrThrow();
    expect([provider, door]).toEqual(['google', 'chat']);
  });
});
