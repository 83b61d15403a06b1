import { publishEdition } from '../../shared/agreements/index.ts';
import { buttonOf, staffText, viewOf } from '../fakes/app.ts';
import { eachStore } from '../fakes/store.ts';
import { type Campaigning, campaigning } from './start.ts';

describe('the note of which campaign asks somebody', () => {
  eachStore((fresh) => {
    let t: Campaigning;

    beforeEach(async () => {
      t = await campaigning(await fresh());
      await t.store.transaction((tx) =>
        publishEdition(
          tx,
          { agreement: 'loans', text: staffText(), effectiveFrom: '2026-09-01', by: null },
          t.clock.now(),
        ),
      );
    });

    const notes = async () => {
      const people = await t.store.db.selectFrom('people').select(['name', 'asked_by']).orderBy('name').execute();
      return people.map(({ asked_by }) => asked_by);
    };
    const press = async (campaign: { id: string }, button: string) => {
      const card = viewOf(await t.head.press({ action: 'campaigns.show', input: { campaign: campaign.id } }));
      const view = viewOf(await t.head.press(buttonOf(card, button)));
      await t.settle();
      return view;
    };

    test('is made when a campaign starts, also that nothing asks somebody', async () => {
      expect(await notes()).toEqual(['', '', '']);
      const { id } = await t.started({ audience: { departments: ['Science'] } });
      expect(await notes()).toEqual([id, '', '']);
    });

    test('names another campaign when that one is paused or superseded, or none', async () => {
      const staff = await t.started();
      expect(await notes()).toEqual([staff.id, staff.id, '']);
      const loans = await t.started({ agreement: 'loans', audience: { departments: ['Maths'] } });
      expect(await notes()).toEqual([staff.id, staff.id, '']);
      await press(staff, 'Pause');
      expect(await notes()).toEqual(['', loans.id, '']);
      await press(staff, 'Resume');
      expect(await notes()).toEqual([staff.id, loans.id, '']);
      t.clock.set('2026-11-24T09:00:00Z');
      await t.publish(['I will lock my screen.']);
      const next = await t.started();
      expect(await notes()).toEqual([next.id, loans.id, '']);
    });

    test('is made in the night for whoever it is missing from, and not for those who have left', async () => {
      const { id } = await t.started();
      await t.store.db.updateTable('people').set({ asked_by: null }).execute();
      await t.change(t.ben, { leave_date: '2026-11-23' });
      await t.until('2026-11-24T09:00:00Z');
      expect(await notes()).toEqual([id, null, '']);
    });
  });
});
