import { verifyLedger } from '../../shared/ledger/index.ts';
import { buttonOf, viewOf, wordsOf } from '../fakes/app.ts';
import { eachStore } from '../fakes/store.ts';
import { type Campaigning, campaigning } from './start.ts';

describe('a campaign', () => {
  eachStore((fresh) => {
    let t: Campaigning;

    beforeEach(async () => {
      t = await campaigning(await fresh());
    });

    describe('from its card, the head', () => {
      const open = async (campaign: { id: string }) =>
        viewOf(await t.head.press({ action: 'campaigns.show', input: { campaign: campaign.id } }));

      test('pauses it: nothing is sent, and who has the card may sign', async () => {
        const campaign = await t.started();
        const view = viewOf(await t.head.press(buttonOf(await open(campaign), 'Pause')));
        expect(wordsOf(view)).toContain('Paused. Nothing is sent until you resume it.');
        await t.until('2026-12-08T09:00:00Z');
        expect(t.cards(t.ben)).toHaveLength(1);
        await t.sign(t.anna);
        expect(await t.assignments()).toMatchObject({ 'Anna Bell': 'acknowledged 2026-12-04' });
      });

      test('resumes it: one reminder for all that was missed, joiners are asked', async () => {
        const campaign = await t.started();
        await t.head.press(buttonOf(await open(campaign), 'Pause'));
        await t.until('2026-12-15T08:00:00Z');
        const cem = await t.person('Cem Aydin');
        await t.until('2026-12-15T10:00:00Z');
        expect(t.cards(cem)).toEqual([]);
        await t.head.press(buttonOf(await open(campaign), 'Resume'));
        await t.until('2026-12-15T15:00:00Z');
        expect([t.cards(t.ben).length, t.cards(cem).length]).toEqual([2, 1]);
      });

      test('resumes it before anything was sent: everyone is asked then', async () => {
        t.clock.set('2026-11-28T10:00:00Z');
        const campaign = await t.started();
        await t.head.press(buttonOf(await open(campaign), 'Pause'));
        await t.until('2026-12-01T10:00:00Z');
        expect(t.cards(t.anna)).toEqual([]);
        await t.head.press(buttonOf(await open(campaign), 'Resume'));
        await t.settle();
        expect(t.cards(t.anna)).toHaveLength(1);
      });

      test('pauses and resumes it twice by pressing twice, with the same result', async () => {
        const campaign = await t.started();
        const pause = buttonOf(await open(campaign), 'Pause');
        await t.head.press(pause);
        const resume = buttonOf(viewOf(await t.head.press(pause)), 'Resume');
        await t.head.press(resume);
        await t.head.press(resume);
        await t.settle();
        expect([await t.states(), t.cards(t.anna).length]).toEqual([['running'], 1]);
        expect((await t.kinds()).slice(2)).toEqual(['campaign-paused', 'campaign-resumed']);
      });

      test('cancels it, once sure: cards say so, nothing more is sent, what was signed stays', async () => {
        const cem = await t.person('Cem Aydin');
        let tried = 0;
        t.mailbox.outcome = () => (tried++ ? undefined : { kind: 'throttled', retryAfterMs: 3_600_000 });
        const campaign = await t.started();
        const reached = [t.anna, t.ben, cem].filter((someone) => t.cards(someone).length);
        expect(reached).toHaveLength(2);
        await t.sign(reached[0]!);
        const asked = viewOf(await t.head.press(buttonOf(await open(campaign), 'Cancel it')));
        expect(wordsOf(asked)).toMatch(/2 people who haven't signed.*1 message not yet sent/);
        expect(await t.states()).toEqual(['running']);
        await t.head.press(buttonOf(asked, 'Yes, cancel it'));
        await t.until('2026-12-08T09:00:00Z');
        expect([await t.states(), t.mailbox.messages.length]).toEqual([['cancelled'], 2]);
        expect(wordsOf(t.cards(reached[0]!)[0]!)).toContain('Signed. Thank you.');
        expect(wordsOf(t.cards(reached[1]!)[0]!)).toContain('You are no longer asked to sign this');
        expect(await t.kinds()).toContain('campaign-cancelled');
        expect(await verifyLedger(t.store)).toMatchObject({ valid: true });
      });

      test('keeps it', async () => {
        const campaign = await t.started();
        const asked = viewOf(await t.head.press(buttonOf(await open(campaign), 'Cancel it')));
        await t.head.press(buttonOf(asked, 'Keep it'));
        expect(await t.states()).toEqual(['running']);
      });
    });

    test('ends after its last day: nobody is asked any more', async () => {
      await t.started({ endsOn: '2026-12-11' });
      await t.until('2026-12-11T22:00:00Z');
      expect(await t.states()).toEqual(['running']);
      const before = t.cards(t.ben).length;
      await t.until('2026-12-18T09:00:00Z');
      expect([await t.states(), t.cards(t.ben).length]).toEqual([['ended'], before]);
      expect(await t.assignments()).toMatchObject({ 'Ben Osei': 'ended 2026-12-04' });
      expect(wordsOf(t.cards(t.ben)[0]!)).toContain('You are no longer asked to sign this');
      expect(await t.kinds()).toContain('campaign-ended');
    });
  });
});
