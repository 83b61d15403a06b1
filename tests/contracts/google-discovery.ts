import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';

/** Where the platforms' contracts lie beside the project; a test that needs them skips where they don't. */
export const CONTRACTS = join(import.meta.dirname, '..', '..', '..', 'shared', 'contracts');
export const haveContracts = existsSync(CONTRACTS);
export const hasContract = (file: string): boolean => existsSync(join(CONTRACTS, file));

/** What is looked at of a call and its answer. */
export interface HeldExchange {
  method: string;
  url: URL;
  requestBody: unknown;
  status: number;
  responseBody: unknown;
}

interface Parameter {
  location: 'path' | 'query';
  required?: boolean;
  repeated?: boolean;
  [keyword: string]: unknown;
}

interface Method {
  id: string;
  httpMethod: string;
  path: string;
  flatPath?: string;
  parameters?: Record<string, Parameter>;
  request?: { $ref: string };
  response?: { $ref: string };
  scopes?: string[];
}

interface Resource {
  methods?: Record<string, Method>;
  resources?: Record<string, Resource>;
}

/** A Google discovery document: https://developers.google.com/discovery/v1/reference/apis */
interface Discovery extends Resource {
  servicePath: string;
  schemas: Record<string, Record<string, unknown>>;
  parameters: Record<string, Parameter>;
}

/** One method as its document describes it. */
interface DescribedMethod {
  id: string;
  httpMethod: string;
  pattern: RegExp;
  scopes: string[];
}

/** A discovery document that calls and answers can be held against. */
export interface DiscoveryContract {
  methods: DescribedMethod[];
  /** What is wrong with a call or its answer, one line each; null when the document has no such method. */
  problems(exchange: HeldExchange): string[] | null;
  /** What tells what is wrong with a value by one of the document's schemas, one line each. */
  schema(name: string): (value: unknown) => string[];
}

/** Reads "google.admin.directory_v1.json" and the like. */
export function discoveryContract(file: string): DiscoveryContract {
  const document = JSON.parse(readFileSync(join(CONTRACTS, file), 'utf8')) as Discovery;
  const ajv = new Ajv({ strict: false, allErrors: true, coerceTypes: false });
  formats.default(ajv);
  for (const name of [
    'int32',
    'uint32',
    'int64',
    'uint64',
    'google-datetime',
    'google-fieldmask',
    'google-duration',
    'byte',
    'double',
    'float',
  ]) {
    ajv.addFormat(name, formatOf(name));
  }
  const schemas = Object.fromEntries(
    Object.entries(document.schemas).map(([name, schema]) => [name, asJsonSchema(schema)]),
  );
  ajv.addSchema({ $id: 'discovery', $defs: schemas });
  const compiled = new Map<string, ValidateFunction>();
  const validatorOf = (name: string) => {
    const validate = compiled.get(name) ?? ajv.compile({ $ref: `discovery#/$defs/${name}` });
    compiled.set(name, validate);
    return validate;
  };

  const methods = methodsIn(document)
    .map((method) => ({ method, path: `/${document.servicePath}${pathOf(method)}` }))
    .map(({ method, path }) => ({ method, pattern: patternOf(path), open: path.split('{').length }))
    // "users/{userKey}/dates/{date}" also looks like "{entityType}/{entityKey}/dates/{date}": the more is written out, the surer.
    .toSorted((a, b) => a.open - b.open);

  return {
    methods: methods.map(({ method: { id, httpMethod, scopes = [] }, pattern }) => ({
      id,
      httpMethod,
      pattern,
      scopes,
    })),
    schema(name) {
      const validate = validatorOf(name);
      return (value) =>
        validate(value)
          ? []
          : (validate.errors ?? []).map(
              ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
            );
    },
    problems({ method: verb, url, requestBody, status, responseBody }) {
      const found = methods.find(({ method, pattern }) => method.httpMethod === verb && pattern.test(url.pathname));
      if (!found) return null;
      const { method, pattern } = found;
      const path = pattern.exec(url.pathname)?.groups ?? {};
      return [
        ...parameterProblems(method.parameters ?? {}, document.parameters, path, url.searchParams, ajv),
        ...bodyProblems('request', requestBody, method.request, validatorOf),
        ...(status < 300 ? bodyProblems('answer', responseBody, method.response, validatorOf) : []),
      ].map((problem) => `${method.id}: ${problem}`);
    },
  };
}

