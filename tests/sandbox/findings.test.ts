import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { startDirectories } from '../../infra/sandbox/directories.ts';
import { createSandbox } from '../../infra/sandbox/sandbox.ts';
import { SANDBOX_SCHOOL } from '../../infra/settings.ts';
import { openStore } from '../../shared/adapters/store/store.ts';
import { createApp } from '../../shared/app.ts';
import type { Store } from '../../shared/ports.ts';
import { readSchool } from '../../shared/school.ts';

jest.setTimeout(60_000);

const URL = 'http://127.0.0.1:1';
const log = { info() {}, warn() {}, error() {} };
const school = readSchool(join(SANDBOX_SCHOOL, 'school.yaml'));

let dataDir: string;
let store: Store;
let closeAll: (() => void | Promise<void>)[];
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'countersign-findings-'));
  store = await openStore({ dataDir });
  closeAll = [];
});
afterEach(async () => {
  for (const close of closeAll) await close();
  await store.close();
  rmSync(dataDir, { recursive: true, force: true });
});

/** The sandbox as it is a minute after its start, its directories read by the real adapters. */
async function aMinuteLater(): Promise<void> {
  let now = new Date('2026-11-23T10:00:00Z');
  const clock = { now: () => now, wait: async (ms: number) => void (now = new Date(now.getTime() + ms)) };
  const sandbox = await createSandbox({ store, school, dataDir, url: URL, clock, log });
  closeAll.push(sandbox.close);
  const drives = school.areas.flatMap((area) => area.drives);
  const tenant = school.tenant ?? 'larkenmere';
  const played = await startDirectories({ tenant, closing: school.checks.closing, drives, clock, log });
  closeAll.push(played.close);
  const { directories } = played;
  const { worker } = createApp({ store, clock, school, messengers: [], directories, log, publicUrl: URL });
  await worker.schedule();
  while (now < new Date('2026-11-23T10:01:00Z')) if (!(await worker.runDue())) await clock.wait(5_000);
}

test('a newcomer finds a finding of every kind within a minute, without pressing anything', async () => {
  await aMinuteLater();
  const found = await store.db
    .selectFrom('findings')
    .select(['check_name', 'state', 'because_kind'])
    .distinct()
    .execute();
  const kinds = found.map((one) => [one.check_name, one.state, one.because_kind].filter(Boolean).join(' '));
  expect(kinds.sort()).toEqual([
    'access fail',
    'access pass',
    'leavers fail',
    'leavers not-due later',
    'leavers pass',
    'leavers unknown licence',
    'leavers unknown no-account',
    'leavers unknown not-offered',
    'leavers unknown unconfirmed',
    'mfa fail',
    'mfa not-due blocked',
    'mfa pass',
    'mfa unknown elsewhere',
  ]);
  const standings = await store.db.selectFrom('leavers').select('standing').distinct().orderBy('standing').execute();
  expect(standings.map(({ standing }) => standing)).toEqual(['blind', 'closed', 'open']);
});

test('and one that was closed, and has come back', async () => {
  await aMinuteLater();
  const back = await store.db
    .selectFrom('findings')
    .innerJoin('people', 'people.id', 'findings.person')
    .select(['name', 'row_name'])
    .where('reopened', '>', 0)
    .execute();
  expect(back).toEqual([{ name: 'Graham Stubley', row_name: 'sign-in-blocked' }]);
});
