import type { Store } from '../../shared/ports.ts';
import { buttonOf, type Someone, viewOf } from '../fakes/app.ts';
import { eachStore } from '../fakes/store.ts';
import { cards, words } from './cards.ts';
import { type Both, bothDirectories, inEntra, inGoogle, schoolWith } from './school.ts';

const start = bothDirectories();

const NAMES = Array.from({ length: 20 }, (_, at) => `Person ${String.fromCharCode(97 + at)}`);

describe('a directory that can’t be believed, or can’t be read', () => {
  eachStore((fresh) => {
    let store: Store;
    let s: Both;
    let ict: Someone;
    const open = async (school?: ReturnType<typeof schoolWith>) => {
      store = await (await fresh()).open();
      s = await start(store, school);
      ict = await s.t.person('Ivy Cole', { roles: ['staff', 'ict-manager'] });
      for (const name of NAMES) inEntra(s.tenant, name);
      await s.sync();
    };
    beforeEach(() => open());
    const here = async () => (await s.people()).filter(({ leave_date }) => leave_date === null).length;
    const read = async () =>
      store.db.selectFrom('directory_reads').selectAll().where('provider', '=', 'entra').executeTakeFirstOrThrow();
    const staged = async () => store.db.selectFrom('directory_staging').selectAll().execute();
    const remove = (count: number) => {
      for (const id of [...s.tenant.users.keys()].slice(0, count)) s.tenant.remove(id);
    };
    const nextNight = async (day: string) => {
      s.t.clock.set(`${day}T02:30:00Z`);
      await s.sync();
    };

    test('nobody: nothing changes, and one card says so, not one a night', async () => {
      remove(NAMES.length);
      await nextNight('2026-11-24');
      expect(await here()).toBe(NAMES.length + 1);
      expect(await read()).toMatchObject({
        trouble: "Entra returned 0 of 20 people; we kept yesterday's picture.",
        trouble_kind: 'breaker',
        read_at: expect.stringContaining('2026-11-23'),
      });
      expect(await staged()).toEqual([]);
      // In the school's hours.
      expect(cards(s, ict)).toEqual([]);
      await s.sync();
      await nextNight('2026-11-25');
      await nextNight('2026-11-26');
      s.t.clock.set('2026-11-26T08:00:00Z');
      await s.t.settle();
      expect(cards(s, ict).map(words)).toEqual([
        expect.stringContaining("Entra returned 0 of 20 people; we kept yesterday's picture."),
      ]);
      // That everybody is gone is nothing that a human may say.
      expect(() => buttonOf(cards(s, ict)[0] as never, 'They have really gone')).toThrow();
      const { n } = await store.db
        .selectFrom('ledger')
        .select((eb) => eb.fn.countAll().as('n'))
        .where('kind', '=', 'directory-trouble')
        .executeTakeFirstOrThrow();
      expect(Number(n)).toBe(1);
    });

    test('all is well again: the card says so, and what changed meanwhile is taken over', async () => {
      const ids = [...s.tenant.users.keys()];
      remove(NAMES.length);
      await nextNight('2026-11-24');
      s.t.clock.set('2026-11-24T08:00:00Z');
      await s.t.settle();
      for (const id of ids) s.tenant.restore(id);
      s.tenant.change(ids[0] as string, { department: 'Science' });
      await s.sync();
      expect(await read()).toMatchObject({ trouble: null, trouble_since: null });
      expect(cards(s, ict).map(words)).toEqual([expect.stringContaining('Entra is read again')]);
      expect((await s.people()).find(({ name }) => name === NAMES[0])?.department).toBe('Science');
    });

    test('a trouble that is over by the morning is told to nobody', async () => {
      const ids = [...s.tenant.users.keys()];
      remove(NAMES.length);
      await nextNight('2026-11-24');
      for (const id of ids) s.tenant.restore(id);
      await s.sync();
      s.t.clock.set('2026-11-24T10:00:00Z');
      await s.t.settle();
      expect(cards(s, ict)).toEqual([]);
    });

    test.each([
      [1, true],
      [2, true],
      [3, false],
    ])('with at most 10 %% of 20, %i gone at once: %s', async (count, believed) => {
      remove(count);
      await s.sync();
      expect(await here()).toBe(believed ? NAMES.length + 1 - count : NAMES.length + 1);
      expect((await read()).trouble).toBe(
        believed ? null : "Entra returned 17 of 20 people; we kept yesterday's picture.",
      );
    });

    test('blocked all at once is as good as gone, and so is another kind by the school’s rules', async () => {
      for (const id of [...s.tenant.users.keys()]) s.tenant.change(id, { accountEnabled: false });
      await s.sync();
      expect(await here()).toBe(NAMES.length + 1);
      for (const id of [...s.tenant.users.keys()])
        s.tenant.change(id, { accountEnabled: true, userType: 'Guest', mail: `${id}@elsewhere.example` });
      await s.sync();
      expect(await here()).toBe(NAMES.length + 1);
      expect((await read()).trouble_kind).toBe('breaker');
    });

    test('a human looks at it, says twice that they have gone, and then they have', async () => {
      remove(5);
      await s.sync();
      s.t.clock.set('2026-11-23T10:00:00Z');
      await s.t.settle();
      const [card] = cards(s, ict);
      const asked = viewOf(await ict.press(buttonOf(card as never, 'They have really gone')));
      expect(words(asked)).toContain('5 people');
      await s.t.settle();
      expect(await here()).toBe(NAMES.length + 1);
      await ict.press(buttonOf(asked, 'Yes, they have gone'));
      await s.t.settle();
      expect(await here()).toBe(NAMES.length + 1 - 5);
      expect(await read()).toMatchObject({ trouble: null, vanished: null });
    });

    test('what a human said holds for that many, and not for more', async () => {
      remove(5);
      await s.sync();
      remove(5);
      await s.sync({ full: true, believe: 5 });
      expect(await here()).toBe(NAMES.length + 1);
      expect((await read()).vanished).toBe(10);
    });

    test('only who looks after directories may say so', async () => {
      const teacher = await s.t.person('Tim Teach');
      remove(5);
      await s.sync();
      s.t.clock.set('2026-11-23T10:00:00Z');
      await s.t.settle();
      const button = buttonOf(cards(s, ict)[0] as never, 'They have really gone');
      expect(await teacher.press(button)).toMatchObject({ kind: 'refusal' });
      expect(cards(s, teacher)).toEqual([]);
    });

    test('one directory’s trouble doesn’t keep the other from being read', async () => {
      remove(NAMES.length);
      inGoogle(s.customer, 'New Here');
      await s.sync({ full: true });
      expect((await s.people()).map(({ name }) => name)).toContain('New Here');
    });

    test('an empty group that gives a role changes no roles; people are read all the same', async () => {
      const leaders = s.tenant.addGroup({
        displayName: 'Leadership team',
        members: new Set([...s.tenant.users.keys()].slice(0, 5)),
      });
      await s.sync({ full: true });
      const heads = async () => (await s.people()).filter(({ roles }) => roles.includes('headteacher')).length;
      expect(await heads()).toBe(5);
      leaders.members.clear();
      inEntra(s.tenant, 'New Here');
      await s.sync({ full: true });
      expect(await heads()).toBe(5);
      expect((await s.people()).map(({ name }) => name)).toContain('New Here');
      expect(await read()).toMatchObject({
        trouble: "Entra returned 0 of 5 members of the groups that give roles; we kept yesterday's.",
        trouble_kind: 'groups-breaker',
      });
      // The next hour's delta reads no groups, and doesn't say that all is well.
      await s.sync();
      expect((await read()).trouble_kind).toBe('groups-breaker');
    });

    test('groups that may not be read stay as they were, and people are read', async () => {
      s.tenant.addGroup({ displayName: 'Leadership team', members: new Set([...s.tenant.users.keys()].slice(0, 5)) });
      await s.sync({ full: true });
      for (const name of [...s.graph.granted]) if (name.startsWith('Group')) s.graph.granted.delete(name);
      s.graph.granted.delete('Directory.Read.All');
      inEntra(s.tenant, 'New Here');
      await s.sync({ full: true });
      expect((await s.people()).filter(({ roles }) => roles.includes('headteacher'))).toHaveLength(5);
      expect((await s.people()).map(({ name }) => name)).toContain('New Here');
      expect(await read()).toMatchObject({ trouble: expect.stringContaining('GroupMember.Read.All') });
    });

    test('consent withdrawn in the middle: nothing is taken over, and it is said what to grant', async () => {
      for (let at = 0; at < 600; at++)
        inEntra(s.tenant, `More ${at}`, { userPrincipalName: `m${at}@larkenmere.example` });
      s.graph.afterwards(/^GET \/users$/, () => s.graph.granted.clear());
      s.graph.afterwards(/^GET \/users$/, () => {});
      await s.sync({ full: true });
      expect(await here()).toBe(NAMES.length + 1);
      expect(await read()).toMatchObject({ trouble_kind: 'permission', phase: null, run: null });
      expect(await staged()).toEqual([]);
      s.t.clock.set('2026-11-23T10:00:00Z');
      await s.t.settle();
      expect(cards(s, ict).map(words)).toEqual([expect.stringMatching(/We lack \S+: grant it/)]);
    });

    test('a platform that doesn’t answer is asked again for a day before anyone is told', async () => {
      s.graph.disturb({ when: /^GET \/users/, how: { status: 503 } });
      await s.sync();
      s.t.clock.set('2026-11-23T15:00:00Z');
      await s.sync();
      expect(await read()).toMatchObject({ trouble_kind: 'no-answer' });
      expect(cards(s, ict)).toEqual([]);
      s.t.clock.set('2026-11-24T10:00:00Z');
      await s.sync();
      await s.t.settle();
      expect(cards(s, ict)).toHaveLength(1);
      expect(await here()).toBe(NAMES.length + 1);
    });

    test('a cursor that has expired: everything is read', async () => {
      s.graph.expireCursors();
      inEntra(s.tenant, 'New Here');
      s.tenant.remove([...s.tenant.users.keys()][0] as string);
      await s.sync();
      expect((await s.people()).find(({ name }) => name === NAMES[0])?.leave_date).toBe('2026-11-22');
      expect((await s.people()).map(({ name }) => name)).toContain('New Here');
      expect((await read()).trouble).toBeNull();
    });

    test('a first reading that tells nobody at all is no reading', async () => {
      const other = await start(await (await fresh()).open());
      await other.sync();
      const row = await other.store.db
        .selectFrom('directory_reads')
        .selectAll()
        .where('provider', '=', 'entra')
        .executeTakeFirstOrThrow();
      expect(row).toMatchObject({
        trouble: 'Entra returned nobody at all; nothing was changed.',
        read_at: null,
        cursor: null,
      });
    });
  });
});
