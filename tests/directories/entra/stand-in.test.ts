import { readFileSync } from 'node:fs';
import { virtualClock } from '../../fakes/clock.ts';
import { ALL_PERMISSIONS, startGraph } from '../../fakes/graph/graph.ts';
import { schoolTenant } from '../../fakes/graph/school.ts';
import type { GraphOptions, GraphStandIn } from '../../fakes/graph/stand-in.ts';

/** The stand-in itself: what it lets pass, the adapter's tests could not see. */
let graph: GraphStandIn;
const clock = virtualClock();
afterEach(() => graph.close());

const start = async (options: Partial<GraphOptions> = {}) => {
  graph = await startGraph({ tenant: schoolTenant({ people: 65 }).tenant, clock, ...options });
  return graph;
};

async function token(): Promise<string> {
  const form = { grant_type: 'client_credentials', client_id: graph.clientId, client_secret: graph.secret };
  const answer = await fetch(`${graph.authority}/${graph.tenant.id}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({ ...form, scope: `${graph.authority}/.default` }),
  });
  return ((await answer.json()) as { access_token: string }).access_token;
}

async function ask(
  path: string,
  { method = 'GET', body, bearer }: { method?: string; body?: unknown; bearer?: string } = {},
) {
  const answer = await fetch(graph.root + path, {
    method,
    headers: { authorization: `Bearer ${bearer ?? (await token())}` },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text ? JSON.parse(text) : undefined };
}

const code = (answer: { body: { error: { code: string } } }) => answer.body.error.code;

describe('the contract', () => {
  const here = (() => {
    try {
      readFileSync(new URL('../../../../shared/contracts/graph.openapi.json', import.meta.url));
      return true;
    } catch {
      return false;
    }
  })();
  if (!here) {
    test.skip('is not at hand: ../shared/contracts is not here', () => {});
    return;
  }

  test.each([
    ['a path that there is not', '/people'],
    ['a query option that there is not', '/users?$first=3'],
    ['a property that there is not', '/users?$select=id,nickname'],
    ['a page size that is no number', '/users?$top=all'],
  ])('notices %s', async (_, path) => {
    await start();
    await ask(path);
    expect(graph.contractProblems.length).toBeGreaterThan(0);
  });

  test('notices a body of another shape, and a request inside a batch', async () => {
    await start();
    await ask(`/users/${[...graph.tenant.users.keys()][9]}`, { method: 'PATCH', body: { accountEnabled: 'perhaps' } });
    expect(graph.contractProblems.join()).toContain('accountEnabled must be boolean');
    graph.contractProblems.length = 0;
    await ask('/$batch', { method: 'POST', body: { requests: [{ id: '1', method: 'GET', url: '/nothing' }] } });
    expect(graph.contractProblems.join()).toContain('no such operation');
  });

  test('notices an answer of another shape', async () => {
    await start();
    const [first] = graph.tenant.users.values();
    Object.assign(first as object, { accountEnabled: 'perhaps' });
    await ask('/users?$select=id,accountEnabled');
    expect(graph.contractProblems.join()).toContain('200 to GET /users');
  });
});

test('refuses tokens that are missing, made up, or too old', async () => {
  await start();
  const bearer = await token();
  expect((await ask('/users', { bearer: '' })).status).toBe(401);
  expect((await ask('/users', { bearer: 'eyJhbGciOiJub25lIn0.e30.' })).status).toBe(401);
  expect((await ask('/users', { bearer })).status).toBe(200);
  clock.set(new Date(clock.now().getTime() + 3_600_000));
  expect(await ask('/users', { bearer }).then(code)).toBe('InvalidAuthenticationToken');
});

test('gives pages of the documented sizes and no larger', async () => {
  await start();
  expect((await ask('/users?$top=999')).status).toBe(200);
  expect((await ask('/users?$top=1000')).status).toBe(400);
  expect((await ask('/users?$select=signInActivity&$top=500')).status).toBe(200);
  expect((await ask('/users?$select=signInActivity&$top=999')).status).toBe(400);
  const page = await ask('/users?$select=id&$top=60');
  expect(page.body.value).toHaveLength(60);
  expect((await ask(page.body['@odata.nextLink'].replace(graph.root, ''))).body.value).toHaveLength(5);
  graph.contractProblems.length = 0;
});

test('selects what was asked for', async () => {
  await start();
  const { body } = await ask('/users?$select=displayName&$top=1');
  expect(Object.keys(body.value[0]).sort()).toEqual(['displayName', 'id']);
});

test('takes no batch of more than twenty, and fifteen ids in a filter', async () => {
  await start();
  const requests = (count: number) =>
    Array.from({ length: count }, (_, at) => ({ id: `${at}`, method: 'GET', url: '/domains' }));
  expect((await ask('/$batch', { method: 'POST', body: { requests: requests(21) } })).status).toBe(400);
  const batch = await ask('/$batch', { method: 'POST', body: { requests: requests(3) } });
  expect(batch.body.responses.map(({ id }: { id: string }) => id)).toEqual(['2', '1', '0']);
  const ids = (count: number) => encodeURIComponent(`id in (${Array.from({ length: count }, () => "'x'").join(',')})`);
  expect((await ask(`/users?$filter=${ids(15)}`)).status).toBe(200);
  expect((await ask(`/users?$filter=${ids(16)}`)).status).toBe(400);
});

test('counts requests over the rate, and says how long to wait', async () => {
  await start();
  const bearer = await token();
  const report = () => ask('/reports/authenticationMethods/userRegistrationDetails?$top=1', { bearer });
  for (let n = 0; n < 5; n++) expect((await report()).status).toBe(200);
  await clock.wait(4_000);
  const turnedAway = await report();
  expect([turnedAway.status, turnedAway.headers.get('retry-after')]).toEqual([429, '6']);
  expect(graph.violations).toBe(1);
  await clock.wait(6_000);
  expect((await report()).status).toBe(200);
  expect(graph.violations).toBe(1);
});

test('shows a change after the copies have caught up', async () => {
  await start({ settlesAfterMs: 5_000 });
  const [, , , , , , , , , , id] = [...graph.tenant.users.keys()];
  const enabled = async () => (await ask(`/users/${id}?$select=accountEnabled`)).body.accountEnabled;
  expect((await ask(`/users/${id}`, { method: 'PATCH', body: { accountEnabled: false } })).status).toBe(204);
  expect(await enabled()).toBe(true);
  await clock.wait(5_000);
  expect(await enabled()).toBe(false);
});

describe('changes', () => {
  const link = (answer: { body: Record<string, string> }) =>
    (answer.body['@odata.deltaLink'] as string).replace(graph.root, '');

  test('come with what changed of what was selected, and end with the link to the next', async () => {
    await start();
    const from = link(await ask('/users/delta?$deltatoken=latest&$select=id,jobTitle'));
    const [id] = [...graph.tenant.users.keys()] as [string];
    graph.tenant.change(id, { department: 'Not watched' });
    const nothing = await ask(from);
    expect(nothing.body.value).toEqual([]);
    graph.tenant.change(id, { jobTitle: 'Watched', department: 'Not watched' });
    expect((await ask(link(nothing))).body.value).toEqual([{ id, jobTitle: 'Watched' }]);
  });

  test('are lost after a week, and take no other option', async () => {
    await start();
    const from = link(await ask('/users/delta?$deltatoken=latest&$select=id'));
    expect((await ask(`${from}&$select=id`)).status).toBe(400);
    clock.set(new Date(clock.now().getTime() + 8 * 24 * 3_600_000));
    const late = await ask(from);
    expect([late.status, code(late)]).toEqual([410, 'syncStateNotFound']);
  });
});

describe('permissions', () => {
  const contract = (() => {
    try {
      const file = new URL('../../../../shared/contracts/graph.permissions.json', import.meta.url);
      return JSON.parse(readFileSync(file, 'utf8')).paths as Record<string, { Application?: Record<string, object> }>;
    } catch {
      return null;
    }
  })();
  if (!contract) {
    test.skip('are not held against Microsoft’s list: ../shared/contracts is not here', () => {});
    return;
  }

  test('that open a door here open it at Microsoft', async () => {
    await start({ granted: [] });
    const surplus: string[] = [];
    for (const [operation, { Application }] of Object.entries(contract)) {
      const [method = '', template = ''] = operation.split(' ');
      const path = template
        .replace('{user-id}', [...graph.tenant.users.keys()][9] as string)
        .replace(/\{[^}]+\}/g, 'x');
      for (const name of ALL_PERMISSIONS) {
        graph.granted.clear();
        graph.granted.add(name);
        clock.set(new Date(clock.now().getTime() + 300_000));
        const { status } = await ask(path, { method });
        if (status === 403 || status === 400) continue;
        if (!Application?.[name]) surplus.push(`${name} for ${operation}`);
      }
    }
    expect(surplus).toEqual([]);
  }, 60_000);
});
