import { join } from 'node:path';
import { startChild } from './child.ts';

const SCRIPT = join(import.meta.dirname, 'directories-child.ts');

/** Requests that runs make: second factors of everybody, everybody, and what changed since. */
interface Requests {
  mfa: number;
  full: number;
  delta: number;
  violations: number;
}

/** Leavers looked into one after the other: times on the platform's own clock, and the most requests that one took. */
interface Leavers {
  tookMs: number;
  allowedMs: number;
  most: number;
  violations: number;
}

interface Memory {
  people: number;
  beforeMb: number;
  peakMb: number;
}

export interface DirectoryFigures {
  people: number;
  changed: number;
  leavers: number;
  requests: { entra: Requests; google: Requests };
  deep: { entra: Leavers; google: Leavers };
  memory: [Memory, Memory];
}

/** What reading the directories costs, each measured in a process of its own against the stand-ins. */
export async function benchDirectories({
  people = 12_000,
  changed = 120,
  leavers = 2_000,
  many = 120_000,
} = {}): Promise<DirectoryFigures> {
  const memory = async (count: number) => {
    const host = await start(['host', count]);
    try {
      return await measured<Memory>(['memory', JSON.parse(host.said)]);
    } finally {
      await host.stop();
    }
  };
  return {
    people,
    changed,
    leavers,
    requests: {
      entra: await measured(['entra-requests', people, changed]),
      google: await measured(['google-requests', people, changed]),
    },
    deep: {
      entra: await measured(['entra-leavers', leavers]),
      google: await measured(['google-leavers', leavers]),
    },
    memory: [await memory(people), await memory(many)],
  };
}

const start = ([what, ...given]: [string, ...unknown[]]) =>
  startChild(SCRIPT, [what, ...given.map((one) => JSON.stringify(one))], {}, /^(\{.*\})$/);

async function measured<T>(what: [string, ...unknown[]]): Promise<T> {
  const child = await start(what);
  await child.stop().catch(() => {});
  return JSON.parse(child.said) as T;
}

/** The figures as lines of Markdown. */
export function sayDirectories({ people, changed, leavers, requests, deep, memory }: DirectoryFigures): string[] {
  const n = new Intl.NumberFormat('en-GB').format;
  const minutes = (ms: number) => (ms < 120_000 ? `${(ms / 1_000).toFixed(0)} s` : `${(ms / 60_000).toFixed(1)} min`);
  const leaver = ({ tookMs, allowedMs, most }: Leavers) =>
    `${minutes(allowedMs)} / ${minutes(tookMs)} (${(tookMs / allowedMs).toFixed(2)}) | ${most}`;
  const [few, many] = memory;
  const violations = [requests.entra, requests.google, deep.entra, deep.google].reduce(
    (sum, each) => sum + each.violations,
    0,
  );
  return [
    '\n## Directories: requests, rates, memory',
    'Against the stand-ins of Microsoft Graph and Google, which enforce pages and rates and count what breaks them.\n',
    `| requests, ${n(people)} people | Microsoft Entra | Google |\n| --- | --- | --- |`,
    `| second factors of everybody | ${requests.entra.mfa} | ${requests.google.mfa} |`,
    `| everybody | ${requests.entra.full} | ${requests.google.full} |`,
    `| what changed, ${changed} people | ${requests.entra.delta} | ${requests.google.delta} |\n`,
    `| ${n(leavers)} leavers | time that the limits allow / taken (ratio) | most requests for one |\n| --- | --- | --- |`,
    `| Microsoft Entra | ${leaver(deep.entra)} |`,
    `| Google | ${leaver(deep.google)} |\n`,
    `Requests above a platform's rate: ${violations}. Times are those of the platform's clock: waiting moves it, nothing else.\n`,
    `Peak memory of reading everybody into SQLite and checking their second factors: ${few.peakMb.toFixed(0)} MB with ${n(few.people)} people, ${many.peakMb.toFixed(0)} MB with ${n(many.people)}: ${(many.peakMb / few.peakMb).toFixed(2)} times.`,
  ];
}
