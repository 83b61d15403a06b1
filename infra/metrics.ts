import { subscribe } from 'node:diagnostics_channel';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { queueState } from '../shared/jobs/index.ts';
import type { Clock, Store } from '../shared/ports.ts';
import type { Meter } from './meter.ts';

/** Seconds: an answer is aimed at a tenth, Teams gives up after several. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** What is counted, and the page that shows it. Labels have few values, all of our own making: never a name or an id. */
export interface Metrics extends Omit<Meter, 'scrape'> {
  registry: Registry;
}

export function createMetrics({ store, clock }: { store: Store; clock: Clock }): Metrics {
  const registry = new Registry();
  const registers = [registry];
  // Event loop lag, memory, garbage collection, open handles.
  collectDefaultMetrics({ register: registry });
  const answers = new Histogram({
    name: 'countersign_answer_seconds',
    help: 'From a verified press, message or arrival to its answer, by door and outcome (view, refusal, error)',
    labelNames: ['what', 'door', 'outcome'],
    buckets: BUCKETS,
    registers,
  });
  const deliveries = new Counter({
    name: 'countersign_deliveries_total',
    help: 'Messages handed to a platform, by door and how that ended',
    labelNames: ['door', 'outcome'],
    registers,
  });
  const turnedAway = new Counter({
    name: 'countersign_turned_away_total',
    help: 'Requests answered 503, as too many were at hand',
    registers,
  });
  const requests = new Counter({
    name: 'countersign_requests_out_total',
    help: 'Requests to directories and platforms, by whose they are and the class of the answer',
    labelNames: ['to', 'status'],
    registers,
  });
  new Gauge({
    name: 'countersign_jobs',
    help: 'Jobs in the queue, by kind and state (waiting, running, dead)',
    labelNames: ['kind', 'state'],
    registers,
    async collect() {
      this.reset();
      for (const { kind, state, jobs } of await queueState(store.db, clock.now())) this.set({ kind, state }, jobs);
    },
  });
  new Gauge({
    name: 'countersign_jobs_behind_seconds',
    help: 'How long ago the oldest waiting job could have begun, by kind',
    labelNames: ['kind'],
    registers,
    async collect() {
      this.reset();
      for (const { kind, state, behind } of await queueState(store.db, clock.now()))
        if (state === 'waiting') this.set({ kind }, behind);
    },
  });

  // Node's own fetch, which every adapter uses, and the http module, which the Bot Framework uses.
  subscribe('undici:request:headers', (message) => {
    const { request, response } = message as { request: { origin: string }; response: { statusCode: number } };
    requests.inc({ to: whoseIs(request.origin), status: classOf(response.statusCode) });
  });
  subscribe('undici:request:error', (message) =>
    requests.inc({ to: whoseIs((message as { request: { origin: string } }).request.origin), status: 'none' }),
  );
  subscribe('http.client.response.finish', (message) => {
    const { request, response } = message as { request: { host: string }; response: { statusCode: number } };
    requests.inc({ to: whoseIs(`https://${request.host}`), status: classOf(response.statusCode) });
  });

  return {
    registry,
    answered: (what, door, outcome, seconds) => answers.observe({ what, door, outcome }, seconds),
    delivered: (door, outcome) => deliveries.inc({ door, outcome }),
    turnedAway: () => turnedAway.inc(),
  };
}

const classOf = (status: number): string => `${Math.floor(status / 100)}xx`;

const OWNERS: [string, RegExp][] = [
  ['microsoft-graph', /(^|\.)graph\.microsoft\.|(^|\.)microsoftgraph\./],
  ['microsoft-sign-in', /(^|\.)login\.(microsoftonline|partner|botframework)\./],
  ['teams', /(^|\.)(smba\.trafficmanager\.net|botframework\.com)$/],
  ['google', /(^|\.)googleapis\.com$|(^|\.)google\.com$/],
];

/** Whose a host is, of few: a label must not grow with what people or settings bring. */
function whoseIs(origin: string): string {
  const host = URL.parse(String(origin))?.hostname ?? '';
  return OWNERS.find(([, hosts]) => hosts.test(host))?.[0] ?? 'other';
}
