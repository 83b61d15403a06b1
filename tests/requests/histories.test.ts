import fc from 'fast-check';
import { verifyLedger } from '../../shared/ledger/index.ts';
import { eachStore, type TestDatabase } from '../fakes/store.ts';
import { crowd } from './crowd.ts';
import { histories, play, stageFor } from './histories.ts';

/** How many histories are played; `npm run bench` plays thousands. PostgreSQL answers from another process, and plays fewer. */
const HISTORIES = Number(process.env.TEST_HISTORIES ?? 100);
const share = (all: number, { engine }: TestDatabase) => (engine === 'postgres' ? Math.ceil(all / 3) : all);

describe('whatever people press, in whatever order', () => {
  eachStore((fresh) => {
    test('a request ends once, by the decisions of different people, and the ledger says so', async () => {
      const database = await fresh();
      const stage = await stageFor(database);
      const ends = new Map<string | null, number>();
      await fc.assert(
        fc.asyncProperty(histories, async (history) => {
          const end = await play(stage, history);
          ends.set(end, (ends.get(end) ?? 0) + 1);
        }),
        { numRuns: share(HISTORIES, database) },
      );
      expect(await verifyLedger(stage.store)).toMatchObject({ valid: true });
      // The histories would prove little if nothing ever came of a request.
      for (const end of ['granted', 'refused', 'withdrawn']) expect(ends.get(end)).toBeGreaterThan(0);
    }, 300_000);

    test('requests by the dozen, everyone pressing at random at once: each ends in exactly one state', async () => {
      const database = await fresh();
      const { requests, ended, decisions, verdict } = await crowd(await stageFor(database), share(24, database));
      expect(ended.granted + ended.refused + ended.withdrawn).toBe(requests);
      expect(decisions.twice).toBe(0);
      expect(verdict).toMatchObject({ valid: true });
    }, 300_000);
  });
});
