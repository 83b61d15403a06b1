import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { openStore } from '../../shared/adapters/store/store.ts';
import { ConfigError } from '../../shared/errors.ts';
import type { Store } from '../../shared/ports.ts';
import { runProcess } from '../fakes/process.ts';
import { eachStore, onSqlite } from '../fakes/store.ts';

/** Opens the store in a process of its own and says so. */
const OPENER = `
  const { openStore } = await import('./shared/adapters/store/store.ts');
  const store = await openStore(JSON.parse(process.argv[1]));
  await store.db.selectFrom('people').selectAll().execute();
  console.log('open');
  await store.close();
`;

const refused = async (opening: Promise<unknown>): Promise<string> => {
  const error = await opening.then(
    () => new Error('it opened'),
    (reason: unknown) => reason as Error,
  );
  expect(error).toBeInstanceOf(ConfigError);
  return error.message;
};

describe('starting', () => {
  eachStore((fresh) => {
    test('three at once make one schema', async () => {
      const database = await fresh('nothing');
      const ended = await Promise.all([1, 2, 3].map(() => runProcess(OPENER, database.where)));
      expect(ended).toEqual([1, 2, 3].map(() => ({ said: 'open\n', end: 0 })));
      const { db } = await database.open();
      expect(await db.selectFrom('ledger_head').selectAll().execute()).toHaveLength(1);
    });

    test('again finds what was there', async () => {
      const database = await fresh();
      const first = await database.open();
      await first.db
        .insertInto('agreements')
        .values({ id: 'staff', title: 'Staff', yearly: 1, created_at: '' })
        .execute();
      await first.close();
      const { db } = await database.open();
      expect(await db.selectFrom('agreements').select('id').execute()).toEqual([{ id: 'staff' }]);
    });

    /** As if a later version had been there. */
    const later = (store: Store) =>
      sql`insert into kysely_migration (name, timestamp) values ('9999-later', '2027-01-01')`.execute(store.db);

    test('on data that a newer version has brought up to date works: an upgrade goes one instance after the other', async () => {
      const database = await fresh();
      await later(await database.open());
      const { db } = await database.open();
      expect(await db.selectFrom('ledger_head').selectAll().execute()).toHaveLength(1);
    });

    test('on data of another version, which lacks something of ours, says so and changes nothing', async () => {
      const database = await fresh();
      const store = await database.open();
      await later(store);
      await sql`delete from kysely_migration where name = '0003-checks'`.execute(store.db);
      expect(await refused(openStore(database.where))).toMatch(/newer version of Countersign/);
    });
  });

  onSqlite((fresh) => {
    test('for the first time on a disk that is full says so, and starts when there is room', async () => {
      const database = await fresh();
      const child = spawn('sh', [
        '-c',
        'ulimit -f 200; exec "$0" --input-type=module -e "$1" "$2"',
        process.execPath,
        OPENER,
        JSON.stringify(database.where),
      ]);
      let said = '';
      child.stderr.on('data', (data) => (said += data));
      await once(child, 'close');
      expect(said).toMatch(/ConfigError: DATA_DIR: .*(disk is full|cannot be read or written)/);
      const { db } = await database.open();
      expect(await db.selectFrom('ledger_head').selectAll().execute()).toHaveLength(1);
    });
  });

  describe('where the database', () => {
    let folder: string;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'countersign-'));
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    test('server does not answer, says so without showing the password', async () => {
      const databaseUrl = 'postgres://anna:s3cret@127.0.0.1:1/school';
      const message = await refused(openStore({ databaseUrl, dataDir: folder }));
      expect(message).toBe('DATABASE_URL: The database cannot be reached.');
    });

    test('file is no database, says so and leaves it alone', async () => {
      const file = join(folder, 'countersign.db');
      writeFileSync(file, 'my shopping list '.repeat(100));
      expect(await refused(openStore({ dataDir: folder }))).toMatch(/can't be opened/);
      expect(readFileSync(file, 'utf8')).toMatch(/^my shopping list/);
    });

    test('file is a folder, says so', async () => {
      mkdirSync(join(folder, 'countersign.db'));
      expect(await refused(openStore({ dataDir: folder }))).toMatch(/can't be opened/);
    });

    test('folder is a file, says so', async () => {
      writeFileSync(join(folder, 'data'), '');
      expect(await refused(openStore({ dataDir: join(folder, 'data', 'deeper') }))).toMatch(/can't be made/);
    });
  });
});
