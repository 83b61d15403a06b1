import { show } from '../../shared/acknowledgements/index.ts';
import { verifyLedger } from '../../shared/ledger/index.ts';
import { askToSign, buttonOf, type Someone, staffText, type TestApp, testApp, viewOf, wordsOf } from '../fakes/app.ts';

describe('accepting', () => {
  let t: TestApp;
  let anna: Someone;
  let ben: Someone;
  let assignment: string;
  const signed = () => t.store.db.selectFrom('acknowledgements').selectAll().execute();
  const typed = { name: 'Anna Bell', job: 'Teacher of Physics' };

  beforeEach(async () => {
    t = await testApp();
    anna = await t.person('Anna Bell');
    ben = await t.person('Ben Osei');
    [assignment] = (await askToSign(t, [anna, ben])) as [string, string];
  });
  afterEach(() => t.store.close());

  const card = async () => viewOf(await anna.press(show.button('', { assignment })));

  test('turns the card into a receipt with edition, time and reference', async () => {
    const receipt = viewOf(await anna.press(buttonOf(await card(), 'I have read and accept'), typed));
    expect(wordsOf(receipt)).toMatch(/23 November 2026 at 09:00/);
    expect(wordsOf(receipt)).toMatch(/CS-[2-9A-Z]{5}-[2-9A-Z]{5}/);
  });

  test('keeps the exact text, words, account, name, time and message in a valid ledger', async () => {
    await anna.press(buttonOf(await card(), 'I have read and accept'), typed);
    const [row] = await signed();
    const edition = await t.store.db.selectFrom('editions').select('hash').executeTakeFirstOrThrow();
    expect(row).toMatchObject({
      edition_hash: edition.hash,
      words: 'I have read and accept',
      typed_name: 'Anna Bell',
      job_title: 'Teacher of Physics',
      object_id: anna.objectId,
      at: '2026-11-23T09:00:00.000Z',
    });
    const entry = await t.store.db
      .selectFrom('ledger')
      .innerJoin('ledger_personal', 'ledger_personal.seq', 'ledger.seq')
      .select(['ledger.body', 'ledger_personal.body as personal'])
      .where('kind', '=', 'acknowledgement')
      .executeTakeFirstOrThrow();
    expect(entry.body).toContain(edition.hash);
    expect(entry.body).not.toContain('Anna');
    expect(JSON.parse(entry.personal)).toMatchObject({ name: 'Anna Bell', objectId: anna.objectId });
    expect(await verifyLedger(t.store)).toMatchObject({ valid: true });
  });

  test('twice, or twice at once, is once: the second press shows the same receipt', async () => {
    const button = buttonOf(await card(), 'I have read and accept');
    const replies = await Promise.all([
      anna.press(button, typed),
      anna.press(button, typed),
      anna.press(button, { ...typed, name: 'Someone Else' }),
    ]);
    expect(new Set(replies.map((reply) => wordsOf(viewOf(reply)))).size).toBe(1);
    expect(await signed()).toHaveLength(1);
  });

  test("someone else's card records nothing", async () => {
    const reply = await ben.press(buttonOf(await card(), 'I have read and accept'), typed);
    expect(reply).toEqual({ kind: 'refusal', words: expect.stringContaining('somebody else') });
    expect(await signed()).toHaveLength(0);
  });

  test('a stale card asks again with the newer words and records nothing', async () => {
    const stale = buttonOf(await card(), 'I have read and accept');
    await askToSign(t, [anna], staffText(['I will report lost equipment at once.']));
    const again = viewOf(await anna.press(stale, typed));
    expect(await signed()).toHaveLength(0);
    expect(wordsOf(again)).toContain('This was updated. Please read it again.');
    await anna.press(buttonOf(again, 'I have read and accept'), typed);
    expect((await signed())[0]).toMatchObject({ edition: 2 });
  });

  test('after signing an earlier edition the card says what changed since', async () => {
    await anna.press(buttonOf(await card(), 'I have read and accept'), typed);
    const [next] = await askToSign(t, [anna], staffText(['I will report lost equipment at once.']));
    const asked = viewOf(await anna.press(show.button('', { assignment: next as string })));
    expect(wordsOf(asked)).toContain('1 thing changed since you signed on Monday 23 November 2026');
    expect(wordsOf(asked)).toContain('"label":"New","value":"I will report lost equipment at once."');
  });

  test.each([
    ['nothing', { name: '', job: 'Teacher' }, /type your full name/],
    ['no field at all', { job: 'Teacher' }, /type your full name/],
    ['a number', { name: 7, job: 'Teacher' }, /type your full name/],
    ['only invisible characters', { name: '\u202e\u200b\u200b', job: 'Teacher' }, /type your full name/],
    ['a name that never ends', { name: 'x'.repeat(3_000), job: 'Teacher' }, /at most 120/],
  ])('%s as a name gets one sentence and records nothing', async (_, input, sentence) => {
    const reply = await anna.press(buttonOf(await card(), 'I have read and accept'), input);
    expect(reply).toEqual({ kind: 'refusal', words: expect.stringMatching(sentence) });
    expect(await signed()).toHaveLength(0);
  });

  test('names in any script are kept as typed', async () => {
    await anna.press(buttonOf(await card(), 'I have read and accept'), {
      name: '  রহিমা  বেগম 👩🏽‍🏫 ',
      job: '**bold** <b>',
    });
    expect((await signed())[0]).toMatchObject({ typed_name: 'রহিমা বেগম 👩🏽‍🏫', job_title: '**bold** <b>' });
  });
});
