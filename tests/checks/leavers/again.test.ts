import { eachStore } from '../../fakes/store.ts';
import { type Checks, later, linesOf, says } from '../start.ts';
import { confirmRetention, ictOf, leaver, standing, startOn } from './start.ts';

eachStore((fresh) => {
  const start = startOn(fresh);

  describe('the two days', () => {
    test('what is due on the last working day is looked at then, the rest at the end of the contract', async () => {
      const t = await start();
      const sarah = await leaver(t, 'Sarah Patel', '2026-12-31', '2026-11-20');
      t.entra.left.set(sarah.objectId, { 'devices-returned': ['LAPTOP-0417'], 'sign-in-blocked': false });
      await t.check('leavers');
      const before = await t.states('leavers', sarah);
      expect([before['entra devices-returned'], before['entra sign-in-blocked']]).toEqual(['fail', 'not-due: later']);
      // Who works out a contract hasn't left.
      expect((await says(await ictOf(t), 'leavers')).title).toBe('1 person has had their last day');
      t.clock.set('2026-12-31T09:00:00Z');
      await t.check('leavers');
      expect((await t.states('leavers', sarah))['entra sign-in-blocked']).toBe('fail');
      expect(t.entra.askedLeavers.map(({ leftOn }) => leftOn)).toEqual(['2026-12-31', '2026-12-31']);
    });

    test('nobody is asked about before the first of them', async () => {
      const t = await start();
      await leaver(t, 'Sarah Patel', '2026-12-31', '2026-12-18');
      await t.check('leavers');
      expect(t.entra.askedLeavers).toEqual([]);
      expect(linesOf(await says(await ictOf(t), 'leavers'))).toContain('1 leaving soon');
    });

    test('all is done that is due, and more is due later: that is not closed', async () => {
      const t = await start();
      const sarah = await leaver(t, 'Sarah Patel', '2026-12-31', '2026-11-20');
      await t.check('leavers');
      expect(await standing(t, sarah)).toBe('not-due');
    });

    test('a day that is moved makes what was open not due again, and a day that is taken back ends it', async () => {
      const t = await start();
      const sarah = await leaver(t, 'Sarah Patel', '2026-11-20');
      t.entra.left.set(sarah.objectId, { 'sign-in-blocked': false });
      await t.check('leavers');
      const move = (leave_date: string | null) =>
        t.store.db.updateTable('people').set({ leave_date }).where('id', '=', sarah.id).execute();
      await move('2027-03-31');
      later(t, 1);
      await t.check('leavers');
      expect(new Set(Object.values(await t.states('leavers', sarah)))).toEqual(new Set(['not-due: later']));
      await move(null);
      later(t, 1);
      await t.check('leavers');
      expect(await t.states('leavers', sarah)).toEqual({});
    });
  });

  describe('it is looked at again', () => {
    const looks = (t: Checks) => t.entra.askedLeavers.length;
    const nights = async (t: Checks, days: number) => {
      for (let day = 0; day < days; day++) {
        later(t, 1);
        await t.settle();
      }
    };

    test('every night until it is closed, then once a week, and at once when an account is open again', async () => {
      const t = await start();
      const sarah = await leaver(t, 'Sarah Patel', '2026-11-20');
      await t.account(sarah, sarah.objectId, { enabled: false });
      t.entra.left.set(sarah.objectId, { 'groups-left': ['Choir'] });
      await t.live();
      await confirmRetention(t, sarah);
      await nights(t, 2);
      expect(looks(t)).toBe(3);
      t.entra.left.clear();
      await nights(t, 1);
      expect([looks(t), await standing(t, sarah)]).toEqual([4, 'closed']);
      await nights(t, 6);
      expect(looks(t)).toBe(4);
      await nights(t, 2);
      expect(looks(t)).toBe(5);
      await t.account(sarah, sarah.objectId, { enabled: true });
      t.entra.left.set(sarah.objectId, { 'sign-in-blocked': false });
      await nights(t, 1);
      expect([looks(t), await standing(t, sarah)]).toEqual([6, 'open']);
    });

    test('and what comes back is reopened, each change a line in the ledger', async () => {
      const t = await start();
      const sarah = await leaver(t, 'Sarah Patel', '2026-11-20');
      for (const blocked of [false, true, false] as const) {
        t.entra.left.set(sarah.objectId, { 'sign-in-blocked': blocked });
        await t.check('leavers');
        later(t, 1);
      }
      const lines = (await t.ledgerOf('finding')).filter(({ row }) => row === 'sign-in-blocked');
      expect(lines.map(({ from, to }) => [from, to])).toEqual([
        [null, 'fail'],
        ['fail', 'pass'],
        ['pass', 'fail'],
      ]);
      const view = await says(await ictOf(t), "has Sarah Patel's account been closed");
      expect(linesOf(view)).toContainEqual(
        expect.stringMatching(/^Can still sign in \| .*it was done before, and came back/),
      );
    });

    test('after a crash it goes on with whoever is left', async () => {
      const t = await start();
      for (let at = 0; at < 25; at++) await leaver(t, `Person ${'abcdefghijklmnopqrstuvwxyz'[at]}`, '2026-11-20');
      let looked = 0;
      // Not a trouble of the directory: the process itself comes to its end while it notes what it has seen.
      const { transaction } = t.store;
      t.entra.before = () => {
        if (++looked === 15)
          Object.assign(t.store, {
            transaction: () => {
              Object.assign(t.store, { transaction });
              return Promise.reject(new Error('the power goes'));
            },
          });
      };
      await t.check('leavers');
      const first = await t.store.db.selectFrom('check_runs').select(['state', 'done', 'total']).execute();
      expect(first).toEqual([{ state: 'running', done: 10, total: 25 }]);
      t.clock.set(new Date(t.clock.now().getTime() + 60_000));
      await t.settle();
      const then = await t.store.db.selectFrom('check_runs').select(['state', 'done', 'total']).execute();
      expect(then).toEqual([{ state: 'done', done: 25, total: 25 }]);
      expect(looked).toBe(35);
    });
  });
});
