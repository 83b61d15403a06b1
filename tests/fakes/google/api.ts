import type { FakeCustomer } from './customer.ts';

/** Who asks: the account that a token stands for, with the permissions in it (short names). */
export interface Bearer {
  subject: string;
  scopes: ReadonlySet<string>;
}

export interface ApiAnswer {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

/** What a route works with. `later` makes a change when the customer's eventual consistency lets it be seen. */
export interface RouteContext {
  customer: FakeCustomer;
  params: Record<string, string>;
  query: URLSearchParams;
  body: Record<string, unknown>;
  subject: string;
  now: Date;
  later(change: () => void): void;
  /** Writes a line into the audit log. */
  log(type: string, name: string, parameters: Record<string, string>): void;
  /** The most entries that a page gives, whatever is asked for. */
  largestPage: number;
}

/** One method of an API, named as in Google's discovery documents. */
export interface Route {
  /** "directory.users.list" */
  id: string;
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** "/admin/directory/v1/users/{userKey}" */
  path: string;
  /** Any of these permissions will do. */
  scopes: string[];
  /** Whether the account acted as must be an administrator. */
  admin: boolean;
  run(context: RouteContext): unknown;
}

/** An error as Google words it. */
export class ApiError extends Error {
  readonly status: number;
  readonly reason: string;
  constructor(status: number, reason: string, message: string) {
    super(message);
    this.status = status;
    this.reason = reason;
  }
}

export const notFound = (what: string) => new ApiError(404, 'notFound', `Resource Not Found: ${what}`);

export const errorBody = ({ status, reason, message }: ApiError) => ({
  error: { code: status, message, errors: [{ message, domain: 'global', reason }] },
});

/** One page of a list and the token of the next; tokens are refused when they aren't ours. */
export function pageOf<T>(
  all: readonly T[],
  { query, largestPage }: Pick<RouteContext, 'query' | 'largestPage'>,
  limits: { most: number; usual: number },
): { page: T[]; nextPageToken?: string } {
  const asked = Number(query.get('maxResults') ?? limits.usual);
  if (!Number.isInteger(asked) || asked < 1 || asked > limits.most) {
    throw new ApiError(
      400,
      'invalid',
      `Invalid value '${asked}'. Values must be within the range: [1, ${limits.most}]`,
    );
  }
  const token = query.get('pageToken');
  const start =
    token === null ? 0 : Number(/^page-(\d+)$/.exec(Buffer.from(token, 'base64url').toString())?.[1] ?? Number.NaN);
  if (Number.isNaN(start)) throw new ApiError(400, 'invalid', 'Invalid Input: pageToken');
  const end = start + Math.min(asked, largestPage);
  const page = all.slice(start, end);
  if (end >= all.length) return { page };
  return { page, nextPageToken: Buffer.from(`page-${end}`).toString('base64url') };
}

/** Google leaves out what is empty. */
export const unlessEmpty = <K extends string, T>(name: K, list: T[]): Partial<Record<K, T[]>> =>
  (list.length > 0 ? { [name]: list } : {}) as Partial<Record<K, T[]>>;

/** Keeps what a `fields` mask asks for: "kind,users(id,name/fullName)". */
export function masked(body: unknown, mask: string | null): unknown {
  return mask === null ? body : keep(body, parseMask(mask));
}

type Mask = Map<string, Mask | null>;

function keep(value: unknown, mask: Mask | null): unknown {
  if (mask === null || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => keep(each, mask));
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) =>
      mask.has(name) ? [[name, keep(inner, mask.get(name) ?? null)]] : [],
    ),
  );
}

function parseMask(mask: string): Mask {
  let at = 0;
  const list = (): Mask => {
    const fields: Mask = new Map();
    for (;;) {
      const name = /[A-Za-z0-9_]+/y;
      name.lastIndex = at;
      const [found] = name.exec(mask) ?? [];
      if (found === undefined) throw new ApiError(400, 'invalidParameter', `Invalid field selection ${mask}`);
      at += found.length;
      fields.set(found, inner());
      if (mask[at] !== ',') return fields;
      at++;
    }
  };
  const inner = (): Mask | null => {
    if (mask[at] === '(') {
      at++;
      const fields = list();
      at++;
      return fields;
    }
    if (mask[at] !== '/') return null;
    at++;
    const name = /[A-Za-z0-9_]+/y;
    name.lastIndex = at;
    const [found = ''] = name.exec(mask) ?? [];
    at += found.length;
    return new Map([[found, inner()]]);
  };
  return list();
}
