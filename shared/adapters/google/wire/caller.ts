import type { AnyScope } from '../scopes.ts';
import { isBusy } from '../trouble.ts';
import type { Answer } from './answer.ts';
import { pack, unpack } from './batch.ts';
import { type Call, type Exchange, jsonOf } from './exchange.ts';
import { BATCH_CALLS, quotasOf } from './quotas.ts';
import type { Tokens } from './tokens.ts';

/** What Google's typed client takes to send a call with; it keeps its own retries off. */
export interface Means {
  fetchImplementation: typeof fetch;
  retry: false;
}

/** Someone we act as. */
export interface Caller {
  /** One call by itself. */
  alone: Means;
  /** Calls that are made at the same moment with the same means travel in one request, if they go to the same API. */
  together(): Means;
  /** One call by itself, sent once: whatever Google answers is handed on, and silence is an error. */
  once: Means;
}

/** Calls Google as `subject`, or as the service account itself, with the permissions that are granted. */
export function createCaller(
  tokens: Tokens,
  exchange: Exchange,
  subject: string | null,
  scopes: readonly AnyScope[],
): Caller {
  /** Google may end a token before its time: then once more with a new one. */
  async function withToken(send: (authorization: Record<string, string>) => Promise<Answer>): Promise<Answer> {
    const attempt = (token: string) => send({ authorization: `Bearer ${token}` });
    const token = await tokens.tokenFor(subject, scopes);
    const answer = await attempt(token);
    if (answer.status !== 401) return answer;
    await tokens.forget(subject, scopes, token);
    return attempt(await tokens.tokenFor(subject, scopes));
  }

  const one = (call: Call, tried = 0) =>
    withToken((token) =>
      exchange.send({ ...call, headers: { ...call.headers, ...token } }, quotasOf(call.url), 1, tried),
    );

  /** What Google was too busy for, in a batch, is asked again by itself. */
  async function many(calls: Call[]): Promise<Promise<Answer>[]> {
    const [first] = calls;
    if (!first || calls.length === 1) return calls.map((call) => one(call));
    const { contentType, body } = pack(calls);
    // Where Google's discovery documents say that batches go (batchPath).
    const url = new URL('/batch', first.url);
    const quotas = quotasOf(first.url);
    const answer = await withToken((token) =>
      exchange.send(
        { method: 'POST', url, headers: { ...token, 'content-type': contentType }, body },
        quotas,
        calls.length,
      ),
    );
    if (answer.status !== 200) return calls.map(async () => answer);
    return unpack(answer, calls.length).map(async (inner, at) => {
      const again = inner.status === 401 || isBusy(inner);
      return again ? one(calls[at] as Call, 1) : inner;
    });
  }

  return {
    alone: means(async (call) => one(call)),
    once: means((call) => withToken((token) => exchange.once({ ...call, headers: { ...call.headers, ...token } }))),
    together() {
      let waiting: { call: Call; settle: (answer: Promise<Answer>) => void }[] = [];
      const flush = () => {
        const travelling = waiting;
        waiting = [];
        for (const group of inBatches(travelling)) {
          const answers = many(group.map(({ call }) => call));
          group.forEach(({ settle }, at) => settle(answers.then((each) => each[at] as Promise<Answer>)));
        }
      };
      return means(
        (call) =>
          new Promise((resolve) => {
            if (waiting.length === 0) setImmediate(flush);
            waiting.push({ call, settle: resolve });
          }),
      );
    },
  };
}

/** One call by itself, sent once, by nobody in particular: to a stand-in on this machine. */
export const withoutToken = (exchange: Exchange): Means => means((call) => exchange.once(call));

/** Batches hold calls to one API only. */
function inBatches<T extends { call: Call }>(waiting: T[]): T[][] {
  const apis = Map.groupBy(waiting, ({ call: { url } }) => `${url.origin} ${quotasOf(url)[0]}`);
  return [...apis.values()].flatMap((calls) =>
    Array.from({ length: Math.ceil(calls.length / BATCH_CALLS) }, (_, at) =>
      calls.slice(at * BATCH_CALLS, (at + 1) * BATCH_CALLS),
    ),
  );
}

const NO_BODY = [204, 205, 304];

function means(send: (call: Call) => Promise<Answer>): Means {
  return {
    retry: false,
    async fetchImplementation(input, init) {
      const call: Call = {
        method: init?.method ?? 'GET',
        url: new URL(input instanceof Request ? input.url : input),
        headers: headersOf(init?.headers),
        ...(typeof init?.body === 'string' && { body: init.body }),
      };
      const answer = await send(call);
      const { status, headers, text } = answer;
      if (NO_BODY.includes(status) || text === '') return new Response(null, { status });
      const type = headers.get('content-type') ?? 'text/plain';
      if (status >= 300) {
        const after = headers.get('retry-after');
        return new Response(text, {
          status,
          headers: { 'content-type': type, ...(after !== null && { 'retry-after': after }) },
        });
      }
      // Whatever a page in between calls itself: only JSON is an answer.
      jsonOf(answer);
      return new Response(text, { status, headers: { 'content-type': 'application/json' } });
    },
  };
}

/** Only what says something about the call itself. */
function headersOf(headers: HeadersInit | undefined): Record<string, string> {
  const type = new Headers(headers).get('content-type');
  return { accept: 'application/json', ...(type && { 'content-type': type }) };
}
