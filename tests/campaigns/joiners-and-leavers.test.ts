import { wordsOf } from '../fakes/app.ts';
import { eachStore } from '../fakes/store.ts';
import { type Campaigning, campaigning } from './start.ts';

describe('a campaign', () => {
  eachStore((fresh) => {
    let t: Campaigning;

    beforeEach(async () => {
      t = await campaigning(await fresh());
    });

    test('takes in joiners in the night, asks them in the morning and gives them time', async () => {
      await t.started({ dueOn: '2026-11-30' });
      await t.until('2026-11-26T15:00:00Z');
      const cem = await t.person('Cem Aydin');
      await t.until('2026-11-27T07:00:00Z');
      expect([await t.assignments(), t.cards(cem)]).toEqual([
        expect.objectContaining({ 'Cem Aydin': 'open 2026-12-11' }),
        [],
      ]);
      await t.until('2026-11-27T07:30:00Z');
      expect(wordsOf(t.cards(cem)[0]!)).toContain('Friday 11 December 2026');
      expect(t.cards(t.anna)).toHaveLength(1);
    });

    test('gives a joiner the due date of all when that is later', async () => {
      await t.started({ dueOn: '2027-02-01' });
      await t.until('2026-11-26T15:00:00Z');
      await t.person('Cem Aydin');
      await t.until('2026-11-27T07:30:00Z');
      expect(await t.assignments()).toMatchObject({ 'Cem Aydin': 'open 2027-02-01' });
    });

    test('takes nobody in before their first day', async () => {
      const dee = await t.person('Dee Cole');
      await t.change(dee, { start_date: '2026-12-01' });
      await t.started();
      await t.until('2026-11-30T23:00:00Z');
      expect(t.cards(dee)).toEqual([]);
      await t.until('2026-12-01T08:00:00Z');
      expect(t.cards(dee)).toHaveLength(1);
    });

    test('lets go who left, and tells who moved out of the audience that there is nothing to do', async () => {
      await t.started({ audience: { departments: ['Science', 'Maths'] } });
      await t.change(t.anna, { department: 'Office' });
      await t.change(t.ben, { leave_date: '2026-11-23' });
      await t.until('2026-11-24T09:00:00Z');
      expect(await t.assignments()).toEqual({ 'Anna Bell': 'left 2026-12-04', 'Ben Osei': 'left 2026-12-04' });
      expect(wordsOf(t.cards(t.anna)[0]!)).toContain('You are no longer asked to sign this');
      await t.until('2026-12-08T09:00:00Z');
      expect(t.cards(t.anna)).toHaveLength(1);
    });

    test('takes back who returns, with the card they had', async () => {
      await t.started({ audience: { departments: ['Science'] } });
      await t.change(t.anna, { department: 'Office' });
      await t.until('2026-11-24T09:00:00Z');
      await t.change(t.anna, { department: 'Science' });
      await t.until('2026-11-25T09:00:00Z');
      expect(await t.assignments()).toEqual({ 'Anna Bell': 'open 2026-12-09' });
      expect(wordsOf(await t.sign(t.anna))).toContain('Signed');
    });

    test('keeps what was signed by someone who left', async () => {
      await t.started();
      await t.sign(t.anna);
      await t.change(t.anna, { leave_date: '2026-11-23' });
      await t.until('2026-11-25T09:00:00Z');
      expect(await t.assignments()).toMatchObject({ 'Anna Bell': 'acknowledged 2026-12-04' });
    });
  });
});
