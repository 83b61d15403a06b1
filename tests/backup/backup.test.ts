import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { backUp, copy, restore } from '../../shared/adapters/store/backup/index.ts';
import { tablesOf } from '../../shared/adapters/store/backup/tables.ts';
import { record, verifyLedger } from '../../shared/ledger/index.ts';
import type { Store } from '../../shared/ports.ts';
import { askToSign, buttonOf, testApp, viewOf } from '../fakes/app.ts';
import { eachStore, onPostgres, onSqlite, type TestDatabase } from '../fakes/store.ts';

const NOW = new Date('2026-11-23T09:00:00Z');
/** A line of its own for PostgreSQL's readline, in names that no encoding spoils. */
const NAMES = ['Zoë Åkesson', 'Ann\u2028Ōkubo 🦊', 'O\'Neil \\ "Q"'];

/** A school where everybody was asked and one person signed. */
async function school(store: Store) {
  const t = await testApp(store);
  const people = [];
  for (const name of NAMES) people.push(await t.person(name));
  await askToSign(t, people);
  const [first] = people;
  const [assignment] = await store.db
    .selectFrom('assignments')
    .select('id')
    .where('person', '=', first?.id ?? '')
    .execute();
  const shown = viewOf(
    (await first?.press({ action: 'acknowledgements.show', input: { assignment: assignment?.id } })) as never,
  );
  viewOf((await first?.press(buttonOf(shown, 'I have read and accept'), { name: NAMES[0], job: 'Teacher' })) as never);
}

/** All that a database holds, table by table. */
async function contents(store: Store): Promise<Record<string, unknown[]>> {
  const all: Record<string, unknown[]> = {};
  for (const { name } of await tablesOf(store, store.db)) {
    const { rows } = await sql`select * from ${sql.table(name)}`.execute(store.db);
    all[name] = rows.map((row) => JSON.stringify(row, Object.keys(row as object).sort())).sort();
  }
  return all;
}

describe('a backup', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'countersign-backup-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const file = () => join(folder, 'school.backup.gz');

  eachStore((fresh) => {
    let from: TestDatabase;
    let store: Store;
    const opened: Store[] = [];
    beforeEach(async () => {
      from = await fresh();
      store = await from.open();
      await school(store);
    });
    afterEach(() => Promise.all(opened.splice(0).map((one) => one.close())));
    const into = async ({ where }: TestDatabase, source = file()) => {
      const restored = await restore(where, source);
      opened.push(restored.store);
      return restored;
    };

    test('puts everything back as it was, and the ledger holds', async () => {
      const counts = await backUp(store, file(), NOW);
      const back = await into(await fresh());
      expect(await contents(back.store)).toEqual(await contents(store));
      expect(back.counts).toEqual(counts);
      expect(counts.people).toBe(3);
      expect(await verifyLedger(back.store)).toEqual(await verifyLedger(store));
      expect(statSync(file()).mode & 0o077).toBe(0);
      expect(readdirSync(folder)).toEqual(['school.backup.gz']);
    });

    test('is of one moment, though people go on signing while it is made', async () => {
      let signing = true;
      const other = await from.open();
      const writing = (async () => {
        while (signing) {
          await other.transaction((tx) => record(tx, NOW, { kind: 'signed', facts: {}, personal: { a: 1 } }));
          // SQLite answers at once: without this, nothing else would ever have its turn.
          await new Promise(setImmediate);
        }
      })();
      await backUp(store, file(), NOW);
      signing = false;
      await writing;
      const back = await into(await fresh());
      expect(await verifyLedger(back.store)).toMatchObject({ valid: true });
    });

    test('goes into a database in which a server has started once, and works on there', async () => {
      await backUp(store, file(), NOW);
      const target = await fresh();
      const t = await testApp(await target.open());
      await t.app.worker.schedule();
      const { store: back } = await into(target);
      await back.transaction((tx) => record(tx, NOW, { kind: 'more', facts: {} }));
      expect(await verifyLedger(back)).toMatchObject({ valid: true });
    });

    test('is not put where data is', async () => {
      await backUp(store, file(), NOW);
      const before = await contents(store);
      await expect(restore(from.where, file())).rejects.toThrow(/holds data already\. Restore into an empty one\.$/);
      expect(await contents(store)).toEqual(before);
    });

    test.each([
      ['was cut short', (packed: Buffer) => packed.subarray(0, packed.length - 40), /damaged/],
      [
        'lost its end',
        (packed: Buffer) => gzipSync(gunzipSync(packed).toString().split('\n').slice(0, -2).join('\n').concat('\n')),
        /damaged/,
      ],
      [
        'lost a row',
        (packed: Buffer) =>
          gzipSync(
            gunzipSync(packed)
              .toString()
              .replace(/\n\[[^\n]*Zoë[^\n]*/, ''),
          ),
        /damaged/,
      ],
      ['is something else', () => Buffer.from('my shopping list'), /not a backup/],
      ['is other lines', () => gzipSync('{"a":1}\n'), /not a backup/],
      [
        'is of a newer version',
        (packed: Buffer) => gzipSync(gunzipSync(packed).toString().replace('"0001-core"', '"0001-core","9999-later"')),
        /newer version/,
      ],
    ])('that %s is refused, and the place stays empty', async (_, spoil, why) => {
      await backUp(store, file(), NOW);
      const spoiled = join(folder, 'spoiled');
      writeFileSync(spoiled, spoil(readFileSync(file())));
      const target = await fresh();
      await expect(restore(target.where, spoiled)).rejects.toThrow(why);
      await backUp(store, join(folder, 'again'), NOW);
      const back = await into(target, join(folder, 'again'));
      expect(await contents(back.store)).toEqual(await contents(store));
    });

    test('does not take the place of a file, and leaves nothing when it fails', async () => {
      writeFileSync(file(), 'other');
      await expect(backUp(store, file(), NOW)).rejects.toMatchObject({ code: 'EEXIST' });
      expect(readFileSync(file(), 'utf8')).toBe('other');
      await expect(backUp(store, join(folder, 'nowhere', 'x'), NOW)).rejects.toMatchObject({ code: 'ENOENT' });
      expect(readdirSync(folder)).toEqual(['school.backup.gz']);
    });

    test('has no column of a kind that it could not put back on the other engine', async () => {
      const tables = await store.db.introspection.getTables();
      const kept = new Set((await tablesOf(store, store.db)).map(({ name }) => name));
      const types = new Set(
        tables
          .filter(({ name }) => kept.has(name))
          .flatMap(({ columns }) => columns.map(({ dataType }) => dataType.toLowerCase())),
      );
      expect([...types].filter((type) => !['text', 'integer', 'int4', 'blob', 'bytea'].includes(type))).toEqual([]);
    });
  });

  onSqlite((freshSqlite) => {
    onPostgres((freshPostgres) => {
      test('and a move take a school from the data folder to PostgreSQL, the chain unbroken', async () => {
        const here = await (await freshSqlite()).open();
        await school(here);
        const target = await freshPostgres();
        const { store: there, counts } = await copy(here, target.where, NOW);
        try {
          expect(await contents(there)).toEqual(await contents(here));
          expect(await verifyLedger(there)).toEqual(await verifyLedger(here));
          expect(counts.acknowledgements).toBe(1);
          await expect(copy(here, target.where, NOW)).rejects.toThrow(/holds data already/);
        } finally {
          await there.close();
        }
      });
    });
  });
});
