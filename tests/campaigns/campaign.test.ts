import { publishEdition } from '../../shared/agreements/index.ts';
import { type Start, startCampaign } from '../../shared/campaigns/index.ts';
import { verifyLedger } from '../../shared/ledger/index.ts';
import { buttonOf, type Someone, staffText, type TestApp, testApp, viewOf, wordsOf } from '../fakes/app.ts';
import { school } from '../fakes/school.ts';
import { eachStore } from '../fakes/store.ts';

describe('a campaign', () => {
  eachStore((fresh) => {
    let t: TestApp;
    let anna: Someone;
    let ben: Someone;
    let head: Someone;

    beforeEach(async () => {
      t = await testApp(await (await fresh()).open());
      [anna, ben] = [await t.person('Anna Bell'), await t.person('Ben Osei', { department: 'Maths' })];
      head = await t.person('Margaret Ashdown', { roles: ['headteacher'], department: 'Leadership' });
      await publish();
      await t.app.worker.schedule();
      await t.settle();
    });

    const publish = (extra: string[] = []) =>
      t.store.transaction((tx) =>
        publishEdition(
          tx,
          { agreement: 'staff', text: staffText(extra), effectiveFrom: '2026-09-01', by: null },
          t.clock.now(),
        ),
      );
    const begin = (about: Partial<Start> = {}) =>
      t.store.transaction((tx) =>
        startCampaign(
          tx,
          { agreement: 'staff', audience: { roles: ['staff'] }, dueOn: '2026-12-04', by: head.id, ...about },
          t.clock.now(),
          school,
        ),
      );
    const started = async (about: Partial<Start> = {}) => {
      const campaign = await begin(about);
      await t.settle();
      return campaign;
    };
    /** Lets time pass to a moment, looking at the queue twice a day. */
    const until = async (moment: string) => {
      const end = new Date(moment);
      while (t.clock.now() < end) {
        t.clock.set(new Date(Math.min(t.clock.now().getTime() + 12 * 3_600_000, end.getTime())));
        await t.settle();
      }
    };
    const cards = (someone: Someone) => t.mailbox.of(someone.objectId);
    const sign = async (someone: Someone) => {
      const card = cards(someone).at(-1);
      if (!card) throw new Error('no card');
      return viewOf(
        await someone.press(buttonOf(card, 'I have read and accept'), { name: 'Anna Bell', job: 'Teacher' }),
      );
    };
    const assignments = async () =>
      Object.fromEntries(
        (
          await t.store.db
            .selectFrom('assignments')
            .innerJoin('people', 'people.id', 'assignments.person')
            .select(['name', 'state', 'due_on'])
            .orderBy('assignments.created_at')
            .execute()
        ).map(({ name, state, due_on }) => [name, `${state} ${due_on}`]),
      );
    const states = async () =>
      (await t.store.db.selectFrom('campaigns').select('state').orderBy('created_at').execute()).map(
        ({ state }) => state,
      );
    const kinds = async () =>
      (await t.store.db.selectFrom('ledger').select('kind').orderBy('seq').execute()).map(({ kind }) => kind);
    const change = (someone: Someone, what: { department?: string; start_date?: string; leave_date?: string | null }) =>
      t.store.db.updateTable('people').set(what).where('id', '=', someone.id).execute();

    test('puts the card before each of its audience once, and before nobody else', async () => {
      await started();
      expect([anna, ben, head].map((someone) => cards(someone).length)).toEqual([1, 1, 0]);
      expect(wordsOf(cards(anna)[0]!)).toContain('Please read and answer by Friday 4 December 2026.');
      expect(await assignments()).toEqual({ 'Anna Bell': 'open 2026-12-04', 'Ben Osei': 'open 2026-12-04' });
      expect(await kinds()).toEqual(['edition-published', 'campaign-started']);
    });

    test('started twice with one id is one, also from two places at once', async () => {
      const id = 'b7a3c7f0-1111-4222-8333-444455556666';
      await begin({ id });
      await started({ id });
      expect([await states(), cards(anna).length]).toEqual([['running'], 1]);
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
      await change(await t.person('Later Person', { department: 'Later' }), { start_date: '2027-01-04' });
      await expect(begin(about)).rejects.toMatchObject({ name: 'Refusal', message: expect.stringMatching(sentence) });
      expect([await states(), await kinds()]).toEqual([[], ['edition-published']]);
    });

    describe('started on Saturday', () => {
      beforeEach(() => t.clock.set('2026-11-28T10:00:00Z'));

      test('sends on Monday morning', async () => {
        await started();
        await until('2026-11-30T07:29:00Z');
        expect(cards(anna)).toEqual([]);
        await until('2026-11-30T07:30:00Z');
        expect(cards(anna)).toHaveLength(1);
      });

      test('sends on Tuesday morning what the server was off for until Monday night', async () => {
        await started();
        t.clock.set('2026-11-30T23:00:00Z');
        await t.settle();
        expect(cards(anna)).toEqual([]);
        await until('2026-12-01T07:30:00Z');
        expect(cards(anna)).toHaveLength(1);
      });

      test('sends at once if that is what one wants', async () => {
        await started({ now: true });
        expect(cards(anna)).toHaveLength(1);
      });

      test('needs a due date after the Monday', async () => {
        await expect(begin({ dueOn: '2026-11-30' })).rejects.toThrow(/written to on Monday 30 November 2026/);
      });
    });

    test('takes in joiners in the night, asks them in the morning and gives them time', async () => {
      await started({ dueOn: '2026-11-30' });
      await until('2026-11-26T15:00:00Z');
      const cem = await t.person('Cem Aydin');
      await until('2026-11-27T07:00:00Z');
      expect([await assignments(), cards(cem)]).toEqual([
        expect.objectContaining({ 'Cem Aydin': 'open 2026-12-11' }),
        [],
      ]);
      await until('2026-11-27T07:30:00Z');
      expect(wordsOf(cards(cem)[0]!)).toContain('Friday 11 December 2026');
      expect(cards(anna)).toHaveLength(1);
    });

    test('gives a joiner the due date of all when that is later', async () => {
      await started({ dueOn: '2027-02-01' });
      await until('2026-11-26T15:00:00Z');
      await t.person('Cem Aydin');
      await until('2026-11-27T07:30:00Z');
      expect(await assignments()).toMatchObject({ 'Cem Aydin': 'open 2027-02-01' });
    });

    test('takes nobody in before their first day', async () => {
      const dee = await t.person('Dee Cole');
      await change(dee, { start_date: '2026-12-01' });
      await started();
      await until('2026-11-30T23:00:00Z');
      expect(cards(dee)).toEqual([]);
      await until('2026-12-01T08:00:00Z');
      expect(cards(dee)).toHaveLength(1);
    });

    test('lets go who left, and tells who moved out of the audience that there is nothing to do', async () => {
      await started({ audience: { departments: ['Science', 'Maths'] } });
      await change(anna, { department: 'Office' });
      await change(ben, { leave_date: '2026-11-23' });
      await until('2026-11-24T09:00:00Z');
      expect(await assignments()).toEqual({ 'Anna Bell': 'left 2026-12-04', 'Ben Osei': 'left 2026-12-04' });
      expect(wordsOf(cards(anna)[0]!)).toContain('You are no longer asked to sign this');
      await until('2026-12-08T09:00:00Z');
      expect(cards(anna)).toHaveLength(1);
    });

    test('takes back who returns, with the card they had', async () => {
      await started({ audience: { departments: ['Science'] } });
      await change(anna, { department: 'Office' });
      await until('2026-11-24T09:00:00Z');
      await change(anna, { department: 'Science' });
      await until('2026-11-25T09:00:00Z');
      expect(await assignments()).toEqual({ 'Anna Bell': 'open 2026-12-09' });
      expect(wordsOf(await sign(anna))).toContain('Signed');
    });

    test('keeps what was signed by someone who left', async () => {
      await started();
      await sign(anna);
      await change(anna, { leave_date: '2026-11-23' });
      await until('2026-11-25T09:00:00Z');
      expect(await assignments()).toMatchObject({ 'Anna Bell': 'acknowledged 2026-12-04' });
    });

    describe('reminds', () => {
      const reminders = async () =>
        (
          await t.store.db
            .selectFrom('deliveries')
            .select('created_at')
            .where('purpose', '=', 'remind')
            .where('person', '=', ben.id)
            .orderBy('created_at')
            .execute()
        ).map(({ created_at }) => created_at.slice(0, 10));

      test('on the rungs of the ladder, on school days, until one signs', async () => {
        await started();
        await until('2026-12-16T09:00:00Z');
        // Due on Friday 4 December: a week before, the day before, then Saturday and Monday become Monday, then weekly.
        expect(await reminders()).toEqual(['2026-11-27', '2026-12-03', '2026-12-07', '2026-12-14']);
        await sign(ben);
        await until('2026-12-22T09:00:00Z');
        expect(await reminders()).toHaveLength(4);
      });

      test('in school hours only, even if the server was off in the morning', async () => {
        await started();
        t.clock.set('2026-11-27T19:00:00Z');
        await t.settle();
        expect(await reminders()).toEqual([]);
        t.clock.set('2026-11-30T07:30:00Z');
        await t.settle();
        expect(await reminders()).toEqual(['2026-11-30']);
      });

      test('once for all the rungs that were missed', async () => {
        await started();
        t.clock.set('2027-02-10T09:00:00Z');
        await t.settle();
        await t.settle();
        expect(await reminders()).toEqual(['2027-02-10']);
        await until('2027-02-15T09:00:00Z');
        expect(await reminders()).toEqual(['2027-02-10', '2027-02-15']);
      });

      test('nobody who has left, even on the morning before it is noticed', async () => {
        await started();
        await change(ben, { leave_date: '2026-11-26' });
        t.clock.set('2026-11-27T09:00:00Z');
        await t.store.db.deleteFrom('jobs').where('kind', '=', 'campaigns.enrol').execute();
        await t.settle();
        expect(await reminders()).toEqual([]);
      });
    });

    describe('from its card, the head', () => {
      const open = async (campaign: { id: string }) =>
        viewOf(await head.press({ action: 'campaigns.show', input: { campaign: campaign.id } }));

      test('pauses it: nothing is sent, and who has the card may sign', async () => {
        const campaign = await started();
        const view = viewOf(await head.press(buttonOf(await open(campaign), 'Pause')));
        expect(wordsOf(view)).toContain('Paused. Nothing is sent until you resume it.');
        await until('2026-12-08T09:00:00Z');
        expect(cards(ben)).toHaveLength(1);
        await sign(anna);
        expect(await assignments()).toMatchObject({ 'Anna Bell': 'acknowledged 2026-12-04' });
      });

      test('resumes it: one reminder for all that was missed, joiners are asked', async () => {
        const campaign = await started();
        await head.press(buttonOf(await open(campaign), 'Pause'));
        await until('2026-12-15T08:00:00Z');
        const cem = await t.person('Cem Aydin');
        await until('2026-12-15T10:00:00Z');
        expect(cards(cem)).toEqual([]);
        await head.press(buttonOf(await open(campaign), 'Resume'));
        await until('2026-12-15T15:00:00Z');
        expect([cards(ben).length, cards(cem).length]).toEqual([2, 1]);
      });

      test('resumes it before anything was sent: everyone is asked then', async () => {
        t.clock.set('2026-11-28T10:00:00Z');
        const campaign = await started();
        await head.press(buttonOf(await open(campaign), 'Pause'));
        await until('2026-12-01T10:00:00Z');
        expect(cards(anna)).toEqual([]);
        await head.press(buttonOf(await open(campaign), 'Resume'));
        await t.settle();
        expect(cards(anna)).toHaveLength(1);
      });

      test('pauses and resumes it twice by pressing twice, with the same result', async () => {
        const campaign = await started();
        const pause = buttonOf(await open(campaign), 'Pause');
        await head.press(pause);
        const resume = buttonOf(viewOf(await head.press(pause)), 'Resume');
        await head.press(resume);
        await head.press(resume);
        await t.settle();
        expect([await states(), cards(anna).length]).toEqual([['running'], 1]);
        expect((await kinds()).slice(2)).toEqual(['campaign-paused', 'campaign-resumed']);
      });

      test('cancels it, once sure: cards say so, nothing more is sent, what was signed stays', async () => {
        const cem = await t.person('Cem Aydin');
        let tried = 0;
        t.mailbox.outcome = () => (tried++ ? undefined : { kind: 'throttled', retryAfterMs: 3_600_000 });
        const campaign = await started();
        const reached = [anna, ben, cem].filter((someone) => cards(someone).length);
        expect(reached).toHaveLength(2);
        await sign(reached[0]!);
        const asked = viewOf(await head.press(buttonOf(await open(campaign), 'Cancel it')));
        expect(wordsOf(asked)).toMatch(/2 people who haven't signed.*1 message not yet sent/);
        expect(await states()).toEqual(['running']);
        await head.press(buttonOf(asked, 'Yes, cancel it'));
        await until('2026-12-08T09:00:00Z');
        expect([await states(), t.mailbox.messages.length]).toEqual([['cancelled'], 2]);
        expect(wordsOf(cards(reached[0]!)[0]!)).toContain('Signed. Thank you.');
        expect(wordsOf(cards(reached[1]!)[0]!)).toContain('You are no longer asked to sign this');
        expect(await kinds()).toContain('campaign-cancelled');
        expect(await verifyLedger(t.store)).toMatchObject({ valid: true });
      });

      test('keeps it', async () => {
        const campaign = await started();
        const asked = viewOf(await head.press(buttonOf(await open(campaign), 'Cancel it')));
        await head.press(buttonOf(asked, 'Keep it'));
        expect(await states()).toEqual(['running']);
      });
    });

    test('ends after its last day: nobody is asked any more', async () => {
      await started({ endsOn: '2026-12-11' });
      await until('2026-12-11T22:00:00Z');
      expect(await states()).toEqual(['running']);
      const before = cards(ben).length;
      await until('2026-12-18T09:00:00Z');
      expect([await states(), cards(ben).length]).toEqual([['ended'], before]);
      expect(await assignments()).toMatchObject({ 'Ben Osei': 'ended 2026-12-04' });
      expect(wordsOf(cards(ben)[0]!)).toContain('You are no longer asked to sign this');
      expect(await kinds()).toContain('campaign-ended');
    });

    describe('of a newer edition', () => {
      test('takes the place of the one before: its cards show the new words, its messages that wait are not sent', async () => {
        let tried = 0;
        t.mailbox.outcome = () => (tried++ ? { kind: 'throttled', retryAfterMs: 3_600_000 } : undefined);
        await started();
        t.mailbox.outcome = null;
        const [has, lacks] = (cards(anna).length ? [anna, ben] : [ben, anna]) as [Someone, Someone];
        expect([cards(has).length, cards(lacks).length]).toEqual([1, 0]);
        await publish(['I will use two-factor sign-in.']);
        await started({ dueOn: '2026-12-11' });
        expect(await states()).toEqual(['superseded', 'running']);
        expect(cards(has)).toHaveLength(2);
        expect(wordsOf(cards(has)[0]!)).toContain('This was updated. Please read it again.');
        await until('2026-11-24T12:00:00Z');
        expect(cards(lacks)).toHaveLength(1);
        await sign(has);
        await t.settle();
        expect(cards(has).map(wordsOf)).toEqual([
          expect.stringContaining('There is nothing to do on this card.'),
          expect.stringContaining('Signed. Thank you.'),
        ]);
      });

      test('leaves alone what was asked of other people', async () => {
        await started({ audience: { departments: ['Maths'] } });
        await publish(['I will use two-factor sign-in.']);
        await started({ audience: { departments: ['Science'] } });
        expect(await states()).toEqual(['running', 'running']);
      });
    });

    describe('of the same edition', () => {
      test('asks nobody twice who is being asked or has signed lately', async () => {
        await started({ audience: { departments: ['Science'] } });
        await sign(anna);
        const cem = await t.person('Cem Aydin', { department: 'Maths' });
        await started({ audience: { departments: ['Maths'] } });
        await started();
        expect([anna, ben, cem].map((someone) => cards(someone).length)).toEqual([1, 1, 1]);
        expect(await states()).toEqual(['running', 'running', 'running']);
      });

      test('asks again, after it was cancelled, only who had not signed', async () => {
        const first = await started();
        await sign(anna);
        await head.press({ action: 'campaigns.cancel', input: { campaign: first.id, sure: true } });
        await started();
        expect([cards(anna).length, cards(ben).length]).toEqual([1, 2]);
      });
    });

    describe('of a yearly agreement', () => {
      const offers = () => cards(head).filter((view) => view.title.startsWith('Time to renew'));

      test('is offered again a year after it was due, once, and starts only when somebody says so', async () => {
        await started();
        await sign(anna);
        await sign(ben);
        t.clock.set('2027-12-03T09:00:00Z');
        await t.settle();
        expect(offers()).toEqual([]);
        t.clock.set('2027-12-06T09:00:00Z');
        await t.settle();
        await until('2027-12-08T09:00:00Z');
        expect(offers()).toHaveLength(1);
        expect([cards(anna).length, await states()]).toEqual([1, ['running']]);
        const preview = viewOf(await head.press(buttonOf(offers()[0]!, 'Preview'), { dueOn: '2027-12-17' }));
        expect(wordsOf(preview)).toContain('2 people');
        await head.press(buttonOf(preview, 'Send it'));
        await t.settle();
        expect([await states(), cards(anna).length]).toEqual([['superseded', 'running'], 2]);
        expect(wordsOf(cards(anna)[1]!)).toContain('You signed these same words on Monday 23 November 2026.');
        expect(cards(head)[0]?.title).not.toMatch(/^Time to renew/);
      });

      test('is not offered when it was cancelled, or is signed once and for all', async () => {
        const campaign = await started();
        await head.press({ action: 'campaigns.cancel', input: { campaign: campaign.id, sure: true } });
        t.clock.set('2027-12-06T09:00:00Z');
        await t.settle();
        expect(offers()).toEqual([]);
      });

      test('is offered again in the next year', async () => {
        await started();
        for (const year of ['2027', '2028']) {
          t.clock.set(`${year}-12-06T09:00:00Z`);
          await t.settle();
        }
        expect(offers()).toHaveLength(2);
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
      const campaign = await begin({ audience: { departments: ['crowd'] } });
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
      await head.press({ action: 'campaigns.cancel', input: { campaign: campaign.id, sure: true } });
      const waiting = await t.store.db.selectFrom('deliveries').select('id').where('state', '=', 'waiting').execute();
      expect([waiting, await states()]).toEqual([[], ['cancelled']]);
    }, 60_000);
  });
});
