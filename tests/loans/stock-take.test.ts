import { inboundOf as googleInbound } from '../../addon/workspace/inbound.ts';
import { Activity, inboundOf as teamsInbound } from '../../bot/inbound.ts';
import { buttonOf, viewOf, wordsOf } from '../fakes/app.ts';
import { eachStore } from '../fakes/store.ts';
import { inputsOf, LAPTOP, lendingApp, typed } from './start.ts';

eachStore((fresh) => {
  test('a stock-take says what is here, what should be out, and what nobody knows', async () => {
    const t = await lendingApp(await fresh());
    await t.lend(t.kiran, LAPTOP);
    const card = viewOf(await t.lender.say('stock take'));
    const counted = wordsOf(
      viewOf(await t.lender.press(buttonOf(card, 'Count'), { things: '7xk2j93\nT-01\n0001\nXYZ' })),
    );
    for (const words of [
      '2 things are here',
      'out with Kiran Patel',
      'Not on the list: XYZ',
      'Could be several',
      'Tablet 2',
    ])
      expect(counted).toContain(words);
  });

  test('numbers scanned into the chat are counted at once; from somebody who lends nothing they are only a message', async () => {
    const t = await lendingApp(await fresh());
    const scanned = '7xk2j93\nT-01\nXYZ-1';
    expect(wordsOf(viewOf(await t.lender.say(scanned)))).toContain('2 things are here');
    // As either platform brings it.
    const user = { id: '1', aadObjectId: t.lender.objectId };
    const where = { channelId: 'msteams', serviceUrl: '', recipient: { id: '2' }, conversation: { id: '3' } };
    const text = '7xk2j93\r\n\r\n T-01\u00a0 \nXYZ-1\n';
    const teams = teamsInbound(Activity.parse({ ...where, type: 'message', from: user, text }), 'tenant').deed;
    const google = googleInbound({
      chat: { messagePayload: { message: { text: '@Countersign', argumentText: text } } },
    }).deed;
    for (const deed of [teams, google]) {
      if (deed.kind !== 'message') throw new Error(deed.kind);
      expect(wordsOf(viewOf(await t.lender.say(deed.text)))).toContain('2 things are here');
    }
    const long = Array.from({ length: 3_000 }, (_, i) => `T-${i} 123`).join('\n');
    const cut = teamsInbound(Activity.parse({ ...where, type: 'message', from: user, text: long }), 'tenant').deed;
    expect(await t.lender.say(cut.kind === 'message' ? cut.text : '')).toMatchObject({
      kind: 'refusal',
      words: 'That is too much at once. Please send it in parts.',
    });
    expect(wordsOf(viewOf(await t.kiran.say(scanned)))).not.toContain('here');
  });

  test('what is disposed of must be in, and is lent no more once that is agreed', async () => {
    const t = await lendingApp(await fresh());
    const loan = await t.lend(t.kiran, LAPTOP);
    const dispose = async () => {
      const form = viewOf(await t.kiran.press({ action: 'requests.ask', input: { kind: 'disposal' } }));
      const answers = { what: 'Old laptops', serials: 'L-22\n0001\nsomething else', how: 'Sold', why: 'Worn out' };
      return t.kiran.press(buttonOf(form, 'Send'), typed(answers));
    };
    expect(await dispose()).toMatchObject({
      kind: 'refusal',
      words: 'Laptop 22 is on loan until Friday 27 November 2026. Please have it brought back first; nothing was sent.',
    });
    const back = viewOf(await t.lender.press({ action: 'loans.takeBack', input: { loan } }));
    viewOf(await t.lender.press(buttonOf(back, 'It is back'), inputsOf(back)));
    viewOf(await dispose());
    await t.settle();
    expect(wordsOf(t.last(t.ict))).toContain(
      'On the equipment list: Laptop 22. Once this is agreed, it is lent no more.',
    );
    viewOf(await t.ict.press(buttonOf(t.last(t.ict), 'Agree')));
    expect(wordsOf(viewOf(await t.lender.say('who has laptop 22')))).toContain('it is in');
    await t.settle();
    viewOf(await t.head.press(buttonOf(t.last(t.head), 'Agree')));
    expect(wordsOf(viewOf(await t.lender.say('who has laptop 22')))).toContain("I don't know that device");
    expect(await t.ledger()).toContain('equipment-given-up');
    expect(wordsOf(viewOf(await t.lender.say('who has laptop 23')))).toContain('it is in');
  });
});
