import * as z from 'zod';
import type { Log } from '../../ports.ts';
import { batchOf, type Question } from './batch.ts';
import { type Budget, rateBudget, type Timing } from './budget.ts';
import { type Cost, costOf, identityLimit, LIMITS, type Limit, type Service } from './limits.ts';
import { type Patience, pauseBy, type Received, sender } from './send.ts';
import { type Credential, type Tokens, tokens } from './token.ts';
import { type Answer, failed, troubleOf } from './trouble.ts';

/** Microsoft Graph as this adapter speaks to it: typed answers, within the platform's rate, patient, never throwing. */
export interface Graph {
  /** https://graph.microsoft.com/v1.0, or a national cloud's: objects are named by it in what is written. */
  readonly root: string;
  /** One GET; `path` is below the root ("/users?$top=1") or a whole link that Graph gave. */
  get<T>(path: string, shape: z.ZodType<T>): Promise<Answer<T>>;
  /** A list, page by page as it is read. After a page that failed there is no other. */
  pages<T>(path: string, row: z.ZodType<T>): AsyncGenerator<Answer<Rows<T>>>;
  /** Several GETs in one request each twenty; the answers come in the order of the questions. */
  batch(paths: readonly string[]): Promise<Answer<unknown>[]>;
  /** One change. Repeated only when it was certainly not made. */
  write(method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<Answer<unknown>>;
  permissions: Tokens['permissions'];
}

interface Rows<T> {
  rows: T[];
  /** Whether this is the last page. */
  last: boolean;
  deltaLink: string | null;
}

export interface GraphSettings {
  tenant: string;
  clientId: string;
  credential: Credential;
  authority: string;
  /** https://graph.microsoft.com/v1.0, or a national cloud's. */
  root: string;
  /** Where known; otherwise Microsoft's, by the size of the tenant. */
  limits: Partial<Record<Service, Limit>>;
  patience: Patience;
}

/** The code of a link that leads away from Graph. */
export const FOREIGN_LINK = 'foreign-link';

const Collection = z.object({
  value: z.array(z.unknown()),
  '@odata.nextLink': z.string().nullish(),
  '@odata.deltaLink': z.string().nullish(),
});

export function graph(
  settings: GraphSettings,
  { clock, log, fetch }: { clock: Timing; log: Log; fetch: typeof globalThis.fetch },
): Graph {
  const { root } = settings;
  const { origin } = new URL(root);
  const send = sender({ clock, log, fetch, patience: settings.patience });
  const limits = { ...LIMITS, ...settings.limits };
  const budget: Budget = rateBudget(limits, clock);
  const entra = tokens({ ...settings, resource: origin }, send);

  /** How much a tenant is given depends on its size, which is asked for once, and only when there is much to ask. */
  let sized = settings.limits.identity !== undefined;
  const size = async () => {
    if (sized || !budget.strained('identity')) return;
    sized = true;
    const counted = read(
      await authorised('GET', `${root}/users?$count=true&$select=id&$top=1`, undefined, true, { identity: 1 }),
    );
    const users = counted.ok ? shaped(counted.body, z.object({ '@odata.count': z.number() })) : counted;
    if (users.ok) limits.identity = identityLimit(users.body['@odata.count']);
  };

  /** One request with a token, once more with a new token if that one was refused. */
  const authorised = async (
    method: string,
    url: string,
    body: unknown,
    repeatable: boolean,
    cost: Cost,
  ): Promise<Answer<Received>> => {
    await size();
    let token = await entra.get();
    for (let renewed = false; ; renewed = true) {
      if (!token.ok) return token;
      const answer = await send(method, url, {
        headers: {
          authorization: `Bearer ${token.body}`,
          accept: 'application/json',
          // Counting needs it (docs: aad-advanced-queries); nothing else changes by it.
          ...(url.includes('$count=true') && { consistencylevel: 'eventual' }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        repeatable,
        spend: () => budget.spend(cost),
      });
      if (!answer.ok || answer.body.status !== 401 || renewed) return answer;
      token = await entra.renew(token.body);
    }
  };

  const read = (answer: Answer<Received>): Answer<unknown> => {
    if (!answer.ok) return answer;
    const { status, body } = answer.body;
    return status < 300 ? { ok: true, body } : { ok: false, trouble: troubleOf(status, body) };
  };

  /** Our token goes to Graph alone: a link to another place, in an answer or in a stored cursor, is not followed. */
  const urlOf = (path: string): string | null => {
    if (path.startsWith('/')) return root + path;
    return path.startsWith(`${root}/`) ? path : null;
  };

  const get: Graph['get'] = async (path, shape) => {
    const url = urlOf(path);
    if (!url) return failed('unreadable', FOREIGN_LINK);
    const answer = read(await authorised('GET', url, undefined, true, costOf('GET', url.slice(root.length))));
    return answer.ok ? shaped(answer.body, shape) : answer;
  };

  const batch = batchOf({
    post: async (questions: Question[]) => {
      const cost: Cost = {};
      for (const { url } of questions)
        for (const [service, units] of Object.entries(costOf('GET', url)) as [Service, number][])
          cost[service] = (cost[service] ?? 0) + units;
      return read(await authorised('POST', `${root}/$batch`, { requests: questions }, true, cost));
    },
    pause: pauseBy(clock),
    clock,
    patience: settings.patience,
  });

  return {
    root,
    get,
    batch,
    async *pages<T>(path: string, row: z.ZodType<T>) {
      const seen = new Set<string>();
      for (let next: string | null = path; next; ) {
        const page: Answer<z.output<typeof Collection>> = await get(next, Collection);
        const rows = page.ok ? shaped(page.body.value, z.array(row)) : page;
        if (!page.ok || !rows.ok) {
          yield page.ok ? failed('unreadable') : page;
          return;
        }
        seen.add(next);
        next = page.body['@odata.nextLink'] ?? null;
        // A list that leads back to where it was would never end.
        if (next && seen.has(next)) {
          yield failed('unreadable');
          return;
        }
        yield {
          ok: true,
          body: { rows: rows.body, last: !next, deltaLink: page.body['@odata.deltaLink'] ?? null },
        } satisfies Answer<Rows<T>>;
      }
    },
    async write(method, path, body) {
      return read(await authorised(method, root + path, body, false, costOf(method, path)));
    },
    permissions: entra.permissions,
  };
}

/** An answer held against what we expect of it; what else it says is ignored. */
export function shaped<T>(body: unknown, shape: z.ZodType<T>): Answer<T> {
  const parsed = shape.safeParse(body);
  return parsed.success ? { ok: true, body: parsed.data } : failed('unreadable');
}
