import type { Context } from '../../shared/feature.ts';
import { startRequest } from '../../shared/requests/index.ts';
import { buttonOf, type Someone, viewOf, wordsOf } from '../fakes/app.ts';
import { knowAccount } from '../fakes/directory.ts';
import { eachStore } from '../fakes/store.ts';
import { type Checks, checksApp, linesOf, says, schoolWith } from './start.ts';

const DAY = 86_400_000;

const RULES = (area = '') => `
terms:
  - { name: Autumn 2026, from: 2026-09-01, to: 2026-12-18 }
  - { name: Spring 2027, from: 2027-01-04, to: 2027-03-25 }
areas:
  - id: send
    title: SEND area
    words: [special needs]
    owner: senco@larkenmere.example
    groups: [SEND team, send-google@larkenmere.example]
    ${area}
  - { id: exams, title: Exam papers, owner: headteacher, groups: [Exams] }
`;

eachStore((fresh) => {
  const start = async (area = '') => {
    const t = await checksApp(await fresh(), schoolWith(RULES(area)));
    // Nobody is asked for a review until a test lets the term's be due.
    t.clock.set('2026-11-24T09:00:00Z');
    const ict = await t.person('Ifeoma Nwachukwu', { roles: ['ict-manager'] });
    const senco = await t.member('Ruth Featherstone', { roles: ['staff'], department: 'SEND' });
    await t.store.db
      .updateTable('people')
      .set({ email: 'senco@larkenmere.example' })
      .where('id', '=', senco.id)
      .execute();
    const ana = await t.member('Ana Bell', { department: 'SEND' });
    const ben = await t.member('Ben Cole');
    await group(t, 'entra', 'SEND team', [senco.objectId, ana.objectId, ben.objectId]);
    await group(t, 'google', 'SEND Google', [], 'send-google@larkenmere.example');
    await group(t, 'entra', 'Exams', []);
    await reads(t);
    return { t, ict, senco, ana, ben };
  };

  /** A group as it was last read, with exactly these in it. */
  async function group(t: Checks, which: 'entra' | 'google', name: string, members: string[], address?: string) {
    const { provider, tenant } = t[which];
    const key = { provider, tenant };
    await t.store.db
      .insertInto('directory_groups')
      .values({ ...key, id: name, name, address: address ?? null, kind: 'security', unread: null })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await t.store.db.deleteFrom('directory_members').where('group_id', '=', name).execute();
    if (members.length)
      await t.store.db
        .insertInto('directory_members')
        .values(members.map((object_id) => ({ ...key, group_id: name, object_id, member: 1, owner: 0 })))
        .execute();
  }

  /** Both directories were read, groups and all, at this moment. */
  const reads = (t: Checks) =>
    t.store.db.updateTable('directory_reads').set({ full_at: t.clock.now().toISOString() }).execute();

  const later = (t: Checks, days: number) => t.clock.set(new Date(t.clock.now().getTime() + days * DAY));

  /** Runs the quarter-hourly work, and what follows from it. */
  async function tick(t: Checks): Promise<void> {
    await t.store.db.deleteFrom('jobs').where('kind', '=', 'directories.sync').execute();
    await t.store.db
      .updateTable('jobs')
      .set({ run_at: t.clock.now().toISOString() })
      .where('kind', '=', 'checks.tellPeople')
      .execute();
    await t.settle();
  }

  const compare = (t: Checks) => t.check('access');

  /** Grants somebody access, as if two people had agreed. */
  async function grant(t: Checks, to: Someone, which: string, until: string | null = null): Promise<string> {
    return t.store.transaction(async (tx) => {
      const person = await tx.selectFrom('people').selectAll().where('id', '=', to.id).executeTakeFirstOrThrow();
      const actor = {
        person,
        roles: ['staff'],
        account: null,
        sees: 'own',
        may: new Set(),
      } as unknown as Context['actor'];
      const school = schoolWith(RULES());
      const { id } = await startRequest(
        { tx, actor, now: t.clock.now(), school, effects: new Map() },
        {
          kind: 'access',
          answers: { what: 'SEND records', which, level: 'Read', why: 'I teach them', ...(until && { until }) },
        },
      );
      await tx
        .updateTable('requests')
        .set({ state: 'granted', granted_at: t.clock.now().toISOString() })
        .where('id', '=', id)
        .execute();
      return id;
    });
  }

  const differing = async (t: Checks) =>
    (
      await t.store.db
        .selectFrom('findings')
        .innerJoin('people', 'people.id', 'findings.person')
        .select(['name', 'row_name', 'state', 'items', 'because_kind'])
        .where('check_name', '=', 'access')
        .orderBy('name')
        .execute()
    ).map(({ name, row_name, state, items, because_kind }) =>
      [name, row_name, state, because_kind, ...(JSON.parse(items) as string[])].filter(Boolean).join(' | '),
    );

  describe('who can get into an area', () => {
    test('is told by name, with through what, and as of when', async () => {
      const { ict } = await start();
      const view = await says(ict, 'who can get into the SEND area?');
      expect(linesOf(view)).toEqual([
        'Who can get into SEND area',
        '3 people.',
        'Ana Bell | SEND · through SEND team',
        'Ben Cole | Science · through SEND team',
        'Ruth Featherstone | SEND · through SEND team',
        'As the directories said on 24 November 2026 at 09:00.',
      ]);
    });

    test('is understood in other words, and asked back where it could be either', async () => {
      const { ict } = await start();
      for (const words of ['who has access to special needs', 'who may see the send folder'])
        expect((await says(ict, words)).title).toBe('Who can get into SEND area');
      expect((await says(ict, 'who can open the boiler room')).title).toBe('I know no such area');
      expect((await says(ict, 'areas')).title).toBe('Which area?');
    });

    test('counts a person with two accounts once, and shows accounts that are nobody’s', async () => {
      const { t, ict, ana } = await start();
      await t.account(ana, 'ana-google', { in: t.google });
      await knowAccount(t.store, t.entra, 'guest-1', { kind: 'guest', address: 'ada@agency.example' });
      await group(t, 'google', 'SEND Google', ['ana-google'], 'send-google@larkenmere.example');
      await group(t, 'entra', 'SEND team', [ana.objectId, 'guest-1']);
      const lines = linesOf(await says(ict, 'who can get into the SEND area?'));
      expect(lines).toContain('1 person and 1 account of nobody in particular.');
      expect(lines).toContainEqual(expect.stringMatching(/^Ana Bell .*through SEND Google and SEND team$/));
      expect(lines).toContainEqual(expect.stringMatching(/a guest from outside/));
    });

    test('says what it can not know: a group that is not there, one that could not be read', async () => {
      const { t, ict } = await start();
      await t.store.db.deleteFrom('directory_groups').where('id', '=', 'SEND Google').execute();
      await t.store.db
        .updateTable('directory_groups')
        .set({ unread: JSON.stringify({ kind: 'permission', words: 'We lack GroupMember.Read.All.' }) })
        .where('id', '=', 'SEND team')
        .execute();
      const words = wordsOf(await says(ict, 'who can get into the SEND area?'));
      expect(words).toContain('as far as I can see');
      expect(words).toContain('No directory has told of \\"send-google@larkenmere.example\\"');
      expect(words).toContain('We lack GroupMember.Read.All.');
    });

    test('shows who left and is still in, and who can not sign in', async () => {
      const { t, ict, ben } = await start();
      await t.store.db.updateTable('people').set({ leave_date: '2026-11-20' }).where('id', '=', ben.id).execute();
      await t.store.db
        .updateTable('directory_accounts')
        .set({ enabled: 0 })
        .where('object_id', '=', ben.objectId)
        .execute();
      expect(linesOf(await says(ict, 'who can get into the SEND area?'))).toContainEqual(
        expect.stringMatching(/^Ben Cole .*left on Friday 20 November 2026 · can't sign in/),
      );
    });

    test('is for its owner and for whoever looks after checks, as far as their role shows', async () => {
      const { t, senco, ana, ben } = await start();
      expect((await says(senco, 'who can get into the SEND area?')).title).toBe('Who can get into SEND area');
      expect((await says(senco, 'who can get into exam papers')).title).toBe('I know no such area');
      expect((await ana.say('who can get into the SEND area?')).kind).toBe('refusal');
      await t.store.db.updateTable('people').set({ school: 'other' }).where('id', '=', ben.id).execute();
      const governor = await t.person('Patricia Enderby', { roles: ['governor'] });
      const figures = wordsOf(await says(governor, 'who can get into the SEND area?'));
      expect(figures).toContain('2 people');
      expect(figures).not.toContain('Ana');
      const ict = await t.person('Tomasz Zielinski', { roles: ['network-manager'] });
      expect(linesOf(await says(ict, 'who can get into the SEND area?'))).toContain(
        'And 1 whom your role doesn’t show you.'.replace('’', "'"),
      );
    });
  });

  describe('what somebody has access to', () => {
    test('areas, groups and what was granted', async () => {
      const { t, ict, ana } = await start();
      await group(t, 'entra', 'Choir', [ana.objectId]);
      await grant(t, ana, 'SEND area', '2026-12-18');
      expect(linesOf(await says(ict, 'what does Ana Bell have access to?'))).toEqual([
        'What Ana Bell has access to',
        'SEND',
        'Areas',
        'SEND area | through SEND team',
        'Groups, teams and shared drives',
        'Choir, SEND team',
        'Granted',
        'Access to systems: SEND records | until Friday 18 December 2026',
        'As the directories said on 24 November 2026 at 09:00.',
      ]);
    });

    test('where a directory could not be read, it is not said that they are outside', async () => {
      const { t, ict } = await start();
      await t.person('Cem Dogan');
      await t.store.db.deleteFrom('directory_groups').where('id', '=', 'Exams').execute();
      expect(wordsOf(await says(ict, 'what does Cem Dogan have access to'))).toContain("Exam papers: can't be said.");
    });

    test('of oneself anybody may ask, of others only whoever may look', async () => {
      const { ana } = await start();
      expect((await says(ana, 'what do I have access to')).title).toBe('What Ana Bell has access to');
      expect((await says(ana, 'what does Ben Cole have access to')).title).toBe("I can't tell you about that person");
    });
  });

  describe('what was granted against what is', () => {
    test('in and never granted; granted and not in; over and still in; and as it should be', async () => {
      const { t, ict, ana, ben } = await start('for: { departments: [SEND] }');
      const cem = await t.member('Cem Dogan');
      await grant(t, cem, 'the SEND area');
      const over = await grant(t, ben, 'special needs', '2026-12-01');
      await compare(t);
      expect(await differing(t)).toEqual([
        'Ana Bell | send | pass',
        'Ben Cole | send | pass',
        'Cem Dogan | send | fail | was granted access, and is not in',
        'Ruth Featherstone | send | pass',
      ]);
      later(t, 14);
      await t.store.db
        .updateTable('requests')
        .set({ state: 'ended', closed_at: '2026-12-02T00:10:00.000Z' })
        .where('id', '=', over)
        .execute();
      await group(t, 'entra', 'SEND team', [ana.objectId, ben.objectId, cem.objectId]);
      await t.store.db.updateTable('people').set({ department: 'Maths' }).where('id', '=', ana.id).execute();
      await compare(t);
      expect(await differing(t)).toEqual([
        'Ana Bell | send | fail | is in, and nobody granted it',
        'Ben Cole | send | fail | was granted until Tuesday 1 December 2026, and is still in',
        'Cem Dogan | send | pass',
      ]);
      expect(linesOf(await says(ict, 'differences in access')).slice(0, 3)).toEqual([
        '2 differences between what was granted and what is',
        'Ben Cole: SEND area | was granted until Tuesday 1 December 2026, and is still in',
        'Ana Bell: SEND area | is in, and nobody granted it',
      ]);
    });

    test('whoever may be in a group that could not be read is not missing', async () => {
      const { t, ben } = await start();
      await group(t, 'entra', 'SEND team', []);
      await grant(t, ben, 'SEND area');
      await t.store.db
        .updateTable('directory_groups')
        .set({ unread: JSON.stringify({ kind: 'no-answer', words: 'Microsoft did not answer.' }) })
        .where('id', '=', 'SEND team')
        .execute();
      await compare(t);
      expect(await differing(t)).toEqual(['Ben Cole | send | unknown | unreadable']);
    });
  });

  describe('the review', () => {
    /** The term's review, as its owner finds it in the chat. */
    const reviewed = async () => {
      const s = await start();
      // Two weeks after the first day of the spring term, on a school day.
      s.t.clock.set('2027-01-18T09:00:00Z');
      await reads(s.t);
      await s.t.live();
      await tick(s.t);
      return s;
    };

    test('begins two weeks into the term, once, with a card for the owner', async () => {
      const { t, senco, ana } = await reviewed();
      const [card, ...more] = t.mailbox.of(senco.objectId);
      expect(more).toEqual([]);
      expect(linesOf(card as never)).toEqual([
        'Who may stay in SEND area?',
        'Please look through by Monday 1 February 2027.',
        'Said: 0 of 3',
        'Ana Bell | through SEND team',
        'Ben Cole | through SEND team',
        'Ruth Featherstone | through SEND team',
      ]);
      expect(t.mailbox.of(ana.objectId)).toEqual([]);
      await tick(t);
      expect(t.mailbox.of(senco.objectId)).toHaveLength(1);
      expect(await t.ledgerOf('access-review-opened')).toMatchObject([
        { area: 'send', people: 3 },
        { area: 'exams', people: 0 },
      ]);
    });

    test('keeps one with a reason, removes one, keeps the rest with a second press', async () => {
      const { t, senco, ict, ben } = await reviewed();
      const card = t.mailbox.of(senco.objectId)[0] as never;
      const items = viewOf(await senco.press(buttonOf(card, 'Decide')));
      expect(items.title).toBe('Ana Bell in SEND area');
      const one = viewOf(await senco.press(buttonOf(items, 'Keep'), { reason: 'Teaches the group' }));
      expect(linesOf(one)).toContain('Ana Bell stays.');
      const other = viewOf(await senco.press(buttonOf(one, 'Decide')));
      const two = viewOf(await senco.press(buttonOf(other, 'Remove')));
      const sure = viewOf(await senco.press(buttonOf(two, 'Keep all the rest')));
      expect(linesOf(sure).slice(0, 2)).toEqual(['Keep 1 person in SEND area?', 'Ruth Featherstone']);
      expect((await says(senco, 'who may stay in my area')).title).toBe('Who may stay in SEND area?');
      const end = viewOf(await senco.press(buttonOf(sure, 'Yes, keep them')));
      expect(linesOf(end)).toEqual([
        'Who may stay in SEND area: all said',
        '2 stay',
        'to be taken out: Ben Cole',
        'It is in the ledger. Whoever is to be taken out, ICT sees to.',
      ]);
      expect(await t.ledgerOf('access-decision')).toMatchObject([
        { decision: 'keep' },
        { decision: 'remove' },
        { decision: 'keep' },
      ]);
      expect(await t.ledgerOf('access-review')).toHaveLength(1);
      await t.settle();
      const task = t.mailbox.of(ict.objectId).at(-1) as never;
      expect(linesOf(task)).toEqual([
        'To be taken out of areas',
        expect.stringMatching(/^Ben Cole: SEND area \| out of SEND team · decided on Monday 18 January 2027$/),
      ]);

      // ICT says that it is done; the directory knows better, and then doesn't.
      expect(linesOf(viewOf(await ict.press(buttonOf(task, "It's done"))))).toContainEqual(
        expect.stringContaining('said to be done'),
      );
      await tick(t);
      expect(wordsOf(await says(ict, 'access tasks'))).toContain('said to be done');
      later(t, 1);
      await reads(t);
      later(t, 0.01);
      await tick(t);
      const again = t.mailbox.of(ict.objectId).at(-1) as never;
      expect(wordsOf(again)).toContain('was said to be done, and is still in');
      await ict.press(buttonOf(again, "It's done"));
      const { objectId } = ben;
      await t.store.db.deleteFrom('directory_members').where('object_id', '=', objectId).execute();
      later(t, 1);
      await reads(t);
      later(t, 0.01);
      await tick(t);
      expect((await says(ict, 'access tasks')).title).toBe('Nobody is to be taken out of an area');
      expect(await t.ledgerOf('access-gone')).toHaveLength(1);
    });

    test('"keep all" is about those who were named, and nobody who came on the list since', async () => {
      const { t, senco } = await reviewed();
      const card = t.mailbox.of(senco.objectId)[0] as never;
      const sure = viewOf(await senco.press(buttonOf(card, 'Keep them all')));
      const yes = buttonOf(sure, 'Yes, keep them');
      const one = viewOf(await senco.press(buttonOf(card, 'Decide')));
      await senco.press(buttonOf(one, 'Remove'));
      expect(viewOf(await senco.press(yes)).title).toBe('Keep 2 people in SEND area?');
      expect(await t.ledgerOf('access-decision')).toHaveLength(1);
    });

    test('is reminded of on a ladder, until all is said', async () => {
      const { t, senco } = await reviewed();
      const cards = () => t.mailbox.of(senco.objectId).length;
      later(t, 6);
      await tick(t);
      expect(cards()).toBe(1);
      later(t, 1);
      await tick(t);
      expect(cards()).toBe(2);
      const card = t.mailbox.of(senco.objectId)[0] as never;
      const sure = viewOf(await senco.press(buttonOf(card, 'Keep them all')));
      await senco.press(buttonOf(sure, 'Yes, keep them'));
      later(t, 21);
      await tick(t);
      expect(cards()).toBe(2);
    });

    test('is its owner’s alone, and what was kept counts as granted', async () => {
      const { t, senco, ict, ana } = await reviewed();
      const card = t.mailbox.of(senco.objectId)[0] as never;
      const press = buttonOf(card, 'Keep them all');
      for (const other of [ict, ana]) expect((await other.press(press)).kind).toBe('refusal');
      const sure = viewOf(await senco.press(press));
      await senco.press(buttonOf(sure, 'Yes, keep them'));
      await compare(t);
      expect(new Set((await differing(t)).map((line) => line.split(' | ')[2]))).toEqual(new Set(['pass']));
    });
  });

  test('an area must say what opens it, and no two have one name', () => {
    expect(() => schoolWith('areas:\n  - { id: a, title: A, owner: headteacher }')).toThrow(
      /at least one group or drive/,
    );
    expect(() =>
      schoolWith(
        'areas:\n  - { id: a, title: A, owner: headteacher, groups: [x] }\n  - { id: a, title: B, owner: headteacher, groups: [y] }',
      ),
    ).toThrow(/there are two areas "a"/);
  });
});
