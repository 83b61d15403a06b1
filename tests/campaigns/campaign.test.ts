import type { Start } from '../../shared/campaigns/index.ts';
import { wordsOf } from '../fakes/app.ts';
import { eachStore } from '../fakes/store.ts';
import { type Campaigning, campaigning } from './start.ts';

describe('a campaign', () => {
  eachStore((fresh) => {
    let t: Campaigning;

    beforeEach(async () => {
      t = await campaigning(await fresh());
    });

    test('puts the card before each of its audience once, and before nobody else', async () => {
      await t.started();
      expect([t.anna, t.ben, t.head].map((someone) => t.cards(someone).length)).toEqual([1, 1, 0]);
      expect(wordsOf(t.cards(t.anna)[0]!)).toContain('Please read and answer by Friday 4 December 2026.');
      expect(await t.assignments()).toEqual({ 'Anna Bell': 'open 2026-12-04', 'Ben Osei': 'open 2026-12-04' });
      expect(await t.kinds()).toEqual(['edition-published', 'campaign-started']);
    });

    test('started twice with one id is one, also from two places at once', async () => {
      const id = 'b7a3c7f0-1111-4222-8333-444455556666';
      await t.begin({ id });
      await t.started({ id });
      expect([await t.states(), t.cards(t.anna).length]).toEqual([['running'], 1]);
    });

    test.each<[string, Partial<Start>, RegExp]>([
      ['due today', { dueOn: '2026-11-23' }, /must be after today/],
      ['due soon', { dueOn: 'soon' }, /"soon" isn't a date. Please write it as 2026-12-07/],
      ['due long ago', { dueOn: '2025-12-04' }, /must be after today/],
      ['due in a far year', { dueOn: '2206-12-04' }, /more than a year away/],
      ['that ends before it is due', { endsOn: '2026-12-03' }, /end can't come before/],
      ['for an agreement that is not there', { agreement: 'pupils' }, /no agreement "pupils"/],
      ['for an edition that is not there', { edition: 7 }, /only edition 1 can be sent/],
      ['to nobody', { audience: { roles: ['volunteer'] } }, /Nobody is in this group.*volunteer/],
      ['to people who have yet to start', { audience: { departments: ['Later'] } }, /Nobody is in this group/],
    ])('%s is not started, and one sentence says why', async (_, about, sentence) => {
      await t.change(await t.person('Later Person', { department: 'Later' }), { start_date: '2027-01-04' });
      await expect(t.begin(about)).rejects.toMatchObject({ name: 'Refusal', message: expect.stringMatching(sentence) });
      expect([await t.states(), await t.kinds()]).toEqual([[], ['edition-published']]);
    });

    describe('started on Saturday', () => {
      beforeEach(() => t.clock.set('2026-11-28T10:00:00Z'));

      test('sends on Monday morning', async () => {
        await t.started();
        await t.until('2026-11-30T07:29:00Z');
        expect(t.cards(t.anna)).toEqual([]);
        await t.until('2026-11-30T07:30:00Z');
        expect(t.cards(t.anna)).toHaveLength(1);
      });

      test('sends on Tuesday morning what the server was off for until Monday night', async () => {
        await t.started();
        t.clock.set('2026-11-30T23:00:00Z');
        await t.settle();
        expect(t.cards(t.anna)).toEqual([]);
        await t.until('2026-12-01T07:30:00Z');
        expect(t.cards(t.anna)).toHaveLength(1);
      });

      test('sends at once if that is what one wants', async () => {
        await t.started({ now: true });
        expect(t.cards(t.anna)).toHaveLength(1);
      });

      test('needs a due date after the Monday', async () => {
        await expect(t.begin({ dueOn: '2026-11-30' })).rejects.toThrow(/written to on Monday 30 November 2026/);
      });
    });

    test('to twelve thousand people is started at once and asks each of them once', async () => {
      const people = Array.from({ length: 12_000 }, (_, i) => ({
        id: `p${i}`,
        name: `Person ${i}`,
        email: null,
        department: 'Crowd',
        job_title: null,
        manager: null,
        school: 'school',
        start_date: null,
        leave_date: null,
      }));
      for (let i = 0; i < people.length; i += 1_000)
        await t.store.db
          .insertInto('people')
          .values(people.slice(i, i + 1_000))
          .execute();
      const campaign = await t.begin({ audience: { departments: ['crowd'] } });
      expect(await t.store.db.selectFrom('assignments').select('id').execute()).toEqual([]);
      expect(await t.app.worker.runDue()).toBe(1);
      const count = async (table: 'assignments' | 'deliveries' | 'jobs') =>
        Number(
          (
            await t.store.db
              .selectFrom(table)
              .select(({ fn }) => fn.countAll().as('n'))
              .executeTakeFirstOrThrow()
          ).n,
        );
      expect([await count('assignments'), await count('deliveries'), (await count('jobs')) >= 12_000]).toEqual([
        12_000,
        12_000,
        true,
      ]);
      await t.head.press({ action: 'campaigns.cancel', input: { campaign: campaign.id, sure: true } });
      const waiting = await t.store.db.selectFrom('deliveries').select('id').where('state', '=', 'waiting').execute();
      expect([waiting, await t.states()]).toEqual([[], ['cancelled']]);
    }, 60_000);
  });
});
