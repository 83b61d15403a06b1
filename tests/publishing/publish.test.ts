import { keepDraft } from '../../shared/agreements/index.ts';
import { buttonOf, type Someone, staffText, type TestApp, testApp, viewOf, wordsOf } from '../fakes/app.ts';

describe('a draft', () => {
  let t: TestApp;
  let head: Someone;

  beforeEach(async () => {
    t = await testApp();
    head = await t.person('Margaret Ashdown', { roles: ['staff', 'headteacher'] });
  });
  afterEach(() => t.store.close());

  const read = (text = staffText()) =>
    t.store.transaction((tx) =>
      keepDraft(
        tx,
        {
          agreement: 'staff',
          text,
          dates: { effective: '2026-09-01' },
          findings: [{ severity: 'warning', place: '1 Passwords', message: 'Nobody is named to tell.' }],
          fileName: 'staff.docx',
        },
        t.clock.now(),
      ),
    );
  const open = async () => viewOf(await head.press(buttonOf(viewOf(await head.say('drafts')), 'Open')));
  const editions = () =>
    t.store.db.selectFrom('editions').select(['number', 'effective_from', 'published_by']).execute();

  test('is seen with its remarks and its text before anything is published', async () => {
    await read();
    const draft = await open();
    expect(wordsOf(draft)).toContain('1 remark on the text');
    expect(wordsOf(viewOf(await head.press(buttonOf(draft, 'See the remarks'))))).toContain('Nobody is named to tell.');
    expect(wordsOf(viewOf(await head.press(buttonOf(draft, 'Read it all'))))).toContain('I will lock my screen.');
    expect(await editions()).toEqual([]);
  });

  test('becomes an edition, and the next press is to ask people', async () => {
    await read();
    const published = viewOf(await head.press(buttonOf(await open(), 'Publish'), { from: '2026-12-01' }));
    expect(await editions()).toEqual([{ number: 1, effective_from: '2026-12-01', published_by: head.id }]);
    expect(wordsOf(viewOf(await head.press(buttonOf(published, 'Ask people to sign'))))).toContain(
      'Staff ICT agreement, edition 1',
    );
  });

  test('of a second edition shows what changed since the first', async () => {
    await read();
    await head.press(buttonOf(await open(), 'Publish'), { from: '2026-12-01' });
    await read(staffText(['I will report lost equipment at once.']));
    const draft = await open();
    expect(wordsOf(draft)).toContain('It would become edition 2');
    expect(wordsOf(draft)).toContain('I will report lost equipment at once.');
  });

  test('published twice at once is published once', async () => {
    await read();
    const button = buttonOf(await open(), 'Publish');
    const replies = await Promise.all([
      head.press(button, { from: '2026-12-01' }),
      head.press(button, { from: '2026-12-01' }),
    ]);
    expect(replies.map(({ kind }) => kind).sort()).toEqual(['refusal', 'view']);
    expect(await editions()).toHaveLength(1);
  });

  test('with not a word changed is not published again', async () => {
    await read();
    await head.press(buttonOf(await open(), 'Publish'), { from: '2026-12-01' });
    await read();
    const reply = await head.press(buttonOf(await open(), 'Publish'), { from: '2026-12-01' });
    expect(reply).toEqual({ kind: 'refusal', words: expect.stringContaining('word for word edition 1') });
  });

  test('is nothing to a teacher', async () => {
    const draft = await read();
    const anna = await t.person('Anna Bell');
    const reply = await anna.press({ action: 'publishing.draft', input: { draft: draft.id } });
    expect(reply.kind).toBe('refusal');
  });
});
