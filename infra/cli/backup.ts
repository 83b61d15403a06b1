import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { backUp, type Counts, copy, restore } from '../../shared/adapters/store/backup/index.ts';
import { lockDataFolder } from '../../shared/adapters/store/lock.ts';
import type { Where } from '../../shared/adapters/store/store.ts';
import { ConfigError, Refusal } from '../../shared/errors.ts';
import { count } from '../../shared/language/words.ts';
import { verifyLedger } from '../../shared/ledger/index.ts';
import type { Store } from '../../shared/ports.ts';
import { readSettings } from '../settings.ts';
import { sayVerdict } from './ledger.ts';
import { print, withProduct } from './product.ts';

/** `backup`, `restore`, `move`: the school's data into a file and back, and from the data folder to PostgreSQL. */
export function backupCommands(program: Command): void {
  program
    .command('backup <file>')
    .description('writes all data into one file, or a file of today’s name in a folder, while the server runs')
    .action((target: string) =>
      withProduct(async ({ store, now }) => {
        const file = fileIn(target, now);
        const counts = await backUp(store, file, now).catch((error: NodeJS.ErrnoException) => {
          throw explained(error, file);
        });
        print(
          `${sayCounts(counts)} are in ${file}.`,
          'It holds names and what they signed: keep it where only those get at it who may see that, and away from this machine.',
        );
      }),
    );

  program
    .command('restore <file>')
    .description('fills an empty data folder or database from a backup, and verifies the ledger')
    .action(async (file: string) => {
      const { config } = readSettings(process.env);
      const where = { databaseUrl: config.DATABASE_URL, dataDir: config.DATA_DIR };
      await alone(where, async () => {
        const { store, counts, at } = await restore(where, file);
        await closing(store, async () => {
          print(`${sayCounts(counts)}, as they were on ${at.slice(0, 16).replace('T', ' at ')} UTC.`);
          sayVerdict(await verifyLedger(store));
        });
      });
    });

  program
    .command('move')
    .description('copies all data from the data folder into an empty PostgreSQL database; stop the server first')
    .requiredOption('--to <url>', 'the database, as postgres://user@host/database')
    .action(async ({ to }: { to: string }) => {
      const { config } = readSettings(process.env);
      if (config.DATABASE_URL)
        throw new ConfigError('DATABASE_URL: take it out for now. "move" copies from the data folder.');
      if (!/^postgres(ql)?:\/\//.test(to)) throw new Refusal('Write where to as postgres://user@host/database.');
      await alone({ dataDir: config.DATA_DIR }, () =>
        withProduct(async ({ store, now }) => {
          const moved = await copy(store, { databaseUrl: to, dataDir: '' }, now);
          await closing(moved.store, async () => {
            for (const [table, rows] of Object.entries(moved.counts))
              if (rows) print(`${rows.toString().padStart(9)}  ${table}`);
            const [before, after] = [await verifyLedger(store), await verifyLedger(moved.store)];
            print(`${sayCounts(moved.counts)} are there, as many as here.`);
            sayVerdict(after);
            if (!before.valid || !after.valid) return;
            const same = before.head === after.head && before.entries === after.entries;
            print(
              same
                ? 'Here and there the chain is the same. Set DATABASE_URL to the new database and start the server; keep the data folder until you have seen it work.'
                : 'The chain is not the same here and there. Stop whatever writes to the data folder, and move into an empty database again.',
            );
            if (!same) process.exitCode = 1;
          });
        }),
      );
    });
}

/** A name of its own for each backup in a folder: countersign-20261123T0905.backup.gz */
function fileIn(target: string, now: Date): string {
  const isFolder = statSync(target, { throwIfNoEntry: false })?.isDirectory();
  const moment = now.toISOString().replaceAll(/[-:]|\..*/g, '');
  return resolve(isFolder ? join(target, `countersign-${moment}.backup.gz`) : target);
}

function explained(error: NodeJS.ErrnoException, file: string): Error {
  switch (error.code) {
    case 'EEXIST':
      return new Refusal(`"${file}" is there already. Choose another name; nothing was written.`);
    case 'ENOENT':
    case 'ENOTDIR':
    case 'EACCES':
    case 'EROFS':
      return new Refusal(`"${file}" can't be written (${error.code}). Check its folder, and try again.`);
    case 'ENOSPC':
    case 'EFBIG':
      return new Refusal(`There is no room for "${file}". Free some space, or choose another disk; nothing was kept.`);
    default:
      return error;
  }
}

/** While no server works on the folder. */
async function alone(where: Where, work: () => Promise<void>): Promise<void> {
  const lock = where.databaseUrl ? null : lockDataFolder(where.dataDir);
  await work().finally(() => lock?.release());
}

const closing = (store: Store, work: () => Promise<void>): Promise<void> => work().finally(() => store.close());

const sayCounts = (counts: Counts): string => {
  const rows = Object.values(counts).reduce((sum, n) => sum + n, 0);
  return `${count(rows, 'row', 'rows')} of ${count(Object.keys(counts).length, 'table', 'tables')}`;
};
