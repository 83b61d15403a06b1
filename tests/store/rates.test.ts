import { sql } from 'kysely';
import { openPostgres } from '../../shared/adapters/store/postgres.ts';
import { countingIn } from '../../shared/adapters/store/rates.ts';
import { createPace, type Limits } from '../../shared/pace.ts';
import { onPostgres } from '../fakes/store.ts';

describe('the pace of several servers', () => {
  onPostgres((fresh) => {
    const limits: Limits = { tenant: { points: 20, duration: 1 }, conversation: [{ points: 4, duration: 1 }] };

    test('is that of one: in any second no more go out from all of them than the platform takes', async () => {
      const database = await fresh();
      const stores = [await database.open(), await database.open(), await database.open()];
      const paces = stores.map((store) => createPace(limits, 'teams', countingIn(store)));
      const began = Date.now();
      const turns = Array.from({ length: 90 }, async (_, i) => {
        const waited = await paces[i % 3]?.turn(`a:${i}`);
        return { waited, at: Date.now() - began };
      });
      const out = (await Promise.all(turns)).filter(({ waited }) => waited === 0);
      expect(out.length).toBeGreaterThan(20);
      // However slow the machine is: turns are handed out, by whichever server, one after the other.
      for (const { at } of out) {
        const until = out.filter((other) => other.at <= at).length;
        expect(until).toBeLessThanOrEqual(at / 50 + 1);
      }
    });

    test('goes on when the database does not answer, each for itself', async () => {
      const gone = openPostgres('postgres://nobody@127.0.0.1:1/none');
      const pace = createPace(limits, 'teams', countingIn(gone));
      expect([await pace.turn('a:1'), await pace.turn(null)]).toEqual([0, 0]);
      await gone.close();
    });

    test('takes conversations whatever their names are', async () => {
      const store = await (await fresh()).open();
      const pace = createPace(limits, 'teams', countingIn(store));
      expect(await pace.turn(`19:${'x'.repeat(400)}@thread.v2'";`)).toBe(0);
      const { rows } = await sql<{ points: number }>`select points from rates`.execute(store.db);
      expect(rows.map(({ points }) => points)).toEqual([1]);
    });
  });
});
