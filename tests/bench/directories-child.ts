import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { entraDirectory } from '../../shared/adapters/entra/index.ts';
import { openStore } from '../../shared/adapters/store/store.ts';
import { lookAtSecondFactors } from '../../shared/checks/mfa/run.ts';
import type { Directory } from '../../shared/directories/port.ts';
import { syncDirectory } from '../../shared/directories/sync.ts';
import { parseSchool } from '../../shared/school.ts';
import { startRig } from '../directories/google/rig.ts';
import { virtualClock } from '../fakes/clock.ts';
import { leaveOpen } from '../fakes/google/index.ts';
import { startGraph } from '../fakes/graph/graph.ts';
import { schoolTenant } from '../fakes/graph/school.ts';

/**
 * One measurement of the directories in a process of its own; what it found is one line of JSON. The platforms are the
 * stand-ins, which count requests and hold them against the platforms' rates.
 */
const log = { info() {}, warn() {}, error() {} };

/** Google's limits in calls a minute. */
const DIRECTORY_A_MINUTE = 2_400;
const FILTERED_REPORTS_A_MINUTE = 250;

async function entra(people: number) {
  const { tenant } = schoolTenant({ people });
  const clock = virtualClock();
  const graph = await startGraph({ tenant, clock, contract: null });
  const directory = entraDirectory(settingsOf(graph, tenant.id), { clock, log });
  const allowed = () => Math.max(...graph.usage().map(({ used, limit, windowMs }) => (used / limit) * windowMs));
  return { tenant, clock, graph, directory, allowed };
}

const settingsOf = (graph: Awaited<ReturnType<typeof startGraph>>, tenant: string) => ({
  tenant,
  clientId: graph.clientId,
  credential: { kind: 'secret' as const, secret: graph.secret },
  authority: graph.authority,
  root: graph.root,
  zone: 'Europe/London',
});

async function read(pages: AsyncIterable<unknown>): Promise<string | null> {
  let cursor: string | null = null;
  for await (const page of pages) cursor = (page as { cursor?: string }).cursor ?? cursor;
  return cursor;
}

/** Requests of a run in Entra: second factors, everybody, and what changed. */
async function entraRequests(people: number, changed: number) {
  const { tenant, graph, directory } = await entra(people);
  const during = async (work: () => Promise<unknown>) => {
    const before = graph.requests(/^(GET|POST) (?!.*token)/);
    await work();
    return graph.requests(/^(GET|POST) (?!.*token)/) - before;
  };
  const ids = [...tenant.users.keys()];
  const mfa = await during(() => read(directory.mfa(ids)));
  let cursor: string | null = null;
  const full = await during(async () => (cursor = await read(directory.accounts(null))));
  for (const id of ids.slice(0, changed)) tenant.change(id, { jobTitle: 'Librarian' });
  const delta = await during(() => read(directory.accounts(cursor)));
  return { mfa, full, delta, violations: graph.violations };
}

async function googleRequests(people: number, changed: number) {
  const rig = await startRig(people, {}, { watch: () => {} });
  const during = async (work: () => Promise<unknown>) => {
    const before = rig.google.counts.requests;
    await work();
    return rig.google.counts.requests - before;
  };
  const ids = [...rig.customer.users.keys()];
  const mfa = await during(() => read(rig.directory.mfa(ids)));
  let cursor: string | null = null;
  const full = await during(async () => (cursor = await read(rig.directory.accounts(null))));
  // What changed stands in Google's audit log.
  for (const user of [...rig.customer.users.values()].slice(1, changed + 1)) {
    user.title = 'Librarian';
    rig.google.log('USER_SETTINGS', 'CHANGE_USER_ORGANIZATION', { USER_EMAIL: user.address });
  }
  const delta = await during(() => read(rig.directory.accounts(cursor)));
  return { mfa, full, delta, violations: rig.google.counts.violations };
}

