import { buttonOf, viewOf } from '../../fakes/app.ts';
import { eachStore } from '../../fakes/store.ts';
import { type Checks, checksApp, linesOf, says, schoolWith } from '../start.ts';

eachStore((fresh) => {
  const start = async (school = schoolWith()) => checksApp(await fresh(), school);

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
});
