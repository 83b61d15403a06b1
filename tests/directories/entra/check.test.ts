import { readFileSync } from 'node:fs';
import { ENTRA_STEPS } from '../../../shared/adapters/entra/closing/closing.ts';
import { PERMISSIONS } from '../../../shared/adapters/entra/index.ts';
import { all, type Entra, entraTests } from './start.ts';

const start = entraTests();

const linesOf = async ({ directory }: Pick<Entra, 'directory'>) =>
  new Map((await all(directory.check())).map((line) => [line.permission, line]));

test('asks one small question a permission, and changes nothing', async () => {
  const { directory, graph } = await start({ settings: { closing: ENTRA_STEPS } });
  const lines = await all(directory.check());
  expect(lines.map(({ permission }) => permission)).toEqual(PERMISSIONS.map(({ name }) => name));
  expect(lines.every(({ state }) => state === 'granted')).toBe(true);
  expect(graph.calls.every(({ method }) => method === 'GET')).toBe(true);
  // One more, to have someone to ask about.
  expect(graph.requests()).toBeLessThanOrEqual(PERMISSIONS.length + 1);
});

test('does not ask for what closing accounts needs while that is off', async () => {
  const lines = await linesOf(await start());
  expect([...lines.keys()].filter((name) => /ReadWrite|Enable|Revoke/.test(name))).toEqual([]);
});

test.each(PERMISSIONS.map(({ name }) => name))('says that %s is missing, and what to do', async (name) => {
  const entra = await start({ settings: { closing: ENTRA_STEPS } });
  // What includes it would hide that it is missing.
  for (const wider of [name, 'Directory.Read.All', name.replace('.Read.All', '.ReadWrite.All')])
    entra.graph.granted.delete(wider);
  if (name.startsWith('RoleEligibility')) entra.graph.granted.delete('RoleManagement.Read.Directory');
  const line = (await linesOf(entra)).get(name);
  expect(line?.state).toBe('missing');
  expect(line?.advice).toContain(name);
  expect(line?.advice).toContain('Microsoft Entra admin centre');
});

test('tells a missing licence from a missing permission, and says what is lost', async () => {
  const lines = await linesOf(await start({ licences: [] }));
  const states = Object.fromEntries([...lines].map(([name, { state }]) => [name, state]));
  expect(states).toMatchObject({
    'AuditLog.Read.All': 'licence-missing',
    'RoleEligibilitySchedule.Read.Directory': 'licence-missing',
    'DeviceManagementManagedDevices.Read.All': 'licence-missing',
    'User.Read.All': 'granted',
  });
  expect(lines.get('AuditLog.Read.All')?.advice).toContain('Microsoft Entra ID P1');
});

test('says of an unanswered question that it is unanswered', async () => {
  const entra = await start();
  entra.graph.disturb({ when: /domains/, how: { status: 503 } });
  expect((await linesOf(entra)).get('Domain.Read.All')).toMatchObject({
    state: 'no-answer',
    advice: expect.stringContaining('did not answer'),
  });
});

test('waits once, and not for each permission, when nothing answers', async () => {
  const { directory, graph } = await start();
  graph.disturb({ when: /v1.0|users|groups|policies|domains|reports/, how: { status: 503 } });
  const lines = await all(directory.check());
  expect(new Set(lines.map(({ state }) => state))).toEqual(new Set(['no-answer']));
  expect(graph.requests(/^GET/)).toBeLessThanOrEqual(5);
});

describe('the table of permissions', () => {
  const contract = ((): Record<string, { Application?: Record<string, { least: boolean }> }> | null => {
    try {
      const file = new URL('../../../../shared/contracts/graph.permissions.json', import.meta.url);
      return JSON.parse(readFileSync(file, 'utf8')).paths;
    } catch {
      return null;
    }
  })();
  if (!contract) {
    test.skip('is not held against Microsoft’s list: ../shared/contracts is not here', () => {});
    return;
  }

  const SERVED = PERMISSIONS.flatMap(({ name, serves }) => serves.map((path): [string, string] => [name, path]));

  test.each(SERVED)('%s serves %s', (name, path) => {
    expect(Object.keys(contract[path]?.Application ?? {})).toContain(name);
  });

  test.each(PERMISSIONS.map((permission) => [permission.name, permission] as const))(
    '%s is the least for something, or says why it is not',
    (_, { name, serves, why, closing }) => {
      const least = serves.some((path) => contract[path]?.Application?.[name]?.least);
      if (!least && serves.length) expect(why.length).toBeGreaterThan(40);
      if (why.includes('Microsoft lists it as the least')) expect(least).toBe(true);
      if (/ReadWrite|Enable|Revoke/.test(name)) expect(closing).toBeDefined();
    },
  );

  test('has no permission to write that no step of closing needs', () => {
    const writing = PERMISSIONS.filter(({ name }) => /Write|Enable|Revoke/.test(name));
    expect(writing.map(({ closing }) => closing).sort()).toEqual([...ENTRA_STEPS].sort());
  });
});
