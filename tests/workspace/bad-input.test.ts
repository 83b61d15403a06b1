import { envelopeProblems } from '../fakes/addon-schema.ts';
import { askToSign, type Someone } from '../fakes/app.ts';
import { cardProblems, drawnCard, messageProblems } from '../fakes/card-v2.ts';
import { eachStore } from '../fakes/store.ts';
import { DM, type GoogleSchool, googleSchool } from '../fakes/workspace.ts';

describe('whatever an authentic event holds, Google gets an answer that it accepts, and nothing is recorded:', () => {
  eachStore((fresh) => {
    let google: GoogleSchool;
    let anna: Someone;
    let sub: string;
    beforeEach(async () => {
      google = await googleSchool({ store: await (await fresh()).open() });
      anna = await google.t.person('Anna Bell');
      sub = await google.account(anna);
      await askToSign(google.t, [anna]);
    });
    afterEach(() => google.close());

    /** The cards of an answer, each held against Google's schema. */
    function cardsOf(body: any): ReturnType<typeof drawnCard>[] {
      expect(envelopeProblems(body)).toEqual([]);
      const chat = body.hostAppDataAction?.chatDataAction;
      const message = (chat?.createMessageAction ?? chat?.updateMessageAction)?.message;
      if (message) expect(messageProblems(message)).toEqual([]);
      const navigations = (body.action ?? body.renderActions?.action)?.navigations ?? [];
      const cards = message
        ? message.cardsV2.map(({ card }: { card: object }) => card)
        : navigations.flatMap(({ pushCard, updateCard }: Record<string, object>) => pushCard ?? updateCard ?? []);
      for (const card of cards) expect(cardProblems(card)).toEqual([]);
      return cards.map(drawnCard);
    }

    const parameters = (more: object) => ({ parameters: { action: 'acknowledgements.mine', input: '{}', ...more } });
    const click = { chat: { buttonClickedPayload: { space: DM, message: { name: 'spaces/dm-1/messages/1' } } } };
    const events: Record<string, Record<string, unknown>> = {
      'no host': { commonEventObject: { hostApp: undefined } },
      'a host of next year': { commonEventObject: { hostApp: 'SPREADSHEETS_IN_SPACE' } },
      'a host that is an object': { commonEventObject: { hostApp: { name: 'GMAIL' } } },
      'a locale that we do not have': { commonEventObject: { userLocale: 'tlh-QO' } },
      'a locale that is a number': { commonEventObject: { userLocale: 7 } },
      'a time zone that is none': { commonEventObject: { timeZone: { id: 'Mars/Olympus', offset: 'far' } } },
      'a time zone of the other side': {
        commonEventObject: { timeZone: { id: 'Pacific/Kiritimati', offset: 50_400_000 } },
      },
      'parameters in a list': { commonEventObject: { parameters: ['action'] } },
      'parameters that are null': { commonEventObject: { parameters: null } },
      'an action that no longer exists': { commonEventObject: parameters({ action: 'acknowledgements.forge' }) },
      'an action of JavaScript itself': { commonEventObject: parameters({ action: '__proto__' }) },
      'an action that is no text': { commonEventObject: parameters({ action: 7 }) },
      'an input that is no JSON': { commonEventObject: parameters({ input: '{' }) },
      'an input that is a list': { commonEventObject: parameters({ input: '[]' }) },
      'an input of the wrong shape': { commonEventObject: parameters({ input: '{"page":"x"}' }) },
      'a page far beyond': { commonEventObject: parameters({ page: '999' }) },
      'a page that is none': { commonEventObject: parameters({ page: '-1' }) },
      'no chat, but a null': { chat: null },
      'a chat that is text': { chat: 'hello' },
      'an event that nobody knows': { chat: { telepathyPayload: {} } },
      'an empty chat': { chat: {} },
      'a message without words': { chat: { messagePayload: { space: DM, message: {} } } },
      'a message of null': { chat: { messagePayload: { space: DM, message: null } } },
      'a message that is a novel': {
        chat: { messagePayload: { space: DM, message: { text: 'sign '.repeat(9_000) } } },
      },
      'a message with half a character': { chat: { messagePayload: { space: DM, message: { text: '\ud800 sign' } } } },
      'a press without a button': click,
      'a press on a card from the future': { ...click, commonEventObject: parameters({ action: 'later.maybe' }) },
      'a press in a message that is none': {
        chat: { buttonClickedPayload: { space: DM, message: { name: '../../etc' } } },
        commonEventObject: parameters({}),
      },
      'a command that is not there': {
        chat: { appCommandPayload: { space: DM, appCommandMetadata: { appCommandId: 12_345 } } },
      },
      'a command without a number': { chat: { appCommandPayload: { space: DM, appCommandMetadata: {} } } },
      'a command of words': { chat: { appCommandPayload: { space: DM, appCommandMetadata: { appCommandId: 'x' } } } },
      'a widget that asks for suggestions': { chat: { widgetUpdatedPayload: { space: DM } } },
    };
    test.each(Object.keys(events))('%s', async (name) => {
      const evidence = () =>
        google.t.store.db
          .selectFrom('ledger')
          .select((eb) => eb.fn.countAll<number>().as('n'))
          .executeTakeFirst();
      const before = await evidence();
      const { status, body } = await google.post(await google.event(sub, events[name]));
      expect(status).toBe(200);
      expect(cardsOf(body).length).toBeGreaterThan(0);
      expect(await evidence()).toEqual(before);
      expect(await google.t.store.db.selectFrom('acknowledgements').selectAll().execute()).toEqual([]);
    });

    test('being taken out of a space: there is nobody to answer, and nothing to do', async () => {
      const before = await google.contents();
      for (const who of [sub, null])
        for (const space of [DM, undefined])
          expect(await google.post(await google.event(who, { chat: { removedFromSpacePayload: { space } } }))).toEqual({
            status: 200,
            body: {},
          });
      expect(await google.contents()).toEqual(before);
    });

    /** The card on which Anna signs. */
    async function askCard() {
      const opened = await google.press(sub, await google.open(sub), 'Open');
      return drawnCard(opened.body.renderActions.action.navigations[0].pushCard);
    }
    const text = (value: unknown) => ({ stringInputs: { value } });
    test.each<[string, unknown]>([
      ['of a number', { name: text([7]), job: text(['Teacher']) }],
      ['of nothing', { name: text([]), job: text([]) }],
      ['of a date', { name: { dateInput: { msSinceEpoch: '1672531200000' } }, job: text(['Teacher']) }],
      ['of a text that should be a list', { name: text('Anna Bell'), job: text('Teacher') }],
      ['of null', { name: null, job: null }],
      ['in a list', [text(['Anna Bell'])]],
      ['that is missing', undefined],
    ])('a form with an input %s: says what is wanting', async (_, formInputs) => {
      const pressed = (await askCard()).press('I have read and accept', { name: 'Anna Bell', job: 'Teacher' });
      const { status, body } = await google.post(
        await google.event(sub, { commonEventObject: { ...pressed, formInputs } }),
      );
      expect(status).toBe(200);
      expect(cardsOf(body)[0]?.words).toContain('Please type your');
      expect(await google.t.store.db.selectFrom('acknowledgements').selectAll().execute()).toEqual([]);
    });

    test('inputs that the button does not send, and others of a stranger, count for nothing', async () => {
      const pressed = (await askCard()).press('I have read and accept', { name: 'Anna Bell', job: 'Teacher' });
      const formInputs = { ...(pressed.formInputs as object), person: text(['someone-else']), door: text(['cli']) };
      await google.post(await google.event(sub, { commonEventObject: { ...pressed, formInputs } }));
      expect(await google.t.store.db.selectFrom('acknowledgements').selectAll().execute()).toMatchObject([
        { person: anna.id, door: 'workspace' },
      ]);
    });

    test('an event that is replayed records nothing a second time', async () => {
      const pressed = (await askCard()).press('I have read and accept', { name: 'Anna Bell', job: 'Teacher' });
      const event = await google.event(sub, { commonEventObject: pressed });
      await google.post(event);
      const after = await google.contents();
      for (const again of [1, 2]) {
        const { status, body } = await google.post(event);
        expect([again, status]).toEqual([again, 200]);
        expect(cardsOf(body).at(-1)?.words).toContain('Signed. Thank you.');
      }
      expect(await google.contents()).toEqual(after);
    });

    test.each<[string, unknown, number]>([
      ['no JSON', '{"chat":', 400],
      ['a list', [], 401],
      ['nothing', '', 401],
      ['a megabyte', { chat: 'n'.repeat(1_000_000) }, 413],
    ])('what is not even an event, as %s, is turned away before anything', async (_, body, status) => {
      expect((await google.post(body)).status).toBe(status);
    });
  });
});
