import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { googleSettings } from '../../../shared/adapters/google/index.ts';
import { readConfig } from '../../../shared/config.ts';

const folder = mkdtempSync(join(tmpdir(), 'countersign-google-'));
afterAll(() => rmSync(folder, { recursive: true }));

const KEY = {
  type: 'service_account',
  project_id: 'larkenmere',
  client_email: 'countersign@larkenmere.example',
  client_id: '1042',
  private_key: '-----BEGIN PRIVATE KEY-----\nsecret\n-----END PRIVATE KEY-----\n',
  private_key_id: 'k1',
  token_uri: 'https://oauth2.googleapis.com/token',
};

function settings(more: Record<string, string> = {}, key: unknown = KEY) {
  const file = join(folder, 'key.json');
  writeFileSync(file, typeof key === 'string' ? key : JSON.stringify(key));
  return googleSettings(
    readConfig({
      GOOGLE_SERVICE_ACCOUNT_FILE: file,
      GOOGLE_ADMIN_SUBJECT: 'Admin@Larkenmere.example',
      GOOGLE_CUSTOMER_ID: 'C01larken',
      ...more,
    }),
  );
}

test('a school without Google has no settings for it', () => {
  expect(googleSettings(readConfig({}))).toBeNull();
});

test('three settings are enough', () => {
  expect(settings()).toMatchObject({
    adminSubject: 'admin@larkenmere.example',
    customer: 'C01larken',
    signInElsewhere: null,
    licences: [],
    rootUrl: null,
    serviceAccount: { clientId: '1042', tokenUri: 'https://oauth2.googleapis.com/token' },
  });
});

test('units and licences are lists', () => {
  expect(settings({ GOOGLE_SIGN_IN_ELSEWHERE: '/Staff, /Pupils', GOOGLE_LICENCES: '101031/1010310008' })).toMatchObject(
    {
      signInElsewhere: ['/Staff', '/Pupils'],
      licences: [{ product: '101031', sku: '1010310008' }],
    },
  );
  expect(settings({ GOOGLE_SIGN_IN_ELSEWHERE: 'none' })?.signInElsewhere).toEqual([]);
});

test.each([
  ['GOOGLE_CUSTOMER_ID', { GOOGLE_CUSTOMER_ID: 'larkenmere.example' }],
  ['GOOGLE_CUSTOMER_ID', { GOOGLE_CUSTOMER_ID: '' }],
  ['GOOGLE_ADMIN_SUBJECT', { GOOGLE_ADMIN_SUBJECT: 'ifeoma' }],
  ['GOOGLE_SIGN_IN_ELSEWHERE', { GOOGLE_SIGN_IN_ELSEWHERE: 'Teachers' }],
  ['GOOGLE_LICENCES', { GOOGLE_LICENCES: 'Education Plus' }],
  ['GOOGLE_ROOT_URL', { GOOGLE_ROOT_URL: 'http://admin.larkenmere.example/' }],
  ['GOOGLE_SERVICE_ACCOUNT_FILE', { GOOGLE_SERVICE_ACCOUNT_FILE: '/nowhere.json' }],
])('a wrong %s is told by its name, its value is not repeated', (name, wrong) => {
  const value = Object.values(wrong)[0] as string;
  let words = '';
  try {
    settings(wrong);
  } catch (error) {
    words = (error as Error).message;
  }
  expect(words).toMatch(new RegExp(`^${name}: `));
  if (value !== '') expect(words).not.toContain(value);
});

test.each([
  ['no JSON', 'secret'],
  ['the key of a person', { ...KEY, type: 'authorized_user' }],
  ['a key that would be sent in the clear', { ...KEY, token_uri: 'http://oauth2.larkenmere.example/token' }],
])('a key file that is %s is refused without a word of what is in it', (_, key) => {
  expect(() => settings({}, key)).toThrow(/^GOOGLE_SERVICE_ACCOUNT_FILE: /);
  expect(() => settings({}, key)).not.toThrow(/secret/);
});