/** How long leavers take, on a clock that only waiting moves, and how long the limits would have it. */
async function entraLeavers(people: number) {
  const { tenant, graph, clock, directory, allowed } = await entra(people);
  let most = 0;
  for (const id of tenant.users.keys()) {
    const before = graph.requests(/batch/);
    await directory.leaver(id, '2026-08-31');
    most = Math.max(most, graph.requests(/batch/) - before);
  }
  return { tookMs: clock.elapsed(), allowedMs: allowed(), most, violations: graph.violations };
}

async function googleLeavers(people: number) {
  const rig = await startRig(people + 1, {}, { watch: () => {} });
  const leavers = [...rig.customer.users.values()].slice(1);
  // Half are closed, half have everything open.
  leavers.forEach((user, at) => {
    if (at % 2 === 0) leaveOpen(rig.customer, user, '2026-11-20T08:00:00.000Z');
    else Object.assign(user, { suspended: true, enrolled: false });
  });
  const queue = leavers[Symbol.iterator]();
  let most = 0;
  const measured = new Set(leavers.slice(0, 20).map(({ id }) => id));
  // The first ones alone, so that their requests can be told apart; names of roles are asked for once.
  for (const id of measured) {
    const before = rig.google.counts.requests;
    await rig.directory.leaver(id, '2026-10-23');
    most = Math.max(most, rig.google.counts.requests - before);
  }
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (const { id } of queue) if (!measured.has(id)) await rig.directory.leaver(id, '2026-10-23');
    }),
  );
  const calls = (matching: RegExp) => rig.google.calls.filter((call) => matching.test(call)).length;
  const allowedMs =
    Math.max(
      calls(/\/admin\/(directory|datatransfer)\//) / DIRECTORY_A_MINUTE,
      calls(/filters=/) / FILTERED_REPORTS_A_MINUTE,
    ) * 60_000;
  return { tookMs: rig.clock.elapsed(), allowedMs, most, violations: rig.google.counts.violations };
}

/** The stand-in alone: its accounts must not count as ours. Says where it is, and stays. */
async function host(people: number) {
  const { tenant } = schoolTenant({ people });
  const graph = await startGraph({ tenant, clock: { now: () => new Date() }, contract: null });
  return settingsOf(graph, tenant.id);
}

/** Everybody read into an empty database, and their second factors checked: how much memory that took at most. */
async function memory(settings: Parameters<typeof entraDirectory>[0]) {
  const dataDir = mkdtempSync(join(tmpdir(), 'countersign-bench-'));
  const store = await openStore({ dataDir });
  const clock = { now: () => new Date() };
  const directory: Directory = entraDirectory(settings, { clock, log });
  const school = parseSchool("school: { name: A trust }\ndirectories: { staff: ['*'] }");
  const context = { store, clock, school, directories: [directory], log, stopping: new AbortController().signal };
  const before = process.resourceUsage().maxRSS;
  const outcome = await syncDirectory(directory, { full: true }, context);
  if (outcome.kind !== 'read') throw new Error(JSON.stringify(outcome));
  await lookAtSecondFactors(context);
  const { n } = await store.db
    .selectFrom('people')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow();
  await store.close();
  rmSync(dataDir, { recursive: true });
  return { people: Number(n), beforeMb: before / 1024, peakMb: process.resourceUsage().maxRSS / 1024 };
}

const [, , what, ...given] = process.argv;
const [first, second] = given.map((one) => JSON.parse(one));
const MEASURES: Record<string, () => Promise<unknown>> = {
  'entra-requests': () => entraRequests(first, second),
  'google-requests': () => googleRequests(first, second),
  'entra-leavers': () => entraLeavers(first),
  'google-leavers': () => googleLeavers(first),
  host: () => host(first),
  memory: () => memory(first),
};
console.log(JSON.stringify(await MEASURES[what ?? '']?.()));
if (what !== 'host') process.exit();
