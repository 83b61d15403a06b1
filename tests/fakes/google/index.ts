import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { adminsRoutes } from './admins.ts';
import { type ApiAnswer, ApiError, errorBody, masked, type Route, type RouteContext } from './api.ts';
import { packBatch, unpackBatch } from './batch.ts';
import { chatRoutes } from './chat.ts';
import type { FakeCustomer } from './customer.ts';
import { devicesRoutes } from './devices.ts';
import { createDisturbances, type Disturbance } from './disturbances.ts';
import { drivesRoutes } from './drives.ts';
import { gmailRoutes } from './gmail.ts';
import { groupsRoutes } from './groups.ts';
import { licensingRoutes } from './licensing.ts';
import { createQuotas } from './quotas.ts';
import { reportsRoutes } from './reports.ts';
import { securityRoutes } from './security.ts';
import { createTokenService, keyFile } from './tokens.ts';
import { transfersRoutes } from './transfers.ts';
import { usersRoutes, userWith } from './users.ts';

export * from './customer.ts';

/** Every method that the stand-in knows, by the names of Google's discovery documents. */
export const routes: readonly Route[] = [
  ...usersRoutes,
  ...securityRoutes,
  ...groupsRoutes,
  ...drivesRoutes,
  ...adminsRoutes,
  ...devicesRoutes,
  ...reportsRoutes,
  ...transfersRoutes,
  ...gmailRoutes,
  ...licensingRoutes,
  ...chatRoutes,
];

/** The permissions (short names) that a school would grant. */
export const EVERY_SCOPE = [
  'admin.directory.user.readonly',
  'admin.directory.group.readonly',
  'admin.directory.rolemanagement.readonly',
  'admin.directory.user.security',
  'admin.directory.device.mobile.readonly',
  'admin.directory.device.chromeos.readonly',
  'admin.reports.audit.readonly',
  'admin.reports.usage.readonly',
  'admin.datatransfer.readonly',
  'gmail.settings.basic',
  'apps.licensing',
  'drive.metadata.readonly',
  'admin.directory.user',
  'admin.directory.group.member',
  'admin.directory.device.chromeos',
];

/** A call and how it was answered, as it is held against the contracts. */
interface Exchange {
  method: string;
  url: URL;
  requestBody: unknown;
  status: number;
  responseBody: unknown;
}

/** And those with which people are written to, which no directory needs. */
const TO_WRITE = ['gmail.send', 'chat.bot', 'chat.spaces.create'];

export interface FakeGoogleOptions {
  customer: FakeCustomer;
  /** The real time unless set. */
  now?: () => Date;
  /** The most entries that any page gives. */
  largestPage?: number;
  /** How long a change takes to be seen, in milliseconds. */
  lag?: number;
  /** Is shown every call that nothing disturbs, those in a batch one by one. */
  watch?: (exchange: Exchange) => void;
}

/** Google's APIs and token service on this machine, for one customer. */
export interface FakeGoogle {
  /** "http://127.0.0.1:4567": the root of every API. */
  url: string;
  customer: FakeCustomer;
  /** The permissions granted to the service account; take one out to see what is missed. */
  granted: Set<string>;
  /** The key file of the service account, to be signed with. */
  keyFile(): ReturnType<typeof keyFile>;
  /** HTTP requests to the APIs (a batch is one), calls in them, requests for tokens, and calls above the quotas. */
  counts: { requests: number; calls: number; tokens: number; readonly violations: number };
  /** Method and path of every call, in order. */
  calls: string[];
  /** Writes a line into the audit log. */
  log(type: string, name: string, parameters: Record<string, string>): void;
  /** Answers calls whose "METHOD /path?query" matches in another way, so many times. */
  disturb(matching: RegExp, how: Disturbance, times?: number): void;
  /** Ends every token before its time. */
  endTokens(): void;
  close(): Promise<void>;
}

