import fc from 'fast-check';
import { publishEdition } from '../../shared/agreements/index.ts';
import { verifyLedger } from '../../shared/ledger/index.ts';
import { addDays } from '../../shared/time.ts';
import { testApp } from '../fakes/app.ts';
import { eachStore } from '../fakes/store.ts';
import { check } from './books.ts';
import { place } from './place.ts';
import { lendingSchool } from './start.ts';
import { history } from './steps.ts';

const TODAY = '2026-11-23';

/** How many histories are played; PostgreSQL answers from another process, and plays fewer. */
const HISTORIES = Number(process.env.TEST_HISTORIES ?? 120);

eachStore((fresh) => {
  test('whatever people ask for, hand over, sign and bring back at the same moment, nothing is lent twice', async () => {
    const store = await (await fresh()).open();
    const t = await testApp(store, lendingSchool);
    await store.transaction((tx) =>
      publishEdition(
        tx,
        {
          agreement: 'equipment-loan',
          text: {
            title: 'Loan',
            sections: [{ number: null, title: 'Care', level: 1, statements: [{ kind: 'item', text: 'I will.' }] }],
          },
          effectiveFrom: TODAY,
          by: null,
        },
        t.clock.now(),
      ),
    );
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(history, async (moments) => {
        const lending = await place(t);
        for (const [turn, steps] of moments.entries()) {
          t.clock.set(new Date(`${addDays(TODAY, turn)}T10:00:00Z`));
          await Promise.all(steps.map((one) => lending.run(one)));
          for (const state of await check(lending.books)) seen.add(state);
        }
        await lending.end();
      }),
      { numRuns: store.engine === 'sqlite' ? HISTORIES : Math.ceil(HISTORIES / 3) },
    );
    expect(await verifyLedger(store)).toMatchObject({ valid: true });
    // The histories would prove little if nothing ever came of a loan.
    for (const state of ['asked', 'approved', 'out', 'closed', 'cancelled'])
      expect(`${state}: ${seen.has(state)}`).toBe(`${state}: true`);
  }, 300_000);
});
