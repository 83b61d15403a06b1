import { buttonOf, viewOf, wordsOf } from '../fakes/app.ts';
import { eachStore } from '../fakes/store.ts';
import {
  ACCESS,
  ask,
  type Cast,
  cast,
  EXCEPTION,
  latest,
  schoolWith,
  stateOf,
  theRequest,
  tuesday,
  wednesday,
} from './school.ts';

/** What happens by itself every quarter of an hour. */
async function tend(school: Cast) {
  await school.app.worker.schedule();
  school.clock.set(new Date(school.clock.now().getTime() + 16 * 60_000));
  await school.settle();
}

const leave = ({ store }: Cast, person: string, day: string | null) =>
  store.db.updateTable('people').set({ leave_date: day }).where('id', '=', person).execute();

describe('who decides when somebody can not', () => {
  eachStore((fresh) => {
    test('the deputy is asked after a school day, and either of them decides', async () => {
      const school = await cast(await fresh());
      await ask(school.teacher, 'exception', EXCEPTION);
      await tend(school);
      expect(school.mailbox.of(school.senior.objectId)).toHaveLength(0);
      school.clock.set(wednesday);
      await tend(school);
      expect(wordsOf(latest(school, school.senior))).toContain('You are asked as the deputy');
      await school.head.press(buttonOf(latest(school, school.head), 'Agree'));
      await school.settle();
      expect(await stateOf(school)).toBe('granted');
      expect(wordsOf(latest(school, school.senior))).toContain('decided without you');
    });

    test('a weekend is no time to wait', async () => {
      const school = await cast(await fresh());
      school.clock.set('2026-11-27T15:00:00Z'); // a Friday
      await ask(school.teacher, 'exception', { ...EXCEPTION, answer_from: '2026-11-27', answer_until: '2026-12-11' });
      school.clock.set('2026-11-30T09:00:00Z');
      await tend(school);
      expect(school.mailbox.of(school.senior.objectId)).toHaveLength(0);
      school.clock.set('2026-11-30T15:30:00Z');
      await tend(school);
      expect(school.mailbox.of(school.senior.objectId)).toHaveLength(1);
    });

    test('whoever says that they are away is not asked, and their deputy is at once', async () => {
      const school = await cast(await fresh());
      const { teacher, head, senior } = school;
      expect(viewOf(await head.say("I'm away until 25 November")).title).toBe(
        'You are away until Wednesday 25 November 2026',
      );
      await ask(teacher, 'exception', EXCEPTION);
      await school.settle();
      expect(school.mailbox.of(head.objectId)).toHaveLength(0);
      expect(wordsOf(latest(school, senior))).toContain('You are asked as the deputy');
      await head.say("I'm back");
      await tend(school);
      expect(wordsOf(latest(school, senior))).toContain('Somebody else decides this now');
      await head.press(buttonOf(latest(school, head), 'Agree'));
      expect(await stateOf(school)).toBe('granted');
    });

    test('when an approver leaves, the request goes to whoever decides instead', async () => {
      const school = await cast(await fresh());
      const { teacher, head, senior, ict } = school;
      await ask(teacher, 'access', ACCESS);
      await school.settle();
      await leave(school, head.id, '2026-11-23');
      school.clock.set(tuesday);
      await tend(school);
      await senior.press(buttonOf(latest(school, senior), 'Agree'));
      await ict.press(buttonOf(latest(school, ict), 'Agree'));
      expect(await stateOf(school)).toBe('granted');
    });

    test('a line manager decides for their own people, and a named person by address', async () => {
      const school = await cast(
        await fresh(),
        schoolWith(`
  kinds:
    book: { title: A book, decide: [{ ask: [own-manager, ada.kent@larkenmere.example] }] }
`),
      );
      const manager = await school.person('Omar Sayed');
      const ada = await school.person('Ada Kent');
      const asker = await school.person('Lee Chu', { manager: manager.id });
      await ask(asker, 'book', {});
      await school.settle();
      await manager.press(buttonOf(latest(school, manager), 'Agree'));
      await ada.press(buttonOf(latest(school, ada), 'Agree'));
      expect(await stateOf(school)).toBe('granted');
    });

    test('a circle of deputies, should there be one, is gone round once', async () => {
      const rules = schoolWith();
      // The school file would not be read with this in it.
      rules.requests.deputies = { head: { who: 'senior', after: 0 }, senior: { who: 'head', after: 0 } };
      const school = await cast(await fresh(), rules);
      await leave(school, school.head.id, '2026-11-20');
      await leave(school, school.senior.id, '2026-11-20');
      await ask(school.teacher, 'exception', EXCEPTION);
      await tend(school);
      expect(wordsOf(latest(school, school.ict))).toContain('Nobody can decide: An exception from the rules');
    });

    test('where nobody can decide, those who look after the system and the asker hear it, and it goes on by itself', async () => {
      const school = await cast(await fresh());
      const { teacher, head, senior, ict } = school;
      for (const one of [head, senior]) await leave(school, one.id, '2026-11-20');
      const sent = await ask(teacher, 'exception', EXCEPTION);
      expect(wordsOf(sent)).toContain('Nobody who may decide this is here at the moment');
      await tend(school);
      const told = latest(school, ict);
      expect(told.title).toBe('Nobody can decide: An exception from the rules');
      expect(wordsOf(told)).toContain('name a deputy');
      // Whoever looks after the system needn't know what was written.
      expect(wordsOf(told)).not.toContain('film clip');
      await tend(school);
      expect(school.mailbox.of(ict.objectId)).toHaveLength(1);
      await leave(school, head.id, null);
      await tend(school);
      await head.press(buttonOf(latest(school, head), 'Agree'));
      expect(await stateOf(school)).toBe('granted');
      await school.settle();
      expect(wordsOf(latest(school, ict))).toContain('This is settled');
    });

    test('who does not answer is reminded, and the second time those who look after the system hear of it', async () => {
      const school = await cast(await fresh());
      await ask(school.teacher, 'access', ACCESS);
      await tend(school);
      school.clock.set('2026-11-25T10:00:00Z');
      await tend(school);
      await tend(school);
      expect(school.mailbox.of(school.ict.objectId)).toHaveLength(2);
      school.clock.set('2026-11-27T10:00:00Z');
      await tend(school);
      expect(school.mailbox.of(school.ict.objectId).map(({ title }) => title)).toContain(
        'Still waiting: Access to systems',
      );
    });

    test('what nobody decided in time is closed, and the asker hears why', async () => {
      const school = await cast(await fresh());
      await ask(school.teacher, 'exception', EXCEPTION);
      await school.settle();
      const card = latest(school, school.head);
      school.clock.set('2026-11-30T09:00:00Z');
      const late = viewOf(await school.head.press(buttonOf(card, 'Agree')));
      expect(wordsOf(late)).toContain('decided without you');
      await school.settle();
      expect(wordsOf(latest(school, school.teacher))).toContain('Nobody decided before Friday 27 November 2026');
    });

    test('a request whose kind the school no longer has is closed in one sentence', async () => {
      const database = await fresh();
      const school = await cast(database);
      await ask(school.teacher, 'exception', EXCEPTION);
      await school.settle();
      const without = schoolWith('  kinds: { exception: false }');
      Object.assign(school.rules.requests, without.requests);
      await school.head.press(buttonOf(latest(school, school.head), 'Agree'));
      expect(await stateOf(school)).toBe('closed');
      await school.settle();
      expect(wordsOf(latest(school, school.teacher))).toContain(
        'The school no longer takes requests for “An exception from the rules”',
      );
      const again = await school.teacher.press({ action: 'requests.ask', input: { kind: 'exception' } });
      expect(again).toMatchObject({ kind: 'refusal' });
      expect(await theRequest(school)).toBeDefined();
    });

    test('a request is closed when its asker leaves before it is decided', async () => {
      const school = await cast(await fresh());
      await ask(school.teacher, 'access', ACCESS);
      await school.settle();
      await leave(school, school.teacher.id, '2026-11-23');
      school.clock.set(tuesday);
      await tend(school);
      expect(await stateOf(school)).toBe('closed');
    });
  });
});
