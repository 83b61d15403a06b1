import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CompiledQuery,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { parse } from 'yaml';
import { migrations } from '../../shared/adapters/store/migrations/index.ts';
import { Environment } from '../../shared/config.ts';

/** What a migration would do to the database. */
async function statements(engine: 'sqlite' | 'postgres', name: string): Promise<string[]> {
  const said: string[] = [];
  const db = new Kysely<unknown>({
    dialect: {
      createAdapter: () => (engine === 'sqlite' ? new SqliteAdapter() : new PostgresAdapter()),
      createDriver: () => new DummyDriver(),
      createIntrospector: (at) => (engine === 'sqlite' ? new SqliteIntrospector(at) : new PostgresIntrospector(at)),
      createQueryCompiler: () => (engine === 'sqlite' ? new SqliteQueryCompiler() : new PostgresQueryCompiler()),
    },
    log: ({ query }: { query: CompiledQuery }) => void said.push(query.sql.toLowerCase().replaceAll(/\s+/g, ' ')),
  });
  await migrations(engine)[name]?.up(db);
  return said;
}

/** What would break the version before, which goes on running while the next one starts. */
const BREAKS: [string, RegExp][] = [
  // An index may go: without it the version before is slower, not wrong. (Unless it is unique: "on conflict" needs that.)
  ['takes something away', /^(?!create|drop index).*\b(drop|truncate)\b|^delete\b/],
  ['renames something', /\brename\b/],
  ['changes a column', /\balter column\b|\bset not null\b|\bset data type\b/],
  ['adds a column that the version before could not leave out', /\badd column (?!.*default).*not null/],
];
const broken = (statement: string): string | undefined => BREAKS.find(([, pattern]) => pattern.test(statement))?.[0];

describe('an upgrade, one server after the other', () => {
  describe.each(['sqlite', 'postgres'] as const)('on %s', (engine) => {
    test.each(Object.keys(migrations(engine)))('%s only adds: the version before runs on it', async (name) => {
      const said = await statements(engine, name);
      expect(said.length).toBeGreaterThan(0);
      expect(said.filter(broken)).toEqual([]);
    });
  });

  test.each([
    ['drop table "people"', 'takes something away'],
    ['alter table "people" drop column "name"', 'takes something away'],
    ['delete from "jobs"', 'takes something away'],
    ['alter table "people" rename column "name" to "called"', 'renames something'],
    ['alter table "people" alter column "name" set not null', 'changes a column'],
    ['alter table "people" add column "x" text not null', 'adds a column that the version before could not leave out'],
    ['alter table "people" add column "x" text default \'\' not null', undefined],
    ['create trigger "a" before delete on "ledger" begin select 1; end', undefined],
  ])('%s: %s', (statement, breaks) => {
    expect(broken(statement)).toBe(breaks);
  });
});

describe('the compose file', () => {
  const read = (file: string) => readFileSync(join(import.meta.dirname, '../../infra', file), 'utf8');
  const compose = parse(read('compose.yaml'), { merge: true });

  test('starts two servers on one database behind a balancer that asks them whether they are ready', () => {
    const { one, two, database, balancer } = compose.services;
    for (const server of [one, two]) {
      expect(Object.keys(server.environment).filter((name) => !(name in Environment.shape))).toEqual([]);
      expect(server.environment.DATABASE_URL).toContain('@database/');
      expect(server.depends_on.database.condition).toBe('service_healthy');
      expect(server.healthcheck.test.at(-1)).toContain('/readyz');
      expect(server.ports).toBeUndefined();
    }
    expect(database.ports).toBeUndefined();
    expect(balancer.ports).toEqual(['80:80', '443:443']);
    expect(read('Caddyfile')).toMatch(/reverse_proxy one:3978 two:3978[\s\S]*health_uri \/readyz/);
  });

  test('builds an image that does not run as root', () => {
    expect(read('Dockerfile')).toMatch(/^FROM node:24.*[\s\S]*^USER node$[\s\S]*^CMD/m);
  });
});
