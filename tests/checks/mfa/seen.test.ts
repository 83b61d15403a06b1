import { testApp, viewOf, wordsOf } from '../../fakes/app.ts';
import { knowAccount } from '../../fakes/directory.ts';
import { eachStore } from '../../fakes/store.ts';
import { checksApp, linesOf, says, schoolWith } from '../start.ts';

eachStore((fresh) => {
  const start = async (school = schoolWith()) => checksApp(await fresh(), school);

  test('only the narrower audience that a school chooses is asked', async () => {
    const t = await start(schoolWith('  mfa: { who: { departments: [Office] } }'));
    t.entra.factor((await t.member('Anna Bell')).objectId, false);
    t.entra.factor((await t.member('Ben Osei', { department: 'Office' })).objectId, false);
    await t.check('mfa');
    expect(await t.states('mfa')).toEqual({ 'Ben Osei': 'fail' });
    expect(t.entra.askedMfa).toHaveLength(1);
  });

  test('what is kept apart is seen, and why', async () => {
    const t = await start();
    const ict = await t.member('Ifeoma Nwachukwu', { roles: ['ict-manager'] });
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
    const t = await testApp(await (await fresh()).open(), schoolWith());
    const ict = await t.person('Ifeoma Nwachukwu', { roles: ['ict-manager', 'staff'] });
    await t.app.worker.schedule();
    await t.settle();
    expect((await says(ict, 'who has no MFA')).title).toBe("Two-step sign-in hasn't been looked at yet");
    expect(await t.store.db.selectFrom('findings').select('id').execute()).toEqual([]);
    expect(t.mailbox.messages).toEqual([]);
  });
});
