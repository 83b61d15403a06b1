import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { APP_ID, TENANT } from '../fakes/channel.ts';
import { keyFile } from '../fakes/google/tokens.ts';
import { CLIENT_ID, CUSTOMER, SERVICE_ACCOUNT } from '../fakes/workspace.ts';
import { startChild } from './child.ts';
import { figures, ms } from './measure.ts';
import { residentMb } from './startup.ts';

/** Pairs of starts that count; the first pair fills the folders. */
const PAIRS = 9;
const IDLE_MS = 3_000;

interface Start {
  /** From starting the process to "ready" on /readyz, in ms. */
  start: number;
  /** What of that a processor worked for it, in ms: on a busy machine the time is mostly waiting. NaN where only Linux tells. */
  worked: number;
  /** After three idle seconds. */
  memoryMb: number;
}

/**
 * A real school's server with Teams alone, and with Google too (the add-on, and the key with which Google Chat is written to):
 * in pairs, now one first, now the other, so that whatever else the machine does falls on both.
 */
export async function benchGoogleDoor() {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-bench-'));
  const key = join(folder, 'key.json');
  writeFileSync(key, JSON.stringify(await keyFile('http://127.0.0.1:9')));
  const teams = {
    PORT: '0',
    SCHOOL_FILE: join(import.meta.dirname, '../../infra/sandbox/school/school.yaml'),
    PUBLIC_URL: 'https://countersign.example',
    MicrosoftAppId: APP_ID,
    MicrosoftAppPassword: 'not-a-secret',
    MicrosoftAppTenantId: TENANT,
    DATA_DIR: join(folder, 'teams'),
  };
  const both = {
    ...teams,
    GOOGLE_ADDON_SERVICE_ACCOUNT: SERVICE_ACCOUNT,
    GOOGLE_ADDON_CLIENT_ID: CLIENT_ID,
    GOOGLE_CUSTOMER_ID: CUSTOMER,
    GOOGLE_DOMAINS: 'larkenmere.example',
    GOOGLE_SERVICE_ACCOUNT_FILE: key,
    DATA_DIR: join(folder, 'both'),
  };
  const pairs: { without: Start; withGoogle: Start }[] = [];
  try {
    for (let run = 0; run <= PAIRS; run++) {
      const first = await startOnce(run % 2 ? both : teams);
      const second = await startOnce(run % 2 ? teams : both);
      const pair = run % 2 ? { without: second, withGoogle: first } : { without: first, withGoogle: second };
      if (run > 0) pairs.push(pair);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  const median = (of: (pair: (typeof pairs)[number]) => number) => figures(pairs.map(of)).p50;
  return {
    pairs: pairs.length,
    without: { start: median((pair) => pair.without.start), memoryMb: median((pair) => pair.without.memoryMb) },
    withGoogle: {
      start: median((pair) => pair.withGoogle.start),
      memoryMb: median((pair) => pair.withGoogle.memoryMb),
    },
    /** Of each pair, and of those the middle. */
    ratio: {
      start: median(({ without, withGoogle }) => withGoogle.start / without.start),
      worked: median(({ without, withGoogle }) => withGoogle.worked / without.worked),
      memory: median(({ without, withGoogle }) => withGoogle.memoryMb / without.memoryMb),
    },
  };
}

async function startOnce(env: Record<string, string>): Promise<Start> {
  const began = performance.now();
  const server = await startChild('infra/server.ts', [], env, /"url":"([^"]+)"/);
  const ready = await fetch(`${server.said}/readyz`);
  const start = performance.now() - began;
  const pid = server.process.pid as number;
  const worked = workedMs(pid);
  if (!ready.ok) throw new Error('not ready');
  await sleep(IDLE_MS);
  const memoryMb = residentMb(pid);
  await server.stop();
  return { start, worked, memoryMb };
}

/** How long processors have worked for a process, in ms, by proc(5): user and system time, in hundredths of a second. */
function workedMs(pid: number): number {
  if (process.platform !== 'linux') return Number.NaN;
  const after = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(after[11]) + Number(after[12])) * 10;
}

export const sayGoogleDoor = ({
  pairs,
  without,
  withGoogle,
  ratio,
}: Awaited<ReturnType<typeof benchGoogleDoor>>): string =>
  `A real school's server with Teams alone starts in ${ms(without.start)} and holds ${without.memoryMb.toFixed(0)} MB; with Google too, ${ms(withGoogle.start)} and ${withGoogle.memoryMb.toFixed(0)} MB: ${ratio.start.toFixed(2)} and ${ratio.memory.toFixed(2)} times, ${ratio.worked.toFixed(2)} times in a processor's time (medians of ${pairs} pairs of starts, in turns).`;
