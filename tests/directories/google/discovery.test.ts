import { SCOPES, scopeUrl } from '../../../shared/adapters/google/scopes.ts';
import { discoveryContract, haveContracts } from '../../contracts/google-discovery.ts';
import { EVERY_SCOPE, routes } from '../../fakes/google/index.ts';
import { contracts, isUndescribed, problemsOf } from './rig.ts';

const chat = haveContracts ? [discoveryContract('google.chat.v1.json')] : [];
const described = [...contracts, ...chat].flatMap(({ methods }) => methods);
const whereThereAreContracts = haveContracts ? test : test.skip;

test('the stand-in knows the permissions that the adapter asks for', () => {
  expect(Object.keys(SCOPES).sort()).toEqual([...EVERY_SCOPE].sort());
});

whereThereAreContracts(
  "every method of the stand-in is one of Google's, with permissions that Google takes for it",
  () => {
    for (const { id, method, path, scopes } of routes.filter((route) => !isUndescribed(route.path))) {
      const sample = path.replace(/\{\w+\}/g, 'x');
      const found = described.find(({ httpMethod, pattern }) => httpMethod === method && pattern.test(sample));
      expect([id, found?.id.split('.').slice(-2)]).toEqual([id, id.split('.').slice(-2)]);
      const wrong = scopes.filter((scope) => !found?.scopes.includes(`https://www.googleapis.com/auth/${scope}`));
      expect([id, wrong]).toEqual([id, []]);
    }
  },
);

whereThereAreContracts("every permission that the adapter asks for is one of Google's", () => {
  const known = new Set(described.flatMap(({ scopes }) => scopes));
  const asked = (Object.keys(SCOPES) as (keyof typeof SCOPES)[]).filter(
    (scope) => !(scope.startsWith('drive.') && isUndescribed('/drive/')),
  );
  expect(asked.filter((scope) => !known.has(scopeUrl(scope)))).toEqual([]);
});

describe('holding against the documents', () => {
  const list = (query: string, responseBody: unknown = { kind: 'admin#directory#users' }) =>
    problemsOf({
      method: 'GET',
      url: new URL(`https://admin.googleapis.com/admin/directory/v1/users?${query}`),
      requestBody: null,
      status: 200,
      responseBody,
    });

  whereThereAreContracts('finds nothing wrong with what is right', () => {
    expect(list('customer=C01&maxResults=500&projection=full&fields=kind')).toEqual([]);
  });

  whereThereAreContracts.each([
    ['a parameter that does not exist', 'custommer=C01'],
    ['a number out of bounds', 'maxResults=501'],
    ['a choice that is none', 'projection=everything'],
    ['a number that is none', 'maxResults=many'],
  ])('finds %s', (_, query) => {
    expect(list(query)).toHaveLength(1);
  });

  whereThereAreContracts.each([
    ['a key that does not exist', { kind: 'k', userz: [] }],
    ['a value of the wrong type', { users: [{ suspended: 'yes' }] }],
    ['a 64-bit number that is not text', { users: 'x' }],
    ['an answer without a body', null],
  ])('finds %s in an answer', (_, body) => {
    expect(list('customer=C01', body)).toHaveLength(1);
  });

  whereThereAreContracts('finds a body where none belongs, and a method that is none', () => {
    const url = new URL('https://admin.googleapis.com/admin/directory/v1/users/1/signOut');
    expect(
      problemsOf({ method: 'POST', url, requestBody: { now: true }, status: 204, responseBody: undefined }),
    ).toHaveLength(1);
    expect(problemsOf({ method: 'GET', url, requestBody: null, status: 200, responseBody: {} })).toHaveLength(1);
  });

  whereThereAreContracts('reads the document of Chat as well', () => {
    expect(discoveryContract('google.chat.v1.json').methods.length).toBeGreaterThan(20);
  });
});
