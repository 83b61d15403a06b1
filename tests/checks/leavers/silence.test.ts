import { DirectoryTrouble } from '../../../shared/directories/port.ts';
import type { Someone } from '../../fakes/app.ts';
import { eachStore } from '../../fakes/store.ts';
import { type Checks, linesOf, says } from '../start.ts';
import { ictOf, leaver, standing, startOn } from './start.ts';

eachStore((fresh) => {
  const start = startOn(fresh);

  describe('silence is never "closed"', () => {
    const rowsOf = async (t: Checks, one: Someone) => Object.values(await t.states('leavers', one));
    const quiet = async (disturb: (t: Checks) => void) => {
      const t = await start();
      const sarah = await leaver(t, 'Sarah Patel', '2026-11-20');
      disturb(t);
      await t.check('leavers');
      return { t, sarah };
    };

    test('from a directory that gives no row at all', async () => {
      const { t, sarah } = await quiet(({ entra }) => void (entra.bend = () => []));
      expect((await rowsOf(t, sarah)).filter((state) => state === 'unknown: unreadable')).toHaveLength(21);
      expect(await standing(t, sarah)).toBe('blind');
    });

    test('from one that leaves a row out', async () => {
      const { t, sarah } = await quiet(
        ({ entra }) => void (entra.bend = (rows) => rows.filter(({ row }) => row !== 'no-admin-roles')),
      );
      expect((await t.states('leavers', sarah))['entra no-admin-roles']).toBe('unknown: unreadable');
      expect(await standing(t, sarah)).toBe('blind');
    });

    test('from one that answers a row twice: the worse answer counts', async () => {
      const { t, sarah } = await quiet(
        ({ entra }) =>
          void (entra.bend = (rows) => [
            ...rows,
            { row: 'sign-in-blocked', ok: { known: false, because: { kind: 'no-answer', words: '' } }, items: [] },
            { row: 'groups-left', ok: { known: true, value: false }, items: ['Choir'] },
          ]),
      );
      const states = await t.states('leavers', sarah);
      expect([states['entra sign-in-blocked'], states['entra groups-left']]).toEqual(['unknown: no-answer', 'fail']);
    });

    test('from one that breaks', async () => {
      const { t, sarah } = await quiet(({ entra }) => {
        entra.before = () => {
          throw new TypeError('something of ours');
        };
      });
      expect((await rowsOf(t, sarah)).filter((state) => state === 'unknown: no-answer')).toHaveLength(21);
    });

    test('from one whose consent is withdrawn in the middle of the run', async () => {
      const t = await start();
      const people = [];
      for (let at = 0; at < 12; at++)
        people.push(await leaver(t, `Person ${'abcdefghijklmnopqrstuvwxyz'[at]}`, '2026-11-20'));
      let looked = 0;
      t.entra.before = () => {
        if (++looked > 10)
          throw new DirectoryTrouble({ kind: 'permission', words: 'We lack User.Read.All: grant it.' });
      };
      await t.check('leavers');
      const standings = await Promise.all(people.map((one) => standing(t, one)));
      expect(standings.toSorted()).toEqual([...Array(2).fill('blind'), ...Array(10).fill('by-hand')]);
      const ict = await ictOf(t);
      expect(linesOf(await says(ict, 'leavers'))).toContainEqual(
        expect.stringMatching(/^2 can't be checked: Person \w: We lack User\.Read\.All: grant it\.; Person/),
      );
    });

    test('about somebody without any known account', async () => {
      const t = await start();
      const sarah = await leaver(t, 'Sarah Patel', '2026-11-20');
      await t.store.db.deleteFrom('accounts').execute();
      await t.check('leavers');
      expect((await t.states('leavers', sarah))['accounts-known']).toBe('unknown: no-account');
      expect(await standing(t, sarah)).toBe('blind');
    });

    test('about an account that may be theirs', async () => {
      const t = await start();
      const sarah = await leaver(t, 'Sarah Patel', '2026-11-20');
      await t.account({ id: sarah.id }, 'maybe', { address: 's.patel@larkenmere.example' });
      await t.store.db.deleteFrom('accounts').where('object_id', '=', 'maybe').execute();
      await t.store.db
        .insertInto('doubtful_pairs')
        .values({
          provider: 'entra',
          tenant: t.entra.tenant,
          object_id: 'maybe',
          person: sarah.id,
          why: 'only the name is the same',
          found_at: '2026-11-20T00:00:00.000Z',
          decision: null,
          decided_by: null,
          decided_at: null,
        })
        .execute();
      await t.check('leavers');
      const found = await says(await ictOf(t), "is Sarah Patel's account closed?");
      expect(linesOf(found)).toContainEqual(expect.stringMatching(/^All their accounts are known \|.*s\.patel@/));
    });

    test('about an account in a directory that we are not connected to', async () => {
      const t = await start();
      const sarah = await leaver(t, 'Sarah Patel', '2026-11-20');
      await t.store.db.updateTable('accounts').set({ tenant: 'elsewhere' }).execute();
      await t.check('leavers');
      expect(await standing(t, sarah)).toBe('blind');
      expect(t.entra.askedLeavers).toEqual([]);
    });
  });
});
