/** An answer that Graph gives instead of what was asked for. */
export class GraphError extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Record<string, string>;

  constructor(status: number, code: string, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

export const notFound = (id: string) =>
  new GraphError(
    404,
    'Request_ResourceNotFound',
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  );

const badQuery = (message: string) => new GraphError(400, 'Request_UnsupportedQuery', message);

type Entity = Record<string, unknown>;

/** What was selected, and what is always there. */
export function selected(entity: Entity, options: URLSearchParams, expanded: string[] = []): Entity {
  const select = options.get('$select')?.split(',');
  if (!select) return entity;
  const names = ['@odata.type', '@removed', 'id', ...select, ...expanded];
  return Object.fromEntries(
    Object.entries(entity).filter(([name, value]) => names.includes(name) && value !== undefined),
  );
}

/** The few filters that the product uses; anything else is refused, as Graph refuses what it does not index. */
export function filtered<T extends object>(entities: Iterable<T>, options: URLSearchParams): T[] {
  const filter = options.get('$filter');
  if (!filter) return [...entities];
  const tests = filter.split(' and ').map((clause): ((entity: Entity) => boolean) => {
    const list = /^(\w+) in \((.*)\)$/.exec(clause);
    if (list) {
      const values = (list[2] as string).split(',').map(unquoted);
      if (values.length > 15)
        throw badQuery(
          `Too many child clauses specified in search filter expression containing 'OR' operators: ${values.length}. Max allowed: 15.`,
        );
      return (entity) => values.includes(entity[list[1] as string] as string);
    }
    const compare = /^(\w+) (eq|ge) (.+)$/.exec(clause);
    if (!compare) throw badQuery('Invalid filter clause.');
    const [, name = '', operator, value = ''] = compare;
    const right = unquoted(value);
    return (entity) => (operator === 'eq' ? String(entity[name]) === right : String(entity[name]) >= right);
  });
  return [...entities].filter((entity) => tests.every((test) => test(entity as Entity)));
}

const unquoted = (value: string) => value.trim().replace(/^'(.*)'$/, '$1');

/** A page of a list, with the link to the next. The link is opaque: what it says is checked. */
export function paged<T>(
  entities: T[],
  { url, options, max, usual = 100 }: { url: string; options: URLSearchParams; max: number; usual?: number },
): { rows: T[]; nextLink: string | undefined } {
  const top = options.get('$top');
  if (top !== null && (Number(top) < 1 || Number(top) > max))
    throw badQuery(`Invalid page size specified: '${top}'. Must be between 1 and ${max} inclusive.`);
  const size = top === null ? Math.min(usual, max) : Number(top);
  const from = options.has('$skiptoken')
    ? (readToken(options.get('$skiptoken') as string) as { from: number }).from
    : 0;
  const rows = entities.slice(from, from + size);
  if (from + size >= entities.length) return { rows, nextLink: undefined };
  const next = new URLSearchParams(options);
  next.set('$skiptoken', writeToken({ from: from + size }));
  return { rows, nextLink: `${url}?${unescaped(next)}` };
}

/** Graph leaves dollars and commas in its links as they are. */
const unescaped = (options: URLSearchParams) => options.toString().replaceAll('%24', '$').replaceAll('%2C', ',');

export const writeToken = (about: object): string => Buffer.from(JSON.stringify(about)).toString('base64url');

export function readToken(token: string): Record<string, unknown> {
  try {
    return JSON.parse(Buffer.from(token, 'base64url').toString()) as Record<string, unknown>;
  } catch {
    throw new GraphError(
      400,
      'Directory_ExpiredPageToken',
      'The specified page token value has expired and can no longer be included in your request.',
    );
  }
}
