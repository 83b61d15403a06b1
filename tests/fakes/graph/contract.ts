import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';

/** Microsoft's own description of Graph v1.0, to hold every request and every answer against. */
export interface Contract {
  /** What is wrong with a request; empty if nothing is. `path` is below the root, with its query. */
  request(method: string, path: string, body: unknown): string[];
  /** What is wrong with an answer to it. */
  answer(method: string, path: string, status: number, body: unknown): string[];
}

interface Operation {
  parameters?: { $ref?: string; name?: string; in?: string }[];
  requestBody?: unknown;
  responses: Record<string, unknown>;
}
interface Schema {
  $ref?: string;
  allOf?: Schema[];
  properties?: Record<string, Schema>;
  items?: Schema;
}
type Document = {
  paths: Record<string, Record<string, Operation>>;
  components: Record<string, Record<string, unknown>>;
};

const FILE = fileURLToPath(new URL('../../../../shared/contracts/graph.openapi.json', import.meta.url));

/**
 * Paths that the contract's selection leaves out, as Microsoft documents them (group-delete-members, group-post-members,
 * user-assignlicense, user-sendmail).
 */
const BEYOND: Document['paths'] = {
  '/groups/{group-id}/members/$ref': {
    post: {
      requestBody: {
        content: {
          'application/json': {
            schema: {
              type: 'object',
              required: ['@odata.id'],
              additionalProperties: false,
              properties: { '@odata.id': { type: 'string' } },
            },
          },
        },
      },
      responses: { '2XX': {}, default: { $ref: '#/components/responses/error' } },
    },
  },
  '/groups/{group-id}/members/{directoryObject-id}/$ref': {
    delete: { responses: { '2XX': {}, default: { $ref: '#/components/responses/error' } } },
  },
  '/users/{user-id}/sendMail': {
    post: {
      requestBody: {
        content: {
          'application/json': {
            schema: {
              type: 'object',
              required: ['message'],
              additionalProperties: false,
              properties: {
                message: {
                  type: 'object',
                  required: ['subject', 'body', 'toRecipients'],
                  additionalProperties: false,
                  properties: {
                    subject: { type: 'string' },
                    body: {
                      type: 'object',
                      additionalProperties: false,
                      properties: { contentType: { enum: ['text', 'html'] }, content: { type: 'string' } },
                    },
                    toRecipients: { type: 'array', minItems: 1, items: { type: 'object' } },
                    // At most five, and each name begins with x-.
                    internetMessageHeaders: {
                      type: 'array',
                      maxItems: 5,
                      items: {
                        type: 'object',
                        required: ['name', 'value'],
                        properties: { name: { type: 'string', pattern: '^[xX]-' }, value: { type: 'string' } },
                      },
                    },
                  },
                },
                saveToSentItems: { type: 'boolean' },
              },
            },
          },
        },
      },
      responses: { '2XX': {}, default: { $ref: '#/components/responses/error' } },
    },
  },
  '/users/{user-id}/assignLicense': {
    post: {
      requestBody: {
        content: {
          'application/json': {
            schema: {
              type: 'object',
              required: ['addLicenses', 'removeLicenses'],
              additionalProperties: false,
              properties: {
                addLicenses: { type: 'array', items: { $ref: '#/components/schemas/microsoft.graph.assignedLicense' } },
                removeLicenses: { type: 'array', items: { type: 'string', format: 'uuid' } },
              },
            },
          },
        },
      },
      responses: {
        '2XX': { content: { 'application/json': { schema: { $ref: '#/components/schemas/microsoft.graph.user' } } } },
        default: { $ref: '#/components/responses/error' },
      },
    },
  },
};

/** Lists of directory objects, which may be users, groups, devices … */
const DIRECTORY_OBJECTS = /(memberOf|MemberOf|embers|owners|owned\w+|registeredDevices)$/;

/** Query options that belong to paging and delta, which the contract writes nowhere. */
const PAGING = ['$skiptoken', '$deltatoken'];

/** Null where the contract is not at hand. */
export function graphContract(): Contract | null {
  let text: string;
  try {
    text = readFileSync(FILE, 'utf8');
  } catch {
    return null;
  }
  const document = JSON.parse(text) as Document;
  Object.assign(document.paths, BEYOND);
  return contractOf(document);
}

