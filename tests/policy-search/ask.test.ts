import type { AgreementText } from '../../shared/agreements/index.ts';
import { publishEdition } from '../../shared/agreements/index.ts';
import { askToSign, buttonOf, staffText, type TestApp, testApp, viewOf, wordsOf } from '../fakes/app.ts';
import { eachStore } from '../fakes/store.ts';

const text = (statements: string[]): AgreementText => ({
  title: 'Staff ICT agreement',
  sections: [
    {
      number: '1',
      title: 'Passwords',
      level: 1,
      statements: [{ kind: 'item', text: 'I will keep my password to myself.' }],
    },
    {
      number: '2',
      title: 'Pictures',
      level: 1,
      statements: statements.map((words) => ({ kind: 'item' as const, text: words })),
    },
  ],
});
const SCHOOL_ONLY = 'I will photograph pupils on school equipment only, unless I have been given permission first.';
const PICTURES = text([SCHOOL_ONLY]);
const QUESTION = 'can i use my own phone to take photos on the trip?';

eachStore((fresh) => {
  let app: TestApp;
  beforeEach(async () => {
    app = await testApp(await (await fresh()).open());
  });
  const asker = () => app.person('Anna Bell');

  test('the answer is the school’s own sentence, with its section and its edition', async () => {
    const anna = await asker();
    await askToSign(app, [anna], PICTURES);
    const view = viewOf(await anna.say(QUESTION));
    expect(view.nodes[0]).toEqual({ kind: 'text', text: SCHOOL_ONLY, style: 'quote' });
    expect(wordsOf(view)).toContain('Staff ICT agreement, section 2, Pictures, edition 1 of Tuesday 1 September 2026');
  });

  test('from the answer one reads on, at its page', async () => {
    const anna = await asker();
    await askToSign(app, [anna], PICTURES);
    const read = viewOf(await anna.press(buttonOf(viewOf(await anna.say(QUESTION)), 'Read on')));
    expect(read.title).toBe('Staff ICT agreement');
    expect(wordsOf(read)).toContain(SCHOOL_ONLY);
  });

  test('where the passage leaves it to somebody, the request is one press away, of the kind that was meant', async () => {
    const anna = await asker();
    await askToSign(app, [anna], PICTURES);
    const button = buttonOf(viewOf(await anna.say(QUESTION)), 'Ask for permission');
    expect(button).toMatchObject({ action: 'requests.ask', input: { kind: 'photography' } });
    viewOf(await anna.press(button));
  });

  test('where it leaves nothing open, there is nothing to ask for', async () => {
    const anna = await asker();
    await askToSign(app, [anna], PICTURES);
    const view = viewOf(await anna.press({ ...ASK, input: { question: 'who may know my password?' } }));
    expect(wordsOf(view)).toContain('I will keep my password to myself.');
    expect(wordsOf(view)).not.toContain('Ask for permission');
  });

  test('it says so when the policy doesn’t say, and whom to ask by role', async () => {
    const anna = await asker();
    await askToSign(app, [anna], PICTURES);
    const view = viewOf(await anna.press({ ...ASK, input: { question: 'can I bring my dog on Fridays?' } }));
    expect(view.title).toBe("Your policy doesn't say");
    expect(wordsOf(view)).toContain('Please ask the ICT manager, or the business manager.');
  });

  test('what others must sign is not quoted', async () => {
    const [anna, ben] = [await asker(), await app.person('Ben Cole')];
    await askToSign(app, [ben], PICTURES);
    const view = viewOf(await anna.press({ ...ASK, input: { question: QUESTION } }));
    expect(view.title).toBe('There is no policy here for you yet');
    expect(wordsOf(view)).not.toContain('photograph');
  });

  test('a new edition answers from the day on which it applies', async () => {
    const anna = await asker();
    await askToSign(app, [anna], PICTURES);
    await anna.say(QUESTION);
    const published = { agreement: 'staff', effectiveFrom: '2026-11-24', by: null };
    const newer = text(['I will take photographs of pupils with the school camera alone.']);
    await app.store.transaction((tx) => publishEdition(tx, { ...published, text: newer }, app.clock.now()));
    expect(wordsOf(viewOf(await anna.say(QUESTION)))).toContain('edition 1 of');
    app.clock.set(new Date('2026-11-24T09:00:00Z'));
    const view = viewOf(await anna.say(QUESTION));
    expect(wordsOf(view)).toContain('school camera alone');
    expect(wordsOf(view)).toContain('edition 2 of Tuesday 24 November 2026');
  });

  test('whoever presses without a question is asked for one', async () => {
    const anna = await asker();
    await askToSign(app, [anna], staffText());
    const asked = viewOf(await anna.say('ask our policy'));
    expect(asked.title).toBe("Ask your school's policy");
    const view = viewOf(await anna.press(buttonOf(asked, 'Ask'), { question: 'who may know my password?' }));
    expect(wordsOf(view)).toContain('I will keep my password to myself.');
  });
});

const ASK = { label: 'Ask', action: 'policy-search.ask', input: {}, sendsInputs: true };
