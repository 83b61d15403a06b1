import type { LeaverRow } from '../../../shared/directories/port.ts';
import { buttonOf, viewOf } from '../../fakes/app.ts';
import { eachStore } from '../../fakes/store.ts';
import { later, linesOf, says } from '../start.ts';
import { ictOf, leaver, startOn } from './start.ts';

eachStore((fresh) => {
  const start = startOn(fresh);

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
});
