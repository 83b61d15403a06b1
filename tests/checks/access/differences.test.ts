import { eachStore } from '../../fakes/store.ts';
import { later, linesOf, says } from '../start.ts';
import { compare, differing, grant, group, startOn } from './start.ts';

eachStore((fresh) => {
  const start = startOn(fresh);

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
});
