import { verifyLedger } from '../../shared/ledger/index.ts';
import { buttonOf, viewOf, wordsOf } from '../fakes/app.ts';
import { eachStore } from '../fakes/store.ts';
import { ACCESS, ask, type Cast, cast, EXCEPTION, latest, schoolWith, stateOf, theRequest } from './school.ts';

/** A kind that two of the head, ICT and the office must agree to, then the senior leaders. */
const QUORUM = `
  kinds:
    trip:
      title: A trip
      fields: [{ id: where, label: Where?, required: true }]
      decide:
        - { ask: [head, ict, office], need: 2 }
        - { ask: [senior] }
`;

const decisions = ({ store }: Cast) => store.db.selectFrom('request_decisions').selectAll().orderBy('seq').execute();

const kinds = async ({ store }: Cast) =>
  (await store.db.selectFrom('ledger').select('kind').orderBy('seq').execute()).map(({ kind }) => kind);

describe('deciding', () => {
  eachStore((fresh) => {
    test('two people agree, and the teacher hears it at once', async () => {
      const school = await cast(await fresh());
      const { teacher, head, ict, settle } = school;
      const sent = await ask(teacher, 'access', ACCESS);
      expect(wordsOf(sent)).toContain('Waits for Margaret Ashdown and Tom Larkin');
      await settle();
      await head.press(buttonOf(latest(school, head), 'Agree'));
      expect(await stateOf(school)).toBe('open');
      await settle();
      const after = viewOf(await ict.press(buttonOf(latest(school, ict), 'Agree')));
      expect(await stateOf(school)).toBe('granted');
      await settle();
      expect(wordsOf(after)).toContain('Granted by Margaret Ashdown and Tom Larkin');
      expect(wordsOf(latest(school, teacher))).toContain('Granted by');
      expect(await kinds(school)).toEqual([
        'request-asked',
        ...['request-shown', 'request-shown'],
        'request-decision',
        'request-shown',
        'request-decision',
        'request-granted',
      ]);
      expect(await verifyLedger(school.store)).toMatchObject({ valid: true });
    });

    test('the card says who, why, what they hold, and what they have not signed', async () => {
      const school = await cast(await fresh());
      const { teacher, head } = school;
      await ask(teacher, 'exception', EXCEPTION);
      await school.settle();
      await head.press(buttonOf(latest(school, head), 'Agree'));
      await ask(teacher, 'exception', { ...EXCEPTION, answer_what: 'Another site' });
      await school.settle();
      const card = latest(school, head);
      expect(card.title).toBe('Kiran Patel asks: An exception from the rules');
      expect(wordsOf(card)).toContain('Nothing like it elsewhere');
      expect(wordsOf(card)).toContain(
        'An exception from the rules: Show a film clip from a blocked site, until Friday 27 November 2026',
      );
    });

    test('what a decision was based on can be shown word for word', async () => {
      const school = await cast(await fresh());
      await ask(school.teacher, 'exception', EXCEPTION);
      await school.settle();
      await school.head.press(buttonOf(latest(school, school.head), 'Agree'));
      const [decision] = await decisions(school);
      const shown = await school.store.db
        .selectFrom('request_showings')
        .selectAll()
        .where('hash', '=', decision?.shown_hash ?? '')
        .executeTakeFirstOrThrow();
      expect(shown.content).toContain('Show a film clip from a blocked site');
    });

    test('a card that one was never shown decides nothing', async () => {
      const school = await cast(await fresh());
      await ask(school.teacher, 'exception', EXCEPTION);
      const request = await theRequest(school);
      const input = { request, shown: 'f'.repeat(64), answer: 'approve' };
      const again = viewOf(await school.head.press({ action: 'requests.decide', input }));
      expect(wordsOf(again)).toContain('Please read this as it is now');
      expect(await stateOf(school)).toBe('open');
    });

    test('no with a reason ends it; without one it asks for it', async () => {
      const school = await cast(await fresh());
      const { teacher, head, ict } = school;
      await ask(teacher, 'access', ACCESS);
      await school.settle();
      const card = latest(school, head);
      expect(await head.press(buttonOf(card, 'Say no'))).toMatchObject({
        kind: 'refusal',
        words: expect.stringContaining('Please write the reason'),
      });
      await head.press(buttonOf(card, 'Say no'), { words: 'Only the SENCo reads these.' });
      await school.settle();
      expect(await stateOf(school)).toBe('refused');
      expect(wordsOf(latest(school, teacher))).toContain('“Only the SENCo reads these.”');
      await ict.press(buttonOf(card, 'Agree'));
      expect(await stateOf(school)).toBe('refused');
      expect(wordsOf(latest(school, ict))).toContain('decided without you');
    });

    test('who asks back gets an answer, and everyone who decides sees it', async () => {
      const school = await cast(await fresh());
      const { teacher, head, ict } = school;
      await ask(teacher, 'access', ACCESS);
      await school.settle();
      const card = latest(school, head);
      await head.press(buttonOf(card, 'Ask back'), { words: 'Which reports?' });
      await school.settle();
      const asked = latest(school, teacher);
      expect(wordsOf(asked)).toContain('Which reports?');
      const both = ['Those of my class.', 'Those of my class.'].map((words) =>
        teacher.press(buttonOf(asked, 'Send the answer'), { words }),
      );
      await Promise.all(both);
      await school.settle();
      for (const one of [head, ict]) expect(wordsOf(latest(school, one))).toContain('Those of my class.');
      expect(await school.store.db.selectFrom('request_messages').select('kind').execute()).toHaveLength(2);
      await head.press(buttonOf(latest(school, head), 'Agree'));
      expect(await decisions(school)).toHaveLength(1);
    });

    test('nobody decides their own request, nor one that is for them', async () => {
      const school = await cast(await fresh());
      const { head, senior } = school;
      // The head alone decides exceptions; as the head asks, the deputy is asked at once.
      await ask(head, 'exception', EXCEPTION);
      await school.settle();
      expect(wordsOf(latest(school, senior))).toContain('You are asked as the deputy');
      const input = { request: await theRequest(school), shown: 'x', answer: 'approve' };
      expect(await head.press({ action: 'requests.decide', input })).toMatchObject({
        kind: 'refusal',
        words: expect.stringContaining('Nobody decides about their own request'),
      });
      await senior.press(buttonOf(latest(school, senior), 'Agree'));
      expect(await stateOf(school)).toBe('granted');
    });

    test('somebody with both roles is one of two people, not both', async () => {
      const school = await cast(await fresh());
      const { teacher, ict } = school;
      const both = await school.person('Ines Duarte', { roles: ['staff', 'headteacher', 'ict-manager'] });
      await ask(teacher, 'access', ACCESS);
      await school.settle();
      await both.press(buttonOf(latest(school, both), 'Agree'));
      await both.press(buttonOf(latest(school, ict), 'Agree'));
      expect(await stateOf(school)).toBe('open');
      await school.settle();
      await ict.press(buttonOf(latest(school, ict), 'Agree'));
      expect(await stateOf(school)).toBe('granted');
      expect((await decisions(school)).map(({ person }) => person)).toEqual([both.id, ict.id]);
    });

    test('pressed twice and from two doors at the same moment, a decision counts once', async () => {
      const school = await cast(await fresh());
      const { teacher, head, ict } = school;
      await ask(teacher, 'access', ACCESS);
      await school.settle();
      const [a, b] = [latest(school, head), latest(school, ict)];
      const presses = [a, a, b, b, a, b].map((card, i) =>
        [0, 1, 4].includes(i) ? head.press(buttonOf(card, 'Agree')) : ict.press(buttonOf(card, 'Agree')),
      );
      for (const reply of await Promise.all(presses)) expect(reply.kind).toBe('view');
      expect(await stateOf(school)).toBe('granted');
      expect(await decisions(school)).toHaveLength(2);
      const granted = (await kinds(school)).filter((kind) => kind === 'request-granted');
      expect(granted).toHaveLength(1);
    });

    test('a yes and a no at the same moment: one of them counts, and both see which', async () => {
      const school = await cast(await fresh());
      const { teacher, head, office } = school;
      const two = await school.person('Rhys Cadwallader', { roles: ['staff', 'headteacher'] });
      await ask(teacher, 'exception', EXCEPTION);
      await school.settle();
      await Promise.all([
        head.press(buttonOf(latest(school, head), 'Agree')),
        two.press(buttonOf(latest(school, two), 'Say no'), { words: 'No.' }),
      ]);
      const state = await stateOf(school);
      expect(['granted', 'refused']).toContain(state);
      expect(await decisions(school)).toHaveLength(1);
      const seen = viewOf(
        await office.press({ action: 'requests.show', input: { request: await theRequest(school) } }),
      );
      expect(wordsOf(seen)).toContain(state === 'granted' ? 'Granted by' : 'Not granted');
    });

    test('a quorum is enough, then the next stage is asked', async () => {
      const school = await cast(await fresh(), schoolWith(QUORUM));
      const { teacher, head, ict, office, senior } = school;
      await ask(teacher, 'trip', { answer_where: 'The museum' });
      await school.settle();
      expect(school.mailbox.of(senior.objectId)).toHaveLength(0);
      await office.press(buttonOf(latest(school, office), 'Agree'));
      await ict.press(buttonOf(latest(school, ict), 'Agree'));
      await school.settle();
      expect(wordsOf(latest(school, head))).toContain('Somebody else decides this now');
      await senior.press(buttonOf(latest(school, senior), 'Agree'));
      expect(await stateOf(school)).toBe('granted');
    });

    test('what waits for my decision is a list', async () => {
      const school = await cast(await fresh());
      expect(viewOf(await school.head.say("what's waiting for my decision")).title).toBe(
        'Nothing waits for your decision',
      );
      await ask(school.teacher, 'exception', EXCEPTION);
      const list = viewOf(await school.head.say("what's waiting for my decision"));
      expect(wordsOf(list)).toContain('Kiran Patel: An exception from the rules');
      const card = viewOf(await school.head.press(buttonOf(list, 'Open')));
      await school.head.press(buttonOf(card, 'Agree'));
      expect(await stateOf(school)).toBe('granted');
    });
  });
});
