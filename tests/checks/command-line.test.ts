import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openStore } from '../../shared/adapters/store/store.ts';
import { takeRun } from '../../shared/checks/runs.ts';

const run = promisify(execFile);
const ROOT = new URL('../..', import.meta.url);

describe('countersign check, in the sandbox', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'countersign-check-'));
  const countersign = (...args: string[]) =>
    run(process.execPath, ['infra/cli.ts', ...args], {
      cwd: ROOT,
      env: { PATH: process.env.PATH, DATA_DIR: dataDir },
      maxBuffer: 10_000_000,
    });
  afterAll(() => rmSync(dataDir, { recursive: true }));

  test('finds who has no second factor and whose account is open, for people and for programs', async () => {
    await countersign('people', 'import', 'infra/sandbox/school/people.csv');
    await countersign('directories', 'sync');
    const { stdout: words } = await countersign('check', 'mfa');
    expect(words).toMatch(/^\d+ of \d+ people with two-step sign-in, \d+ without, \d+ unknown, 1 exempt\.\n/);
    expect(words).toMatch(/ {2}without {2}Rhys Cadwallader \(Microsoft\)/);
    const { people } = JSON.parse((await countersign('check', 'leavers', '--json')).stdout) as {
      people: { name: string; standing: string; rows: { row: string; account: string | null; state: string }[] }[];
    };
    const yolanda = people.find(({ name }) => name === 'Yolanda Ferreira');
    expect(yolanda?.standing).toBe('open');
    expect(yolanda?.rows).toContainEqual(
      expect.objectContaining({ row: 'sign-in-blocked', account: 'google', state: 'fail', severity: 'critical' }),
    );
  }, 60_000);

  test('gives way to a server that is at it, and says how far that is', async () => {
    const store = await openStore({ dataDir });
    const clock = { now: () => new Date() };
    const theirs = await takeRun({ store, clock }, 'mfa');
    await store.transaction(async (tx) => theirs?.advance(tx, { done: 1_240, total: 12_000, cursor: null }));
    const ended = await countersign('check', 'mfa').catch((error: { code: number; stdout: string }) => error);
    expect(ended).toMatchObject({ code: 1, stdout: expect.stringMatching(/checking 1,240 of 12,000/) });
    await theirs?.end();
    await store.close();
  }, 60_000);
});
