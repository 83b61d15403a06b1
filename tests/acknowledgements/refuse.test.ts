import { show } from '../../shared/acknowledgements/index.ts';
import { askToSign, buttonOf, type Someone, type TestApp, testApp, viewOf, wordsOf } from '../fakes/app.ts';

describe("can't accept", () => {
  let t: TestApp;
  let anna: Someone;
  let head: Someone;
  let assignment: string;

  beforeEach(async () => {
    t = await testApp();
    anna = await t.person('Anna Bell');
    head = await t.person('Margaret Ashdown', { roles: ['staff', 'headteacher'], department: 'Leadership' });
    [assignment] = (await askToSign(t, [anna])) as [string];
  });
  afterEach(() => t.store.close());

  const refuse = async (reason = 'I have no phone to take the codes.') => {
    const card = viewOf(await anna.press(show.button('', { assignment })));
    const form = viewOf(await anna.press(buttonOf(card, "I can't accept")));
    return anna.press(buttonOf(form, 'Send to the headteacher'), { reason });
  };
  const state = async () =>
    (await t.store.db.selectFrom('assignments').select('state').executeTakeFirstOrThrow()).state;
  const headsCard = async () => {
    await t.settle();
    const [card] = t.mailbox.of(head.objectId);
    if (!card) throw new Error('the head got no card');
    return card;
  };

  test('is recorded and reaches the head, and only the head', async () => {
    const deputy = await t.person('Daniel Oyelaran', { roles: ['staff', 'business-manager'] });
    expect(wordsOf(viewOf(await refuse()))).toContain('The headteacher has your reason');
    expect(await state()).toBe('refused');
    expect(wordsOf(await headsCard())).toContain('I have no phone to take the codes.');
    expect(t.mailbox.of(deputy.objectId)).toEqual([]);
  });

  test('sent twice reaches the head once', async () => {
    await refuse();
    await refuse().catch(() => {});
    await headsCard();
    expect(t.mailbox.of(head.objectId)).toHaveLength(1);
  });

  test('nobody without the right can read the reason, even with the button', async () => {
    await refuse();
    const [row] = await t.store.db.selectFrom('refusals').select('id').execute();
    const ben = await t.person('Ben Osei');
    const reply = await ben.press({ action: 'acknowledgements.refusal', input: { refusal: row?.id } });
    expect(reply.kind).toBe('refusal');
  });

  test('asked again, the person gets the card once more and can sign', async () => {
    await refuse();
    const decided = viewOf(await head.press(buttonOf(await headsCard(), 'Talk, then ask again')));
    expect(wordsOf(decided)).toContain('You asked them again.');
    await t.settle();
    const [card] = t.mailbox.of(anna.objectId);
    const receipt = viewOf(
      await anna.press(buttonOf(card ?? decided, 'I have read and accept'), { name: 'Anna Bell', job: 'Teacher' }),
    );
    expect(wordsOf(receipt)).toContain('Signed');
  });

  test('an exception ends on its day and the person is asked again', async () => {
    await refuse();
    await head.press(buttonOf(await headsCard(), 'Make an exception'), { until: '2026-12-01' });
    expect(await state()).toBe('excused');
    await t.app.worker.schedule();
    await t.settle();
    expect(await state()).toBe('excused');
    t.clock.set('2026-12-02T09:00:00Z');
    await t.settle();
    expect(await state()).toBe('open');
    expect(t.mailbox.of(anna.objectId)).toHaveLength(1);
  });

  test.each([
    ['2026-11-23', /later day/],
    ['2028-01-01', /earlier day/],
    ['soon', /choose the last day/],
  ])('an exception until %s is not made', async (until, sentence) => {
    await refuse();
    const reply = await head.press(buttonOf(await headsCard(), 'Make an exception'), { until });
    expect(reply).toEqual({ kind: 'refusal', words: expect.stringMatching(sentence) });
    expect(await state()).toBe('refused');
  });

  test('two decisions at once: the first stands and both see it', async () => {
    await refuse();
    const card = await headsCard();
    const replies = await Promise.all([
      head.press(buttonOf(card, 'Talk, then ask again')),
      head.press(buttonOf(card, 'Record the refusal')),
    ]);
    expect(new Set(replies.map((reply) => wordsOf(viewOf(reply)))).size).toBe(1);
  });

  test('without a reason gets one sentence', async () => {
    expect(await refuse('  \n ')).toEqual({ kind: 'refusal', words: expect.stringContaining('say why') });
    expect(await state()).toBe('open');
  });
});
