import { teamsMenus } from '../../manifest/teams/menu.ts';
import { menu } from '../../shared/menu.ts';
import { eventProblems } from '../fakes/addon-schema.ts';
import { askToSign, type Someone } from '../fakes/app.ts';
import { drawnCard, messageProblems } from '../fakes/card-v2.ts';
import { eachStore } from '../fakes/store.ts';
import { DM, type GoogleSchool, googleSchool, ROOM } from '../fakes/workspace.ts';

describe('Google Chat', () => {
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

    const MESSAGE = 'spaces/dm-1/messages/m.1';
    const send = async (chat: Record<string, unknown>, common = {}, who: string | null = sub) => {
      const event = await google.event(who, { chat, commonEventObject: common });
      expect(eventProblems(event)).toEqual([]);
      return google.post(event);
    };
    const say = (text: string, space: object = DM, who = sub) =>
      send(
        {
          messagePayload: { space, message: { name: MESSAGE, text: `@Countersign ${text}`, argumentText: ` ${text}` } },
        },
        {},
        who,
      );
    const press = (card: ReturnType<typeof drawnCard>, label: string, typed = {}) =>
      send({ buttonClickedPayload: { space: DM, message: { name: MESSAGE } } }, card.press(label, typed));
    /** The card of the message that an answer makes, or turns the pressed one into. */
    function cardOf(
      { status, body }: { status: number; body: any },
      how: 'createMessageAction' | 'updateMessageAction',
    ) {
      expect(status).toBe(200);
      const { message } = body.hostAppDataAction.chatDataAction[how];
      expect(messageProblems(message)).toEqual([]);
      return drawnCard(message.cardsV2[0].card);
    }
    const signed = () => google.t.store.db.selectFrom('acknowledgements').selectAll().execute();

    test('answers a direct message, and the pressed message turns into the receipt', async () => {
      const mine = cardOf(await say('what must I sign'), 'createMessageAction');
      const ask = cardOf(await press(mine, 'Open'), 'updateMessageAction');
      const receipt = cardOf(
        await press(ask, 'I have read and accept', { name: 'Anna Bell', job: 'Teacher' }),
        'updateMessageAction',
      );
      expect(receipt.words).toContain('Signed. Thank you.');
      expect(await signed()).toMatchObject([{ door: 'chat', object_id: sub }]);
      expect(
        await google.t.store.db.selectFrom('jobs').select('kind').where('kind', '=', 'deliveries.redraw').execute(),
      ).toEqual([]);
    });

    test('knows afterwards where the person can be written to', async () => {
      await say('hello');
      const known = await google.t.store.db.selectFrom('conversations').selectAll().execute();
      expect(known).toMatchObject([
        { person: anna.id, door: 'chat', provider: 'google', object_id: sub, reference: '{"space":"spaces/dm-1"}' },
      ]);
    });

    test('says what cannot be done in a message of its own, and leaves the pressed one', async () => {
      const ask = cardOf(
        await press(cardOf(await say('what must I sign'), 'createMessageAction'), 'Open'),
        'updateMessageAction',
      );
      const refusal = cardOf(await press(ask, 'I have read and accept', { name: '' }), 'createMessageAction');
      expect(refusal.words).toContain('Please type your');
      expect(await signed()).toEqual([]);
    });

    test('answers each command of the menu, by a number that stays', async () => {
      expect(new Set(menu.map(({ number }) => number)).size).toBe(menu.length);
      expect(menu.every(({ number }) => number >= 1 && number <= 1_000)).toBe(true);
      expect(menu.every(({ slash }) => /^\/[a-z0-9-]{1,50}$/.test(slash))).toBe(true);
      expect(menu.find(({ title }) => title === 'what must I sign')).toMatchObject({
        number: 62,
        slash: '/what-must-i-sign',
      });
      for (const { number } of menu) {
        const answer = await send({
          appCommandPayload: {
            space: DM,
            message: { text: '/x', argumentText: '' },
            appCommandMetadata: { appCommandId: number, appCommandType: 'SLASH_COMMAND' },
          },
        });
        expect(cardOf(answer, 'createMessageAction').words).not.toMatch(/don't know how/);
      }
    });

    test('takes what was typed after a command as part of the question, however Google gives it', async () => {
      const { number, title } = menu.find(({ slash }) => slash === '/who-hasnt-signed') as (typeof menu)[number];
      const head = await google.t.person('Margaret Ashdown', { roles: ['staff', 'headteacher'] });
      const hers = await google.account(head);
      const asked = async (message: object) => {
        const appCommandPayload = { space: DM, message, appCommandMetadata: { appCommandId: number } };
        return cardOf(await send({ appCommandPayload }, {}, hers), 'createMessageAction').words;
      };
      const typed = await say(`${title} in science`, DM, hers);
      const { words } = cardOf(typed, 'createMessageAction');
      expect(words).toContain('Science');
      expect(await asked({ text: '/who-hasnt-signed in science', argumentText: ' in science' })).toBe(words);
      expect(await asked({ text: '/who-hasnt-signed in science' })).toBe(words);
    });

    test('has in its menu what Teams has in its own, in the same order', () => {
      expect(menu.map(({ title, hint }) => ({ title, description: hint }))).toEqual(teamsMenus.personal);
    });

    test.each([
      ['a message in a space', { messagePayload: { space: ROOM, message: { argumentText: "who hasn't signed" } } }],
      ['a command in a space', { appCommandPayload: { space: ROOM, appCommandMetadata: { appCommandId: 1 } } }],
      [
        'a message between two people',
        {
          messagePayload: {
            space: { name: 'spaces/2', spaceType: 'DIRECT_MESSAGE' },
            message: { argumentText: 'hello' },
          },
        },
      ],
      ['a message from nowhere', { messagePayload: { message: { argumentText: 'hello' } } }],
      ['being added to a space', { addedToSpacePayload: { space: ROOM } }],
    ])('says nothing about people to %s: one sentence, for the one who asked', async (_, chat) => {
      const before = await google.contents();
      for (const who of [sub, null]) {
        const answer = await send(chat, {}, who);
        expect(cardOf(answer, 'createMessageAction').words).toContain('Others can read along here.');
        expect(JSON.stringify(answer.body)).not.toMatch(/Anna|agreement/);
        const { message } = answer.body.hostAppDataAction.chatDataAction.createMessageAction;
        expect(message.privateMessageViewer).toEqual({ name: `users/${who ?? '1'}` });
      }
      expect(await google.contents()).toEqual(before);
    });

    test('a button of a card that got into a space does nothing there', async () => {
      const ask = cardOf(
        await press(cardOf(await say('what must I sign'), 'createMessageAction'), 'Open'),
        'updateMessageAction',
      );
      const answer = await send(
        { buttonClickedPayload: { space: ROOM, message: { name: 'spaces/room-1/messages/1' } } },
        ask.press('I have read and accept', { name: 'Anna Bell', job: 'Teacher' }),
      );
      expect(cardOf(answer, 'createMessageAction').words).toContain('Others can read along here.');
      expect(await signed()).toEqual([]);
    });

    test('greets somebody in the direct message, by name only when Google says who it is', async () => {
      const added = { addedToSpacePayload: { space: DM } };
      expect(cardOf(await send(added), 'createMessageAction').words).toContain('Hello Anna');
      expect(cardOf(await send(added, {}, null), 'createMessageAction').words).not.toContain('Anna');
    });

    test('asks for what it needs to know who writes, and does nothing before', async () => {
      const before = await google.contents();
      const answer = await send({ messagePayload: { space: DM, message: { text: 'what must I sign' } } }, {}, null);
      expect(answer).toEqual({ status: 200, body: { requesting_google_scopes: { all_scopes: true } } });
      expect(await google.contents()).toEqual(before);
    });
  });
});
