import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { sql } from 'kysely';
import { createHttp, type HttpParts } from '../../infra/http.ts';
import { createMeter, metered } from '../../infra/meter.ts';
import { readiness } from '../../infra/readiness.ts';
import { type Child, startChild } from '../bench/child.ts';
import { type TestApp, testApp } from '../fakes/app.ts';
import { serve, type TestServer } from '../fakes/server.ts';
import { eachStore } from '../fakes/store.ts';

/** A server of its own starts slowly on a machine that has other work. */
const SLOW = 180_000;

const silent = { info() {}, warn() {}, error() {} };
const NOW = { stopping: false, beat: Date.now() };

describe('whoever operates the server', () => {
  eachStore((fresh) => {
    test('is told whether it is ready, and why it is not', async () => {
      const store = await (await fresh()).open();
      expect(await readiness(store, NOW)).toEqual({ ready: true, status: 'ready' });
      expect(await readiness(store, { ...NOW, stopping: true })).toMatchObject({ ready: false, status: 'stopping' });
      expect(await readiness(store, { ...NOW, beat: Date.now() - 600_000 })).toMatchObject({
        status: 'the worker does not run jobs',
      });
      await sql`delete from kysely_migration where name = '0002-directories'`.execute(store.db);
      expect(await readiness(store, NOW)).toMatchObject({
        status: 'the database lacks migrations that this version needs',
      });
      await sql`drop table kysely_migration`.execute(store.db);
      expect(await readiness(store, NOW)).toMatchObject({ ready: false });
    });
  });

  describe('over HTTP', () => {
    let t: TestApp;
    let server: TestServer | null = null;
    beforeEach(async () => {
      t = await testApp();
    });
    afterEach(async () => {
      await server?.close();
      await t.store.close();
    });
    const running = async (parts: Partial<HttpParts> = {}) => {
      server = await serve(createHttp({ store: t.store, log: silent, routers: [], stopping: () => false, ...parts }));
      return server.url;
    };

    test('reads what was counted, with few labels and nobody’s name', async () => {
      const meter = createMeter({ store: t.store, clock: t.clock });
      const url = await running({ meter });
      await fetch(`${url}/metrics`);
      const app = metered(t.app, meter);
      const anna = await t.person('Anna Bell');
      const origin = {
        door: 'teams' as const,
        account: {
          provider: 'entra' as const,
          tenant: '5f0c2b7e-9d14-4a86-b3c8-61e7d2a90f35',
          objectId: anna.objectId,
        },
        vouchedAddress: async () => null,
        conversation: null,
        shared: false,
      };
      await app.message({ ...origin, text: 'help' });
      await app.press({ ...origin, action: 'no.such', input: {}, message: null });
      await t.app.worker.schedule();
      const said = await (await fetch(`${url}/metrics`)).text();
      expect(said).toMatch(/countersign_answer_seconds_count\{what="message",door="teams",outcome="view"\} 1/);
      expect(said).toMatch(/countersign_answer_seconds_count\{what="press",door="teams",outcome="refusal"\} 1/);
      expect(said).toMatch(/countersign_jobs\{kind="jobs.tend",state="waiting"\} 1/);
      expect(said).toMatch(/countersign_jobs_behind_seconds\{kind="jobs.tend"\} 0/);
      expect(said).toMatch(/nodejs_eventloop_lag_p99_seconds \S+/);
      const of = (name: string) => Number(new RegExp(`^${name} (\\S+)`, 'm').exec(said)?.[1]);
      expect(Math.abs(of('process_start_time_seconds') - performance.timeOrigin / 1_000)).toBeLessThan(60);
      expect(of('process_resident_memory_bytes')).toBeGreaterThan(20e6);
      expect(said).not.toMatch(/Anna|no\.such/);
    });

    test('needs the token where one is set, and to be on the machine where none is', async () => {
      const meter = createMeter({ store: t.store, clock: t.clock });
      const token = 'a-token-of-sixteen';
      const url = await running({ meter, metricsToken: token });
      const read = (headers: Record<string, string>) =>
        fetch(`${url}/metrics`, { headers }).then(({ status }) => status);
      expect(await read({})).toBe(401);
      expect(await read({ authorization: 'Bearer something-else' })).toBe(401);
      expect(await read({ authorization: `Bearer ${token}` })).toBe(200);
      await server?.close();
      const open = new URL(await running({ meter }));
      // Through a proxy on this machine, a stranger's request comes with the public name.
      const proxied = request({
        port: open.port,
        host: open.hostname,
        path: '/metrics',
        headers: { host: 'countersign.example' },
      }).end();
      const [{ statusCode }] = await once(proxied, 'response');
      expect(statusCode).toBe(404);
    });

    test('sees what comes too fast turned away, and the rest answered', async () => {
      let release = () => {};
      const held = new Promise<void>((resolve) => (release = resolve));
      let atHand = 0;
      const router = express.Router();
      router.all('/work', async (_, response) => {
        atHand++;
        await held;
        response.json({ done: true });
      });
      const url = await running({ routers: [router], atOnce: 3 });
      const posts = [1, 2, 3].map(() => fetch(`${url}/work`, { method: 'POST' }));
      while (atHand < 3) await new Promise(setImmediate);
      const fourth = await fetch(`${url}/work`, { method: 'POST' });
      expect([fourth.status, fourth.headers.get('retry-after')]).toEqual([503, '2']);
      expect((await fetch(`${url}/healthz`)).status).toBe(200);
      release();
      expect((await Promise.all(posts)).map(({ status }) => status)).toEqual([200, 200, 200]);
      expect((await fetch(`${url}/work`, { method: 'POST' })).status).toBe(200);
    });
  });

  describe('with a server of its own', () => {
    let dataDir: string;
    let child: Child | null = null;
    beforeEach(() => {
      dataDir = mkdtempSync(join(tmpdir(), 'countersign-operate-'));
    });
    afterEach(async () => {
      if (child?.process.exitCode === null) await child.stop();
      child = null;
      rmSync(dataDir, { recursive: true });
    });
    const start = async (env: Record<string, string> = {}) => {
      child = await startChild(
        'infra/server.ts',
        [],
        { PORT: '0', DATA_DIR: dataDir, DATABASE_URL: '', ...env },
        /(http:\S+)\/sandbox/,
      );
      return child;
    };

    test(
      'ends it, and what is at hand still gets its answer',
      async () => {
        const { process, said } = await start();
        const { port } = new URL(said);
        const socket = connect(Number(port), '127.0.0.1');
        await once(socket, 'connect');
        const body = JSON.stringify({ type: 'typing' });
        socket.write(
          `POST /api/messages HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body.slice(0, 5)}`,
        );
        // Answered by the same process afterwards: so it has begun to read the other.
        expect((await fetch(`${said}/healthz`)).status).toBe(200);
        const gone = once(process, 'exit');
        process.kill('SIGTERM');
        while (
          await fetch(`${said}/healthz`).then(
            () => true,
            () => false,
          )
        );
        socket.write(body.slice(5));
        const [answer] = await once(socket, 'data');
        expect(String(answer)).toMatch(/^HTTP\/1\.1 [24]\d\d /);
        expect((await gone)[0]).toBe(0);
      },
      SLOW,
    );

    test(
      'ends it at once, also while a directory has it wait',
      async () => {
        let asked = 0;
        const busy = await serve((incoming, response) => {
          asked++;
          incoming.resume().on('end', () => response.writeHead(429, { 'retry-after': '60' }).end());
        });
        try {
          const id = '5f0c2b7e-9d14-4a86-b3c8-61e7d2a90f35';
          child = await startChild(
            'infra/server.ts',
            [],
            {
              PORT: '0',
              DATA_DIR: dataDir,
              DATABASE_URL: '',
              SCHOOL_FILE: join(import.meta.dirname, '../../infra/sandbox/school/school.yaml'),
              PUBLIC_URL: 'https://countersign.example',
              LOG_LEVEL: 'info',
              MicrosoftAppId: id,
              MicrosoftAppPassword: 'not-a-secret',
              MicrosoftAppTenantId: id,
              ENTRA_AUTHORITY: busy.url,
              GRAPH_ROOT_URL: busy.url,
            },
            /"url":"([^"]+)"/,
          );
          while (!asked) await new Promise((resolve) => setTimeout(resolve, 50));
          const gone = once(child.process, 'exit');
          child.process.kill('SIGTERM');
          // It would otherwise ask five times, a minute apart.
          expect((await gone)[0]).toBe(0);
          expect(asked).toBeLessThan(5);
        } finally {
          await busy.close();
        }
      },
      SLOW,
    );

    test(
      'gets traces where it wants them',
      async () => {
        const received: string[] = [];
        const collector = await serve((incoming, response) => {
          let body = '';
          incoming
            .on('data', (data) => (body += data))
            .on('end', () => {
              received.push(`${incoming.url} ${body}`);
              response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
            });
        });
        try {
          const { stop } = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_BSP_SCHEDULE_DELAY: '100' });
          while (!received.some((sent) => sent.includes('"job jobs.tend"')))
            await new Promise((resolve) => setTimeout(resolve, 50));
          await stop();
          expect(received[0]).toMatch(/^\/v1\/traces /);
          expect(received.join()).toContain('"transaction"');
          expect(received.join()).toContain('"countersign"');
        } finally {
          await collector.close();
        }
      },
      SLOW,
    );
  });
});
