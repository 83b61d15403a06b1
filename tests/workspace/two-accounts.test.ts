import { toMessage } from '../../addon/workspace/card.ts';
import { show } from '../../shared/acknowledgements/index.ts';
import { chatMessenger } from '../../shared/adapters/google/chat/messenger.ts';
import { deliver } from '../../shared/deliveries/index.ts';
import { settingsFor } from '../directories/google/rig.ts';
import { askToSign, Mailbox, type Someone, viewOf, wordsOf } from '../fakes/app.ts';
import { drawnCard } from '../fakes/card-v2.ts';
import { virtualClock } from '../fakes/clock.ts';
import { openSpace } from '../fakes/google/chat.ts';
import { type FakeGoogle, fakeCustomer, startGoogle } from '../fakes/google/index.ts';
import { eachStore } from '../fakes/store.ts';
import { CUSTOMER, ENDPOINT, type GoogleSchool, googleSchool } from '../fakes/workspace.ts';

describe('somebody with an account at Microsoft and one at Google', () => {
  eachStore((fresh) => {
    let chat: FakeGoogle;
    let google: GoogleSchool;
    let teams: Mailbox;
    let anna: Someone;
    let sub: string;
    let assignment: string;
    beforeEach(async () => {
      const clock = virtualClock();
      const customer = fakeCustomer([{ name: 'Anna Bell', email: 'anna.bell@larkenmere.example' }], { id: CUSTOMER });
      sub = [...customer.users.keys()][0] as string;
      chat = await startGoogle({ customer, now: clock.now });
      const { serviceAccount, rootUrl } = await settingsFor(chat);
      const log = { info() {}, warn() {}, error() {} };
      const draw = (view: Parameters<typeof toMessage>[0]) => toMessage(view, { endpoint: ENDPOINT });
      teams = new Mailbox();
      google = await googleSchool({
        store: await (await fresh()).open(),
        messengers: [teams, chatMessenger({ serviceAccount, rootUrl }, { clock, log, draw })],
      });
      anna = await google.t.person('Anna Bell');
      await google.account(anna, sub);
      openSpace(customer, sub);
      [assignment] = (await askToSign(google.t, [anna])) as [string];
    });
    afterEach(async () => {
      await google.close();
      await chat.close();
    });

    /** Asks her where she was active last. */
    async function ask() {
      const now = google.t.clock.now();
      await google.t.store.transaction((tx) =>
        deliver(
          tx,
          { key: 'ask', person: anna.id, show: show.call({ assignment }), subject: assignment, purpose: 'ask' },
          now,
        ),
      );
      await google.t.settle();
    }
    const inGoogleChat = () =>
      [...chat.customer.chat.spaces.values()].flatMap(({ messages }) =>
        messages.map(({ cardsV2 }) => drawnCard(cardsV2?.[0]?.card as object).words),
      );
    const signed = () => google.t.store.db.selectFrom('acknowledgements').select('door').execute();
    const accept = (where: Pick<Someone, 'press'>) =>
      where.press(
        { action: 'acknowledgements.accept', input: { assignment, edition: 1 } },
        { name: 'Anna Bell', job: 'Teacher' },
      );

    test('is asked in Google Chat, signs in Teams, and the card in Google Chat is the receipt', async () => {
      await google.post(
        await google.event(sub, {
          chat: {
            messagePayload: {
              space: { name: [...chat.customer.chat.spaces.keys()][0], type: 'DM' },
              message: { text: 'hello' },
            },
          },
        }),
      );
      await ask();
      expect(inGoogleChat()).toEqual([expect.stringContaining('I have read and accept')]);
      expect(teams.of(anna.objectId)).toEqual([]);

      expect(wordsOf(viewOf(await accept(anna)))).toContain('Signed. Thank you.');
      await google.t.settle();
      expect(inGoogleChat()).toEqual([expect.stringContaining('Signed. Thank you.')]);
      expect(await signed()).toEqual([{ door: 'teams' }]);
    });

    test('is asked in Teams, signs in the sidebar, and the card in Teams is the receipt; nobody is asked twice', async () => {
      await anna.say('hello');
      await ask();
      const [card] = teams.of(anna.objectId);
      expect(wordsOf(card as NonNullable<typeof card>)).toContain('I have read and accept');
      expect(inGoogleChat()).toEqual([]);

      const opened = await google.press(sub, await google.open(sub), 'Open');
      const asked = drawnCard(opened.body.renderActions.action.navigations[0].pushCard);
      await google.press(sub, asked, 'I have read and accept', { name: 'Anna Bell', job: 'Teacher' });
      await google.t.settle();
      expect(teams.of(anna.objectId).map(wordsOf)).toEqual([expect.stringContaining('Signed. Thank you.')]);
      expect(await signed()).toEqual([{ door: 'workspace' }]);
      expect((await google.open(sub)).words).toContain('You have nothing to sign');
    });
  });
});
