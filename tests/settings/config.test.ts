import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceSettings } from '../../addon/workspace/settings.ts';
import { Environment, isSandbox, readConfig } from '../../shared/config.ts';

const GUID = '7a1d5c3e-2b64-4f0a-9c8e-0d1f2a3b4c5d';
const google = {
  GOOGLE_ADDON_SERVICE_ACCOUNT: 'service-123@gcp-sa-gsuiteaddons.iam.gserviceaccount.com',
  GOOGLE_ADDON_CLIENT_ID: '123-abc.apps.googleusercontent.com',
  GOOGLE_CUSTOMER_ID: 'C012juw1z',
  GOOGLE_DOMAINS: 'Larkenmere.example, pupils.larkenmere.example',
  SCHOOL_FILE: 'school.yaml',
  PUBLIC_URL: 'https://countersign.example',
};
const real = {
  MicrosoftAppId: GUID,
  MicrosoftAppPassword: 'not-a-secret',
  MicrosoftAppTenantId: GUID,
  SCHOOL_FILE: 'school.yaml',
  PUBLIC_URL: 'https://countersign.example',
};

describe('the settings', () => {
  test('that are not set, or set to nothing, have their defaults', () => {
    expect(readConfig({ PORT: '', MicrosoftAppId: '' })).toMatchObject({
      PORT: 3978,
      HOST: '127.0.0.1',
      DATA_DIR: './data',
    });
  });

  test.each([
    [{ PORT: 'http' }, /^PORT: write a port number/],
    [{ DATABASE_URL: 'mysql://x' }, /^DATABASE_URL: write postgres:/],
    [{ ...real, MicrosoftAppId: 'my bot' }, /^MicrosoftAppId: write the application/],
    [{ ...real, PUBLIC_URL: 'http://countersign.example' }, /^PUBLIC_URL: write https/],
    [{ ...real, PUBLIC_URL: 'https://countersign.example/bot' }, /^PUBLIC_URL: write https/],
    [{ ...real, SCHOOL_FILE: '', MicrosoftAppPassword: '' }, /^MicrosoftAppPassword: .*\nSCHOOL_FILE: /],
    [{ MicrosoftAppPassword: 'a-secret' }, /^MicrosoftAppId: .*only the sandbox/],
    [{ NODE_ENV: 'production' }, /^MicrosoftAppId: .*only the sandbox/],
    [{ ...google, GOOGLE_ADDON_CLIENT_ID: '' }, /^GOOGLE_ADDON_CLIENT_ID: the Google add-on needs/],
    [{ ...google, GOOGLE_ADDON_SERVICE_ACCOUNT: '' }, /^GOOGLE_ADDON_SERVICE_ACCOUNT: the Google add-on needs/],
    [
      { ...google, GOOGLE_ADDON_SERVICE_ACCOUNT: '@gcp-sa-gsuiteaddons.iam.gserviceaccount.com' },
      /^GOOGLE_ADDON_SERVICE_ACCOUNT: write the whole address/,
    ],
    [{ ...google, GOOGLE_DOMAINS: ' , ' }, /^GOOGLE_DOMAINS: write the domains of your school/],
    [{ ...google, GOOGLE_CUSTOMER_ID: '' }, /^GOOGLE_CUSTOMER_ID: Google Workspace needs/],
    [{ ...google, PUBLIC_URL: '' }, /^PUBLIC_URL: write the https address/],
    [{ ...google, GOOGLE_ADDON_URL: 'http://countersign.example/workspace' }, /^GOOGLE_ADDON_URL: write .*https/],
    [{ GOOGLE_CUSTOMER_ID: 'C012juw1z' }, /^GOOGLE_SERVICE_ACCOUNT_FILE: .*\nGOOGLE_ADMIN_SUBJECT: /],
  ])('%j are refused, each with what to write', (environment, sentence) => {
    expect(() => readConfig(environment)).toThrow(sentence);
  });

  test.each([
    ['none', {}, true],
    ["Teams'", real, false],
    ["Google's", google, false],
  ])('with the door of %s set up the server is a sandbox, or not', (_, environment, sandbox) => {
    expect(isSandbox(readConfig(environment))).toBe(sandbox);
  });

  test('of the Google add-on name where it is called and whose people it serves', () => {
    expect(workspaceSettings(readConfig(google))).toMatchObject({
      endpoint: 'https://countersign.example/workspace',
      domains: ['larkenmere.example', 'pupils.larkenmere.example'],
    });
    expect(workspaceSettings(readConfig(real))).toBeNull();
  });

  test('are never repeated in an error: they may be secrets', () => {
    const secret = 'hunter2';
    const wrong = Object.fromEntries(Object.keys(Environment.shape).map((name) => [name, secret]));
    try {
      readConfig(wrong);
    } catch (error) {
      expect((error as Error).message).not.toContain(secret);
      return;
    }
    throw new Error('accepted');
  });

  test('all stand in the README', () => {
    const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
    const missing = Object.keys(Environment.shape).filter((name) => !readme.includes(`\`${name}\``));
    expect(missing).toEqual([]);
  });
});
