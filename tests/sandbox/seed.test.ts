import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { openChats } from '../../infra/sandbox/chats.ts';
import { directoryOf } from '../../infra/sandbox/directory.ts';
import { createSandbox } from '../../infra/sandbox/sandbox.ts';
import { readScenario } from '../../infra/sandbox/scenario.ts';
import { SANDBOX_SCHOOL } from '../../infra/settings.ts';
import { openStore } from '../../shared/adapters/store/store.ts';
import { verifyLedger } from '../../shared/ledger/index.ts';
import { listPeople } from '../../shared/people/import.ts';
import type { Store } from '../../shared/ports.ts';
import { readSchool } from '../../shared/school.ts';

jest.setTimeout(60_000);

const KIRAN = '573028d5-69ec-44f8-b495-0ce475da9400';
const MARGARET = 'c44ad4f8-6651-4a64-85f2-ee23ee5bfe1c';
const JOSEPH = 'a5b85811-e518-4727-90d0-19ea0478a393';
const MONDAY = '2026-11-23T10:00:00Z';

const school = readSchool(join(SANDBOX_SCHOOL, 'school.yaml'));
const troubles: unknown[] = [];
const log = {
  info() {},
  warn: (...all: unknown[]) => void troubles.push(all),
  error: (...all: unknown[]) => void troubles.push(all),
};

let dataDir: string;
let store: Store;
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'countersign-seed-'));
  store = await openStore({ dataDir });
  troubles.length = 0;
});
afterEach(async () => {
  await store.close();
  rmSync(dataDir, { recursive: true, force: true });
});

/** Opens the sandbox as the server does, and closes it again. */
async function open(at = MONDAY, port = 1, on = store) {
  const clock = { now: () => new Date(at) };
  const sandbox = await createSandbox({ store: on, school, dataDir, url: `http://127.0.0.1:${port}`, clock, log });
  sandbox.close();
}

async function states(agreement: string, edition: number): Promise<Record<string, number>> {
  const rows = await store.db
    .selectFrom('assignments')
    .select((eb) => ['state', eb.fn.countAll<number>().as('n')])
    .where('agreement', '=', agreement)
    .where('edition', '=', edition)
    .groupBy('state')
    .execute();
  return Object.fromEntries(rows.map(({ state, n }) => [state, Number(n)]));
}

function chatOf(person: string, file = 'sandbox.db'): string[] {
  const chats = openChats(join(dataDir, file));
  const cards = chats.messages(person).map(({ cards }) => JSON.stringify(cards));
  chats.close();
  return cards;
}

test('the school is opened with a year behind it', async () => {
  await open();
  expect(troubles).toEqual([]);
  expect(await states('staff', 1)).toEqual({ acknowledged: 50, ended: 4 });
  expect(await states('staff', 2)).toEqual({ acknowledged: 43, open: 10, refused: 1 });
  expect(await states('governors', 1)).toEqual({ acknowledged: 3, open: 1 });
  expect(await states('supply', 1)).toEqual({ acknowledged: 2, open: 1 });
  expect(await verifyLedger(store)).toMatchObject({ valid: true });
});

test('each chat holds what that person would have', async () => {
  await open();
  const kiran = chatOf(KIRAN).at(-1);
  expect(kiran).toContain('2 things changed since you signed');
  expect(kiran).toContain('I have read and accept');
  expect(chatOf(JOSEPH).filter((card) => card.includes('Signed. Thank you.'))).toHaveLength(2);
  expect(chatOf(MARGARET).at(-1)).toContain("Bilal Hussain-Reid can't accept");
});

test('who is in Google alone has it all there, and nothing in Teams', async () => {
  await open();
  const { all } = directoryOf(() => listPeople(store.db), readScenario());
  const alone = (await all()).filter(({ hasTeams }) => !hasTeams);
  expect(alone.map(({ name }) => name)).toEqual(['Abdirahman Warsame', 'Bethan Morgan-Pryce', 'Catherine Maddox']);
  for (const { objectId, name } of alone) {
    expect([name, chatOf(objectId)]).toEqual([name, []]);
    const last = chatOf(objectId, 'google-chat.db').at(-1);
    expect([name, last?.includes('Signed. Thank you.')]).toEqual([name, name !== 'Abdirahman Warsame']);
    if (name === 'Abdirahman Warsame') expect(last).toContain('I have read and accept');
  }
  const doors = await store.db
    .selectFrom('acknowledgements')
    .select(['door', 'provider'])
    .distinct()
    .orderBy('door')
    .execute();
  expect(doors).toEqual([
    { door: 'chat', provider: 'google' },
    { door: 'teams', provider: 'entra' },
  ]);
});

test('nobody is asked without a way to reach them, and it is known why', async () => {
  await open();
  const states = await store.db
    .selectFrom('deliveries')
    .innerJoin('people', 'people.id', 'deliveries.person')
    .select(['name', 'state'])
    .distinct()
    .where('state', 'not in', ['sent', 'seen'])
    .orderBy('name')
    .execute();
  expect(states).toEqual([
    { name: 'Funmilayo Adeyemi-Clarke', state: 'blocked' },
    { name: 'Lee Hartshorn', state: 'not-installed' },
    { name: 'Peter Wainscott', state: 'no-account' },
    { name: 'Walter Entwistle', state: 'no-account' },
  ]);
});

test('opened again it is as it was, but for the port, which what is kept is told', async () => {
  await open();
  const before = [await states('staff', 2), chatOf(KIRAN)];
  await open(MONDAY, 2);
  expect([await states('staff', 2), chatOf(KIRAN)]).toEqual(before);
  const { reference } = await store.db.selectFrom('conversations').select('reference').executeTakeFirstOrThrow();
  expect(JSON.parse(reference)).toMatchObject({ serviceUrl: 'http://127.0.0.1:2/connector' });
  const sent = await store.db
    .selectFrom('deliveries')
    .select('message')
    .where('state', '=', 'sent')
    .where('door', '=', 'teams')
    .execute();
  const elsewhere = sent.filter(({ message }) => !message?.includes('http://127.0.0.1:2/connector'));
  expect(elsewhere).toEqual([]);
});

test('if the power goes meanwhile, nothing of it is there, and the next start begins afresh', async () => {
  const failing: Store = {
    ...store,
    transaction: (work) =>
      store.transaction(async (tx) => {
        await work(tx);
        throw new Error('power cut');
      }),
  };
  await expect(open(MONDAY, 1, failing)).rejects.toThrow('power cut');
  expect(await store.db.selectFrom('people').select('id').execute()).toEqual([]);
  await open();
  expect(chatOf(JOSEPH).filter((card) => card.includes('Signed. Thank you.'))).toHaveLength(2);
});

test.each(['2026-12-27T15:00:00Z', '2027-08-20T09:00:00Z', '2029-06-01T12:00:00Z'])(
  'on %s too there is something to sign, and nothing lies in the future',
  async (today) => {
    await open(today);
    expect(troubles).toEqual([]);
    expect((await states('staff', 2)).open).toBeGreaterThan(5);
    expect((await states('staff', 2)).acknowledged).toBeGreaterThan(30);
    const { last } = await store.db
      .selectFrom('acknowledgements')
      .select((eb) => eb.fn.max('at').as('last'))
      .executeTakeFirstOrThrow();
    expect(last && last < new Date(today).toISOString()).toBe(true);
  },
);
