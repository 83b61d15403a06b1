import { openStore } from '../../shared/adapters/store/store.ts';
import type { Directory } from '../../shared/directories/port.ts';
import { Refusal } from '../../shared/errors.ts';
import type { Clock, Store } from '../../shared/ports.ts';
import type { School } from '../../shared/school.ts';
import { directoriesIn } from '../directories.ts';
import { createLog } from '../log.ts';
import { readSettings, type Settings } from '../settings.ts';

/** What a command works on: the same data that the server uses. */
export interface Product {
  store: Store;
  school: School;
  now: Date;
}

/** Opens the school's data for one command and closes it again, however the command ends. */
export async function withProduct<T>(work: (product: Product) => Promise<T>): Promise<T> {
  const { config, school } = readSettings(process.env);
  const store = await openStore({ databaseUrl: config.DATABASE_URL, dataDir: config.DATA_DIR });
  try {
    return await work({ store, school, now: new Date() });
  } finally {
    await store.close();
  }
}

/** The same, and what people are read from. */
export interface DirectoryProduct extends Product {
  settings: Settings;
  directories: Directory[];
  clock: Clock;
}

/**
 * Opens the school's data and its directories for one command.
 * @throws Refusal when no directory is set up, unless the command has other work `orWithout`.
 */
export async function withDirectories<T>(
  work: (product: DirectoryProduct) => Promise<T>,
  { orWithout = false } = {},
): Promise<T> {
  const settings = readSettings(process.env);
  const clock = { now: () => new Date() };
  const { directories, close } = await directoriesIn(settings)({ clock, log: createLog('silent') });
  try {
    if (!directories.length && !orWithout)
      throw new Refusal(
        'No directory is set up. Set ENTRA_CLIENT_ID and its certificate or secret, or GOOGLE_SERVICE_ACCOUNT_FILE, GOOGLE_ADMIN_SUBJECT and GOOGLE_CUSTOMER_ID.',
      );
    return await withProduct((product) => work({ ...product, settings, directories, clock }));
  } finally {
    await close();
  }
}

/** Prints one JSON document, for programs. */
export const printJson = (value: unknown): void => console.log(JSON.stringify(value, null, 2));

/** Prints lines, for people; absent ones are left out. */
export const print = (...lines: (string | false | null | undefined)[]): void =>
  console.log(lines.filter((line) => typeof line === 'string').join('\n'));
