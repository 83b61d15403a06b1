import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { show } from '../../shared/acknowledgements/index.ts';
import { openStore, type Where } from '../../shared/adapters/store/store.ts';
import { deliverAll } from '../../shared/deliveries/index.ts';
import { verifyLedger } from '../../shared/ledger/index.ts';
import type { Store } from '../../shared/ports.ts';
import { seed } from '../bench/data.ts';
import { APP_ID, botSettings, openId, TENANT } from '../fakes/channel.ts';
import { serve } from '../fakes/server.ts';

/** Numbers from 0 to 1, the same for the same seed: a run that found something can be had again. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    // mulberry32
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A real server in a process of its own. */
export interface Server {
  url: string;
  process: ChildProcess;
  /** kill -9. */
  kill(): Promise<void>;
  /** As an operator ends it. */
  stop(): Promise<void>;
}

/** What is found when all is over. */
export interface Found {
  signed: number;
  /** Presses that were answered with a receipt, whose signature is not there: must be none. */
  lost: string[];
  /** Signatures that the ledger doesn't have exactly once: must be none. */
  unproven: number;
  ledger: string;
  /** Cards that reached the platform, and people who got more than one. */
  cards: number;
  twice: number;
  /** Deliveries by state, and jobs that are due and were not done. */
  deliveries: Record<string, number>;
  left: number;
}

/** Somebody, and what they are asked to sign. */
export interface Duty {
  objectId: string;
  assignment: string;
}

/** A campaign that runs and people who sign, real servers, and stand-ins for Microsoft's services only. */
export interface Rig {
  store: Store;
  /** @param where the servers find the database, if not where the rig does: behind a proxy, on a small disk. */
  start(options?: { databaseUrl?: string; fileLimit?: number }): Promise<Server>;
  /** People press "I have read and accept" at these servers until told to end; what isn't answered is pressed again. */
  sign(
    servers: () => Server[],
    count: number,
  ): { receipts: Map<string, string>; refused: () => number; end(): Promise<void> };
  /** One press of "I have read and accept", or of another button of their card: the answer, as JSON text. */
  press(url: string, duty: Duty, verb?: string): Promise<string>;
  /** Who has what to sign. */
  duties: Duty[];
  /** When each request came to the Connector, in ms as performance.now(). */
  asked: number[];
  /** Lets the leases of dead workers end at once, instead of waiting a minute. */
  endLeases(): Promise<void>;
  /** Resolves when no job is due. */
  settled(): Promise<void>;
  find(receipts: Map<string, string>): Promise<Found>;
  close(): Promise<void>;
}

const SCHOOL = join(import.meta.dirname, '../../infra/sandbox/school/school.yaml');

/**
 * @param answerMs how long the Connector takes for its n-th answer: so long that servers die while they wait for one
 */
