import type { MfaState } from '../../../shared/directories/port.ts';
import { FEDERATED_DOMAIN } from '../../fakes/graph/school.ts';
import { all, type Entra, entraTests, LARGE_MS } from './start.ts';

const start = entraTests();

const statesOf = async ({ directory, tenant }: Pick<Entra, 'directory' | 'tenant'>) =>
  new Map(
    (await all(directory.mfa(tenant.users.keys()))).flat().map((state): [string, MfaState] => [state.objectId, state]),
  );

const yes = { known: true, value: true };
const no = { known: true, value: false };
const unknown = (kind: string, words = '') => ({
  known: false,
  because: { kind, words: expect.stringContaining(words) },
});

describe('by the report', () => {
  test(
    '12,000 people cost at most one request for 500, within five in ten seconds',
    async () => {
      const { graph, directory, tenant, clock } = await start({ people: 12_000, contract: null });
      const states = (await all(directory.mfa(tenant.users.keys()))).flat();
      expect(new Set(states.map(({ objectId }) => objectId)).size).toBe(12_000);
      expect(graph.requests(/userRegistrationDetails/)).toBeLessThanOrEqual(24);
      // Security defaults, Conditional Access, domains: once, not per person.
      expect(graph.requests(/^GET/)).toBeLessThanOrEqual(24 + 3);
      expect(clock.elapsed()).toBeLessThanOrEqual(50_000);
    },
    LARGE_MS,
  );

  test('tells each person’s strongest method', async () => {
    const entra = await start();
    const states = await statesOf(entra);
    const strongest = (who: keyof Entra['cast']) => states.get(entra.cast[who].id)?.strongest;
    expect(strongest('passkey')).toEqual({ known: true, value: 'phishing-resistant' });
    expect(strongest('ict')).toEqual({ known: true, value: 'phishing-resistant' });
    expect(strongest('head')).toEqual({ known: true, value: 'app' });
    expect(strongest('phoneOnly')).toEqual({ known: true, value: 'phone' });
    expect(strongest('newFactor')).toEqual(unknown('unreadable'));
    expect(states.get(entra.cast.newFactor.id)?.registered).toEqual(yes);
    expect(states.get(entra.cast.noFactor.id)).toMatchObject({ registered: no, capable: no });
  });

  test('does not say "none" of accounts that the report leaves out', async () => {
    const entra = await start();
    const states = await statesOf(entra);
    expect(states.size).toBe(entra.tenant.users.size);
    expect(states.get(entra.cast.blocked.id)?.registered).toEqual(unknown('not-offered', 'blocked'));
  });

  test('does not say "none" of people who sign in with another provider, or may do so', async () => {
    const entra = await start();
    const of = async () => (await statesOf(entra)).get(entra.cast.federated.id)?.registered;
    expect(await of()).toEqual(no);
    entra.tenant.domains.push({ id: FEDERATED_DOMAIN, authenticationType: 'Federated' });
    expect(await of()).toEqual(unknown('elsewhere', FEDERATED_DOMAIN));
    entra.graph.granted.delete('Domain.Read.All');
    entra.graph.granted.delete('Directory.Read.All');
    expect(await of()).toEqual(unknown('permission', 'Domain.Read.All'));
    expect((await statesOf(entra)).get(entra.cast.head.id)?.registered).toEqual(yes);
  });

  test('that breaks off in the middle leaves the others unknown, with the reason', async () => {
    const entra = await start({ people: 1_200 });
    entra.graph.afterwards(/userRegistrationDetails/, () => entra.graph.granted.clear());
    const states = await statesOf(entra);
    expect(states.size).toBe(1_200);
    const open = [...states.values()].filter(({ registered }) => !registered.known);
    expect(open.length).toBeGreaterThanOrEqual(700);
    for (const { registered } of open) expect(registered).toEqual(unknown('permission', 'AuditLog.Read.All'));
  });
});

