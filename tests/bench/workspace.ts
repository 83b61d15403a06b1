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
import { seed } from './data.ts';
import { figures, ms, timed } from './measure.ts';

/** The head's page takes fifty times as long. */
const RUNS = { person: 600, head: 150 };
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

  async function compare({ objectId, sub }: { objectId: string; sub: string }, count: number) {
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
    for (let run = -WARM_UP; run < count; run++) {
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
    return { person: await compare(person, RUNS.person), head: await compare(head, RUNS.head) };
  } finally {
    agent.destroy();
    await Promise.all([server.close(), microsoft.close(), google.stop()]);
    await store.close();
    rmSync(dataDir, { recursive: true });
  }
}

/** One line a person who asked, for a table. */
export const sayHome = (name: string, { person, head }: Awaited<ReturnType<typeof benchHome>>): string[] =>
  [
    { who: '5 open duties', ...person },
    { who: 'the head', ...head },
  ].map(
    ({ who, google, teams }) =>
      `| ${name}, ${who} | ${ms(google.p50)} / ${ms(google.p95)} | ${ms(teams.p50)} / ${ms(teams.p95)} | ${(google.p95 / teams.p95).toFixed(2)} |`,
  );
