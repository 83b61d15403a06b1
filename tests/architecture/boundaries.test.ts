import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const { forbidden } = createRequire(import.meta.url)(join(root, '.dependency-cruiser.cjs')) as {
  forbidden: { name: string }[];
};

/** For each rule, one file that breaks it and what that file needs. */
const breaches: Record<string, { file: string; imports: string; beside?: string }> = {
  'shared-knows-no-platform': { file: 'shared/people/person.ts', imports: '../../bot/card.ts', beside: 'bot/card.ts' },
  'doors-never-meet': { file: 'bot/card.ts', imports: '../addon/tab/router.ts', beside: 'addon/tab/router.ts' },
  'doors-know-no-infra': { file: 'bot/card.ts', imports: '../infra/log.ts', beside: 'infra/log.ts' },
  'doors-use-no-adapters': {
    file: 'bot/card.ts',
    imports: '../shared/adapters/store/store.ts',
    beside: 'shared/adapters/store/store.ts',
  },
  'features-use-no-adapters': {
    file: 'shared/people/person.ts',
    imports: '../adapters/store/store.ts',
    beside: 'shared/adapters/store/store.ts',
  },
  'features-meet-at-the-index': {
    file: 'shared/people/person.ts',
    imports: '../ledger/entry.ts',
    beside: 'shared/ledger/entry.ts',
  },
  'bot-framework-in-one-place': { file: 'shared/people/person.ts', imports: 'botbuilder' },
  'sdks-in-adapters': { file: 'shared/people/person.ts', imports: 'pg' },
  'no-tests-in-the-product': {
    file: 'shared/people/person.ts',
    imports: '../../tests/fakes/app.ts',
    beside: 'tests/fakes/app.ts',
  },
  'not-to-dev-dependencies': { file: 'shared/people/person.ts', imports: 'fast-check' },
  'not-to-unresolvable': { file: 'shared/people/person.ts', imports: './nowhere.ts' },
};

describe('the dependency rule', () => {
  let tree: string;
  beforeEach(() => {
    tree = mkdtempSync(join(tmpdir(), 'countersign-boundaries-'));
    for (const name of ['node_modules', 'package.json', '.dependency-cruiser.cjs', 'tsconfig.json'])
      symlinkSync(join(root, name), join(tree, name));
  });
  afterEach(() => rmSync(tree, { recursive: true }));

  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(tree, file)), { recursive: true });
    writeFileSync(join(tree, file), text);
  };
  const broken = (): string[] => {
    const cruise = spawnSync(
      process.execPath,
      [
        'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
        '--config',
        '.dependency-cruiser.cjs',
        '--output-type',
        'json',
        '.',
      ],
      { cwd: tree, encoding: 'utf8', maxBuffer: 1e8 },
    );
    const { summary } = JSON.parse(cruise.stdout) as { summary: { violations: { rule: { name: string } }[] } };
    return summary.violations.map(({ rule }) => rule.name);
  };

  test('has a breach to show for every rule', () => {
    expect(Object.keys(breaches).sort()).toEqual(forbidden.map(({ name }) => name).sort());
  });

  test.each(Object.entries(breaches))('%s fires', (rule, { file, imports, beside }) => {
    if (beside) write(beside, 'export const thing = 1;\n');
    write(file, `import * as it from '${imports}';\nconsole.log(it);\n`);
    expect(broken()).toContain(rule);
  });

  test('says nothing of a file that keeps to it', () => {
    write('shared/ledger/index.ts', 'export const record = 1;\n');
    write('shared/people/person.ts', "import { record } from '../ledger/index.ts';\nconsole.log(record);\n");
    expect(broken()).toEqual([]);
  });
});