export async function rig(where: Where, people: number, answerMs: (n: number) => number = () => 20): Promise<Rig> {
  const login = await openId();
  const posts = new Map<string, number>();
  const asked: number[] = [];
  const connector = await serve((incoming, response) => {
    asked.push(performance.now());
    const takes = answerMs(asked.length);
    let body = '';
    incoming
      .on('data', (data) => (body += data))
      .on('end', () => {
        const path = decodeURIComponent(incoming.url ?? '');
        const answer = (id: string) =>
          setTimeout(
            () => response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify({ id })),
            takes,
          );
        if (incoming.method === 'POST' && path.endsWith('/v3/conversations'))
          return answer(`a:${JSON.parse(body).members[0].id}`);
        const to = /conversations\/([^/]+)\/activities/.exec(path)?.[1] ?? '';
        if (incoming.method === 'POST') posts.set(to, (posts.get(to) ?? 0) + 1);
        answer(randomUUID());
      });
  });
  const store = await openStore(where);
  const duties = await seed(store, { people, agreements: 1, tenant: TENANT });
  await store.transaction(async (tx) => {
    const rows = await tx.selectFrom('assignments').select(['id', 'person']).execute();
    await deliverAll(
      tx,
      rows.map(({ id, person }) => ({
        key: `ask ${id}`,
        person,
        show: show.call({ assignment: id }),
        subject: id,
        purpose: 'tell',
      })),
      new Date(),
    );
  });
  const authorization = `Bearer ${await login.sign({ serviceurl: `${connector.url}/` })}`;
  const running = new Set<ChildProcess>();
  let closed = false;

  async function press(url: string, { objectId, assignment }: Duty, verb = 'acknowledgements.accept'): Promise<string> {
    const typed = verb === 'acknowledgements.accept' && { edition: 1, name: 'Anna Bell', job: 'Teacher' };
    const answer = await fetch(`${url}/api/messages`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      signal: AbortSignal.timeout(20_000),
      body: JSON.stringify({
        type: 'invoke',
        name: 'adaptiveCard/action',
        id: randomUUID(),
        channelId: 'msteams',
        serviceUrl: `${connector.url}/`,
        from: { id: `29:${objectId}`, aadObjectId: objectId },
        recipient: { id: `28:${APP_ID}` },
        conversation: { id: `a:${objectId}`, conversationType: 'personal', tenantId: TENANT },
        channelData: { tenant: { id: TENANT } },
        value: {
          action: { type: 'Action.Execute', verb, data: { assignment, ...typed } },
          trigger: 'manual',
        },
      }),
    });
    return answer.text();
  }

  return {
    store,
    press,
    duties,
    asked,
    async start({ databaseUrl = where.databaseUrl, fileLimit } = {}) {
      const command = [process.execPath, '--max-semi-space-size=4', 'infra/server.ts'];
      const [file, ...args] = fileLimit ? ['sh', '-c', `ulimit -f ${fileLimit}; exec "$@"`, 'sh', ...command] : command;
      const child = spawn(file as string, args, {
        cwd: join(import.meta.dirname, '../..'),
        env: {
          ...process.env,
          PORT: '0',
          DATA_DIR: where.dataDir,
          DATABASE_URL: databaseUrl ?? '',
          SCHOOL_FILE: SCHOOL,
          PUBLIC_URL: 'https://countersign.example',
          LOG_LEVEL: 'info',
          BOT_SERVICE_HOSTS: '127.0.0.1',
          BOT_SERVICE_URL: `${connector.url}/`,
          ...botSettings(login),
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      running.add(child);
      const gone = once(child, 'exit').then(() => void running.delete(child));
      let said = '';
      const url = await new Promise<string>((resolve, reject) => {
        const hear = (data: unknown) => {
          said += data;
          const found = /"url":"([^"]+)"/.exec(said)?.[1];
          if (found) resolve(found);
        };
        child.stdout.on('data', hear);
        child.stderr.on('data', hear);
        void gone.then(() => reject(new Error(`the server ended before it was ready: ${said.slice(-500)}`)));
      });
      const end = async (signal: NodeJS.Signals) => {
        child.kill(signal);
        await gone;
      };
      return { url, process: child, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') };
    },
    sign(servers, count) {
      const waiting = [...duties];
      const receipts = new Map<string, string>();
      let ended = false;
      let refused = 0;
      const signer = async (i: number) => {
        for (let turn = i; !(ended || closed); turn++) {
          const some = servers();
          const server = some[turn % Math.max(1, some.length)];
          const duty = server && waiting.shift();
          if (!server || !duty) {
            await sleep(20);
            continue;
          }
          const answer = await press(server.url, duty).catch(() => '');
          const [reference] = /CS-[0-9A-Z]{5}-[0-9A-Z]{5}/.exec(answer) ?? [];
          if (reference) receipts.set(duty.assignment, reference);
          else {
            if (answer) refused++;
            waiting.push(duty);
            await sleep(10);
          }
        }
      };
      const all = Promise.all(Array.from({ length: count }, (_, i) => signer(i)));
      return {
        receipts,
        refused: () => refused,
        async end() {
          ended = true;
          await all;
        },
      };
    },
    async endLeases() {
      await store.db
        .updateTable('jobs')
        .set({ leased_until: new Date(0).toISOString() })
        .where('state', '=', 'running')
        .execute();
    },
    async settled() {
      while (await due(store)) await sleep(200);
    },
    async find(receipts) {
      const rows = await store.db
        .selectFrom('acknowledgements')
        .select(['assignment', 'reference', 'ledger_seq'])
        .execute();
      const kept = new Map(rows.map(({ assignment, reference }) => [assignment, reference]));
      const entries = await store.db.selectFrom('ledger').select('seq').where('kind', '=', 'acknowledgement').execute();
      const proven = new Set(entries.map(({ seq }) => seq));
      const verdict = await verifyLedger(store);
      const states = await store.db
        .selectFrom('deliveries')
        .select((eb) => ['state', eb.fn.countAll<number | string>().as('n')])
        .groupBy('state')
        .execute();
      return {
        signed: rows.length,
        lost: [...receipts].flatMap(([assignment, reference]) =>
          kept.get(assignment) === reference ? [] : assignment,
        ),
        unproven: rows.filter(({ ledger_seq }) => !proven.has(ledger_seq)).length + Math.abs(proven.size - rows.length),
        ledger: verdict.valid ? 'valid' : `broken at ${verdict.brokenAt}: ${verdict.why}`,
        cards: [...posts.values()].reduce((sum, n) => sum + n, 0),
        twice: [...posts.values()].filter((n) => n > 1).length,
        deliveries: Object.fromEntries(states.map(({ state, n }) => [state, Number(n)])),
        left: await due(store),
      };
    },
    async close() {
      closed = true;
      for (const child of running) child.kill('SIGKILL');
      await Promise.all([login.close(), connector.close(), store.close()]);
    },
  };
}

/** How many jobs there are that are running or could be: sends, edits and whatever else is due by now. */
async function due(store: Store): Promise<number> {
  const { n } = await store.db
    .selectFrom('jobs')
    .select((eb) => eb.fn.countAll<number | string>().as('n'))
    .where('kind', 'in', ['deliveries.send', 'deliveries.refresh', 'deliveries.redraw'])
    .where('state', '!=', 'dead')
    .executeTakeFirstOrThrow();
  return Number(n);
}
