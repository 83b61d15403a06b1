import { buttonOf, viewOf, wordsOf } from '../../fakes/app.ts';
import { eachStore } from '../../fakes/store.ts';
import { type Checks, later, linesOf, says } from '../start.ts';
import { compare, differing, reads, startOn } from './start.ts';

eachStore((fresh) => {
  const start = startOn(fresh);

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
});
