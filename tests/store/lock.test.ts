import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockDataFolder } from '../../shared/adapters/store/lock.ts';
import { openStore } from '../../shared/adapters/store/store.ts';
import { runProcess } from '../fakes/process.ts';

const HOLDER = `
  const { lockDataFolder } = await import('./shared/adapters/store/lock.ts');
  lockDataFolder(JSON.parse(process.argv[1]));
  console.log('held');
`;

describe('a data folder', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'countersign-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('has one server: a second one is told, and the command line still works', async () => {
    const lock = lockDataFolder(folder);
    const second = await runProcess(HOLDER, folder);
    expect(second.end).toBe(1);
    expect(second.said).toContain(`ConfigError: Another Countersign server is using ${folder}. Stop it first`);
    await (await openStore({ dataDir: folder })).close();
    lock.release();
    expect(await runProcess(HOLDER, folder)).toEqual({ said: 'held\n', end: 0 });
  });

  test('is free again when its server was killed', async () => {
    const holder = spawn(
      process.execPath,
      ['--input-type=module', '-e', `${HOLDER} setInterval(() => {}, 1_000);`, JSON.stringify(folder)],
      { cwd: new URL('../..', import.meta.url) },
    );
    await once(holder.stdout, 'data');
    expect(() => lockDataFolder(folder)).toThrow(/Another Countersign server/);
    holder.kill('SIGKILL');
    await once(holder, 'close');
    lockDataFolder(folder).release();
  });

  test('that can not be made is told', () => {
    writeFileSync(join(folder, 'file'), '');
    expect(() => lockDataFolder(join(folder, 'file', 'deeper'))).toThrow(/can't be made/);
  });
});
