import { timingSafeEqual } from 'node:crypto';
import type { RequestHandler } from 'express';
import type { App } from '../shared/app.ts';
import type { Reply } from '../shared/inbound.ts';
import { isLoopback } from '../shared/loopback.ts';
import type { Clock, Door, Messenger, SendOutcome, Store } from '../shared/ports.ts';
import { traced } from '../shared/tracing.ts';
import type { Metrics } from './metrics.ts';

export type Asked = 'press' | 'message' | 'arrival';

/** Counts what happens, for whoever operates the server. */
export interface Meter {
  answered(what: Asked, door: Door, outcome: Reply['kind'] | 'error', seconds: number): void;
  delivered(door: Door, outcome: SendOutcome['kind']): void;
  turnedAway(): void;
  /** What was counted, as Prometheus reads it. */
  scrape(): Promise<{ type: string; text: string }>;
}

/** Counting begins when somebody first asks for it: until then it takes neither memory nor time to start. */
export function createMeter(parts: { store: Store; clock: Clock }): Meter {
  let loading: Promise<Metrics> | null = null;
  let metrics: Metrics | null = null;
  return {
    answered: (...facts) => metrics?.answered(...facts),
    delivered: (...facts) => metrics?.delivered(...facts),
    turnedAway: () => metrics?.turnedAway(),
    async scrape() {
      loading ??= import('./metrics.ts').then(({ createMetrics }) => createMetrics(parts));
      metrics = await loading;
      return { type: metrics.registry.contentType, text: await metrics.registry.metrics() };
    },
  };
}

/** The app, with each answer counted and traced. */
export function metered(app: App, meter: Meter): App {
  async function counted(what: Asked, door: Door, work: () => Promise<Reply>): Promise<Reply> {
    const began = performance.now();
    let outcome: Reply['kind'] | 'error' = 'error';
    try {
      const reply = await traced(what, { door }, work);
      outcome = reply.kind;
      return reply;
    } finally {
      meter.answered(what, door, outcome, (performance.now() - began) / 1_000);
    }
  }
  return {
    ...app,
    press: (press) => counted('press', press.door, () => app.press(press)),
    message: (message) => counted('message', message.door, () => app.message(message)),
    arrived: (origin) => counted('arrival', origin.door, () => app.arrived(origin)),
  };
}

/** A way out, with each message counted. */
export const meteredMessenger = <M extends Messenger>(messenger: M, meter: Meter): M => ({
  ...messenger,
  async send(...message: Parameters<M['send']>) {
    const outcome = await messenger.send(...(message as Parameters<Messenger['send']>));
    meter.delivered(messenger.door, outcome.kind);
    return outcome;
  },
});

/** The store, with each transaction traced. */
export const tracedStore = (store: Store): Store => ({
  ...store,
  transaction: (work) => traced('transaction', { 'db.system': store.engine }, () => store.transaction(work)),
});

/** GET /metrics, for whoever has the token; without one, for this machine alone, addressed as such: not through a proxy on it. */
export function metricsPage(meter: Meter, token: string | undefined): RequestHandler {
  const mayRead: (request: Parameters<RequestHandler>[0]) => boolean = token
    ? ({ headers }) => isSame(headers.authorization ?? '', `Bearer ${token}`)
    : ({ socket, headers }) =>
        isLoopback(socket.remoteAddress ?? '') && isLoopback(URL.parse(`http://${headers.host}`)?.hostname ?? '');
  return async (request, response) => {
    if (!mayRead(request)) return void response.status(token ? 401 : 404).json({ error: 'There is nothing here.' });
    const { type, text } = await meter.scrape();
    response.set('cache-control', 'no-store').type(type).send(text);
  };
}

const isSame = (given: string, expected: string): boolean => {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
};
