import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { pagesRouter } from '../addon/pages/router.ts';
import { workspaceSettings } from '../addon/workspace/settings.ts';
import { lockDataFolder } from '../shared/adapters/store/lock.ts';
import { countingIn } from '../shared/adapters/store/rates.ts';
import { openStore } from '../shared/adapters/store/store.ts';
import { createApp } from '../shared/app.ts';
import type { Config } from '../shared/config.ts';
import { withChannels } from '../shared/deliveries/index.ts';
import type { Directory } from '../shared/directories/port.ts';
import { ConfigError } from '../shared/errors.ts';
import type { Clock, Log } from '../shared/ports.ts';
import { directoriesIn, keepApart } from './directories.ts';
import { openMail } from './doors/mail.ts';
import { createHttp } from './http.ts';
import { createMeter, metered, meteredMessenger, tracedStore } from './meter.ts';
import { placesToSign } from './places.ts';
import type { Settings } from './settings.ts';
import { startTracing } from './tracing.ts';
import { startWorker } from './worker.ts';

/** A server that answers. */
export interface Running {
  /** http://127.0.0.1:3978 */
  url: string;
  /** Takes no more requests, finishes those and the jobs at hand, and closes the data. */
  stop(): Promise<void>;
}

const realClock: Clock = { now: () => new Date() };

/**
 * The composition root: listens, opens the data, makes the product and its doors.
 * @throws ConfigError when the port, the data or a setting can't be used.
 */
export async function startServer(settings: Settings, log: Log): Promise<Running> {
  keepApart(settings);
  const connect = directoriesIn(settings);
  const { server, url, answerWith } = await listen(settings.config);
  const { sandbox: isSandbox } = settings;
  const config: Config = isSandbox ? { ...settings.config, BOT_SERVICE_URL: `${url}/connector` } : settings.config;
  const publicUrl = config.PUBLIC_URL ?? url;

  const lock = config.DATABASE_URL ? null : lockDataFolder(config.DATA_DIR);
  const stopTracing = await startTracing(config.OTEL_EXPORTER_OTLP_ENDPOINT, log);
  const store = tracedStore(await openStore({ databaseUrl: config.DATABASE_URL, dataDir: config.DATA_DIR }));
  // A real school's server never even loads the sandbox.
  const sandbox = isSandbox
    ? await (await import('./sandbox/sandbox.ts')).createSandbox({
        store,
        school: settings.school,
        dataDir: config.DATA_DIR,
        url,
        clock: realClock,
        log,
      })
    : null;
  // The invented school's clock can be put forward.
  const clock = sandbox?.clock ?? realClock;
  const google = sandbox ? sandbox.google.settings() : workspaceSettings(config);
  const counting = countingIn(store);
  const parts = { config, clock, log, counting, sandbox: sandbox && { ...sandbox, chat: `${url}/sandbox/google/` } };
  const teams =
    isSandbox || config.MicrosoftAppId
      ? (await import('./doors/teams.ts')).openTeams({ ...parts, tenant: settings.school.tenant ?? '' })
      : null;
  const workspace = google ? (await import('./doors/google.ts')).openGoogle({ ...parts, settings: google }) : null;
  const mail = await openMail({ ...parts, school: settings.school, publicUrl });
  const doors = [teams, workspace, mail].filter((door) => door !== null);
  const messengers = doors.flatMap((door) => door.messengers);
  const school = withChannels(settings.school, messengers);
  const directories: Directory[] = [];
  const meter = createMeter({ store, clock });
  const ways = messengers.map((one) => meteredMessenger(one, meter));
  const app = metered(createApp({ store, clock, school, messengers: ways, directories, log, publicUrl }), meter);

  let stopping = false;
  let beat = Date.now;
  const routers = [
    ...doors.flatMap((door) => door.routers(app)),
    pagesRouter({ store, clock, school, log, places: placesToSign(config, { google, sandbox: isSandbox, publicUrl }) }),
    ...(sandbox ? [sandbox.router] : []),
  ];
  answerWith(
    createHttp({
      store,
      log,
      routers,
      stopping: () => stopping,
      beat: () => beat(),
      meter,
      metricsToken: config.METRICS_TOKEN,
    }),
  );
  const work = () => {
    const working = startWorker(app.worker, log);
    beat = working.beat;
    return working;
  };
  // A directory that is busy or silent is waited for, but not by a server on its way down: the job runs again after the start.
  const ending = new AbortController();
  const patient = { now: () => clock.now(), wait: (ms: number) => sleep(ms, undefined, { signal: ending.signal }) };
  // People are answered before what reads the directories is loaded; only jobs use it.
  const working = connect({ clock: patient, log }).then(
    (connected) => {
      directories.push(...connected.directories);
      return { worker: work(), disconnect: connected.close };
    },
    (error: unknown) => {
      log.error({ err: error }, 'the directories are not read until the next start');
      return { worker: work(), disconnect: async () => {} };
    },
  );
  const { order: writes } = school.channels;
  const said = { teams: teams !== null, google: workspace !== null, writes };
  log.info({ store: store.engine, node: process.versions.node, ...said }, 'started');
  if (!writes.length)
    log.warn(
      { wanted: settings.school.channels.order },
      'nobody can be written to first: none of the channels that the school wants is set up',
    );

  return {
    url,
    async stop() {
      stopping = true;
      ending.abort();
      log.info({}, 'stopping');
      sandbox?.close();
      const answered = closed(server);
      const { worker, disconnect } = await working;
      await worker.stop();
      await disconnect();
      await answered;
      await store.close();
      await stopTracing();
      lock?.release();
    },
  };
}

/** What is at hand gets its answer within this time; then the connection is cut. */
const LAST_ANSWERS_MS = 10_000;

/** Takes no more connections, and resolves when those that are there have their answers. */
async function closed(server: Server): Promise<void> {
  const done = new Promise((resolve) => server.close(resolve));
  // A browser keeps its connection after the answer: it is let go as soon as nothing is at hand on it.
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const cut = setTimeout(() => server.closeAllConnections(), LAST_ANSWERS_MS);
  server.closeIdleConnections();
  await done;
  clearInterval(idle);
  clearTimeout(cut);
}

/** Takes the port at once, so that a second server stops before it touches anything; answers 503 until there is more to say. */
async function listen({
  HOST,
  PORT,
}: Config): Promise<{ server: Server; url: string; answerWith(listener: RequestListener): void }> {
  let answer: RequestListener = (_, response) => response.writeHead(503, { 'retry-after': '2' }).end();
  // Slow senders are cut off; an idle connection outlives the usual load balancer's minute.
  const limits = { headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 65_000 };
  const server = createServer(limits, (request, response) => answer(request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', ({ code, message }: NodeJS.ErrnoException) =>
      reject(
        new ConfigError(
          code === 'EADDRINUSE'
            ? `Port ${PORT} is taken by another program. Stop it, or set PORT to a free one.`
            : `Can't listen on ${HOST}:${PORT}: ${message}`,
        ),
      ),
    );
    server.listen(PORT, HOST, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const host = HOST.includes(':') ? `[${HOST}]` : HOST;
  return {
    server,
    url: `http://${host}:${port}`,
    answerWith(listener) {
      answer = listener;
    },
  };
}
