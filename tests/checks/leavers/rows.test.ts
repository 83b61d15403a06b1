import { type Someone, viewOf } from '../../fakes/app.ts';
import { eachStore } from '../../fakes/store.ts';
import { later, linesOf, says } from '../start.ts';
import { confirmRetention, ictOf, leaver, standing, startOn } from './start.ts';

eachStore((fresh) => {
  const start = startOn(fresh);

  /** Every line of somebody's check list, of all its pages. */
  async function allPages(ict: Someone, { id }: Someone): Promise<string[]> {
    const lines: string[] = [];
    for (let page = 1; page <= 4; page++)
      lines.push(
        ...linesOf(viewOf(await ict.press({ action: 'checks.leaver', input: { person: id, show: 'all', page } }))),
      );
    return lines;
  }

  describe('one row of the check list', () => {
    test.each([
      ['as it should be', true, 'pass'],
      ['with something left', ['Choir'], 'fail'],
      ['that may not be looked at', 'permission', 'unknown: permission'],
      ['without the licence', 'licence', 'unknown: licence'],
      ['that the platform does not offer', 'not-offered', 'unknown: not-offered'],
      ['without an answer', 'no-answer', 'unknown: no-answer'],
    ] as const)('%s', async (_, left, state) => {
      const t = await start();
      const sarah = await leaver(t, 'Sarah Patel', '2026-11-20');
      t.entra.left.set(sarah.objectId, { 'groups-left': left as never });
      await t.check('leavers');
      expect((await t.states('leavers', sarah))['entra groups-left']).toBe(state);
    });

    test('says since when it is as it should be, where the directory tells, and no longer once it is open again', async () => {
      const t = await start();
      const sarah = await leaver(t, 'Sarah Patel', '2026-11-20');
      t.entra.bend = (rows) =>
        rows.map((one) => (one.row === 'sign-in-blocked' ? { ...one, since: '2026-11-20T16:30:00Z' } : one));
      await t.check('leavers');
      const ict = await ictOf(t);
      const since = /^Sign-in is blocked \| Microsoft · Done · since 20 November 2026 at 16:30$/;
      expect(await allPages(ict, sarah)).toContainEqual(expect.stringMatching(since));
      t.entra.left.set(sarah.objectId, { 'sign-in-blocked': false });
      later(t, 1);
      await t.check('leavers');
      expect((await allPages(ict, sarah)).join()).not.toContain('since 20 November');
    });

    test('has its severity, its owner and its deadline', async () => {
      const t = await start();
      const sarah = await leaver(t, 'Sarah Patel', '2026-11-20', '2026-11-13');
      await t.check('leavers');
      const rows = await t.store.db
        .selectFrom('findings')
        .select(['row_name', 'severity', 'owner', 'due_on'])
        .where('person', '=', sarah.id)
        .where('row_name', 'in', ['sign-in-blocked', 'files-handed-over', 'retention-decided'])
        .orderBy('row_name')
        .execute();
      expect(rows).toEqual([
        { row_name: 'files-handed-over', severity: 'medium', owner: 'ict', due_on: '2026-11-27' },
        { row_name: 'retention-decided', severity: 'medium', owner: 'office', due_on: '2026-12-20' },
        { row_name: 'sign-in-blocked', severity: 'critical', owner: 'ict', due_on: '2026-11-20' },
      ]);
    });
  });

  describe('how somebody stands', () => {
    test.each([
      ['all done and all said', {}, true, 'closed'],
      ['all done, nothing said', {}, false, 'by-hand'],
      ['something that no directory offers', { 'delegates-removed': 'not-offered' }, true, 'by-hand'],
      ['something that may not be looked at', { 'no-admin-roles': 'permission' }, true, 'blind'],
      [
        'something open, something that may not be looked at',
        { 'groups-left': ['Choir'], 'no-admin-roles': 'permission' },
        true,
        'open',
      ],
      ['something small that is open', { 'address-list-hidden': false }, true, 'open'],
    ] as const)('%s', async (_, left, said, expected) => {
      const t = await start();
      const sarah = await leaver(t, 'Sarah Patel', '2026-11-20');
      t.entra.left.set(sarah.objectId, left as never);
      await t.check('leavers');
      if (said) await confirmRetention(t, sarah);
      expect(await standing(t, sarah)).toBe(expected);
    });

    test('every account counts, in both directories', async () => {
      const t = await start();
      const sarah = await leaver(t, 'Sarah Patel', '2026-11-20');
      await t.account(sarah, 'g-1', { in: t.google });
      t.google.left.set('g-1', { 'sign-in-blocked': false });
      await t.check('leavers');
      expect(await standing(t, sarah)).toBe('open');
      const list = linesOf(await says(await ictOf(t), 'leavers'));
      expect(list).toContain('1 still open: Sarah Patel can still sign in at Google');
    });
  });
});
