import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startChild } from './child.ts';
import { figures } from './measure.ts';

const STARTS = 7;
const IDLE_MS = 10_000;

/** From starting the process to "ready" on /readyz, and its memory after ten idle seconds; on a data folder that exists. */
export async function benchStartup() {
  const dataDir = mkdtempSync(join(tmpdir(), 'countersign-bench-'));
  const env = { PORT: '0', DATA_DIR: dataDir };
  const times: number[] = [];
  let memoryMb = 0;
  try {
    for (let run = 0; run <= STARTS; run++) {
      const began = performance.now();
      const server = await startChild('infra/server.ts', [], env, /(http:\/\/127\.0\.0\.1:\d+)\/sandbox/);
      const ready = await fetch(`${server.said}/readyz`);
      const took = performance.now() - began;
      if (!ready.ok) throw new Error('not ready');
      // The first start fills the folder; it isn't one with existing data.
      if (run > 0) times.push(took);
      if (run === STARTS) {
        await sleep(IDLE_MS);
        memoryMb = residentMb(server.process.pid as number);
      }
      await server.stop();
    }
  } finally {
    rmSync(dataDir, { recursive: true });
  }
  return { ...figures(times), memoryMb, starts: STARTS };
}

/** How much memory a process holds, in MB. */
export function residentMb(pid: number): number {
  if (process.platform === 'linux')
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024;
}
