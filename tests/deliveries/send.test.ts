import { show } from '../../shared/acknowledgements/index.ts';
import { deliver } from '../../shared/deliveries/index.ts';
import type { SendOutcome } from '../../shared/ports.ts';
import { askToSign, buttonOf, type Someone, type TestApp, testApp, viewOf, wordsOf } from '../fakes/app.ts';

describe('a delivery', () => {
  let t: TestApp;
  let anna: Someone;
  let assignment: string;

  beforeEach(async () => {
    t = await testApp();
    anna = await t.person('Anna Bell');
    [assignment] = (await askToSign(t, [anna])) as [string];
    await ask('ask');
  });
  afterEach(() => t.store.close());

  const ask = (key: string) =>
    t.store.transaction((tx) =>
      deliver(
        tx,
        { key, person: anna.id, show: show.call({ assignment }), subject: assignment, purpose: 'ask' },
        t.clock.now(),
      ),
    );
  const states = async () =>
    (await t.store.db.selectFrom('deliveries').select('state').orderBy('created_at').execute()).map(
      ({ state }) => state,
    );
  const later = (ms: number) => t.clock.set(new Date(t.clock.now().getTime() + ms));

  test('with the same key happens once', async () => {
    await ask('ask');
    await t.settle();
    expect(t.mailbox.of(anna.objectId)).toHaveLength(1);
    expect(await states()).toEqual(['sent']);
  });

  const failing: [SendOutcome, string, number][] = [
    [{ kind: 'blocked', detail: 'blocked' }, 'blocked', 1],
    [{ kind: 'not-installed', detail: 'no' }, 'not-installed', 1],
    [{ kind: 'failed', detail: 'too large' }, 'failed', 1],
    [{ kind: 'unconfirmed', detail: 'reset' }, 'unconfirmed', 1],
    [{ kind: 'unavailable', detail: '502' }, 'failed', 8],
  ];
  test.each(failing)('that ends as %j is %s after %i tries', async (outcome, state, tries) => {
    let tried = 0;
    t.mailbox.outcome = () => {
      tried++;
      return outcome;
    };
    for (let hour = 0; hour < 12; hour++) {
      await t.settle();
      later(3_600_000);
    }
    expect([tried, await states()]).toEqual([tries, [state]]);
  });

  test('is not noted as being sent while it waits for the platform, and waits for later in the queue', async () => {
    const seen: string[] = [];
    let wait = 9_000;
    Object.assign(t.mailbox, {
      turn: async () => {
        seen.push(...(await states()));
        return wait;
      },
    });
    await t.settle();
    expect(t.mailbox.of(anna.objectId)).toEqual([]);
    later(8_999);
    await t.settle();
    expect(seen).toEqual(['waiting']);
    wait = 0;
    later(1);
    await t.settle();
    expect([seen, await states()]).toEqual([['waiting', 'waiting'], ['sent']]);
  });

  test('waits as long as the platform asks, then arrives', async () => {
    t.mailbox.outcome = () => ({ kind: 'throttled', retryAfterMs: 60_000 });
    await t.settle();
    expect(await states()).toEqual(['throttled']);
    t.mailbox.outcome = null;
    later(59_000);
    await t.settle();
    expect(await states()).toEqual(['throttled']);
    later(10_000);
    await t.settle();
    expect(await states()).toEqual(['sent']);
  });

  test('cut off while it was being sent is never sent again, and says so', async () => {
    await t.store.db.updateTable('deliveries').set({ state: 'sending', door: 'teams' }).execute();
    await t.settle();
    expect(t.mailbox.messages).toEqual([]);
    expect(await states()).toEqual(['unconfirmed']);
  });

  test('that waits when the person signs elsewhere is taken back', async () => {
    const card = viewOf(await anna.press(show.button('', { assignment })));
    await anna.press(buttonOf(card, 'I have read and accept'), { name: 'Anna Bell', job: 'Teacher' });
    await t.settle();
    expect(await states()).toEqual(['cancelled']);
  });

  test('already sent turns into the receipt in every copy', async () => {
    await ask('remind');
    await t.settle();
    const [card] = t.mailbox.of(anna.objectId);
    if (!card) throw new Error('no card');
    await anna.press(buttonOf(card, 'I have read and accept'), { name: 'Anna Bell', job: 'Teacher' });
    await t.settle();
    expect(t.mailbox.of(anna.objectId).map((view) => wordsOf(view).includes('Signed. Thank you.'))).toEqual([
      true,
      true,
    ]);
  });

  test('is seen once its person presses something on it, and known not to be before', async () => {
    await t.settle();
    expect(await states()).toEqual(['sent']);
    const [sent] = t.mailbox.messages;
    if (!sent) throw new Error('no card');
    await anna.press(buttonOf(sent.view, 'Read it all'), {}, { id: sent.id });
    expect(await states()).toEqual(['seen']);
  });

  test('whose button was pressed is edited once, into the answer', async () => {
    await t.settle();
    const [sent] = t.mailbox.messages;
    if (!sent) throw new Error('no card');
    let edits = 0;
    const edit = t.mailbox.edit.bind(t.mailbox);
    t.mailbox.edit = (...to) => {
      edits++;
      return edit(...to);
    };
    await anna.press(buttonOf(sent.view, 'Read it all'), {}, { id: sent.id });
    await anna.press(
      buttonOf(sent.view, 'I have read and accept'),
      { name: 'Anna Bell', job: 'Teacher' },
      { id: sent.id },
    );
    await t.settle();
    expect(edits).toBe(0);
    later(3_000);
    await t.settle();
    expect(edits).toBe(1);
    expect(wordsOf(sent.view)).toContain('Signed. Thank you.');
  });

  test('signed elsewhere while it was on its way turns into the receipt when it has arrived', async () => {
    const sendIt = t.mailbox.send.bind(t.mailbox);
    t.mailbox.send = async (to, view) => {
      const card = viewOf(await anna.press(show.button('', { assignment })));
      await anna.press(buttonOf(card, 'I have read and accept'), { name: 'Anna Bell', job: 'Teacher' });
      return sendIt(to, view);
    };
    await t.settle();
    later(60_000);
    await t.settle();
    expect(t.mailbox.of(anna.objectId).map((view) => wordsOf(view).includes('Signed. Thank you.'))).toEqual([true]);
  });

  test('to someone without an account says so', async () => {
    await t.store.db.deleteFrom('accounts').execute();
    await t.settle();
    expect(await states()).toEqual(['no-account']);
  });
});
