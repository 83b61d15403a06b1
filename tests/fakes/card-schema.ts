import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';

const require = createRequire(import.meta.url);

const SCHEMA = join(import.meta.dirname, '../../../shared/contracts/adaptive-card-1.5.0.json');
export const hasSchema = existsSync(SCHEMA);

type Problems = (card: Record<string, unknown>) => string[];

/** Read when the first card is held against it: most tests never do. */
let problems: Problems | null = hasSchema ? null : () => [];

/** What is wrong with a card by the official schema of Adaptive Cards 1.5 (../shared/contracts); nothing where that is absent. */
export const schemaProblems: Problems = (card) => {
  problems ??= bySchema();
  return problems(card);
};

function bySchema(): Problems {
  const ajv = new Ajv({ strict: false, allErrors: false });
  formats.default(ajv);
  ajv.addMetaSchema(require('ajv/dist/refs/json-schema-draft-06.json'));
  const { id: _id, ...schema } = JSON.parse(readFileSync(SCHEMA, 'utf8'));
  const validate = ajv.compile(schema);
  // What Teams adds to a card is not in the schema.
  return ({ msteams: _, ...card }) =>
    validate(card) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
