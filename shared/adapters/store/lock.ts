import { join } from 'node:path';
import Database from 'better-sqlite3';
import { ConfigError } from '../../errors.ts';
import { makeDataFolder } from './folder.ts';

/**
 * Makes this process the only server on a data folder, until it ends in whatever way: the operating system gives the
 * lock back even after a crash. The command line works beside a server and takes no lock.
 * @throws ConfigError when another server has it.
 */
export function lockDataFolder(dataDir: string): { release(): void } {
  makeDataFolder(dataDir);
  const database = new Database(join(dataDir, 'server.lock'), { timeout: 0 });
  try {
    database.pragma('locking_mode = EXCLUSIVE');
    database.exec('begin exclusive');
  } catch {
    database.close();
    throw new ConfigError(
      `Another Countersign server is using ${dataDir}. Stop it first, or give this one its own DATA_DIR.`,
    );
  }
  return { release: () => void database.close() };
}
