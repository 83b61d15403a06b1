import type { Closing, ClosingStep } from '../../shared/directories/port.ts';
import { buttonOf, type Someone, viewOf, wordsOf } from '../fakes/app.ts';
import { knowAccount } from '../fakes/directory.ts';
import { eachStore } from '../fakes/store.ts';
import { type Checks, checksApp, linesOf, says, schoolWith } from './start.ts';

const RULES = `  leavers: { shared_passwords: [], social_media: [] }
  closing: [block-sign-in, remove-from-groups]
directories:
  break_glass: [emergency@larkenmere.example]
`;

/** A platform's account as closing sees it: what it is in, whether it can sign in, and how often each was changed. */
interface Played {
  open: boolean;
  groups: string[];
  writes: string[];
  /** Why nothing may be changed. */
  rule: string | null;
  /** Is called in the middle of a step, after the platform has done its part and before anybody hears of it. */
  after(step: ClosingStep): void;
}

eachStore((fresh) => {
  const start = async (rules = RULES) => {
    const t = await checksApp(await fresh(), schoolWith(rules));
    const sarah = await t.member('Sarah Patel');
    await t.store.db.updateTable('people').set({ leave_date: '2026-11-20' }).where('id', '=', sarah.id).execute();
    const played: Played = { open: true, groups: ['Choir', 'Trips'], writes: [], rule: null, after: () => {} };
    play(t, sarah.objectId, played);
    t.entra.left.set(sarah.objectId, { 'sign-in-blocked': false, 'groups-left': ['Choir', 'Trips'] });
    await t.check('leavers');
    const network = await t.person('Tomasz Zielinski', { roles: ['network-manager'] });
    const ict = await t.person('Ifeoma Nwachukwu', { roles: ['ict-manager'] });
    const head = await t.person('Margaret Ashdown', { roles: ['headteacher'] });
    return { t, sarah, played, network, ict, head };
  };

  /** Has the directory take steps at one account, as an adapter would. */
  function play({ entra }: Checks, objectId: string, state: Played): void {
    const step = (
      name: ClosingStep,
      now: () => { will: string[]; undo: Record<string, unknown> },
      change: () => void,
      back: (undo: Record<string, unknown>) => string[],
    ): Closing => {
      const refused = () => state.rule !== null && ({ because: { kind: 'rule', words: state.rule } } as const);
      return {
        async preview() {
          const rule = refused();
          return rule ? { possible: false, ...rule } : { possible: true, wont: [], ...now() };
        },
        async take() {
          const rule = refused();
          if (rule) return { done: false, ...rule };
          const { will, undo } = now();
          if (!will.length) return { done: true, changed: [], undo: {} };
          state.writes.push(name);
          change();
          state.after(name);
          entra.left.set(objectId, {
            ...(state.open && { 'sign-in-blocked': false as const }),
            ...(state.groups.length && { 'groups-left': [...state.groups] }),
          });
          return { done: true, changed: will, undo };
        },
        undo: async (_, undo) => ({ done: true, changed: back(undo), undo: {} }),
      };
    };
    Object.assign(entra.closing, {
      'block-sign-in': step(
        'block-sign-in',
        () => (state.open ? { will: ['Sign-in is blocked'], undo: { enabled: true } } : { will: [], undo: {} }),
        () => void (state.open = false),
        () => {
          state.open = true;
          return ['Sign-in is allowed'];
        },
      ),
      'remove-from-groups': step(
        'remove-from-groups',
        () => ({ will: [...state.groups], undo: state.groups.length ? { groups: [...state.groups] } : {} }),
        () => void (state.groups = []),
        (undo) => (state.groups = undo.groups as string[]),
      ),
    } satisfies Checks['entra']['closing']);
  }

  const lastOf = ({ mailbox }: Checks, { objectId }: Someone) => {
    const last = mailbox.of(objectId).at(-1);
    if (!last) throw new Error('nobody wrote to them');
    return last;
  };

  /** From the list of leavers to the list of what would happen. */
  async function listed({ t, network }: Awaited<ReturnType<typeof start>>, label = 'Close the accounts') {
    const card = await says(network, "is Sarah Patel's account closed?");
    expect(viewOf(await network.press(buttonOf(card, label))).title).toMatch(/^Reading/);
    await t.settle();
    return lastOf(t, network);
  }

  async function asked(school: Awaited<ReturnType<typeof start>>, label?: string) {
    const list = await listed(school, label);
    const waits = viewOf(await school.network.press(buttonOf(list, 'Ask for approval')));
    await school.t.settle();
    return waits;
  }

  async function approve({ t }: Awaited<ReturnType<typeof start>>, who: Someone) {
    const reply = await who.press(buttonOf(lastOf(t, who), 'Agree'));
    await t.settle();
    return reply;
  }

  const steps = ({ t }: { t: Checks }) =>
    t.store.db.selectFrom('closing_steps').select(['step', 'state', 'because']).orderBy('place').execute();

  test('nothing can be closed unless the school file says so', async () => {
    const school = await start(RULES.replace(/ {2}closing.*\n/, ''));
    const card = await says(school.network, "is Sarah Patel's account closed?");
    expect(() => buttonOf(card, 'Block sign-in')).toThrow();
    const refused = await school.network.press({
      action: 'checks.closeAccounts',
      input: { person: school.sarah.id, steps: 'all' },
    });
    expect(refused).toMatchObject({ kind: 'refusal', words: expect.stringContaining("isn't switched on") });
  });

  test('the whole way: the exact list, a second person, done, looked at again, in the ledger, and undone', async () => {
    const school = await start();
    const { t, sarah, played, network, ict } = school;
    const list = await listed(school);
    expect(linesOf(list)).toEqual([
      "This would be done to Sarah Patel's accounts",
      `Microsoft (${sarah.objectId}@larkenmere.example): block sign-in`,
      `Microsoft (${sarah.objectId}@larkenmere.example): take out of groups and teams: Choir, Trips`,
      'Nothing has happened yet. Somebody else must approve this list.',
    ]);
    expect(played.writes).toEqual([]);
    await network.press(buttonOf(list, 'Ask for approval'));
    await t.settle();
    expect(played.writes).toEqual([]);
    expect(wordsOf(lastOf(t, ict))).toContain('take out of groups and teams: Choir, Trips');

    viewOf(await approve(school, ict));
    expect(played).toMatchObject({ open: false, groups: [], writes: ['block-sign-in', 'remove-from-groups'] });
    const done = lastOf(t, network);
    expect(linesOf(done)).toEqual(
      expect.arrayContaining([
        "Sarah Patel's accounts: done",
        expect.stringMatching(/^Take out of groups and teams: done \| .*Choir, Trips$/),
        'To undo it',
        'Put back into groups and teams',
      ]),
    );
    // Looked at again: nobody waits for the night.
    const states = await t.states('leavers', sarah);
    expect([states['entra sign-in-blocked'], states['entra groups-left']]).toEqual(['pass', 'pass']);
    const ledger = await t.ledgerOf('account-closing');
    expect(ledger).toMatchObject([
      { step: 'block-sign-in', done: true, provider: 'entra' },
      { step: 'remove-from-groups', done: true },
    ]);
    const kept = await t.store.db.selectFrom('ledger_personal').select('body').execute();
    expect(kept.map(({ body }) => body).join()).toContain('"undo":{"groups":["Choir","Trips"]}');

    // The request is over with it: nothing is left to press, and nobody hears of it twice.
    const { request } = await t.store.db.selectFrom('closings').select('request').executeTakeFirstOrThrow();
    const asked = viewOf(await network.press({ action: 'requests.show', input: { request } }));
    expect(linesOf(asked)).toContain('Done.');
    expect(() => buttonOf(asked, 'I no longer need it')).toThrow();
    expect(await t.ledgerOf('request-ended')).toMatchObject([{ request, why: 'done' }]);
    const told = t.mailbox.of(network.objectId).filter(({ title }) => title === 'Close accounts');
    expect(told.map((card) => linesOf(card)[1])).toEqual(['Done.']);

    const back = viewOf(await network.press(buttonOf(done, 'Give it back')));
    expect(linesOf(back)).toContainEqual(expect.stringMatching(/put back into groups and teams: Choir, Trips$/));
    await network.press(buttonOf(back, 'Ask for approval'));
    await t.settle();
    viewOf(await approve(school, ict));
    expect(played).toMatchObject({ open: true, groups: ['Choir', 'Trips'] });
    expect(await t.ledgerOf('account-opening')).toHaveLength(2);
  });

  test('"block sign-in for the first" means the first on the card, and sign-in alone', async () => {
    const school = await start();
    expect((await says(school.network, 'Block sign-in for the first')).title).toMatch(/^Reading/);
    await school.t.settle();
    expect(linesOf(lastOf(school.t, school.network)).filter((line) => line.startsWith('Microsoft'))).toEqual([
      expect.stringMatching(/: block sign-in$/),
    ]);
  });

  test('whoever approves hears of it at once, in the holidays too', async () => {
    const school = await start();
    const { t, ict } = school;
    t.clock.set('2026-12-27T06:30:00Z');
    await asked(school);
    expect(() => buttonOf(lastOf(t, ict), 'Agree')).not.toThrow();
  });

  test('whoever asked can not approve it', async () => {
    const school = await start();
    const { t, ict, played } = school;
    const card = await says(ict, "is Sarah Patel's account closed?");
    await ict.press(buttonOf(card, 'Close the accounts'));
    await t.settle();
    const waits = viewOf(await ict.press(buttonOf(lastOf(t, ict), 'Ask for approval')));
    await t.settle();
    const request = viewOf(await ict.press(buttonOf(waits, 'The request')));
    expect(() => buttonOf(request, 'Agree')).toThrow();
    const [{ id } = { id: '' }] = await t.store.db.selectFrom('requests').select('id').execute();
    const input = { request: id, shown: 'what the head was shown', answer: 'approve', words: '' };
    const tried = await ict.press({ action: 'requests.decide', input });
    expect(tried).toMatchObject({ kind: 'refusal', words: expect.stringContaining('their own request') });
    await t.settle();
    expect(played.writes).toEqual([]);
  });

  test('a refusal changes nothing, and the card says so', async () => {
    const school = await start();
    const { t, ict, played, network } = school;
    await asked(school);
    viewOf(await ict.press(buttonOf(lastOf(t, ict), 'Say no'), { words: 'She comes back in January.' }));
    await t.settle();
    expect(played.writes).toEqual([]);
    const shown = viewOf(await network.press(await closingButton(t)));
    expect(wordsOf(shown)).toContain('It was not approved.');
  });

  async function closingButton({ store }: Checks) {
    const { id } = await store.db.selectFrom('closings').select('id').executeTakeFirstOrThrow();
    return { action: 'checks.closing', input: { closing: id, page: 1 } };
  }

  test.each([
    [
      'a step that the platform refuses by rule',
      ({ played }) => void (played.rule = 'the last administrator'),
      'the last administrator',
    ],
    ['more than was approved', ({ played }) => void played.groups.push('Governors'), 'Governors'],
    [
      'somebody who stays after all',
      async ({ t, sarah }) => {
        await t.store.db.updateTable('people').set({ leave_date: null }).where('id', '=', sarah.id).execute();
      },
      'Nobody has said that they leave',
    ],
    [
      'an account that became one for emergencies',
      ({ t, sarah }) =>
        knowAccount(t.store, t.entra, sarah.objectId, { address: 'emergency@larkenmere.example' }).then(() => {}),
      'never closed',
    ],
    [
      'a directory that is gone',
      ({ t }) => void Object.keys(t.entra.closing).forEach((key) => delete t.entra.closing[key as ClosingStep]),
      'no longer switched on',
    ],
  ] satisfies [string, (school: Awaited<ReturnType<typeof start>>) => void | Promise<void>, string][])(
    'between the approval and the doing: %s is not touched, and is told',
    async (_, meanwhile, why) => {
      const school = await start();
      const { t, ict, played } = school;
      await asked(school);
      await meanwhile(school);
      viewOf(await approve(school, ict));
      const last = (await steps(school)).at(-1);
      expect(last).toMatchObject({
        step: 'remove-from-groups',
        state: 'not-done',
        because: expect.stringContaining(why),
      });
      expect(played.groups.length).toBeGreaterThan(0);
      expect(t.entra.closing['remove-from-groups'] === undefined || !played.writes.includes('remove-from-groups')).toBe(
        true,
      );
    },
  );

  test('an account for emergencies is not even offered', async () => {
    const school = await start();
    const { t, sarah, network } = school;
    await knowAccount(t.store, t.entra, sarah.objectId, { address: 'emergency@larkenmere.example' });
    await network.press({ action: 'checks.closeAccounts', input: { person: sarah.id, steps: 'all' } });
    await t.settle();
    expect(linesOf(lastOf(t, network))).toContainEqual(expect.stringContaining('for emergencies'));
    expect(await t.store.db.selectFrom('closings').select('state').execute()).toEqual([{ state: 'dropped' }]);
  });

  test('a crash after the platform did it: goes on, repeats nothing, and still knows how to undo it', async () => {
    const school = await start();
    const { t, ict, played, network } = school;
    await asked(school);
    played.after = (step) => {
      played.after = () => {};
      throw new Error(`the power went in the middle of ${step}`);
    };
    await approve(school, ict);
    expect(await steps(school)).toMatchObject([{ state: 'trying' }, { state: 'waiting' }]);
    t.clock.set(new Date(t.clock.now().getTime() + 120_000));
    await t.settle();
    expect(played.writes).toEqual(['block-sign-in', 'remove-from-groups']);
    expect(await steps(school)).toMatchObject([{ state: 'done' }, { state: 'done' }]);
    const [first] = await t.store.db.selectFrom('closing_steps').select(['changed', 'undo']).orderBy('place').execute();
    expect(first).toEqual({ changed: '["Sign-in is blocked"]', undo: '{"enabled":true}' });
    expect(await t.ledgerOf('account-closing')).toHaveLength(2);
    expect(lastOf(t, network).title).toBe("Sarah Patel's accounts: done");
  });

  test('pressed twice, by two people at once, it is one list and one request', async () => {
    const school = await start();
    const { t, network, head } = school;
    const press = { action: 'checks.closeAccounts', input: { person: school.sarah.id, steps: 'all' } };
    await network.press(press);
    await t.settle();
    const list = lastOf(t, network);
    const ask = buttonOf(list, 'Ask for approval');
    await network.press(ask);
    await network.press(ask);
    await head.press(press);
    await t.settle();
    expect(await t.store.db.selectFrom('requests').select('kind').execute()).toEqual([{ kind: 'close-account' }]);
    expect(await t.store.db.selectFrom('closings').select('state').execute()).toEqual([{ state: 'asked' }]);
  });

  test('nobody whose contract runs on is closed, and nobody whom the actor may not see', async () => {
    const school = await start();
    const { t, network, sarah } = school;
    const press = { action: 'checks.closeAccounts', input: { person: sarah.id, steps: 'all' } };
    await t.store.db.updateTable('people').set({ leave_date: '2026-12-18' }).execute();
    expect(await network.press(press)).toMatchObject({
      kind: 'refusal',
      words: expect.stringContaining('18 December'),
    });
    await t.store.db
      .updateTable('people')
      .set({ leave_date: '2026-11-20', school: 'other' })
      .where('id', '=', sarah.id)
      .execute();
    expect((await network.press(press)).kind).toBe('refusal');
    const teacher = await t.person('Kiran Patel');
    expect((await teacher.press(press)).kind).toBe('refusal');
  });
});