describe('without the report', () => {
  test('asks for one person at a time, twenty in a request, and knows the same', async () => {
    const entra = await start({ people: 620, licences: [] });
    const states = await statesOf(entra);
    expect(entra.graph.requests(/batch/)).toBe(31);
    expect(states.size).toBe(620);
    expect(states.get(entra.cast.passkey.id)).toMatchObject({
      registered: yes,
      capable: unknown('licence', 'Microsoft Entra ID P1'),
      strongest: { known: true, value: 'phishing-resistant' },
    });
    expect(states.get(entra.cast.noFactor.id)).toMatchObject({
      registered: no,
      capable: no,
      strongest: { known: true, value: null },
    });
    expect(states.get(entra.cast.newFactor.id)?.registered).toEqual(unknown('unreadable'));
    // The report leaves blocked accounts out; asked for by name they are known.
    expect(states.get(entra.cast.blocked.id)?.registered).toEqual(yes);
  });

  test(
    '12,000 people take no longer than a tenant of that size allows',
    async () => {
      const { graph, directory, tenant, clock } = await start({ people: 12_000, licences: [], contract: null });
      await all(directory.mfa(tenant.users.keys()));
      expect(graph.requests(/batch/)).toBe(600);
      const allowedMs = Math.max(...graph.usage().map(({ used, limit, windowMs }) => (used / limit) * windowMs));
      expect(clock.elapsed()).toBeLessThanOrEqual(allowedMs * 1.2);
    },
    LARGE_MS,
  );

  test('asks only for those it was given', async () => {
    const { graph, directory, cast } = await start({ licences: [] });
    const states = (await all(directory.mfa([cast.head.id, cast.noFactor.id]))).flat();
    expect(states.map(({ objectId }) => objectId)).toEqual([cast.head.id, cast.noFactor.id]);
    expect(graph.asked(/authentication\/methods/)).toBe(2);
  });

  test('also tells apart people who sign in with another provider', async () => {
    const entra = await start({ licences: [] });
    entra.tenant.domains.push({ id: FEDERATED_DOMAIN, authenticationType: 'Federated' });
    const states = await statesOf(entra);
    expect(states.get(entra.cast.federated.id)?.registered).toEqual(unknown('elsewhere'));
    expect(states.get(entra.cast.noFactor.id)?.registered).toEqual(no);
    expect(states.get(entra.cast.passkey.id)?.registered).toEqual(yes);
  });

  test('and without the other way says why neither, and asks no further', async () => {
    const entra = await start({ people: 620, licences: [] });
    entra.graph.granted.delete('UserAuthenticationMethod.Read.All');
    const states = await statesOf(entra);
    expect(states.size).toBe(620);
    for (const { registered } of states.values()) {
      expect(registered).toEqual(unknown('permission', 'UserAuthenticationMethod.Read.All'));
      expect(registered).toEqual(unknown('permission', 'Microsoft Entra ID P1'));
    }
    expect(entra.graph.requests(/batch/)).toBe(1);
  });

  test('asks again, alone, for those turned away in a batch that went through', async () => {
    const entra = await start({ licences: [] });
    const throttled = new RegExp(`${entra.cast.head.id}/authentication/methods`);
    entra.graph.disturb({ when: throttled, how: { status: 429, retryAfter: '11' }, times: 2 });
    const states = await statesOf(entra);
    expect(states.get(entra.cast.head.id)?.registered).toEqual(yes);
    expect(entra.clock.elapsed()).toBe(22_000);
    expect(entra.graph.asked(/authentication\/methods/)).toBe(65 + 2);
  });

  test('leaves one person unknown whose answer never comes, and knows the others', async () => {
    const entra = await start({ licences: [] });
    entra.graph.disturb({ when: new RegExp(`${entra.cast.noFactor.id}/authentication`), how: { status: 503 } });
    const states = await statesOf(entra);
    expect(states.get(entra.cast.noFactor.id)?.registered).toEqual(unknown('no-answer'));
    expect(states.get(entra.cast.passkey.id)?.registered).toEqual(yes);
  });
});

describe('whether sign-in demands it', () => {
  const enforced = async (entra: Entra, who: keyof Entra['cast']) =>
    (await statesOf(entra)).get(entra.cast[who].id)?.enforced;

  const everyone = {
    id: 'rule',
    displayName: 'Second factor for everyone',
    state: 'enabled',
    conditions: {
      users: { includeUsers: ['All'], excludeUsers: [] as string[], excludeGroups: [] as string[], excludeRoles: [] },
      applications: { includeApplications: ['All'], excludeApplications: [] },
      clientAppTypes: ['all'],
      signInRiskLevels: [],
      userRiskLevels: [],
    },
    grantControls: { operator: 'OR', builtInControls: ['mfa'] },
  };

  test('is yes with security defaults', async () => {
    const entra = await start();
    entra.tenant.securityDefaults = true;
    expect(await enforced(entra, 'head')).toEqual(yes);
  });

  test('is yes with a rule for everyone, except for those it leaves out', async () => {
    const entra = await start();
    entra.tenant.policies.push({
      ...everyone,
      conditions: {
        ...everyone.conditions,
        users: { ...everyone.conditions.users, excludeUsers: [entra.cast.ict.id] },
      },
    });
    expect(await enforced(entra, 'head')).toEqual(yes);
    expect(await enforced(entra, 'ict')).toEqual(unknown('not-offered'));
  });

  test.each([
    ['is off', { state: 'disabled' }],
    ['only reports', { state: 'enabledForReportingButNotEnforced' }],
    [
      'accepts a known device instead',
      { grantControls: { operator: 'OR', builtInControls: ['mfa', 'compliantDevice'] } },
    ],
    [
      'leaves out a group',
      { conditions: { ...everyone.conditions, users: { ...everyone.conditions.users, excludeGroups: ['x'] } } },
    ],
    [
      'is for some places',
      { conditions: { ...everyone.conditions, locations: { includeLocations: ['x'], excludeLocations: [] } } },
    ],
    ['is for one app', { conditions: { ...everyone.conditions, applications: { includeApplications: ['x'] } } }],
    ['is for risky sign-ins', { conditions: { ...everyone.conditions, signInRiskLevels: ['high'] } }],
  ])('is not known from a rule that %s', async (_, change) => {
    const entra = await start();
    entra.tenant.policies.push({ ...everyone, ...change });
    expect(await enforced(entra, 'head')).toEqual(unknown('not-offered'));
  });

  test('is unknown, never no, where nothing says so, or the rules may not be read', async () => {
    const entra = await start();
    expect(await enforced(entra, 'head')).toEqual(unknown('not-offered'));
    entra.graph.granted.delete('Policy.Read.All');
    expect(await enforced(entra, 'head')).toEqual(unknown('permission', 'Policy.Read.All'));
  });
});
