import { library, show } from '../../shared/acknowledgements/index.ts';
import { askToSign, buttonOf, type Someone, staffText, type TestApp, testApp, viewOf, wordsOf } from '../fakes/app.ts';

describe('the library', () => {
  let t: TestApp;
  let anna: Someone;
  const typed = { name: 'Anna Bell', job: 'Teacher of Physics' };
  const open = async (who = anna) => viewOf(await who.press(library.button('', {})));
  const press = async (view: Awaited<ReturnType<typeof open>>, label: string) =>
    viewOf(await anna.press(buttonOf(view, label)));
  const sign = async (assignment: string) =>
    viewOf(
      await anna.press(
        buttonOf(viewOf(await anna.press(show.button('', { assignment }))), 'I have read and accept'),
        typed,
      ),
    );

  beforeEach(async () => {
    t = await testApp();
    anna = await t.person('Anna Bell');
  });
  afterEach(() => t.store.close());

  test('is empty for someone who was never asked, and holds nothing of others', async () => {
    const ben = await t.person('Ben Osei');
    await askToSign(t, [ben]);
    expect(wordsOf(await open())).toContain('There is nothing here yet.');
    expect(wordsOf(await open(ben))).toContain('Staff ICT agreement');
  });

  test('shows what waits, with its day, and leads to reading and signing', async () => {
    await askToSign(t, [anna]);
    const view = await open();
    expect(wordsOf(view)).toContain('1 agreement waits for your signature.');
    expect(wordsOf(view)).toContain('To sign by Friday 4 December 2026');
    expect(wordsOf(await press(view, 'Read'))).toContain('I will lock my screen.');
    expect(wordsOf(await press(view, 'Sign'))).toContain('I have read and accept');
    expect(() => buttonOf(view, 'What changed')).toThrow();
  });

  test('says when something is overdue', async () => {
    await askToSign(t, [anna]);
    t.clock.set('2026-12-05T09:00:00Z');
    expect(wordsOf(await open())).toContain('Overdue since Friday 4 December 2026');
  });

  test('keeps what was signed, with its receipt and the text, and no way to sign again', async () => {
    const [assignment] = await askToSign(t, [anna]);
    await sign(assignment as string);
    const view = await open();
    expect(wordsOf(view)).toMatch(/Signed on Monday 23 November 2026 · CS-/);
    expect(wordsOf(await press(view, 'Signed copy'))).toContain('I will lock my screen.');
    expect(() => buttonOf(view, 'Sign')).toThrow();
    const text = await press(view, 'Read');
    expect(() => buttonOf(text, 'Go to sign')).toThrow();
    expect(wordsOf(await press(text, 'Close'))).toContain('Signed. Thank you.');
  });

  test('shows an agreement once, in the newest edition asked for, with what changed since the one signed', async () => {
    const [first] = await askToSign(t, [anna]);
    await sign(first as string);
    const newer = staffText(['I will report lost equipment at once.']);
    newer.sections[0]?.statements.splice(0, 1, { kind: 'item', text: 'I will never tell anyone my password.' });
    await askToSign(t, [anna], newer);
    const view = await open();
    expect(wordsOf(view).match(/Staff ICT agreement/g)).toHaveLength(1);
    const changed = await press(view, 'What changed');
    expect(changed.nodes.slice(0, 4)).toEqual([
      { kind: 'text', text: '2 things changed since you signed on Monday 23 November 2026.' },
      { kind: 'text', text: '1 Passwords', style: 'heading' },
      {
        kind: 'facts',
        facts: [
          { label: 'Now', value: 'I will never tell anyone my password.' },
          { label: 'Before', value: 'I will keep my password to myself.' },
        ],
      },
      { kind: 'facts', facts: [{ label: 'New', value: 'I will report lost equipment at once.' }] },
    ]);
    expect(wordsOf(await press(changed, 'Go to sign'))).toContain('I have read and accept');
  });

  test('compares with the edition before for someone who never signed, and pages long lists', async () => {
    await askToSign(t, [await t.person('Ben Osei')]);
    await askToSign(t, [anna], staffText(Array.from({ length: 20 }, (_, i) => `I will keep rule number ${i + 1}.`)));
    const first = await press(await open(), 'What changed');
    expect(wordsOf(first)).toContain('20 things changed since edition 1.');
    expect(wordsOf(first)).toContain('Page 1 of 3');
    const last = await press(await press(first, 'Next page'), 'Next page');
    expect(wordsOf(last)).toContain('rule number 20');
    expect(() => buttonOf(last, 'Next page')).toThrow();
  });

  test.each(['cancelled', 'ended', 'left'] as const)('leaves out what is %s', async (state) => {
    await askToSign(t, [anna]);
    await t.store.db.updateTable('assignments').set({ state }).execute();
    expect(wordsOf(await open())).toContain('There is nothing here yet.');
  });

  test("refuses to compare somebody else's text", async () => {
    const ben = await t.person('Ben Osei');
    const [assignment] = await askToSign(t, [ben]);
    const reply = await anna.press({ action: 'acknowledgements.changes', input: { assignment, page: 1 } });
    expect(reply).toEqual({ kind: 'refusal', words: expect.stringContaining('somebody else') });
  });
});
