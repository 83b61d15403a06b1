import { sql } from 'kysely';
import { record } from '../../shared/ledger/index.ts';
import type { Store } from '../../shared/ports.ts';
import type { School } from '../../shared/school.ts';
import { buttonOf, testApp, viewOf, wordsOf } from '../fakes/app.ts';
import { school } from '../fakes/school.ts';
import { eachStore } from '../fakes/store.ts';

const telling = (every: 'day' | 'week'): School => ({
  ...school,
  evidence: { head_to: { roles: ['governor'] }, every },
});

describe('the head of the ledger', () => {
  eachStore((fresh) => {
    let store: Store;
    beforeEach(async () => {
      store = await (await fresh()).open();
    });
    const grow = (at: Date) => store.transaction((tx) => record(tx, at, { kind: 'something', facts: {} }));

    /** A governor and a teacher, after these days at noon. */
    async function after(at: School, ...days: string[]) {
      const t = await testApp(store, at);
      const governor = await t.person('Gita Rao', { roles: ['governor'] });
      const teacher = await t.person('Tom Hill');
      for (const day of days) {
        t.clock.set(`${day}T12:00:00Z`);
        await grow(t.clock.now());
        await t.app.worker.schedule();
        await t.settle();
      }
      return { t, governor, heads: t.mailbox.of(governor.objectId), others: t.mailbox.of(teacher.objectId) };
    }

    test('is sent each school day to whom the school names, and to nobody else', async () => {
      const { heads, others } = await after(telling('day'), '2026-11-23', '2026-11-24', '2026-11-28');
      expect(heads).toHaveLength(2);
      expect(others).toEqual([]);
      const [first] = await store.db.selectFrom('ledger').select('hash').where('seq', '=', 1).execute();
      expect(wordsOf(heads[0] as never)).toContain(`1:${first?.hash}`);
    });

    test('is sent to nobody where the school names nobody', async () => {
      expect((await after(school, '2026-11-23')).heads).toEqual([]);
    });

    test('is sent once a week where the school says so', async () => {
      const { heads } = await after(telling('week'), '2026-11-23', '2026-11-25', '2026-11-30');
      expect(heads).toHaveLength(2);
    });

    test('is found again, until something before it is changed', async () => {
      const { governor, heads } = await after(telling('day'), '2026-11-23');
      const button = buttonOf(heads[0] as never, 'Is it still there?');
      expect(wordsOf(viewOf(await governor.press(button)))).toContain('It is still there');
      if (store.engine === 'sqlite') await sql`drop trigger ledger_no_update`.execute(store.db);
      else await sql`alter table ledger disable trigger user`.execute(store.db);
      await sql`update ledger set hash = ${'0'.repeat(64)} where seq = 1`.execute(store.db);
      expect(wordsOf(viewOf(await governor.press(button)))).toContain('no longer goes through this head');
    });
  });
});
