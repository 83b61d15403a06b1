import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { rig } from '../crash/rig.ts';
import { figures, ms } from './measure.ts';
import { onPostgres, server } from './on-postgres.ts';

/** How long the steady rate is held on PostgreSQL. */
const MINUTES = Number(process.env.LOAD_MINUTES ?? 10);

/**
 * People who sign at a steady rate, each when their time has come whether or not the others were answered: so a server that
 * can't keep up is seen to fall behind. Real tokens, one or more real servers in turns, everything durable.
 */
async function benchLoad({
  aSecond,
  seconds,
  servers = 1,
  databaseUrl,
}: {
  aSecond: number;
  seconds: number;
  servers?: number;
  databaseUrl?: string;
}) {
  const dataDir = mkdtempSync(join(tmpdir(), 'countersign-load-'));
  const presses = aSecond * seconds;
  const at = await rig({ dataDir, ...(databaseUrl && { databaseUrl }) }, presses);
  const times: number[] = [];
  let failed = 0;
  try {
    // Nobody is written to meanwhile: signing is what is measured.
    await at.store.db.deleteFrom('jobs').execute();
    const running = await Promise.all(Array.from({ length: servers }, () => at.start()));
    const began = performance.now();
    const press = async (i: number) => {
      const due = began + (i * 1_000) / aSecond;
      await sleep(Math.max(0, due - performance.now()));
      const answer = await at.press(running[i % servers]?.url ?? '', at.duties[i] as never).catch(() => '');
      if (/CS-[0-9A-Z]{5}-/.test(answer)) times.push(performance.now() - due);
      else failed++;
    };
    await Promise.all(Array.from({ length: presses }, (_, i) => press(i)));
    const took = (performance.now() - began) / 1_000;
    await Promise.all(running.map((server) => server.stop()));
    const { ledger, signed } = await at.find(new Map());
    return { ...figures(times), presses, failed, aSecond: times.length / took, ledger, signed };
  } finally {
    await at.close();
    rmSync(dataDir, { recursive: true });
  }
}

/** Signs at the rates that the product must hold. */
async function* loads() {
  yield { name: 'SQLite, one server', asked: 20, ...(await benchLoad({ aSecond: 20, seconds: 60 })) };
  if (!server) return;
  for (const servers of [1, 2]) {
    const run = (databaseUrl: string) => benchLoad({ aSecond: 100, seconds: MINUTES * 60, servers, databaseUrl });
    yield {
      name: `PostgreSQL, ${servers === 1 ? 'one server' : 'two servers'}`,
      asked: 100,
      ...(await onPostgres(run)),
    };
  }
}

export async function sayLoad(): Promise<string[]> {
  const lines = [
    '\n## People who sign at a steady rate',
    'Each presses when their time has come, whether or not the others were answered; durable, with real tokens.\n',
    '| store | asked | answered, p50 / p95 | errors | presses | ledger |\n| --- | --- | --- | --- | --- | --- |',
  ];
  for await (const { name, asked, p50, p95, failed, presses, ledger } of loads())
    lines.push(`| ${name} | ${asked} a second | ${ms(p50)} / ${ms(p95)} | ${failed} | ${presses} | ${ledger} |`);
  return lines;
}
