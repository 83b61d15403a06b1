import { randomUUID } from 'node:crypto';
import express from 'express';
import { teamsRouter } from '../../bot/router.ts';
import { createTeamsMessenger, type TeamsMessenger } from '../../bot/send.ts';
import { createApp } from '../../shared/app.ts';
import { type Config, readConfig } from '../../shared/config.ts';
import type { Store } from '../../shared/ports.ts';
import { type TestApp, testApp } from './app.ts';
import { APP_ID, type OpenId, openId, TENANT } from './channel.ts';
import { type FakeConnector, fakeConnector } from './connector.ts';
import { school } from './school.ts';
import { serve, type TestServer } from './server.ts';

/** The real product behind the real Teams door, with stand-ins for Microsoft's services only. */
export interface TeamsSchool extends TestServer {
  t: TestApp;
  store: Store;
  openid: OpenId;
  connector: FakeConnector;
  messenger: TeamsMessenger;
  config: Config;
  /** Every line that was logged. */
  logged: string[];
  /** Resolves once a line with these words is logged. */
  loggedLine(words: string): Promise<void>;
  /** An activity as Teams sends it, from someone in their private chat. */
  activity(from: string, what: Record<string, unknown>): Record<string, unknown>;
  /** Posts to /api/messages with a good token, unless told otherwise. */
  post(activity: unknown, how?: { token?: string | null; headers?: Record<string, string> }): Promise<Answer>;
  /** How much there is in each table. */
  contents(): Promise<Record<string, number>>;
}

type Answer = { status: number; body: any };

/** @param sandbox without an app id: no authentication, this machine only. */
export async function teamsSchool({ sandbox = false } = {}): Promise<TeamsSchool> {
  const [openid, connector, t] = await Promise.all([openId(), fakeConnector(), testApp()]);
  const config = readConfig({
    BOT_SERVICE_URL: connector.serviceUrl,
    BOT_SERVICE_HOSTS: 'smba.trafficmanager.net,127.0.0.1',
    ...(!sandbox && {
      MicrosoftAppId: APP_ID,
      MicrosoftAppPassword: 'not-a-secret',
      MicrosoftAppTenantId: TENANT,
      SCHOOL_FILE: 'school.yaml',
      PUBLIC_URL: 'https://countersign.example',
      ToBotFromChannelOpenIdMetadataUrl: openid.metadataUrl,
      ToChannelFromBotLoginUrl: openid.loginUrl,
    }),
  });
  const logged: string[] = [];
  let wake = () => {};
  const write = (facts: Record<string, unknown>, message: string) => {
    const { err, ...rest } = facts;
    logged.push(`${message} ${JSON.stringify(rest)} ${err instanceof Error ? err.stack : ''}`);
    wake();
  };
  const log = { info: write, warn: write, error: write };
  const messenger = createTeamsMessenger({ config, log });
  const app = createApp({
    store: t.store,
    clock: t.clock,
    school,
    messengers: [messenger],
    log,
    publicUrl: 'https://countersign.example',
  });
  const server = await serve(
    express()
      .disable('x-powered-by')
      .use(teamsRouter({ app, config, tenant: TENANT, messenger, log })),
  );
  return {
    url: server.url,
    t: { ...t, app },
    store: t.store,
    openid,
    connector,
    messenger,
    config,
    logged,
    async loggedLine(words) {
      while (!logged.some((line) => line.includes(words)))
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    },
    activity: (from, what) => ({
      id: randomUUID(),
      timestamp: '2026-11-23T09:00:00.000Z',
      channelId: 'msteams',
      serviceUrl: connector.serviceUrl,
      from: { id: `29:${from}`, aadObjectId: from, name: 'A Person' },
      recipient: { id: `28:${APP_ID}`, name: 'Countersign' },
      conversation: { id: `a:chat-${from}`, conversationType: 'personal', tenantId: TENANT },
      channelData: { tenant: { id: TENANT } },
      ...what,
    }),
    async post(activity, { token, headers = {} } = {}) {
      const bearer = token === undefined ? await openid.sign({ serviceurl: connector.serviceUrl }) : token;
      const answer = await fetch(`${server.url}/api/messages`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(bearer !== null && { authorization: `Bearer ${bearer}` }),
          ...headers,
        },
        body: typeof activity === 'string' ? activity : JSON.stringify(activity),
      });
      const text = await answer.text();
      return { status: answer.status, body: text ? JSON.parse(text) : null };
    },
    async contents() {
      const tables = (await t.store.db.introspection.getTables()).filter(({ isView }) => !isView);
      const counts = tables.map(async ({ name }) => {
        const { n } = await t.store.db
          .selectFrom(name as 'people')
          .select((eb) => eb.fn.countAll<number>().as('n'))
          .executeTakeFirstOrThrow();
        return [name, Number(n)] as const;
      });
      return Object.fromEntries(await Promise.all(counts));
    },
    async close() {
      await Promise.all([server.close(), openid.close(), connector.close()]);
      await t.store.close();
    },
  };
}