const methodsIn = ({ methods = {}, resources = {} }: Resource): Method[] => [
  ...Object.values(methods),
  ...Object.values(resources).flatMap(methodsIn),
];

const patternOf = (path: string) =>
  new RegExp(`^${path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)').replaceAll('.', '\\.')}$`);

/** "v1/{+parent}/messages", where parent is "spaces/…", with what that stands for written out; else the flat path. */
const pathOf = ({ path, flatPath, parameters = {} }: Method): string =>
  path.includes('{+')
    ? path.replace(/\{\+(\w+)\}/g, (_, name) => `(?<${name}>${String(parameters[name]?.pattern).slice(1, -1)})`)
    : (flatPath ?? path);

function parameterProblems(
  own: Record<string, Parameter>,
  common: Record<string, Parameter>,
  path: Record<string, string>,
  query: URLSearchParams,
  ajv: Ajv,
): string[] {
  const missing = Object.entries(own)
    .filter(([name, { location, required }]) => required && !(location === 'path' ? name in path : query.has(name)))
    .map(([name]) => `the parameter ${name} is missing`);
  const wrong = [
    ...query,
    ...Object.entries(path).map(([name, value]) => [name, decodeURIComponent(value)] as const),
  ].flatMap(([name, value]) => {
    const parameter = own[name] ?? common[name];
    if (!parameter) return [`there is no parameter ${name}`];
    const { location: _, required: __, repeated: ___, pattern, minimum, maximum, ...schema } = parameter;
    const typed = schema.type === 'string' ? value : parsed(value);
    const bounds = {
      ...(minimum !== undefined && { minimum: Number(minimum) }),
      ...(maximum !== undefined && { maximum: Number(maximum) }),
      ...(typeof pattern === 'string' && isPattern(pattern) && { pattern }),
    };
    return ajv.validate({ ...asJsonSchema(schema), ...bounds }, typed) ? [] : [`${name}=${value}: ${ajv.errorsText()}`];
  });
  return [...missing, ...wrong];
}

function bodyProblems(
  what: string,
  body: unknown,
  schema: { $ref: string } | undefined,
  validatorOf: (name: string) => ValidateFunction,
): string[] {
  const empty = body === undefined || body === null || body === '';
  if (!schema) return empty || Object.keys(body as object).length === 0 ? [] : [`no ${what} body is foreseen`];
  if (empty) return [`the ${what} has no body`];
  const validate = validatorOf(schema.$ref);
  if (validate(body)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${what}${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

/**
 * Discovery's own dialect as JSON Schema: `any`, references by bare name, words about writing. A key that a document
 * doesn't know is an error, or no typing mistake would ever be found.
 */
function asJsonSchema(schema: Record<string, unknown>): Record<string, unknown> {
  const { $ref, type, format, enum: choices, items, properties, additionalProperties } = schema;
  if (typeof $ref === 'string') return { $ref: `discovery#/$defs/${$ref}` };
  return {
    ...(type !== undefined && type !== 'any' && { type }),
    ...(typeof format === 'string' && { format }),
    ...(Array.isArray(choices) && { enum: choices }),
    ...(isObject(items) && { items: asJsonSchema(items) }),
    ...(isObject(properties) && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, inner]) => [name, asJsonSchema(inner as Record<string, unknown>)]),
      ),
      additionalProperties: false,
    }),
    ...(isObject(additionalProperties) && { additionalProperties: asJsonSchema(additionalProperties) }),
  };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function formatOf(name: string) {
  // 64-bit numbers travel as text.
  if (name === 'int64' || name === 'uint64') return /^-?\d+$/;
  if (name === 'google-datetime') return (text: string) => !Number.isNaN(Date.parse(text));
  return true as const;
}

function parsed(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** Some documents write what no engine can read. */
function isPattern(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}
