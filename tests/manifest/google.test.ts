import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { type DeploymentInput, googleDeployment, SCOPES } from '../../manifest/google/deployment.ts';
import { googleSteps } from '../../manifest/google/steps.ts';
import { Refusal } from '../../shared/errors.ts';
import { menu } from '../../shared/menu.ts';
import { CONTRACTS } from '../contracts/google-discovery.ts';

const input: DeploymentInput = {
  publicUrl: 'https://sign.oakfield.example',
  endpoint: 'https://sign.oakfield.example/workspace',
  links: ['https://sign.oakfield.example'],
};
const schema = join(CONTRACTS, 'google.addon-deployment.schema.json');

describe('the deployment of the Google add-on', () => {
  (existsSync(schema) ? test : test.skip)(
    'meets the schema (../shared/contracts, skipped where that is absent)',
    () => {
      const ajv = new Ajv({ strict: false, allErrors: true });
      const validate = ajv.compile(JSON.parse(readFileSync(schema, 'utf8')));
      validate(googleDeployment(input));
      expect(validate.errors ?? []).toEqual([]);
      expect(validate({ ...googleDeployment(input), speek: 'x' })).toBe(false);
    },
  );

  test('is called at one address, with the system’s token, from every application', () => {
    const { addOns } = googleDeployment(input);
    const { common, httpOptions, ...hosts } = addOns;
    expect(Object.keys(hosts).sort()).toEqual(['calendar', 'docs', 'drive', 'gmail', 'sheets', 'slides']);
    for (const { homepageTrigger } of [common, ...Object.values(hosts)])
      expect(homepageTrigger).toEqual({ runFunction: input.endpoint, enabled: true });
    expect(httpOptions.authorizationHeader).toBe('SYSTEM_ID_TOKEN');
  });

  test('asks for what it needs to know who somebody is and to appear, and for nothing that reads mail, events or files', () => {
    expect(googleDeployment(input).oauthScopes).toEqual(Object.keys(SCOPES));
    for (const scope of Object.keys(SCOPES))
      expect(scope).toMatch(/^openid$|\/(userinfo\.email|\w+\.addons\.execute)$/);
    for (const reason of Object.values(SCOPES)) expect(reason.length).toBeGreaterThan(20);
  });

  test.each([
    ['an address in the clear', { ...input, endpoint: 'http://sign.oakfield.example/workspace' }],
    ['no address', { ...input, publicUrl: '' }],
  ])('is refused with %s', (_, wrong) => {
    expect(() => googleDeployment(wrong)).toThrow(Refusal);
  });
});

describe('what to do with it', () => {
  const steps = (more: Partial<Parameters<typeof googleSteps>[0]> = {}) =>
    googleSteps({ ...input, file: '/tmp/x/countersign-google.json', menu, ...more });

  test('is said command by command', () => {
    for (const verb of ['create', 'install', 'replace'])
      expect(steps()).toContain(`gcloud workspace-add-ons deployments ${verb} countersign`);
    expect(steps()).toContain('gcloud workspace-add-ons get-authorization');
    expect(steps({ file: "/tmp/the school's/x.json" })).toContain(`--deployment-file='/tmp/the school'\\''s/x.json'`);
  });

  test('names every permission with its reason, and every slash command with the number that the server knows it by', () => {
    for (const [scope, reason] of Object.entries(SCOPES)) expect(steps()).toContain(`${scope}\n      ${reason}`);
    for (const { number, slash } of menu) expect(steps()).toMatch(new RegExp(`${number} +${slash} `));
  });

  test.each([
    ['two alike', [menu[0], menu[0]]],
    ['a number beyond a thousand', [{ ...menu[0], number: 1_001 }]],
    ['a name with a space', [{ ...menu[0], slash: '/who signed' }]],
    ['a description that is too long', [{ ...menu[0], title: 'x'.repeat(51) }]],
  ])('is refused with %s', (_, wrong) => {
    expect(() => steps({ menu: wrong as typeof menu })).toThrow(Refusal);
  });
});
