import { importPeople } from '../../../shared/people/import.ts';
import { buttonOf, viewOf } from '../../fakes/app.ts';
import { eachStore } from '../../fakes/store.ts';
import { linesOf, says, schoolWith } from '../start.ts';
import { ictOf, standing, startOn } from './start.ts';

eachStore((fresh) => {
  const start = startOn(fresh);

  describe('told to the bot', () => {
    test('"Sarah Patel leaves on 31 August" is said back, and noted when that is confirmed', async () => {
      const t = await start();
      const sarah = await t.member('Sarah Patel');
      const ict = await ictOf(t);
      const asked = await says(ict, 'Sarah Patel leaves on 31 August');
      expect(asked.title).toBe('Sarah Patel leaves on Tuesday 31 August 2027?');
      const datesOf = () =>
        t.store.db.selectFrom('people').select('leave_date').where('id', '=', sarah.id).executeTakeFirst();
      expect(await datesOf()).toEqual({ leave_date: null });
      const noted = viewOf(await ict.press(buttonOf(asked, 'Yes, note it')));
      expect(linesOf(noted)).toContain('Leaves on: Tuesday 31 August 2027');
      expect(await datesOf()).toEqual({ leave_date: '2027-08-31' });
      expect(await t.ledgerOf('leaving-told')).toHaveLength(1);
    });

    test('counts more than a list that does not know it, until it is taken back', async () => {
      const t = await start();
      const sarah = await t.member('Sarah Patel');
      t.entra.left.set(sarah.objectId, { 'sign-in-blocked': false });
      const ict = await ictOf(t);
      viewOf(await ict.press(buttonOf(await says(ict, 'Sarah Patel left on Friday'), 'Yes, note it')));
      const list =
        'name,email,roles,leave_date\nSarah Patel,sarah.patel@larkenmere.example,staff,\nIfeoma Nwachukwu,ifeoma.nwachukwu@larkenmere.example,ict-manager,\n';
      await t.store.transaction((tx) =>
        importPeople(tx, list, { school: schoolWith(), tenant: undefined, now: t.clock.now(), allowMany: true }),
      );
      await t.settle();
      await t.check('leavers');
      expect(await standing(t, sarah)).toBe('open');
      const view = await says(ict, 'is Sarah Patel closed');
      expect(linesOf(view)).toContain('Left on: Friday 20 November 2026');
      viewOf(await ict.press(buttonOf(view, 'They stay after all')));
      await t.settle();
      expect(await t.states('leavers', sarah)).toEqual({});
    });

    test('both days, one after the other, and never the wrong way round', async () => {
      const t = await start();
      await t.member('Sarah Patel');
      const ict = await ictOf(t);
      const tell = async (text: string) => ict.press(buttonOf(await says(ict, text), 'Yes, note it'));
      await tell("Sarah Patel's last working day is 21 July");
      const both = viewOf(await tell("Sarah Patel's contract ends on 31 August"));
      expect(linesOf(both)).toEqual(
        expect.arrayContaining(['Last working day: Wednesday 21 July 2027', 'Contract ends: Tuesday 31 August 2027']),
      );
      const wrong = await tell("Sarah Patel's contract ends on 1 July 2027");
      expect(wrong).toMatchObject({ kind: 'refusal', words: expect.stringMatching(/before the last working day/) });
    });

    test('asks who is meant when there are two of a name, and takes nothing from whoever may not say it', async () => {
      const t = await start();
      await t.member('Sarah Patel');
      await t.person('Sarah Patel-Jones', { department: 'Office' });
      const asked = await says(await ictOf(t), 'Sarah leaves this Friday');
      expect(asked.title).toBe('Who do you mean?');
      for (const roles of [['staff'], ['line-manager'], ['senior-leader']]) {
        const one = await t.person(`Person ${roles[0]}`, { roles });
        expect(JSON.stringify(await one.say('Sarah Patel leaves on 31 August'))).not.toContain('Yes, note it');
      }
    });

    test('a day that is none is never noted', async () => {
      const t = await start();
      await t.member('Sarah Patel');
      const ict = await ictOf(t);
      expect(JSON.stringify(await says(ict, 'Sarah Patel leaves on Patel'))).not.toContain('Yes, note it');
    });
  });
});
