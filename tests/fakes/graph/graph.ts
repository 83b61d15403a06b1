import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Context, Licence, Reply, Route } from './context.ts';
import type { Contract } from './contract.ts';
import { groupRoutes } from './groups.ts';
import { GraphError } from './odata.ts';
import { meter, ratesFor } from './rates.ts';
import { reportRoutes } from './reports.ts';
import { scenario, type Trouble } from './scenario.ts';
import { serviceRoutes } from './services.ts';
import type { Call, GraphOptions, GraphStandIn } from './stand-in.ts';
import { idFor } from './tenant.ts';
import { type Registration, tokenIssuer } from './tokens.ts';
import { userRoutes } from './users.ts';
import { type Answer, bodyOf, send, titled } from './wire.ts';

const ROUTES: { route: Route; pattern: RegExp }[] = [
  ...userRoutes,
  ...groupRoutes,
  ...reportRoutes,
  ...serviceRoutes,
].map((route) => ({
  route,
  pattern: new RegExp(`^${route.path.replace(/[.$]/g, '\\$&').replaceAll('{}', '([^/]+)')}$`),
}));

/** Every application permission that some route takes, and the one that shows only in what is answered. */
export const ALL_PERMISSIONS = [
  ...new Set([
    ...ROUTES.map(({ route }) => route.needs[0] as string),
    'User-LifeCycleInfo.Read.All',
    'Directory.Read.All',
  ]),
];

let contract: Contract | null | undefined;

interface Incoming {
  method: string;
  /** Below the root, with its query. */
  path: string;
  body: unknown;
  headers?: IncomingHttpHeaders;
}

