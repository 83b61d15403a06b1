import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { workspaceRouter } from '../../addon/workspace/router.ts';
import { teamsRouter } from '../../bot/router.ts';
import { createTeamsMessenger } from '../../bot/send.ts';
import { openStore } from '../../shared/adapters/store/store.ts';
import { createApp } from '../../shared/app.ts';
import { readConfig } from '../../shared/config.ts';
import { APP_ID, openId, TENANT } from '../fakes/channel.ts';
import { openIdServer } from '../fakes/openid.ts';
import { school } from '../fakes/school.ts';
import { serve } from '../fakes/server.ts';
import { CLIENT_ID, CUSTOMER, ENDPOINT, SERVICE_ACCOUNT } from '../fakes/workspace.ts';
import { startChild } from './child.ts';
import { seed } from './data.ts';
import { figures, timed } from './measure.ts';
import { residentMb } from './startup.ts';

const RUNS = 150;
const WARM_UP = 15;
const PEOPLE = 12_000;
const AGREEMENTS = 5;
const SERVICE_URL = 'https://smba.trafficmanager.net/uk/';

/**
 * The first page as the sidebar's homepage, in turns with the same page asked for in Teams: HTTP in to card out, real tokens
 * verified by both doors, one process, one store. By somebody with five open duties, and by the head of 12,000 people.
 */
