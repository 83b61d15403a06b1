import { takeRun } from '../../../shared/checks/runs.ts';
import { DirectoryTrouble } from '../../../shared/directories/port.ts';
import { viewOf } from '../../fakes/app.ts';
import { eachStore } from '../../fakes/store.ts';
import { checksApp, linesOf, says, schoolWith } from '../start.ts';

eachStore((fresh) => {
  const start = async (school = schoolWith()) => checksApp(await fresh(), school);

  test('consent that is withdrawn in the middle leaves what is known, says what is not, and why', async () => {
    const t = await start();
    const people = [];
    for (const name of ['Anna', 'Ben', 'Cem', 'Dan', 'Eve']) {
      const one = await t.member(`${name} Bell`);
      t.entra.factor(one.objectId, true);
      people.push(one);
    }
    t.entra.before = (at) => {
      if ('page' in at && at.page === 1)
        throw new DirectoryTrouble({ kind: 'permission', words: 'We lack AuditLog.Read.All.' });
    };
    await t.check('mfa');
    const states = Object.values(await t.states('mfa')).toSorted();
    expect(states).toEqual(['pass', 'pass', 'unknown: permission', 'unknown: permission', 'unknown: permission']);
    const ict = await t.member('Ifeoma Nwachukwu', { roles: ['ict-manager'] });
    const words = linesOf(await says(ict, 'who has no MFA'));
    expect(words).toContain('3 unknown: We lack AuditLog.Read.All.');
    expect(words[0]).toBe('0 without two-step sign-in, 3 unknown');
  });

  test('a run that is cut off goes on where it stopped, and asks for nobody twice', async () => {
    const t = await start();
    for (const name of ['Anna', 'Ben', 'Cem', 'Dan', 'Eve'])
      t.entra.factor((await t.member(`${name} Bell`)).objectId, true);
    t.entra.before = (at) => {
      if ('page' in at && at.page === 1) throw new Error('the power goes');
    };
    await t.check('mfa');
    expect(await t.states('mfa')).toEqual({});
    t.entra.before = () => {};
    t.clock.set(new Date(t.clock.now().getTime() + 5_000));
    await t.settle();
    expect(Object.values(await t.states('mfa'))).toEqual(Array(5).fill('pass'));
    // All five at first, and then only the three that were not read yet.
    expect(t.entra.askedMfa).toHaveLength(8);
    const runs = await t.store.db.selectFrom('check_runs').select(['state', 'done', 'total']).execute();
    expect(runs).toEqual([{ state: 'done', done: 5, total: 5 }]);
  });

  test('while it runs, others see how far it is, and cannot begin a second one', async () => {
    const t = await start();
    for (const name of ['Anna', 'Ben', 'Cem']) t.entra.factor((await t.member(`${name} Bell`)).objectId, true);
    const ict = await t.member('Ifeoma Nwachukwu', { roles: ['ict-manager'] });
    let seen: string[] = [];
    let again: string[] = [];
    t.entra.before = async (at) => {
      if (!('page' in at) || at.page !== 1) return;
      t.entra.before = () => {};
      seen = linesOf(viewOf(await ict.press({ action: 'checks.howFar', input: { check: 'mfa' } })));
      again = linesOf(viewOf(await ict.press({ action: 'checks.checkNow', input: { check: 'mfa' } })));
      await t.check('mfa');
    };
    await t.check('mfa');
    expect(seen).toEqual(['A check is under way', 'Checking: 2 of 3']);
    expect(again).toEqual(seen);
    expect(t.entra.askedMfa).toHaveLength(3);
    expect(await t.store.db.selectFrom('check_runs').select('state').execute()).toEqual([{ state: 'done' }]);
  });

  test('of several instances that begin at the same moment one does', async () => {
    const t = await start();
    const all = await Promise.all(Array.from({ length: 5 }, () => takeRun(t, 'mfa')));
    expect(all.filter((run) => run !== null)).toHaveLength(1);
    expect(await takeRun(t, 'leavers')).not.toBeNull();
    for (const run of all) await run?.release();
    const again = await Promise.all(Array.from({ length: 5 }, () => takeRun(t, 'mfa')));
    expect(again.filter((run) => run !== null)).toHaveLength(1);
  });

  test('a run that somebody else has taken over writes nothing more', async () => {
    const t = await start();
    const mine = await takeRun(t, 'mfa');
    t.clock.set(new Date(t.clock.now().getTime() + 60_000));
    expect(await takeRun(t, 'mfa')).not.toBeNull();
    const late = t.store.transaction(async (tx) => mine?.advance(tx, { done: 1, total: 1, cursor: 'late' }));
    await expect(late).rejects.toThrow(/taken over/);
  });

  test('a run whose process died is taken over after a minute, and not before', async () => {
    const t = await start();
    t.entra.factor((await t.member('Anna Bell')).objectId, true);
    const began = t.clock.now().toISOString();
    await t.store.db
      .insertInto('check_runs')
      .values({
        id: 'theirs',
        check_name: 'mfa',
        state: 'running',
        started_at: began,
        ended_at: null,
        holder: 'somebody who died',
        beat_at: began,
        done: 0,
        total: null,
        cursor: null,
        troubles: '[]',
      })
      .execute();
    await t.check('mfa');
    expect(await t.states('mfa')).toEqual({});
    t.clock.set(new Date(t.clock.now().getTime() + 60_000));
    await t.check('mfa');
    expect(await t.states('mfa')).toEqual({ 'Anna Bell': 'pass' });
    expect(await t.store.db.selectFrom('check_runs').select(['id', 'state']).execute()).toEqual([
      { id: 'theirs', state: 'done' },
    ]);
  });
});
