import { DirectoryTrouble, type LeaverRow } from '../../shared/directories/port.ts';
import { importPeople } from '../../shared/people/import.ts';
import { buttonOf, type Someone, viewOf, wordsOf } from '../fakes/app.ts';
import { eachStore } from '../fakes/store.ts';
import { type Checks, checksApp, linesOf, says, schoolWith } from './start.ts';

/** Nothing is shared and nobody posts; what is left to say is how long data is kept. */
const SPARE = '  leavers: { shared_passwords: [], social_media: [] }';

const DAY = 86_400_000;

eachStore((fresh) => {
  const start = async (more = SPARE) => checksApp(await fresh(), schoolWith(more));

  /** Somebody whose contract ends on a day, with an account in Entra. */
  async function leaver(t: Checks, name: string, end: string | null, lastDay: string | null = null): Promise<Someone> {
    const one = await t.member(name);
    await t.store.db
      .updateTable('people')
      .set({ leave_date: end, last_working_day: lastDay })
      .where('id', '=', one.id)
      .execute();
    return one;
  }

  const ictOf = (t: Checks) => t.person('Ifeoma Nwachukwu', { roles: ['ict-manager'] });
  const later = (t: Checks, days: number) => t.clock.set(new Date(t.clock.now().getTime() + days * DAY));
  const standing = async (t: Checks, { id }: { id: string }) =>
    (await t.store.db.selectFrom('leavers').select('standing').where('person', '=', id).executeTakeFirst())?.standing;
  /** Has the business manager say what only they can say. */
  async function confirmRetention(t: Checks, { id }: { id: string }): Promise<void> {
    const office = await t.person(`Olga Brandt ${id.replace(/\d/g, (digit) => 'ghijklmnop'[Number(digit)] ?? '')}`, {
      roles: ['business-manager'],
    });
    const { id: finding } = await t.store.db
      .selectFrom('findings')
      .select('id')
      .where('person', '=', id)
      .where('row_name', '=', 'retention-decided')
      .executeTakeFirstOrThrow();
    viewOf(await office.press({ action: 'checks.confirm', input: { finding, from: 'todo' } }));
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

  describe('the two days', () => {
    test('what is due on the last working day is looked at then, the rest at the end of the contract', async () => {
      const t = await start();
      const sarah = await leaver(t, 'Sarah Patel', '2026-12-31', '2026-11-20');
      t.entra.left.set(sarah.objectId, { 'devices-returned': ['LAPTOP-0417'], 'sign-in-blocked': false });
      await t.check('leavers');
      const before = await t.states('leavers', sarah);
      expect([before['entra devices-returned'], before['entra sign-in-blocked']]).toEqual(['fail', 'not-due: later']);
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

  describe('what only a person can say', () => {
    const withLists = `  leavers:
    shared_passwords: [{ name: Office alarm, known_to: { departments: [Science] } }, { name: Pool, known_to: { departments: [PE] } }]
    social_media: [{ name: the school's page, posts: { people: [ben.osei@larkenmere.example] } }]`;

    test('is theirs to say who look after it, and stands until there is more to say', async () => {
      const t = await start(withLists);
      const sarah = await leaver(t, 'Sarah Patel', '2026-11-20');
      await t.check('leavers');
      const states = await t.states('leavers', sarah);
      expect([states['shared-passwords'], states['social-media'], states['retention-decided']]).toEqual([
        'unknown: unconfirmed',
        'pass',
        'unknown: unconfirmed',
      ]);
      const office = await t.person('Olga Brandt', { roles: ['business-manager'] });
      const todo = await says(office, 'what must I confirm?');
      // The office looks after retention, ICT after passwords.
      expect(linesOf(todo).filter((line) => line.includes(' | '))).toEqual([
        expect.stringMatching(/^Sarah Patel: What is kept is decided \|/),
      ]);
      const after = viewOf(await office.press(buttonOf(todo, "It's done")));
      expect(after.title).toBe('Nothing to look at by hand');
      later(t, 1);
      await t.check('leavers');
      expect((await t.states('leavers', sarah))['retention-decided']).toBe('pass');
      const [line] = (await t.ledgerOf('finding')).filter(({ by }) => by);
      expect(line).toMatchObject({ row: 'retention-decided', from: 'unknown', to: 'pass', by: office.id });
    });

    test("is nobody else's to say", async () => {
      const t = await start(withLists);
      const sarah = await leaver(t, 'Sarah Patel', '2026-11-20');
      await t.check('leavers');
      const { id: finding } = await t.store.db
        .selectFrom('findings')
        .select('id')
        .where('person', '=', sarah.id)
        .where('row_name', '=', 'shared-passwords')
        .executeTakeFirstOrThrow();
      for (const about of [
        { roles: ['business-manager'] },
        { roles: ['staff'] },
        { roles: ['line-manager'] },
        { roles: ['ict-manager'], school: 'other' },
      ]) {
        const one = await t.person(`Person ${JSON.stringify(about)}`, about);
        const reply = await one.press({ action: 'checks.confirm', input: { finding, from: 'todo' } });
        expect(reply.kind).toBe('refusal');
      }
      expect((await t.states('leavers', sarah))['shared-passwords']).toBe('unknown: unconfirmed');
    });

    test('can not be said of what a permission would show, and a directory knows better', async () => {
      const t = await start();
      const sarah = await leaver(t, 'Sarah Patel', '2026-11-20');
      t.entra.left.set(sarah.objectId, { 'delegates-removed': 'not-offered', 'no-admin-roles': 'permission' });
      await t.check('leavers');
      const ict = await ictOf(t);
      const idOf = async (row: LeaverRow) =>
        (
          await t.store.db
            .selectFrom('findings')
            .select('id')
            .where('person', '=', sarah.id)
            .where('row_name', '=', row)
            .executeTakeFirstOrThrow()
        ).id;
      for (const row of ['delegates-removed', 'no-admin-roles'] as const)
        viewOf(await ict.press({ action: 'checks.confirm', input: { finding: await idOf(row), from: 'person' } }));
      const said = await t.states('leavers', sarah);
      expect([said['entra delegates-removed'], said['entra no-admin-roles']]).toEqual(['pass', 'unknown: permission']);
      t.entra.left.set(sarah.objectId, { 'delegates-removed': ['friend@larkenmere.example'] });
      later(t, 1);
      await t.check('leavers');
      expect((await t.states('leavers', sarah))['entra delegates-removed']).toBe('fail');
    });

    test('is not said to be done because nobody made the list', async () => {
      const t = await start('');
      const sarah = await leaver(t, 'Sarah Patel', '2026-11-20');
      await t.check('leavers');
      const states = await t.states('leavers', sarah);
      expect([states['shared-passwords'], states['social-media']]).toEqual([
        'unknown: unconfirmed',
        'unknown: unconfirmed',
      ]);
    });
  });

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

    test('a day that is none is asked for again', async () => {
      const t = await start();
      await t.member('Sarah Patel');
      const ict = await ictOf(t);
      expect((await says(ict, 'Sarah Patel leaves on Patel')).title).toBe("I'm not sure what you mean");
    });
  });

  describe('the cards', () => {
    /** Nine whose contracts end on 31 August: six closed, two open, one that can't be checked. */
    async function august(): Promise<{ t: Checks; ict: Someone; head: Someone; office: Someone; people: Someone[] }> {
      const t = await start();
      t.clock.set('2026-08-30T12:00:00Z');
      const ict = await ictOf(t);
      const head = await t.person('Hana Reid', { roles: ['headteacher'] });
      const office = await t.person('Olga Brandt', { roles: ['business-manager'] });
      const people = [];
      for (const name of ['Ann', 'Bob', 'Cem', 'Dan', 'Eve', 'Fay', 'Gil', 'Hal', 'Ida'])
        people.push(await leaver(t, `${name} Moss`, '2026-08-31'));
      const [ann, bob, cem] = people as [Someone, Someone, Someone];
      await t.account(ann, 'ann-google', { in: t.google });
      t.google.left.set('ann-google', { 'sign-in-blocked': false });
      t.entra.left.set(bob.objectId, { 'ownership-handed-over': ['Choir', 'Trips', 'Year 6'] });
      t.entra.left.set(cem.objectId, { 'no-sign-in-since': 'permission' });
      await t.live();
      return { t, ict, head, office, people };
    }

    const aboutLeavers = (t: Checks, { objectId }: Someone) =>
      t.mailbox.of(objectId).filter(({ title }) => !title.includes('two-step'));

    const hours = async (t: Checks, until: string, step = 3_600_000) => {
      while (t.clock.now() < new Date(until)) {
        t.clock.set(new Date(t.clock.now().getTime() + step));
        await t.settle();
      }
    };

    test('on the day itself, in the holidays, one for whoever looks after ICT and one for the head', async () => {
      const { t, ict, head, office, people } = await august();
      await hours(t, '2026-08-31T05:45:00Z', 900_000);
      expect(t.mailbox.messages).toEqual([]);
      await hours(t, '2026-08-31T09:00:00Z', 900_000);
      const [card, ...more] = aboutLeavers(t, ict);
      expect(more).toEqual([]);
      expect(linesOf(card as never).slice(0, 5)).toEqual([
        "9 people's contracts ended",
        'Since Monday 31 August 2026',
        '2 still open: Ann Moss can still sign in at Google; Bob Moss still owns groups or teams at Microsoft (3)',
        "1 can't be checked: Cem Moss: The directory can't say: permission.",
        '6 closed as far as a directory shows; the rest somebody must look at by hand',
      ]);
      const [forHead] = t.mailbox.of(head.objectId);
      expect(linesOf(forHead as never)).toEqual(expect.arrayContaining(linesOf(card as never).slice(0, 5)));
      expect(wordsOf(forHead as never)).not.toContain('"button"');
      // The office says how long data is kept, and the card turns with it.
      expect(linesOf(t.mailbox.of(office.objectId)[0] as never)[0]).toBe('To look at by hand, for people who leave');
      for (const { id } of people.slice(3)) await confirmRetention(t, { id });
      await t.settle();
      expect(linesOf(aboutLeavers(t, ict)[0] as never)).toContain('6 closed everywhere');
    });

    test('come once, and what is still open comes again on Mondays', async () => {
      const { t, ict, head } = await august();
      await hours(t, '2026-09-15T12:00:00Z');
      const sent = async (objectId: string) =>
        (
          await t.store.db
            .selectFrom('deliveries')
            .innerJoin('accounts', 'accounts.person', 'deliveries.person')
            .select('deliveries.created_at')
            .where('accounts.object_id', '=', objectId)
            .where('action', 'like', 'checks.leavers%')
            .orderBy('created_at')
            .execute()
        ).map(({ created_at }) => created_at.slice(0, 10));
      expect(await sent(ict.objectId)).toEqual(['2026-08-31', '2026-09-07', '2026-09-14']);
      expect(await sent(head.objectId)).toEqual(['2026-08-31']);
    });
  });

  describe('who sees what', () => {
    test('by role', async () => {
      const t = await start();
      const manager = await t.member('Lena Marsh', { roles: ['line-manager'] });
      const sarah = await leaver(t, 'Zara Quill', '2026-11-20');
      await t.store.db.updateTable('people').set({ manager: manager.id }).where('id', '=', sarah.id).execute();
      t.entra.left.set(sarah.objectId, { 'sign-in-blocked': false });
      await t.check('leavers');
      const by = {
        ict: await ictOf(t),
        network: await t.person('Nils Berg', { roles: ['network-manager'] }),
        head: await t.person('Hana Reid', { roles: ['headteacher'] }),
        elsewhere: await t.person('Ivo Horn', { roles: ['ict-manager'], school: 'other' }),
        trust: await t.person('Tia Trent', { roles: ['trust-ict'], school: 'other' }),
        governor: await t.person('Gus Vane', { roles: ['governor'] }),
        office: await t.person('Olga Brandt', { roles: ['business-manager'] }),
        manager,
        staff: await t.person('Sam Stone'),
      };
      const ask = async (who: keyof typeof by, text: string) => {
        const reply = await by[who].say(text);
        if (reply.kind === 'refusal') return 'refused';
        return /Quill/.test(wordsOf(reply.view)) ? 'named' : reply.view.title;
      };
      const seen: Record<string, string[]> = {};
      for (const who of Object.keys(by) as (keyof typeof by)[])
        seen[who] = [await ask(who, 'leavers'), await ask(who, "is Zara Quill's account closed?")];
      const nobody = "I can't tell you about that person";
      expect(seen).toEqual({
        ict: ['named', 'named'],
        network: ['named', 'named'],
        head: ['named', 'named'],
        trust: ['named', 'named'],
        elsewhere: ['0 people have left', nobody],
        governor: ['1 person has left', nobody],
        office: ['refused', 'refused'],
        manager: ['refused', 'refused'],
        staff: ['refused', 'refused'],
      });
    });
  });

  test('without a directory nothing is looked at, and nobody is said to be closed', async () => {
    const { testApp } = await import('../fakes/app.ts');
    const t = await testApp(await (await fresh()).open(), schoolWith());
    const ict = await t.person('Ifeoma Nwachukwu', { roles: ['ict-manager'] });
    const { id } = await t.person('Zara Quill');
    await t.store.db.updateTable('people').set({ leave_date: '2026-11-20' }).where('id', '=', id).execute();
    await t.app.worker.schedule();
    await t.settle();
    expect(linesOf(await says(ict, "is Zara Quill's account closed?"))).toContain(
      "Their accounts haven't been looked at yet.",
    );
    expect(t.mailbox.messages).toEqual([]);
  });
});
