import { accessSync, constants, mkdirSync } from 'node:fs';
import { ConfigError } from '../../errors.ts';

/**
 * Makes the data folder unless it is there.
 * @throws ConfigError when it can't be made or written.
 */
export function makeDataFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true });
    accessSync(dataDir, constants.W_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ConfigError(
      `DATA_DIR: ${dataDir} can't be made or written (${code}). Check the path and its permissions.`,
    );
  }
}
