import { eachStore } from '../../fakes/store.ts';
import { checksApp, says, schoolWith } from '../start.ts';

eachStore((fresh) => {
  const start = async (school = schoolWith()) => checksApp(await fresh(), school);

  describe('whether somebody has a second factor, over all their accounts', () => {
    test.each([
      ['one account that has one', [['entra', true]], 'pass'],
      ['one account without', [['entra', false]], 'fail'],
      ['one that may not be looked at', [['entra', 'permission']], 'unknown: permission'],
      ['one on a tenant without the licence', [['entra', 'licence']], 'unknown: licence'],
      [
        'one with and one without',
        [
          ['entra', true],
          ['google', false],
        ],
        'fail',
      ],
      [
        'one with and one unknown',
        [
          ['entra', true],
          ['google', 'no-answer'],
        ],
        'unknown: no-answer',
      ],
      [
        'one without and one unknown',
        [
          ['entra', 'permission'],
          ['google', false],
        ],
        'fail',
      ],
      [
        'two with',
        [
          ['entra', true],
          ['google', true],
        ],
        'pass',
      ],
      ['one of which the directory says nothing', [['entra', null]], 'unknown: unreadable'],
      [
        'two, of one of which the directory says nothing',
        [
          ['entra', true],
          ['google', null],
        ],
        'unknown: unreadable',
      ],
      ['a blocked one without', [['entra', false, { enabled: false }]], 'not-due: blocked'],
      [
        'a blocked one without, an open one with',
        [
          ['entra', false, { enabled: false }],
          ['google', true],
        ],
        'pass',
      ],
      ['one of which nobody knows whether it is open', [['entra', false, { enabled: null }]], 'fail'],
      [
        'a shared one without, an own one with',
        [
          ['entra', true],
          ['google', false, { kind: 'shared' }],
        ],
        'pass',
      ],
      ['nothing but a shared one', [['entra', false, { kind: 'shared' }]], 'unknown: no-account'],
      ['one that was deleted', [['entra', false, { removed: true }]], 'unknown: no-account'],
      ['none', [], 'unknown: no-account'],
    ] as const)('%s', async (_, accounts, state) => {
      const t = await start();
      const anna = await t.person('Anna Bell');
      await t.store.db.deleteFrom('accounts').execute();
      for (const [at, [where, says, more = {}]] of accounts.entries()) {
        await t.account(anna, `account-${at}`, { in: t[where], ...more });
        if (says !== null) t[where].factor(`account-${at}`, says);
      }
      await t.check('mfa');
      expect(await t.states('mfa')).toEqual({ 'Anna Bell': state });
    });

    test('one that is set up in a way the rules do not allow', async () => {
      const t = await start();
      const anna = await t.member('Anna Bell');
      t.entra.factor(anna.objectId, true, { capable: false });
      await t.check('mfa');
      expect(await t.states('mfa')).toEqual({ 'Anna Bell': 'fail' });
    });

    test('one in a directory that we are not connected to', async () => {
      const t = await start();
      const anna = await t.member('Anna Bell');
      t.entra.factor(anna.objectId, true);
      const { objectId } = await t.person('Ben Osei');
      await t.store.db.updateTable('accounts').set({ tenant: 'elsewhere' }).where('object_id', '=', objectId).execute();
      await t.check('mfa');
      expect(await t.states('mfa')).toEqual({ 'Anna Bell': 'pass', 'Ben Osei': 'unknown: permission' });
    });
  });

  test('a state changes with what the directory says, is reopened when it comes back, and each change is in the ledger', async () => {
    const t = await start();
    const anna = await t.member('Anna Bell');
    for (const says of [false, true, 'no-answer', false, false, true] as const) {
      t.clock.set(new Date(t.clock.now().getTime() + 86_400_000));
      t.entra.factor(anna.objectId, says);
      await t.check('mfa');
    }
    const finding = await t.store.db.selectFrom('findings').selectAll().executeTakeFirstOrThrow();
    expect(finding).toMatchObject({ state: 'pass', reopened: 1, first_failed_at: '2026-11-24T09:00:00.000Z' });
    expect((await t.ledgerOf('finding')).map(({ from, to }) => [from, to])).toEqual([
      [null, 'fail'],
      ['fail', 'pass'],
      ['pass', 'unknown'],
      ['unknown', 'fail'],
      ['fail', 'pass'],
    ]);
  });

  test('whoever leaves, or is no longer asked, has no finding any more', async () => {
    const t = await start();
    const anna = await t.member('Anna Bell');
    t.entra.factor(anna.objectId, false);
    await t.check('mfa');
    t.clock.set(new Date(t.clock.now().getTime() + 86_400_000));
    await t.store.db.updateTable('people').set({ leave_date: '2026-11-23' }).where('id', '=', anna.id).execute();
    await t.check('mfa');
    expect(await t.states('mfa')).toEqual({});
    expect((await t.ledgerOf('finding')).map(({ from, to }) => [from, to])).toEqual([
      [null, 'fail'],
      ['fail', null],
    ]);
  });
});