export async function startGoogle(options: FakeGoogleOptions): Promise<FakeGoogle> {
  const { customer, now = () => new Date(), largestPage = 1_000, lag = 0, watch } = options;
  const granted = new Set([...EVERY_SCOPE, ...TO_WRITE]);
  const tokens = createTokenService(customer, granted, now);
  const quotas = createQuotas();
  const disturbances = createDisturbances();
  const counts = {
    requests: 0,
    calls: 0,
    tokens: 0,
    get violations() {
      return quotas.violations;
    },
  };
  const calls: string[] = [];
  let pending: { at: number; change: () => void }[] = [];

  const log: FakeGoogle['log'] = (type, name, parameters) =>
    void customer.events.push({ time: now().toISOString(), application: 'admin', type, name, parameters });

  function settle(): void {
    const due = pending.filter(({ at }) => at <= now().getTime());
    pending = pending.filter((each) => !due.includes(each));
    for (const { change } of due) change();
  }

  function answer(method: string, path: string, authorization: string | undefined, text: string): ApiAnswer {
    settle();
    const url = new URL(path, 'http://google.example');
    counts.calls++;
    calls.push(`${method} ${path}`);
    const requestBody = text === '' ? null : JSON.parse(text);
    const disturbed = disturbances.instead(`${method} ${path}`);
    if (disturbed) return disturbed;
    const answered = run(method, url, authorization, requestBody);
    watch?.({ method, url, requestBody, status: answered.status, responseBody: answered.body });
    return answered;
  }

  function run(method: string, url: URL, authorization: string | undefined, body: unknown): ApiAnswer {
    try {
      const bearer = tokens.bearerOf(authorization);
      if (!bearer) throw new ApiError(401, 'authError', 'Invalid Credentials');
      quotas.count(url, now().getTime());
      const found = routeAt(method, url.pathname);
      if (!found) throw new ApiError(404, 'notFound', 'Not Found');
      const { route, params } = found;
      if (!route.scopes.some((scope) => bearer.scopes.has(scope))) {
        throw new ApiError(403, 'insufficientPermissions', 'Request had insufficient authentication scopes.');
      }
      const actor = userWith(customer, bearer.subject);
      if (route.admin && !actor?.superAdmin) {
        throw new ApiError(403, 'forbidden', 'Not Authorized to access this resource/api');
      }
      const context: RouteContext = {
        customer,
        params,
        query: url.searchParams,
        body: (body ?? {}) as Record<string, unknown>,
        subject: bearer.subject,
        now: now(),
        largestPage,
        log,
        later(change) {
          pending.push({ at: now().getTime() + lag, change });
          settle();
        },
      };
      const result = route.run(context);
      return { status: result === undefined ? 204 : 200, body: masked(result, url.searchParams.get('fields')) };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return { status: error.status, body: errorBody(error) };
    }
  }

  async function handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const text = await bodyOf(req);
    const { method = 'GET', url: path = '/' } = req;
    if (path === '/token') counts.tokens++;
    else counts.requests++;
    const slowness = disturbances.slowness(`${method} ${path}`);
    if (slowness > 0) await setTimeout(slowness);
    if (path === '/token') {
      const disturbed = disturbances.instead('POST /token');
      return reply(res, disturbed ?? (await tokens.grant(new URLSearchParams(text), `${google.url}/token`)));
    }
    if (path !== '/batch') return reply(res, answer(method, path, req.headers.authorization, text));
    const whole = disturbances.instead('POST /batch');
    if (whole) return reply(res, whole);
    const inner = unpackBatch(req.headers['content-type'] ?? '', text).map((call) => ({
      id: call.id,
      answer: spoken(answer(call.method, call.path, call.authorization ?? req.headers.authorization, call.body)),
    }));
    const packed = packBatch(inner);
    return reply(res, { status: 200, body: packed.text, headers: { 'content-type': packed.contentType } });
  }

  const server = createServer((req, res) => {
    handle(req, res).catch((error: unknown) => {
      const known = error instanceof ApiError ? error : new ApiError(500, 'backendError', String(error));
      reply(res, { status: known.status, body: errorBody(known) });
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const google: FakeGoogle = {
    url: `http://127.0.0.1:${port}`,
    customer,
    granted,
    keyFile: () => keyFile(google.url),
    counts,
    calls,
    log,
    disturb: disturbances.add,
    endTokens: tokens.endAll,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
  return google;
}

const patterns = routes.map((route) => ({
  route,
  pattern: new RegExp(`^${route.path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
}));

function routeAt(method: string, pathname: string): { route: Route; params: Record<string, string> } | null {
  for (const { route, pattern } of patterns) {
    const match = route.method === method ? pattern.exec(pathname) : null;
    if (!match) continue;
    const params = Object.entries(match.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]);
    return { route, params: Object.fromEntries(params) };
  }
  return null;
}

async function bodyOf(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** Within a batch nothing can be left unanswered. */
const spoken = (answer: ApiAnswer): ApiAnswer =>
  answer.status === 0
    ? { status: 503, body: errorBody(new ApiError(503, 'backendError', 'The service is currently unavailable.')) }
    : answer;

/** Status 0 is no answer at all. */
function reply(res: ServerResponse, { status, body, headers = {} }: ApiAnswer): void {
  if (status === 0) {
    if (body !== 'hang') res.destroy();
    return;
  }
  res.writeHead(status, { 'content-type': 'application/json; charset=UTF-8', ...headers });
  res.end(body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body));
}
