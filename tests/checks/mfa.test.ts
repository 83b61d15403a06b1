import { takeRun } from '../../shared/checks/runs.ts';
import { DirectoryTrouble } from '../../shared/directories/port.ts';
import { buttonOf, viewOf, wordsOf } from '../fakes/app.ts';
import { eachStore } from '../fakes/store.ts';
import { type Checks, checksApp, linesOf, says, schoolWith } from './start.ts';

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

  describe('the card to whoever has none', () => {
    const withoutOne = async (school = schoolWith()) => {
      const t = await start(school);
      const anna = await t.member('Anna Bell');
      t.entra.factor(anna.objectId, false);
      await t.live();
      return { t, anna, cards: () => t.mailbox.of(anna.objectId) };
    };
    /** Lets the school live on, a quarter of an hour at a time where something may happen. */
    const until = async (t: Checks, day: string) => {
      while (t.clock.now() < new Date(day)) {
        t.clock.set(new Date(t.clock.now().getTime() + 3 * 3_600_000));
        await t.settle();
      }
    };

    test('comes at once in school hours, and is kind', async () => {
      const { t, cards } = await withoutOne();
      await until(t, '2026-11-23T10:00:00Z');
      expect(cards()).toHaveLength(1);
      const [title, why, ...rest] = linesOf(cards()[0] as never);
      expect(title).toBe('Two-step sign-in: five minutes, please');
      expect(why).toMatch(/password alone/);
      expect(rest).toContain('Microsoft: not set up');
      expect(rest.join()).toMatch(/Set it up at Microsoft -> https:\/\/mysignins\.microsoft\.com/);
    });

    test('comes again a week later, then every two weeks, and never at a weekend', async () => {
      const { t, cards } = await withoutOne();
      await until(t, '2026-12-31T09:00:00Z');
      expect(cards()).toHaveLength(4);
      const sent = await t.store.db
        .selectFrom('deliveries')
        .select(['created_at', 'purpose'])
        .orderBy('created_at')
        .execute();
      expect(sent.map(({ created_at, purpose }) => `${created_at.slice(0, 10)} ${purpose}`)).toEqual([
        '2026-11-23 ask',
        '2026-11-30 remind',
        '2026-12-14 remind',
        '2026-12-28 remind',
      ]);
    });

    test('says thank you once it is set up, and comes no more', async () => {
      const { t, anna, cards } = await withoutOne();
      await until(t, '2026-11-23T10:00:00Z');
      t.entra.factor(anna.objectId, true);
      await until(t, '2026-12-31T09:00:00Z');
      expect(cards().map(({ title }) => title)).toEqual(['Your two-step sign-in is set up']);
    });

    test('never comes when it is not known whether they have one', async () => {
      const t = await start();
      const anna = await t.member('Anna Bell');
      t.entra.factor(anna.objectId, 'permission');
      await t.live();
      await until(t, '2026-12-15T09:00:00Z');
      expect(t.mailbox.of(anna.objectId)).toEqual([]);
    });

    test('waits for the end of the holidays', async () => {
      const t = await start({
        ...schoolWith(),
        terms: [
          { name: 'Autumn', from: '2026-09-01', to: '2026-11-20' },
          { name: 'Spring', from: '2026-12-07', to: '2027-03-25' },
        ],
      });
      const anna = await t.member('Anna Bell');
      t.entra.factor(anna.objectId, false);
      await t.live();
      await until(t, '2026-12-05T09:00:00Z');
      expect(t.mailbox.of(anna.objectId)).toEqual([]);
      await until(t, '2026-12-07T12:00:00Z');
      expect(t.mailbox.of(anna.objectId)).toHaveLength(1);
    });

    test('does not come to whoever is exempt, until the exemption ends', async () => {
      const { t, cards } = await withoutOne(
        schoolWith(
          '  mfa: { exempt: [{ person: Anna.Bell@larkenmere.example, reason: no phone allowed in the nursery, until: 2026-12-11 }] }',
        ),
      );
      const ict = await t.member('Ifeoma Nwachukwu', { roles: ['ict-manager'] });
      await until(t, '2026-12-11T17:00:00Z');
      expect(cards()).toEqual([]);
      expect(linesOf(await says(ict, 'who has no mfa'))[0]).toBe('0 without two-step sign-in, 1 exempt');
      await until(t, '2026-12-14T12:00:00Z');
      expect(cards()).toHaveLength(1);
      expect(linesOf(await says(ict, 'who has no mfa'))[0]).toBe('1 without two-step sign-in');
    });

    test("has the school's own instructions first", async () => {
      const { t, cards } = await withoutOne(schoolWith('  mfa: { how: "https://larkenmere.example/two-step" }'));
      await until(t, '2026-11-23T10:00:00Z');
      const links = linesOf(cards()[0] as never).filter((line) => line.includes('->'));
      expect(links[0]).toBe('How our school does it -> https://larkenmere.example/two-step');
    });
  });

  test('whoever looks after ICT has one card a week: how many are without, unknown because, exempt why', async () => {
    const t = await start(
      schoolWith(
        '  mfa: { exempt: [{ person: dan.bell@larkenmere.example, reason: no phone in the nursery, until: 2027-01-31 }] }',
      ),
    );
    const ict = await t.member('Ifeoma Nwachukwu', { roles: ['ict-manager', 'staff'] });
    t.entra.factor(ict.objectId, true);
    for (const [name, says] of [
      ['Anna', false],
      ['Ben', 'licence'],
      ['Cem', true],
      ['Dan', false],
    ] as const)
      t.entra.factor((await t.member(`${name} Bell`)).objectId, says);
    await t.live();
    for (let hour = 0; hour < 24 * 9; hour++) {
      t.clock.set(new Date(t.clock.now().getTime() + 3_600_000));
      await t.settle();
    }
    const cards = t.mailbox.of(ict.objectId);
    expect(cards).toHaveLength(2);
    expect(linesOf(cards[0] as never).slice(0, 4)).toEqual([
      '1 without two-step sign-in, 1 unknown, 1 exempt',
      'Two-step sign-in set up: 2 of 5',
      "1 unknown: The directory can't say: licence.",
      'Dan Bell: no phone in the nursery (until Sunday 31 January 2027)',
    ]);
    const who = viewOf(await ict.press(buttonOf(cards[0] as never, 'Who')));
    expect(linesOf(who)).toContain('Anna Bell | Science · Microsoft · since Monday 23 November 2026 · asked 2 times');
  });

  test('only the narrower audience that a school chooses is asked', async () => {
    const t = await start(schoolWith('  mfa: { who: { departments: [Office] } }'));
    t.entra.factor((await t.member('Anna Bell')).objectId, false);
    t.entra.factor((await t.member('Ben Osei', { department: 'Office' })).objectId, false);
    await t.check('mfa');
    expect(await t.states('mfa')).toEqual({ 'Ben Osei': 'fail' });
    expect(t.entra.askedMfa).toHaveLength(1);
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

  test('what is kept apart is seen, and why', async () => {
    const t = await start();
    const ict = await t.member('Ifeoma Nwachukwu', { roles: ['ict-manager'] });
    const { knowAccount } = await import('../fakes/directory.ts');
    for (const kind of ['break-glass', 'service', 'shared', 'room'] as const)
      await knowAccount(t.store, t.entra, kind, { kind, address: `${kind}@larkenmere.example` });
    await knowAccount(t.store, t.entra, 'nobody', { address: 'nobody@larkenmere.example' });
    await knowAccount(t.store, t.google, 'blocked', { enabled: false, address: 'blocked@larkenmere.example' });
    await knowAccount(t.store, t.google, 'pupil', { kind: 'pupil', address: 'pupil@larkenmere.example' });
    t.entra.factor(ict.objectId, true);
    await t.check('mfa');
    const apart = viewOf(await ict.press({ action: 'checks.mfaList', input: { show: 'apart' } }));
    expect(apart.title).toBe('6 accounts kept apart');
    expect(linesOf(apart).filter((line) => line.includes(' | '))).toEqual([
      'blocked@larkenmere.example | sign-in is blocked',
      'break-glass@larkenmere.example | for emergencies',
      'room@larkenmere.example | of a room or device',
      'service@larkenmere.example | of a service',
      'shared@larkenmere.example | shared',
      "nobody@larkenmere.example | nobody's: no person of the list has it",
    ]);
    expect(wordsOf(apart)).not.toMatch(/pupil/);
  });

  describe('who sees what', () => {
    const cast = async () => {
      const t = await start();
      const manager = await t.member('Lena Marsh', { roles: ['line-manager', 'staff'] });
      const anna = await t.member('Anna Bell', { manager: manager.id });
      const others = [];
      for (const name of ['Ben', 'Cem', 'Dan', 'Eve']) others.push(await t.member(`${name} Osei`));
      for (const one of [manager, anna, ...others]) t.entra.factor(one.objectId, one === others[0]);
      const by = {
        ict: await t.person('Ifeoma Nwachukwu', { roles: ['ict-manager'] }),
        network: await t.person('Nils Berg', { roles: ['network-manager'] }),
        head: await t.person('Hana Reid', { roles: ['headteacher'] }),
        elsewhere: await t.person('Ivo Horn', { roles: ['ict-manager'], school: 'other' }),
        trust: await t.person('Tia Trent', { roles: ['trust-ict'], school: 'other' }),
        governor: await t.person('Gus Vane', { roles: ['governor'] }),
        office: await t.person('Olga Brandt', { roles: ['business-manager'] }),
        manager,
        anna,
      };
      await t.check('mfa');
      return by;
    };

    test('by role', async () => {
      const by = await cast();
      const list = async (who: keyof typeof by) => {
        const reply = await by[who].say('who has no MFA?');
        if (reply.kind === 'refusal') return 'refused';
        const names = wordsOf(reply.view).match(/(Anna|Ben|Cem|Dan|Eve|Lena) (Bell|Osei|Marsh)/g) ?? [];
        return `${reply.view.title}; ${new Set(names).size} names`;
      };
      expect({
        ict: await list('ict'),
        network: await list('network'),
        head: await list('head'),
        trust: await list('trust'),
        elsewhere: await list('elsewhere'),
        governor: await list('governor'),
        office: await list('office'),
        manager: await list('manager'),
        anna: await list('anna'),
      }).toEqual({
        ict: '5 without two-step sign-in; 5 names',
        network: '5 without two-step sign-in; 5 names',
        head: '5 without two-step sign-in; 5 names',
        trust: '5 without two-step sign-in; 5 names',
        elsewhere: 'Nobody is asked for two-step sign-in; 0 names',
        governor: '5 without two-step sign-in; 0 names',
        office: 'refused',
        manager: 'refused',
        anna: 'refused',
      });
    });

    test('one person, by name', async () => {
      const by = await cast();
      const about = async (who: keyof typeof by) => {
        const reply = await by[who].say('does Anna Bell have MFA?');
        return reply.kind === 'refusal' ? 'refused' : reply.view.title;
      };
      expect([await about('ict'), await about('elsewhere'), await about('governor'), await about('manager')]).toEqual([
        'Anna Bell',
        "I can't tell you about that person",
        "I can't tell you about that person",
        'refused',
      ]);
    });

    test('everybody their own', async () => {
      const by = await cast();
      const own = async (who: keyof typeof by) => (await says(by[who], 'is my MFA set up?')).title;
      expect([await own('anna'), await own('governor')]).toEqual([
        'Two-step sign-in: five minutes, please',
        "I haven't looked at your two-step sign-in",
      ]);
    });
  });

  test('without a directory nothing is checked, and nobody is said to lack anything', async () => {
    const { testApp } = await import('../fakes/app.ts');
    const t = await testApp(await (await fresh()).open(), schoolWith());
    const ict = await t.person('Ifeoma Nwachukwu', { roles: ['ict-manager', 'staff'] });
    await t.app.worker.schedule();
    await t.settle();
    expect((await says(ict, 'who has no MFA')).title).toBe("Two-step sign-in hasn't been looked at yet");
    expect(await t.store.db.selectFrom('findings').select('id').execute()).toEqual([]);
    expect(t.mailbox.messages).toEqual([]);
  });
});
