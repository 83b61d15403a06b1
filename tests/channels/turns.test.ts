import { show } from '../../shared/acknowledgements/index.ts';
import { show as showCampaign } from '../../shared/campaigns/show.ts';
import { deliver } from '../../shared/deliveries/index.ts';
import { askToSign, type Someone, staffText, viewOf, wordsOf } from '../fakes/app.ts';
import { eachStore } from '../fakes/store.ts';
import { inChat, type Reaching, reaching } from './start.ts';

eachStore((fresh) => {
  let t: Reaching;

  beforeEach(async () => {
    t = await reaching(await fresh());
  });

  describe('where only so many go in a minute', () => {
    const people = async (n: number) => {
      const all: Someone[] = [];
      for (let i = 0; i < n; i++) {
        const one = await t.person(`Person ${'abcdefgh'[i]}`);
        await t.google(one.id, `g-${i}`);
        all.push(one);
      }
      return all;
    };
    const askAll = async (all: Someone[]) => {
      const ids = await askToSign(t, all, staffText(['I will take turns.']));
      await t.store.transaction(async (tx) => {
        for (const [i, { id: person }] of all.entries()) {
          const subject = ids[i] as string;
          const what = { key: subject, person, show: show.call({ assignment: subject }), subject };
          await deliver(tx, { ...what, purpose: 'ask' }, t.clock.now());
        }
      });
    };

    test('chats are opened one after the other, and who has one is written to at once', async () => {
      await t.order('chat');
      const opened: number[] = [];
      t.chat.outcome = ({ conversation, mayOpen }) => {
        if (conversation) return undefined;
        if (!mayOpen) return { kind: 'needs-turn' };
        opened.push(t.clock.now().getTime());
        return undefined;
      };
      await t.app.message({ ...inChat('g-anna'), text: 'help' });
      await t.ask('one');
      await askAll(await people(5));
      const begin = t.clock.now().getTime();
      await t.settle();
      expect(t.chat.of('g-anna')).toHaveLength(1);
      for (let second = 0; second < 30; second++) {
        t.later(1_000);
        await t.settle();
      }
      expect(t.chat.messages).toHaveLength(6);
      const gaps = opened.map((at, i) => at - (opened[i - 1] ?? begin)).slice(1);
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1_000);
    });

    test("the campaign's card says how many were reached, and when everyone will have been", async () => {
      await t.restart({ order: ['mail'], mails_a_minute: 2 }, [t.mail]);
      const head = await t.person('Margaret Ashdown', { roles: ['headteacher'] });
      await askAll(await people(8));
      const { campaign } = await t.store.db
        .selectFrom('assignments')
        .select('campaign')
        .where('person', '!=', t.anna.id)
        .executeTakeFirstOrThrow();
      const card = async () => wordsOf(viewOf(await head.press(showCampaign.button('', { campaign }))));
      // Eight mails at two a minute, from nine o'clock on.
      expect(await card()).toContain('Cards: 0 people reached, 8 waiting.');
      expect(await card()).toContain('By 09:04, in 4 minutes, everyone will have been written to.');
      await t.settle();
      expect(await card()).toContain('Cards: 1 person reached, 7 waiting.');
      t.later(60_000);
      await t.settle();
      expect(await card()).toContain('in 3 minutes, everyone will have been written to.');
      for (let half = 0; half < 5; half++) {
        t.later(30_000);
        await t.settle();
      }
      expect(await card()).not.toContain('will have been written to');
    });

    test('mails go as many as the school says, and a turn that was missed is taken anew', async () => {
      await t.restart({ order: ['mail'], mails_a_minute: 2 }, [t.mail]);
      await askAll(await people(4));
      await t.settle();
      expect(t.received().mail).toBe(1);
      t.later(31_000);
      await t.settle();
      expect(t.received().mail).toBe(2);
      // The server was off for an hour: the others don't come at once.
      t.later(1_800_000);
      await t.settle();
      expect(t.received().mail).toBe(3);
      t.later(31_000);
      await t.settle();
      expect(t.received().mail).toBe(4);
    });
  });
});
