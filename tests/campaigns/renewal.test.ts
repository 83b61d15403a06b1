import { buttonOf, type Someone, viewOf, wordsOf } from '../fakes/app.ts';
import { eachStore } from '../fakes/store.ts';
import { type Campaigning, campaigning } from './start.ts';

describe('a campaign', () => {
  eachStore((fresh) => {
    let t: Campaigning;

    beforeEach(async () => {
      t = await campaigning(await fresh());
    });

    describe('of a newer edition', () => {
      test('takes the place of the one before: its cards show the new words, its messages that wait are not sent', async () => {
        let tried = 0;
        t.mailbox.outcome = () => (tried++ ? { kind: 'throttled', retryAfterMs: 3_600_000 } : undefined);
        await t.started();
        t.mailbox.outcome = null;
        const [has, lacks] = (t.cards(t.anna).length ? [t.anna, t.ben] : [t.ben, t.anna]) as [Someone, Someone];
        expect([t.cards(has).length, t.cards(lacks).length]).toEqual([1, 0]);
        await t.publish(['I will use two-factor sign-in.']);
        await t.started({ dueOn: '2026-12-11' });
        expect(await t.states()).toEqual(['superseded', 'running']);
        expect(t.cards(has)).toHaveLength(2);
        expect(wordsOf(t.cards(has)[0]!)).toContain('This was updated. Please read it again.');
        await t.until('2026-11-24T12:00:00Z');
        expect(t.cards(lacks)).toHaveLength(1);
        await t.sign(has);
        await t.settle();
        expect(t.cards(has).map(wordsOf)).toEqual([
          expect.stringContaining('There is nothing to do on this card.'),
          expect.stringContaining('Signed. Thank you.'),
        ]);
      });

      test('leaves alone what was asked of other people', async () => {
        await t.started({ audience: { departments: ['Maths'] } });
        await t.publish(['I will use two-factor sign-in.']);
        await t.started({ audience: { departments: ['Science'] } });
        expect(await t.states()).toEqual(['running', 'running']);
      });
    });

    describe('of the same edition', () => {
      test('asks nobody twice who is being asked or has signed lately', async () => {
        await t.started({ audience: { departments: ['Science'] } });
        await t.sign(t.anna);
        const cem = await t.person('Cem Aydin', { department: 'Maths' });
        await t.started({ audience: { departments: ['Maths'] } });
        await t.started();
        expect([t.anna, t.ben, cem].map((someone) => t.cards(someone).length)).toEqual([1, 1, 1]);
        expect(await t.states()).toEqual(['running', 'running', 'running']);
      });

      test('asks again, after it was cancelled, only who had not signed', async () => {
        const first = await t.started();
        await t.sign(t.anna);
        await t.head.press({ action: 'campaigns.cancel', input: { campaign: first.id, sure: true } });
        await t.started();
        expect([t.cards(t.anna).length, t.cards(t.ben).length]).toEqual([1, 2]);
      });
    });

    describe('of a yearly agreement', () => {
      const offers = () => t.cards(t.head).filter((view) => view.title.startsWith('Time to renew'));

      test('is offered again a year after it was due, once, and starts only when somebody says so', async () => {
        await t.started();
        await t.sign(t.anna);
        await t.sign(t.ben);
        t.clock.set('2027-12-03T09:00:00Z');
        await t.settle();
        expect(offers()).toEqual([]);
        t.clock.set('2027-12-06T09:00:00Z');
        await t.settle();
        await t.until('2027-12-08T09:00:00Z');
        expect(offers()).toHaveLength(1);
        expect([t.cards(t.anna).length, await t.states()]).toEqual([1, ['running']]);
        const preview = viewOf(await t.head.press(buttonOf(offers()[0]!, 'Preview'), { dueOn: '2027-12-17' }));
        expect(wordsOf(preview)).toContain('2 people');
        await t.head.press(buttonOf(preview, 'Send it'));
        await t.settle();
        expect([await t.states(), t.cards(t.anna).length]).toEqual([['superseded', 'running'], 2]);
        expect(wordsOf(t.cards(t.anna)[1]!)).toContain('You signed these same words on Monday 23 November 2026.');
        expect(t.cards(t.head)[0]?.title).not.toMatch(/^Time to renew/);
      });

      test('is not offered when it was cancelled, or is signed once and for all', async () => {
        const campaign = await t.started();
        await t.head.press({ action: 'campaigns.cancel', input: { campaign: campaign.id, sure: true } });
        t.clock.set('2027-12-06T09:00:00Z');
        await t.settle();
        expect(offers()).toEqual([]);
      });

      test('is offered again in the next year', async () => {
        await t.started();
        for (const year of ['2027', '2028']) {
          t.clock.set(`${year}-12-06T09:00:00Z`);
          await t.settle();
        }
        expect(offers()).toHaveLength(2);
      });
    });
  });
});
