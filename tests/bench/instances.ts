import { existsSync, mkdirSync, mkdtempSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Rig, rig, type Server } from '../crash/rig.ts';
import { figures } from './measure.ts';
import { onPostgres, server } from './on-postgres.ts';

/** Of one processor, what each server may use. */
const SHARE = 0.2;
/** Linux gives it in slices of so many microseconds: short, as one that is out of its share may hold a lock. */
const PERIOD = 10_000;
const SECONDS = 10;
const ROUNDS = 3;
/** People who press at the same time, each again when answered. */
const PRESSING = 16;

const WAYS = { 'opening the card': 'acknowledgements.show', signing: 'acknowledgements.accept' } as const;

/**
 * How much more two servers answer than one, where neither the database nor whoever presses is the limit: they share this
 * machine's processors, so each server may use a fifth of one, and what is left is more than the others want. One server
 * and two, in turns. Needs Linux and root for the limit.
 */
async function benchInstances(databaseUrl: string) {
  const dataDir = mkdtempSync(join(tmpdir(), 'countersign-instances-'));
  const at = await rig({ dataDir, databaseUrl }, 25_000);
  const limits: Limit[] = [];
  try {
    // Nobody is written to meanwhile.
    await at.store.db.deleteFrom('jobs').execute();
    const servers = [await at.start(), await at.start()];
    for (const { process } of servers) limits.push(limit(process.pid as number));
    const left = at.duties.values();
    const measured = [];
    for (const [name, verb] of Object.entries(WAYS)) {
      const rates: Record<1 | 2, number[]> = { 1: [], 2: [] };
      let idle = 0;
      await rate(at, servers, verb, left, 2);
      for (let round = 0; round < ROUNDS; round++)
        for (const n of [1, 2] as const) {
          const found = await rate(at, servers.slice(0, n), verb, left, SECONDS);
          rates[n].push(found.aSecond);
          if (n === 2) idle += found.idle / ROUNDS;
        }
      measured.push({ name, one: figures(rates[1]).p50, two: figures(rates[2]).p50, idle });
    }
    await Promise.all(servers.map((server) => server.stop()));
    return measured;
  } finally {
    await at.close();
    for (const one of limits) one.lift();
    rmSync(dataDir, { recursive: true });
  }
}

/** Answers in a second while so many press, in turns at these servers; and how much of the machine was idle, 0 to 1. */
async function rate(at: Rig, servers: Server[], verb: string, left: Iterator<Rig['duties'][number]>, seconds: number) {
  const before = times();
  const began = performance.now();
  const until = began + seconds * 1_000;
  let answers = 0;
  const one = async (turn: number) => {
    while (performance.now() < until) {
      // Who opens a card may do so again; who has signed has signed.
      const duty = verb === WAYS.signing ? left.next().value : at.duties[answers % at.duties.length];
      if (!duty) throw new Error('everybody has signed');
      const answer = await at.press(servers[turn % servers.length]?.url as string, duty, verb);
      if (!/CS-[0-9A-Z]{5}-|Agreement 0/.test(answer)) throw new Error(`not answered: ${answer}`);
      answers++;
    }
  };
  await Promise.all(Array.from({ length: PRESSING }, (_, turn) => one(turn)));
  const after = times();
  return {
    aSecond: (answers * 1_000) / (performance.now() - began),
    idle: (after.idle - before.idle) / (after.all - before.all),
  };
}

function times(): { idle: number; all: number } {
  const each = cpus().map((cpu) => cpu.times);
  return {
    idle: each.reduce((sum, { idle }) => sum + idle, 0),
    all: each.flatMap((of) => Object.values(of)).reduce((sum, ms) => sum + ms, 0),
  };
}

interface Limit {
  /** When its process has ended. */
  lift(): void;
}

/** Lets a process use only its share, by a control group of the kernel: of the first version, or of the second. */
function limit(pid: number): Limit {
  const isFirst = existsSync(join(GROUPS, 'cpu/cpu.shares'));
  const group = join(GROUPS, isFirst ? 'cpu' : '', `countersign-bench-${pid}`);
  mkdirSync(group);
  if (isFirst) {
    writeFileSync(join(group, 'cpu.cfs_period_us'), String(PERIOD));
    writeFileSync(join(group, 'cpu.cfs_quota_us'), String(PERIOD * SHARE));
  } else writeFileSync(join(group, 'cpu.max'), `${PERIOD * SHARE} ${PERIOD}`);
  writeFileSync(join(group, 'cgroup.procs'), String(pid));
  return { lift: () => rmdirSync(group) };
}

const GROUPS = '/sys/fs/cgroup';

/** Two servers against one, or why that can't be measured here. */
export async function sayInstances(): Promise<string[]> {
  const title = '\n## Two servers against one';
  if (!server) return [title, 'Not measured: it takes PostgreSQL.'];
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    return [title, 'Not measured: limiting a server’s share of a processor takes Linux, and root.'];
  const rows = await onPostgres(benchInstances);
  return [
    title,
    `Each may use ${SHARE * 100} % of one processor, so that PostgreSQL and whoever presses, on the same machine, are not the limit; ${PRESSING} people press, each again when answered; one server and two in turns, the middle of ${ROUNDS} times ${SECONDS} s each.\n`,
    '| what | answers a second, one | two | ratio | machine idle with two |\n| --- | --- | --- | --- | --- |',
    ...rows.map(
      ({ name, one, two, idle }) =>
        `| ${name} | ${one.toFixed(0)} | ${two.toFixed(0)} | ${(two / one).toFixed(2)} | ${(idle * 100).toFixed(0)} % |`,
    ),
  ];
}
