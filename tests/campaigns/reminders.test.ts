import { eachStore } from '../fakes/store.ts';
import { type Campaigning, campaigning } from './start.ts';

describe('a campaign', () => {
  eachStore((fresh) => {
    let t: Campaigning;

    beforeEach(async () => {
      t = await campaigning(await fresh());
    });

    describe('reminds', () => {
      const reminders = async () =>
        (
          await t.store.db
            .selectFrom('deliveries')
            .select('created_at')
            .where('purpose', '=', 'remind')
            .where('person', '=', t.ben.id)
            .orderBy('created_at')
            .execute()
        ).map(({ created_at }) => created_at.slice(0, 10));

      test('on the rungs of the ladder, on school days, until one signs', async () => {
        await t.started();
        await t.until('2026-12-16T09:00:00Z');
        // Due on Friday 4 December: a week before, the day before, then Saturday and Monday become Monday, then weekly.
        expect(await reminders()).toEqual(['2026-11-27', '2026-12-03', '2026-12-07', '2026-12-14']);
        await t.sign(t.ben);
        await t.until('2026-12-22T09:00:00Z');
        expect(await reminders()).toHaveLength(4);
      });

      test('in school hours only, even if the server was off in the morning', async () => {
        await t.started();
        t.clock.set('2026-11-27T19:00:00Z');
        await t.settle();
        expect(await reminders()).toEqual([]);
        t.clock.set('2026-11-30T07:30:00Z');
        await t.settle();
        expect(await reminders()).toEqual(['2026-11-30']);
      });

      test('once for all the rungs that were missed', async () => {
        await t.started();
        t.clock.set('2027-02-10T09:00:00Z');
        await t.settle();
        await t.settle();
        expect(await reminders()).toEqual(['2027-02-10']);
        await t.until('2027-02-15T09:00:00Z');
        expect(await reminders()).toEqual(['2027-02-10', '2027-02-15']);
      });

      test('nobody who has left, even on the morning before it is noticed', async () => {
        await t.started();
        await t.change(t.ben, { leave_date: '2026-11-26' });
        t.clock.set('2026-11-27T09:00:00Z');
        await t.store.db.deleteFrom('jobs').where('kind', '=', 'campaigns.enrol').execute();
        await t.settle();
        expect(await reminders()).toEqual([]);
      });
    });
  });
});
