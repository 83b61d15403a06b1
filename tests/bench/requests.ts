import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { openStore } from '../../shared/adapters/store/store.ts';
import { verifyLedger } from '../../shared/ledger/index.ts';
import { crowd } from '../requests/crowd.ts';
import { histories, play, stageFor } from '../requests/histories.ts';
import { timed } from './measure.ts';

/** Requests that everybody presses on at once, and histories that are played one after the other. */
const REQUESTS = 500;
const HISTORIES = Number(process.env.TEST_HISTORIES ?? 2_000);

/**
 * 500 requests with two approvals, pressed concurrently at random; then thousands of histories of a request. Throws when one
 * doesn't end in exactly one state, or the ledger doesn't say so.
 */
export async function benchRequests(databaseUrl?: string) {
  const dataDir = mkdtempSync(join(tmpdir(), 'countersign-bench-'));
  const store = await openStore({ databaseUrl, dataDir });
  try {
    const stage = await stageFor({ engine: store.engine, where: { dataDir }, open: async () => store });
    const pressed = await crowd(stage, REQUESTS);
    const { granted, refused, withdrawn } = pressed.ended;
    if (granted + refused + withdrawn !== REQUESTS || pressed.decisions.twice || !pressed.verdict.valid)
      throw new Error(`a request didn't end in one state: ${JSON.stringify(pressed)}`);
    const ends = new Map<string, number>();
    const tookMs = await timed(() =>
      fc.assert(
        fc.asyncProperty(histories, async (history) => {
          const end = (await play(stage, history)) ?? 'open';
          ends.set(end, (ends.get(end) ?? 0) + 1);
        }),
        { numRuns: HISTORIES },
      ),
    );
    const verdict = await verifyLedger(store);
    if (!verdict.valid) throw new Error(`the ledger is broken at ${verdict.brokenAt}: ${verdict.why}`);
    return { pressed, histories: HISTORIES, tookMs, ends: Object.fromEntries(ends), entries: verdict.entries };
  } finally {
    await store.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** The figures in a line of the table. */
export const sayRequests = (
  store: string,
  { pressed, histories, tookMs, ends, entries }: Awaited<ReturnType<typeof benchRequests>>,
): string =>
  `| ${store} | ${pressed.requests} requests, ${pressed.presses} presses in ${(pressed.tookMs / 1_000).toFixed(0)} s: ${said(pressed.ended)}; decided twice: ${pressed.decisions.twice} | ${histories} in ${(tookMs / 1_000).toFixed(0)} s: ${said(ends)} | valid, ${entries} entries |`;

const said = (ends: Record<string, number>): string =>
  Object.entries(ends)
    .map(([end, n]) => `${n} ${end}`)
    .join(', ');