/** Starts a stand-in on a free port of this machine. */
export async function startGraph(settings: GraphOptions): Promise<GraphStandIn> {
  const { tenant, clock = { now: () => new Date() }, settlesAfterMs = 0, throttle = true } = settings;
  const registration: Registration = {
    tenant: tenant.id,
    clientId: idFor('client'),
    secret: 'a secret of the stand-in',
    ...(settings.certificate && { certificate: settings.certificate }),
  };
  const granted = new Set(settings.granted ?? ALL_PERMISSIONS);
  const licences = new Set<Licence>(settings.licences ?? ['P1', 'P2', 'Intune']);
  const issuer = tokenIssuer(registration, () => clock.now());
  const rates = meter(ratesFor(tenant.users.size), () => clock.now().getTime());
  const { meets, disturb, calm } = scenario();
  const calls: Call[] = [];
  const contractProblems: string[] = [];
  const settling: { at: number; apply: () => void }[] = [];
  const plans: { request: RegExp; act: () => void }[] = [];
  let oldestCursor = 0;
  let origin = '';
  let requestId = 0;

  // The contract and what checks it take longer than all the rest: not where nobody asked for it.
  if (settings.contract !== null && contract === undefined) contract = (await import('./contract.ts')).graphContract();
  const held = settings.contract === null ? null : (contract ?? null);

  const settle = () => {
    const now = clock.now().getTime();
    while (settling[0] && settling[0].at <= now) settling.shift()?.apply();
  };

  const errorBody = (code: string, message: string) => ({
    error: {
      code,
      message,
      innerError: { date: clock.now().toISOString().slice(0, 19), 'request-id': idFor(String(++requestId)) },
    },
  });

  /** One question, alone or in a batch: rate, permission, answer; each held against the contract. */
  const answerTo = ({ method, path, body, headers = {} }: Incoming, inBatch: boolean): Answer => {
    settle();
    const [resource = '', query = ''] = path.split('?');
    const options = new URLSearchParams(query);
    contractProblems.push(...(held?.request(method, path, body) ?? []));
    const met = inBatch ? meets(`${method} ${resource}`) : null;
    const answer = ((): Answer => {
      if (met) return disturbed(met);
      const wait = rates.take(method, resource, options);
      if (wait !== null && throttle) {
        const headers = { 'retry-after': String(Math.ceil(wait / 1_000)) };
        return { status: 429, headers, body: errorBody('TooManyRequests', 'Please retry again later.') };
      }
      try {
        return { headers: {}, ...run(method, resource, options, body, headers) };
      } catch (error) {
        if (!(error instanceof GraphError)) throw error;
        return { status: error.status, headers: error.headers, body: errorBody(error.code, error.message) };
      }
    })();
    if (!met) contractProblems.push(...(held?.answer(method, path, answer.status, answer.body) ?? []));
    calls.push({ method, resource, options, status: answer.status, inBatch });
    const due = plans.findIndex(({ request }) => request.test(`${method} ${resource}`));
    if (due >= 0) plans.splice(due, 1)[0]?.act();
    return answer;
  };

  const run = (
    method: string,
    resource: string,
    options: URLSearchParams,
    body: unknown,
    headers: IncomingHttpHeaders,
  ): Reply => {
    const match = ROUTES.find(({ route, pattern }) => route.method === method && pattern.test(resource));
    if (!match)
      throw new GraphError(400, 'BadRequest', `Resource not found for the segment '${resource.split('/').at(-1)}'.`);
    const { route, pattern } = match;
    const { code, message } = route.denied ?? {
      code: 'Authorization_RequestDenied',
      message: 'Insufficient privileges to complete the operation.',
    };
    if (!route.needs.some((name) => granted.has(name))) throw new GraphError(403, code, message);
    const context: Context = {
      tenant,
      ids: pattern.exec(resource)?.slice(1) ?? [],
      options,
      body,
      eventual: headers.consistencylevel === 'eventual',
      granted,
      licences,
      now: clock.now(),
      url: `${origin}/v1.0${resource}`,
      later: (apply) => {
        settling.push({ at: clock.now().getTime() + settlesAfterMs, apply });
        settle();
      },
      oldestCursor,
      deltaPageSize: 200,
    };
    return route.run(context);
  };

  /** Inside a batch there is no connection to drop. */
  const disturbed = (how: Trouble): Answer => {
    if (typeof how === 'object') {
      const headers: Record<string, string> = how.retryAfter ? { 'retry-after': how.retryAfter } : {};
      return { status: how.status, headers, body: errorBody(how.code ?? String(how.status), 'Disturbed on purpose.') };
    }
    return { status: 200, headers: {}, body: how === 'garbage' ? '<html>' : {} };
  };

  const batch = (body: unknown): Answer => {
    const problems = held?.request('POST', '/$batch', body) ?? [];
    contractProblems.push(...problems);
    const { requests } = body as { requests: { id: string; method: string; url: string; body?: unknown }[] };
    if (requests.length > 20)
      return {
        status: 400,
        headers: {},
        body: errorBody('BadRequest', 'Number of batch request steps exceeds the maximum of 20.'),
      };
    const responses = requests.map(({ id, method, url, body: inner }) => {
      const { status, headers, body: answered } = answerTo({ method, path: url, body: inner }, true);
      return { id, status, headers: { 'Content-Type': 'application/json', ...titled(headers) }, body: answered };
    });
    // In any order but the one they were asked in.
    return { status: 200, headers: {}, body: { responses: responses.reverse() } };
  };

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      contractProblems.push(`the stand-in itself failed: ${(error as Error).stack}`);
      response.destroy();
    });
  });

  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const text = await bodyOf(request);
    const url = new URL(request.url ?? '/', origin);
    const method = request.method ?? 'GET';
    const isToken = url.pathname.endsWith('/oauth2/v2.0/token') || url.pathname === '/msi/token';
    const resource = isToken ? '/token' : decodeURIComponent(url.pathname).replace(/^\/v1\.0/, '');
    const met = meets(`${method} ${resource}`);
    // What goes wrong counts at the platform like what goes well.
    if (met && !isToken && resource !== '/$batch') rates.take(method, resource, url.searchParams);
    // Those that never get to an answer of their own are noted here.
    if (met === 'hang' || met === 'reset' || typeof met === 'object') note(met, method, resource, url.searchParams);
    if (met === 'hang') return;
    if (met === 'reset') return void request.socket.destroy();
    const answer = await ((): Promise<Answer> | Answer => {
      if (met && typeof met === 'object') return disturbed(met);
      if (isToken) return token(url, text);
      return graph(request, method, `${resource}${url.search}`, resource, text);
    })();
    if (!isToken && resource === '/$batch')
      calls.push({ method, resource, options: url.searchParams, status: answer.status, inBatch: false });
    send(response, answer, met);
  };

  const note = (met: Trouble | null, method: string, resource: string, options: URLSearchParams) => {
    if (met)
      calls.push({ method, resource, options, status: typeof met === 'object' ? met.status : 0, inBatch: false });
  };

  const token = async (url: URL, text: string): Promise<Answer> => {
    const reply =
      url.pathname === '/msi/token'
        ? await issuer.identity(url.searchParams, granted)
        : await issuer.grant(url.pathname, new URLSearchParams(text), `${origin}${url.pathname}`, granted);
    return { headers: {}, ...reply };
  };

  const graph = async (request: IncomingMessage, method: string, path: string, resource: string, text: string) => {
    const problem = await issuer.problem(request.headers.authorization, origin);
    if (problem) {
      calls.push({ method, resource, options: new URLSearchParams(), status: 401, inBatch: false });
      return { status: 401, headers: {}, body: errorBody('InvalidAuthenticationToken', problem) };
    }
    const body = text ? (JSON.parse(text) as unknown) : undefined;
    if (resource === '/$batch' && method === 'POST') return batch(body);
    return answerTo({ method, path, body, headers: request.headers }, false);
  };

  await new Promise<void>((listening) => server.listen(settings.port ?? 0, '127.0.0.1', listening));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    root: `${origin}/v1.0`,
    authority: origin,
    identityEndpoint: `${origin}/msi/token`,
    clientId: registration.clientId,
    secret: registration.secret,
    tenant,
    granted,
    licences,
    calls,
    requests: (pattern = /./) =>
      calls.filter((call) => !call.inBatch && pattern.test(`${call.method} ${call.resource}`)).length,
    asked: (pattern) => calls.filter((call) => pattern.test(`${call.method} ${call.resource}`)).length,
    get violations() {
      return rates.violations;
    },
    usage: () =>
      rates.limits.map(({ name, limit, windowMs }) => ({ name, used: rates.used.get(name) ?? 0, limit, windowMs })),
    contractProblems,
    get heldAgainstContract() {
      return held !== null;
    },
    get tokensIssued() {
      return issuer.issued;
    },
    revokeTokens: () => issuer.revokeAll(),
    expireCursors: () => void oldestCursor++,
    afterwards: (request, act) => void plans.push({ request, act }),
    disturb,
    calm,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
