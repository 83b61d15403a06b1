import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { CONTRACTS } from '../contracts/google-discovery.ts';

const SCHEMA = join(CONTRACTS, 'google.addon-http.schema.json');

/** What is wrong with an add-on's answer by Google's contract with add-ons over HTTP (../shared/contracts); nothing where that is absent. */
export const envelopeProblems = byContract('HandleEventResponse');
/** The same for an event, as Google sends it. */
export const eventProblems = byContract('EventObject');

/** Read when the first is held against it: most tests never do. */
function byContract(name: string): (value: unknown) => string[] {
  let problems: ((value: unknown) => string[]) | null = existsSync(SCHEMA) ? null : () => [];
  return (value) => {
    problems ??= compiled(name);
    return problems(value);
  };
}

function compiled(name: string): (value: unknown) => string[] {
  const ajv = new Ajv({ strict: false });
  ajv.addSchema(JSON.parse(readFileSync(SCHEMA, 'utf8')), 'contract');
  const validate = ajv.compile({ $ref: `contract#/definitions/${name}` });
  return (value) =>
    validate(value) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