function contractOf(document: Document): Contract {
  const ajv = new Ajv({ strict: false, allErrors: false, coerceTypes: true, validateFormats: true, logger: false });
  (formats as unknown as typeof formats.default)(ajv);
  for (const format of ['decimal', 'binary', 'base64url']) ajv.addFormat(format, true);
  ajv.addSchema(document as object, 'graph');

  const templates = Object.keys(document.paths).map((template) => ({
    template,
    // A path written out wins over one with a parameter: "/users/delta" is no user.
    weight: template.split('{').length,
    pattern: new RegExp(`^${template.replace(/[.$]/g, '\\$&').replace(/\{[^}]+\}/g, '[^/]+')}$`),
  }));
  templates.sort((one, other) => one.weight - other.weight);

  const find = (method: string, path: string) => {
    const [resource = '', query = ''] = path.split('?');
    const template = templates.find(({ pattern }) => pattern.test(resource))?.template;
    const operation = template ? document.paths[template]?.[method.toLowerCase()] : undefined;
    return { template, operation, query: new URLSearchParams(query) };
  };

  const compiled = new Map<string, ValidateFunction>();
  const validator = (pointer: string): ValidateFunction => {
    const known = compiled.get(pointer) ?? ajv.compile({ $ref: `graph${pointer}` });
    compiled.set(pointer, known);
    return known;
  };

  const resolve = <T>(
    node: T | { $ref: string } | undefined,
    from: string | null = null,
  ): { node: T | undefined; pointer: string | null } => {
    const ref = (node as { $ref?: string } | undefined)?.$ref;
    if (!ref) return { node: node as T | undefined, pointer: from };
    const keys = ref
      .slice(2)
      .split('/')
      .map((key) => decodeURIComponent(key).replaceAll('~1', '/').replaceAll('~0', '~'));
    const found = keys.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], document);
    return resolve(found as T, ref);
  };

  /** Where the schema of a body is; null if there is none. */
  const schemaAt = (node: unknown, pointer: string): string | null => {
    const resolved = resolve<{ content?: Record<string, { schema?: unknown }> }>(node as never);
    return resolved.node?.content?.['application/json']?.schema
      ? `${resolved.pointer ?? pointer}/content/application~1json/schema`
      : null;
  };

  const held = (what: string, pointer: string | null, body: unknown): string[] => {
    if (!pointer) return [];
    const validate = validator(pointer);
    // Coercion changes what it checks.
    if (validate(structuredClone(body))) return [];
    return (validate.errors ?? []).slice(0, 3).map((error) => `${what}: ${error.instancePath} ${error.message}`);
  };

  /** The names a `$select` may carry: what comes back has them, or one of the kinds of directory object that may come. */
  const selectable = (pointer: string, ofAnyKind: boolean): Set<string> => {
    const names = new Set<string>();
    const walk = (node: Schema | undefined): void => {
      const schema = resolve<Schema>(node as never).node;
      if (!schema) return;
      for (const part of schema.allOf ?? []) walk(part);
      for (const [name, property] of Object.entries(schema.properties ?? {})) {
        if (name === 'value') walk(property.items);
        else names.add(name);
      }
    };
    walk({ $ref: pointer } as Schema);
    if (ofAnyKind)
      for (const kind of ['group', 'user', 'device'])
        walk({ $ref: `#/components/schemas/microsoft.graph.${kind}` } as Schema);
    return names;
  };

  const escape = (template: string) => template.replaceAll('~', '~0').replaceAll('/', '~1');
  const at = (template: string, method: string) => `#/paths/${encodeURI(escape(template))}/${method.toLowerCase()}`;

  return {
    request(method, path, body) {
      const { template, operation, query } = find(method, path);
      if (!template || !operation) return [`${method} ${path}: no such operation`];
      const what = `${method} ${template}`;
      const allowed = (operation.parameters ?? [])
        .map((parameter) => resolve<{ name?: string; in?: string }>(parameter as never).node)
        .filter((parameter) => parameter?.in === 'query')
        .map((parameter) => parameter?.name);
      const problems = [...query.keys()]
        .filter((name) => !allowed.includes(name) && !PAGING.includes(name))
        .map((name) => `${what}: no query option ${name}`);
      for (const name of ['$top', '$skip']) {
        const value = query.get(name);
        if (value !== null && !/^\d+$/.test(value)) problems.push(`${what}: ${name} is no number`);
      }
      const given = schemaAt(operation.responses['2XX'], `${at(template, method)}/responses/2XX`);
      const names = given ? selectable(given, DIRECTORY_OBJECTS.test(template)) : new Set();
      for (const name of query.get('$select')?.split(',') ?? [])
        if (!names.has(name)) problems.push(`${what}: nothing called ${name} to select`);
      const pointer = schemaAt(operation.requestBody, `${at(template, method)}/requestBody`);
      if (pointer) problems.push(...held(what, pointer, body));
      else if (body !== undefined) problems.push(`${what}: takes no body`);
      return problems;
    },
    answer(method, path, status, body) {
      const { template, operation } = find(method, path);
      if (!template || !operation) return [];
      const what = `${status} to ${method} ${template}`;
      const key = [String(status), `${String(status)[0]}XX`, 'default'].find((name) => name in operation.responses);
      if (!key) return [`${what}: no such answer`];
      if (status === 204) return body === undefined ? [] : [`${what}: has a body`];
      return held(what, schemaAt(operation.responses[key], `${at(template, method)}/responses/${key}`), body);
    },
  };
}