export async function benchHome(databaseUrl?: string) {
  const [microsoft, google] = await Promise.all([openId(), openIdServer()]);
  const dataDir = mkdtempSync(join(tmpdir(), 'countersign-bench-'));
  const store = await openStore({ databaseUrl, dataDir });
  await seed(store, { people: PEOPLE, agreements: AGREEMENTS, tenant: TENANT });
  const accounts = await store.db
    .selectFrom('accounts')
    .innerJoin('people', 'people.id', 'accounts.person')
    .select(['person', 'object_id', 'name'])
    .where('name', 'in', ['Person 0', 'Person 7'])
    .orderBy('name')
    .execute();
  const people = accounts.map(({ person, object_id }, i) => ({ person, objectId: object_id, sub: `10000000${i}` }));
  for (const { person, sub } of people)
    await store.db
      .insertInto('accounts')
      .values({
        provider: 'google',
        tenant: CUSTOMER,
        object_id: sub,
        person,
        bound_at: new Date().toISOString(),
        bound_by: 'directory',
      })
      .execute();
  await store.tend();

  const config = readConfig({
    MicrosoftAppId: APP_ID,
    MicrosoftAppPassword: 'not-a-secret',
    MicrosoftAppTenantId: TENANT,
    SCHOOL_FILE: 'school.yaml',
    PUBLIC_URL: 'https://countersign.example',
    ToBotFromChannelOpenIdMetadataUrl: microsoft.metadataUrl,
  });
  const log = { info() {}, warn() {}, error() {} };
  const clock = { now: () => new Date() };
  const messenger = createTeamsMessenger({ config, log });
  const app = createApp({ store, clock, school, messengers: [], log, publicUrl: 'https://countersign.example' });
  const settings = {
    endpoint: ENDPOINT,
    serviceAccount: SERVICE_ACCOUNT,
    clientId: CLIENT_ID,
    customer: CUSTOMER,
    domains: ['larkenmere.example'],
    metadataUrl: google.metadataUrl,
  };
  const server = await serve(
    express()
      .use(teamsRouter({ app, config, tenant: TENANT, messenger, log }))
      .use(workspaceRouter({ app, settings, clock, log })),
  );
  const agent = new Agent({ keepAlive: true });

  const post = (path: string, body: string, headers: Record<string, string> = {}) =>
    new Promise<void>((resolve, reject) => {
      const length = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
      const sent = request(
        `${server.url}${path}`,
        { method: 'POST', agent, headers: { ...length, ...headers } },
        (answer) => {
          let text = '';
          answer.on('data', (data) => (text += data));
          answer.on('end', () => (text.includes('Hello Person') ? resolve() : reject(new Error(`${path}: ${text}`))));
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });

  const authorization = `Bearer ${await microsoft.sign({ serviceurl: SERVICE_URL })}`;
  const now = Math.floor(Date.now() / 1000);
  const lasting = { iss: 'https://accounts.google.com', iat: now, exp: now + 3_600 };
  const systemIdToken = await google.sign({ ...lasting, aud: ENDPOINT, email: SERVICE_ACCOUNT, email_verified: true });

  async function compare({ objectId, sub }: { objectId: string; sub: string }) {
    const userIdToken = await google.sign({ ...lasting, aud: CLIENT_ID, sub, hd: 'larkenmere.example' });
    const event = JSON.stringify({
      commonEventObject: { hostApp: 'GMAIL' },
      authorizationEventObject: { systemIdToken, userIdToken },
    });
    const activity = JSON.stringify({
      type: 'invoke',
      name: 'adaptiveCard/action',
      id: 'x',
      channelId: 'msteams',
      serviceUrl: SERVICE_URL,
      from: { id: `29:${objectId}`, aadObjectId: objectId },
      recipient: { id: `28:${APP_ID}` },
      conversation: { id: `a:${objectId}`, conversationType: 'personal', tenantId: TENANT },
      channelData: { tenant: { id: TENANT } },
      value: { action: { type: 'Action.Execute', verb: 'home.show', data: {} }, trigger: 'manual' },
    });
    const times = { google: [] as number[], teams: [] as number[] };
    for (let run = -WARM_UP; run < RUNS; run++) {
      const here = await timed(() => post('/workspace', event));
      const there = await timed(() => post('/api/messages', activity, { authorization }));
      if (run < 0) continue;
      times.google.push(here);
      times.teams.push(there);
    }
    return { google: figures(times.google), teams: figures(times.teams) };
  }

  try {
    const [head, person] = people as [(typeof people)[0], (typeof people)[0]];
    return { person: await compare(person), head: await compare(head) };
  } finally {
    agent.destroy();
    await Promise.all([server.close(), microsoft.close(), google.stop()]);
    await store.close();
    rmSync(dataDir, { recursive: true });
  }
}

const STARTS = 5;

/** Starting to ready, and memory after some idle seconds, of a real school's server: with Teams alone, and with Google too; in turns. */
export async function benchGoogleDoor() {
  const teams = {
    PORT: '0',
    SCHOOL_FILE: join(import.meta.dirname, '../../infra/sandbox/school/school.yaml'),
    PUBLIC_URL: 'https://countersign.example',
    MicrosoftAppId: APP_ID,
    MicrosoftAppPassword: 'not-a-secret',
    MicrosoftAppTenantId: TENANT,
  };
  const both = {
    ...teams,
    GOOGLE_ADDON_SERVICE_ACCOUNT: SERVICE_ACCOUNT,
    GOOGLE_ADDON_CLIENT_ID: CLIENT_ID,
    GOOGLE_CUSTOMER_ID: CUSTOMER,
    GOOGLE_DOMAINS: 'larkenmere.example',
  };
  const dirs = [teams, both].map(() => mkdtempSync(join(tmpdir(), 'countersign-bench-')));
  const took = [[], []] as [number[], number[]];
  const memory = [[], []] as [number[], number[]];
  for (let run = 0; run <= STARTS; run++)
    for (const [i, env] of [teams, both].entries()) {
      const began = performance.now();
      const server = await startChild(
        'infra/server.ts',
        [],
        { ...env, DATA_DIR: dirs[i] as string },
        /"url":"([^"]+)"/,
      );
      const ready = await fetch(`${server.said}/readyz`);
      const time = performance.now() - began;
      if (!ready.ok) throw new Error('not ready');
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      // The first start fills the folder; it isn't one with existing data.
      if (run > 0) {
        took[i as 0 | 1].push(time);
        memory[i as 0 | 1].push(residentMb(server.process.pid as number));
      }
      await server.stop();
    }
  for (const dir of dirs) rmSync(dir, { recursive: true });
  const [without, withGoogle] = [0, 1].map((i) => ({
    start: figures(took[i as 0 | 1]).p50,
    memoryMb: figures(memory[i as 0 | 1]).p50,
  })) as [{ start: number; memoryMb: number }, { start: number; memoryMb: number }];
  return { without, withGoogle };
}
