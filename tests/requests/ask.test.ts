import { randomUUID } from 'node:crypto';
import { publishEdition } from '../../shared/agreements/index.ts';
import { askToSign, buttonOf, staffText, type TestApp, viewOf, wordsOf } from '../fakes/app.ts';
import { eachStore } from '../fakes/store.ts';
import { ACCESS, ask, cast, EXCEPTION, latest, schoolWith, sendButton, stateOf } from './school.ts';

const count = async ({ store }: Pick<TestApp, 'store'>) =>
  (await store.db.selectFrom('requests').select('id').execute()).length;

/** A kind with which the staff agreement is signed. */
const WITH_AGREEMENT = `
  kinds:
    drone:
      title: Fly the drone
      fields: [{ id: where, label: Where?, required: true }]
      statements: [I will keep away from the road.]
      sign: { with: [staff] }
      decide: [{ ask: [head] }]
`;

describe('asking', () => {
  eachStore((fresh) => {
    test('what can be asked for is a list, each one press from its form', async () => {
      const { teacher } = await cast(await fresh());
      const menu = viewOf(await teacher.say('ask for something'));
      expect(wordsOf(menu)).toContain('Guest Wi-Fi for a visitor');
      expect(wordsOf(menu)).not.toContain('Close accounts');
      const form = viewOf(await teacher.press(buttonOf(menu, 'Ask')));
      expect(form.nodes.some(({ kind }) => kind === 'input')).toBe(true);
    });

    test('a form is filled in with what is known', async () => {
      const { teacher } = await cast(await fresh());
      const filled = { which: 'SEND reports', until: '2026-12-11' };
      const form = viewOf(await teacher.press({ action: 'requests.ask', input: { kind: 'access', filled } }));
      expect(form.nodes).toContainEqual(expect.objectContaining({ id: 'answer_which', value: 'SEND reports' }));
      expect(form.nodes).toContainEqual(expect.objectContaining({ id: 'answer_until', value: '2026-12-11' }));
    });

    test('sending twice asks once, and shows the same request', async () => {
      const school = await cast(await fresh());
      const form = viewOf(await school.teacher.press({ action: 'requests.ask', input: { kind: 'access' } }));
      const [first, second] = await Promise.all([
        school.teacher.press(sendButton(form), ACCESS),
        school.teacher.press(sendButton(form), ACCESS),
      ]);
      expect(viewOf(first)).toEqual(viewOf(second));
      expect(await count(school)).toBe(1);
    });

    test("a form's id that is somebody else's is refused", async () => {
      const school = await cast(await fresh());
      const form = viewOf(await school.teacher.press({ action: 'requests.ask', input: { kind: 'access' } }));
      await school.teacher.press(sendButton(form), ACCESS);
      expect(await school.senior.press(sendButton(form), ACCESS)).toMatchObject({
        kind: 'refusal',
        words: expect.stringContaining("somebody else's"),
      });
      expect(await count(school)).toBe(1);
    });

    test.each([
      [{ answer_until: '2026-11-23' }, 'is before “From”'],
      [{ answer_from: '2026-11-20' }, 'is over already: Friday 20 November 2026'],
      [{ answer_from: '2026-13-40' }, 'is no day'],
      [{ answer_until: '2028-11-27' }, 'can be granted until'],
      [{ answer_what: '  ' }, 'Please fill in “What would you like to do that the rules forbid?”'],
      [{ answer_ground: 'Because' }, 'Please choose one of the answers'],
      [{ answer_why: 'x'.repeat(1_001) }, 'is too long'],
      [{ answer_why: 'x'.repeat(6_000) }, 'fewer words'],
    ])('%j gets one sentence, and nothing is kept', async (wrong, words) => {
      const school = await cast(await fresh());
      const form = viewOf(await school.teacher.press({ action: 'requests.ask', input: { kind: 'exception' } }));
      const reply = await school.teacher.press(sendButton(form), { ...EXCEPTION, ...wrong });
      expect(reply).toMatchObject({ kind: 'refusal', words: expect.stringContaining(words) });
      expect(await count(school)).toBe(0);
    });

    test('what must be confirmed must be ticked, where it is asked for', async () => {
      const school = await cast(await fresh());
      const device = { answer_device: 'Pixel 9', answer_why: 'Trip', answer_until: '2026-12-11' };
      const form = viewOf(await school.teacher.press({ action: 'requests.ask', input: { kind: 'personal-device' } }));
      const data = { ...device, answer_for: 'School data as well', answer_encrypted: 'false' };
      expect(await school.teacher.press(sendButton(form), data)).toMatchObject({
        kind: 'refusal',
        words: expect.stringContaining('Please confirm “It is encrypted'),
      });
      const wifi = { ...device, answer_for: "The school's Wi-Fi only", answer_encrypted: 'false' };
      expect(wordsOf(viewOf(await school.teacher.press(sendButton(form), wifi)))).toContain('Waits for');
    });

    test('a role that may not ask is told so', async () => {
      const school = await cast(await fresh());
      const volunteer = await school.person('Ada Kent', { roles: ['volunteer'] });
      expect(wordsOf(viewOf(await volunteer.say('ask for something')))).not.toContain('One-to-one');
      const form = viewOf(await volunteer.press({ action: 'requests.ask', input: { kind: 'personal-use' } }));
      const answers = { answer_what: 'Laptop', answer_why: 'x', answer_from: '2026-11-24', answer_until: '2026-11-25' };
      expect(await volunteer.press(sendButton(form), answers)).toMatchObject({
        kind: 'refusal',
        words: expect.stringContaining("Your role at school can't ask for this"),
      });
    });

    test('a senior leader asks for others, a teacher can not', async () => {
      const school = await cast(await fresh());
      const { teacher, senior, head, ict } = school;
      const form = viewOf(await senior.press({ action: 'requests.ask', input: { kind: 'access' } }));
      const sent = viewOf(await senior.press(sendButton(form), { ...ACCESS, whom: 'kiran patel' }));
      expect(wordsOf(sent)).toContain('"label":"For","value":"Kiran Patel"');
      await school.settle();
      for (const one of [head, ict]) {
        await one.press(buttonOf(latest(school, one), 'Agree'));
        await school.settle();
      }
      expect(wordsOf(latest(school, teacher))).toContain('Granted by');
      const own = viewOf(await teacher.press({ action: 'requests.ask', input: { kind: 'access' } }));
      const reply = await teacher.press(sendButton(own), { ...ACCESS, person: senior.id, whom: 'Sunita Rao' });
      expect(reply).toMatchObject({ kind: 'refusal' });
      expect(await count(school)).toBe(1);
    });

    test('of two people of one name it asks which', async () => {
      const school = await cast(await fresh());
      await school.person('Kiran Patel-Jones');
      const form = viewOf(await school.senior.press({ action: 'requests.ask', input: { kind: 'access' } }));
      const which = viewOf(await school.senior.press(sendButton(form), { ...ACCESS, whom: 'Kiran' }));
      expect(which.title).toBe('Who do you mean?');
      const again = viewOf(await school.senior.press(buttonOf(which, 'Kiran Patel-Jones, Science')));
      expect(again.nodes).toContainEqual(expect.objectContaining({ id: 'whom', value: 'Kiran Patel-Jones' }));
      expect(again.nodes).toContainEqual(expect.objectContaining({ id: 'answer_which', value: 'SEND reports' }));
    });

    test('what must be signed first is said, and asked for before anything is sent', async () => {
      const school = await cast(await fresh());
      await askToSign(school, [school.teacher]);
      const form = viewOf(await school.teacher.press({ action: 'requests.ask', input: { kind: 'access' } }));
      expect(wordsOf(form)).toContain('please sign: Staff ICT agreement');
      expect(await school.teacher.press(sendButton(form), ACCESS)).toMatchObject({
        kind: 'refusal',
        words: expect.stringContaining('please sign: Staff ICT agreement'),
      });
      expect(await count(school)).toBe(0);
    });

    test('what is signed with it is shown, can be read, and is frozen into the request', async () => {
      const school = await cast(await fresh(), schoolWith(WITH_AGREEMENT));
      const { store, clock, teacher } = school;
      const publish = (extra: string[]) =>
        store.transaction((tx) =>
          publishEdition(
            tx,
            { agreement: 'staff', text: staffText(extra), effectiveFrom: '2026-09-01', by: null },
            clock.now(),
          ),
        );
      await publish([]);
      const form = viewOf(await teacher.press({ action: 'requests.ask', input: { kind: 'drone' } }));
      expect(wordsOf(form)).toContain('I will keep away from the road.');
      expect(wordsOf(form)).toContain('Staff ICT agreement, edition 1');
      const text = viewOf(
        await teacher.press(buttonOf(form, 'Read: Staff ICT agreement'), { answer_where: 'The field' }),
      );
      expect(wordsOf(text)).toContain('I will lock my screen.');
      const back = viewOf(await teacher.press(buttonOf(text, 'Back to the form')));
      expect(back.nodes).toContainEqual(expect.objectContaining({ id: 'answer_where', value: 'The field' }));

      // Whoever asks for somebody else hasn't to say again for whom it is.
      const theirs = viewOf(await school.senior.press({ action: 'requests.ask', input: { kind: 'drone' } }));
      const read = viewOf(
        await school.senior.press(buttonOf(theirs, 'Read: Staff ICT agreement'), { whom: 'Kiran Patel' }),
      );
      const returned = viewOf(await school.senior.press(buttonOf(read, 'Back to the form')));
      expect(returned.nodes).toContainEqual(expect.objectContaining({ id: 'whom', value: 'Kiran Patel' }));

      // A new edition while the form lies in the chat: nothing is signed that wasn't shown.
      const second = await publish(['I will charge it.']);
      const stale = viewOf(await teacher.press(sendButton(form), { answer_where: 'The field' }));
      expect(wordsOf(stale)).toContain('This form has changed');
      expect(await count(school)).toBe(0);
      await teacher.press(sendButton(stale), { answer_where: 'The field' });
      const signed = await store.db.selectFrom('request_signatures').selectAll().orderBy('agreement').execute();
      expect(signed).toMatchObject([
        { agreement: '', edition: 0 },
        { agreement: 'staff', edition: 2, hash: second.hash, person: teacher.id },
      ]);
    });

    test('whoever it is for signs it, when somebody else asked', async () => {
      const school = await cast(await fresh(), schoolWith(WITH_AGREEMENT));
      const { teacher, senior, head } = school;
      const form = viewOf(await senior.press({ action: 'requests.ask', input: { kind: 'drone' } }));
      await senior.press(sendButton(form), { answer_where: 'The field', whom: 'Kiran Patel' });
      await school.settle();
      await head.press(buttonOf(latest(school, head), 'Agree'));
      expect(await stateOf(school)).toBe('signing');
      await school.settle();
      const card = latest(school, teacher);
      expect(wordsOf(card)).toContain('I will keep away from the road.');
      expect(await senior.press(buttonOf(card, 'I confirm this'))).toMatchObject({ kind: 'refusal' });
      const [one, two] = await Promise.all([
        teacher.press(buttonOf(card, 'I confirm this')),
        teacher.press(buttonOf(card, 'I confirm this')),
      ]);
      expect(viewOf(one)).toEqual(viewOf(two));
      expect(await stateOf(school)).toBe('granted');
    });

    test('my requests shows how each stands, and one can be withdrawn', async () => {
      const school = await cast(await fresh());
      const { teacher, head } = school;
      await ask(teacher, 'exception', EXCEPTION);
      await school.settle();
      const waits = latest(school, head);
      const mine = viewOf(await teacher.say('my requests'));
      expect(wordsOf(mine)).toContain('Waits for a decision');
      const open = viewOf(await teacher.press(buttonOf(mine, 'Open')));
      const withdrawn = viewOf(await teacher.press(buttonOf(open, 'Withdraw')));
      expect(wordsOf(withdrawn)).toContain('Withdrawn. There is nothing left to do.');
      await school.settle();
      // The head's card has become what is true now, and its old button does nothing.
      expect(wordsOf(latest(school, head))).toContain('decided without you');
      await head.press(buttonOf(waits, 'Agree'));
      expect(await stateOf(school)).toBe('withdrawn');
      expect(wordsOf(viewOf(await teacher.say('my requests')))).toContain('Withdrawn');
    });

    test("nobody reads or withdraws another's request", async () => {
      const school = await cast(await fresh());
      await ask(school.teacher, 'exception', EXCEPTION);
      const { id } = await school.store.db.selectFrom('requests').select('id').executeTakeFirstOrThrow();
      const nosy = await school.person('Noor Aziz');
      for (const action of ['requests.show', 'requests.withdraw'])
        expect(await nosy.press({ action, input: { request: id } })).toMatchObject({ kind: 'refusal' });
      expect(await nosy.press({ action: 'requests.show', input: { request: randomUUID() } })).toMatchObject({
        kind: 'refusal',
      });
      // The business manager's role may see them all, and decides none of this.
      const seen = viewOf(await school.office.press({ action: 'requests.show', input: { request: id } }));
      expect(wordsOf(seen)).toContain('Show a film clip');
      expect(() => buttonOf(seen, 'Agree')).toThrow();
    });
  });
});
