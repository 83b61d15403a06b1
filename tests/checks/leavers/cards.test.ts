import { type Someone, testApp, wordsOf } from '../../fakes/app.ts';
import { eachStore } from '../../fakes/store.ts';
import { type Checks, linesOf, says, schoolWith } from '../start.ts';
import { confirmRetention, ictOf, leaver, startOn } from './start.ts';

eachStore((fresh) => {
  const start = startOn(fresh);

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
