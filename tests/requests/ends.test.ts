import { grantedAccess } from '../../shared/requests/index.ts';
import type { View } from '../../shared/view/view.ts';
import { buttonOf, type Someone, viewOf, wordsOf } from '../fakes/app.ts';
import { eachStore } from '../fakes/store.ts';
import { ask, type Cast, cast, EXCEPTION, latest, stateOf, theRequest } from './school.ts';

async function tend(school: Cast, at: string) {
  school.clock.set(at);
  await school.app.worker.schedule();
  await school.settle();
}

/** Has something asked for, and agreed to by those who are asked. */
async function granted(school: Cast, kind: string, answers: Record<string, string>, ...by: Someone[]) {
  await ask(school.teacher, kind, answers);
  for (const one of by) {
    await school.settle();
    await one.press(buttonOf(latest(school, one), 'Agree'));
  }
  expect(await stateOf(school)).toBe('granted');
}

describe('an end is an end', () => {
  eachStore((fresh) => {
    test('holder and owner are told beforehand; then the owner takes it away and says so', async () => {
      const school = await cast(await fresh());
      const { teacher, head, ict, store } = school;
      await granted(school, 'exception', EXCEPTION, head);
      await tend(school, '2026-11-25T10:00:00Z');
      expect(school.mailbox.of(ict.objectId)).toHaveLength(0);

      await tend(school, '2026-11-26T10:00:00Z');
      expect(wordsOf(latest(school, ict))).toContain('It ends on Friday 27 November 2026');
      expect(wordsOf(latest(school, teacher))).toContain('until Friday 27 November 2026');
      expect(await grantedAccess(store.db, { person: teacher.id })).toMatchObject([
        { kind: 'exception', state: 'held', until: '2026-11-27', what: 'Show a film clip from a blocked site' },
      ]);

      await tend(school, '2026-11-30T09:00:00Z');
      expect(await stateOf(school)).toBe('ended');
      const task = latest(school, ict);
      expect(wordsOf(task)).toContain('Undo whatever was opened for this exception');
      expect(await grantedAccess(store.db)).toMatchObject([{ state: 'removing' }]);

      // Until it is confirmed, it is asked again; running twice asks no more often.
      await tend(school, '2026-12-02T09:30:00Z');
      await tend(school, '2026-12-02T09:50:00Z');
      const asked = school.mailbox.of(ict.objectId).length;
      await tend(school, '2026-12-04T10:00:00Z');
      expect(school.mailbox.of(ict.objectId)).toHaveLength(asked + 1);

      const pressed = await Promise.all([1, 2].map(() => ict.press(buttonOf(latest(school, ict), 'It is done'))));
      for (const reply of pressed) expect(wordsOf(viewOf(reply))).toContain('Tom Larkin confirmed this');
      await tend(school, '2026-12-07T10:00:00Z');
      expect(school.mailbox.of(ict.objectId)).toHaveLength(asked + 1);
      expect(await grantedAccess(store.db)).toEqual([]);
      expect(await grantedAccess(store.db, { over: true })).toMatchObject([
        { state: 'removed', confirmedBy: ict.id, overSince: expect.stringContaining('2026-11-30') },
      ]);
      const kinds = await store.db.selectFrom('ledger').select('kind').orderBy('seq').execute();
      expect(kinds.map(({ kind }) => kind).filter((kind) => /ended|removed/.test(kind))).toEqual([
        'request-ended',
        'request-removed',
      ]);
    });

    test('nobody else can say that it is taken away', async () => {
      const school = await cast(await fresh());
      await granted(school, 'exception', EXCEPTION, school.head);
      await tend(school, '2026-11-30T09:00:00Z');
      const reply = await school.teacher.press(buttonOf(latest(school, school.ict), 'It is done'));
      expect(reply).toMatchObject({ kind: 'refusal' });
      expect(await grantedAccess(school.store.db)).toMatchObject([{ state: 'removing' }]);
    });

    test('what ends when its holder leaves is taken away that day', async () => {
      const school = await cast(await fresh());
      await granted(school, 'exception', EXCEPTION, school.head);
      await school.store.db
        .updateTable('people')
        .set({ leave_date: '2026-11-23' })
        .where('id', '=', school.teacher.id)
        .execute();
      await tend(school, '2026-11-24T09:00:00Z');
      expect(await stateOf(school)).toBe('ended');
      expect(() => buttonOf(latest(school, school.ict), 'It is done')).not.toThrow();
    });

    test('what is no longer needed can be given back before its end', async () => {
      const school = await cast(await fresh());
      await granted(school, 'exception', EXCEPTION, school.head);
      const mine = viewOf(
        await school.teacher.press({ action: 'requests.show', input: { request: await theRequest(school) } }),
      );
      await school.teacher.press(buttonOf(mine, 'I no longer need it'));
      await school.settle();
      expect(await stateOf(school)).toBe('ended');
      expect(() => buttonOf(latest(school, school.ict), 'It is done')).not.toThrow();
    });

    test('whoever photographed with their own device confirms that it is deleted', async () => {
      const school = await cast(await fresh());
      const photos = {
        answer_event: 'The Year 4 trip',
        answer_what: 'Photographs',
        answer_device: 'My Pixel 9',
        answer_why: 'All school cameras are lent',
        answer_from: '2026-11-24',
        answer_until: '2026-11-24',
      };
      await granted(school, 'photography', photos, school.senior);
      await tend(school, '2026-11-25T09:00:00Z');
      // It goes out beside the news that the permission is over: either may arrive first.
      const told = school.mailbox.of(school.teacher.objectId);
      const task = told.find((view) => wordsOf(view).includes('delete them from your own device')) as View;
      await school.teacher.press(buttonOf(task, 'It is done'));
      expect(await grantedAccess(school.store.db, { over: true })).toMatchObject([{ state: 'removed' }]);
    });

    test('what was disposed of is confirmed with the number of its certificate', async () => {
      const school = await cast(await fresh());
      const { ict, head } = school;
      const old = {
        answer_what: 'Twelve old tablets',
        answer_serials: 'T-01 to T-12',
        answer_how: 'Approved recycling firm',
        answer_why: 'Broken',
      };
      await granted(school, 'disposal', old, ict, head);
      await tend(school, '2026-12-28T09:00:00Z');
      const task = latest(school, ict);
      expect(await ict.press(buttonOf(task, 'It is done'))).toMatchObject({
        kind: 'refusal',
        words: 'Please fill in “Number of the certificate”, then press again.',
      });
      const done = viewOf(await ict.press(buttonOf(task, 'It is done'), { note: 'WEEE-2026-118' }));
      expect(wordsOf(done)).toContain('WEEE-2026-118');
    });
  });
});
