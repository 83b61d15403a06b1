import { randomUUID } from 'node:crypto';
import express from 'express';
import { sql } from 'kysely';
import type { ReadUpload } from '../../addon/workspace/dispatch.ts';
import { workspaceRouter } from '../../addon/workspace/router.ts';
import type { WorkspaceSettings } from '../../addon/workspace/settings.ts';
import { createApp } from '../../shared/app.ts';
import type { Messenger, Store } from '../../shared/ports.ts';
import type { School } from '../../shared/school.ts';
import { type Someone, type TestApp, testApp } from './app.ts';
import { type DrawnCard, drawnCard } from './card-v2.ts';
import { type OpenIdServer, openIdServer } from './openid.ts';
import { school as small } from './school.ts';
import { serve, type TestServer } from './server.ts';

export const ENDPOINT = 'https://countersign.example/workspace';
export const SERVICE_ACCOUNT = 'service-482913@gcp-sa-gsuiteaddons.iam.gserviceaccount.com';
export const CLIENT_ID = '482913-addon.apps.googleusercontent.com';
export const CUSTOMER = 'C03az79cb';

/** Google on a person's screen: it signs tokens with real keys and posts events as Google does. */
export interface GoogleSchool extends TestServer {
  t: TestApp;
  openid: OpenIdServer;
  settings: WorkspaceSettings;
  logged: string[];
  /** Gives a person an account at Google, and its id. */
  account(person: Someone, sub?: string): Promise<string>;
  systemToken(claims?: Record<string, unknown>): Promise<string>;
  userToken(sub: string, claims?: Record<string, unknown>): Promise<string>;
  /** Posts a body to the endpoint as it is. */
  post(body: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** An event of the sidebar, or with `chat` of Google Chat, by someone whom Google knows by `sub`. */
  event(sub: string | null, what?: Record<string, unknown>): Promise<Record<string, unknown>>;
  /** Opens the sidebar. */
  open(sub: string): Promise<DrawnCard>;
  /** Presses a button of a card in the sidebar, with what was typed. */
  press(sub: string, card: DrawnCard, label: string, typed?: Record<string, unknown>): Promise<Answer>;
  /** How much there is in each table. */
  contents(): Promise<Record<string, number>>;
}

export type Answer = { status: number; body: any };

/** The direct message between one person and the app. */
export const DM = { name: 'spaces/dm-1', type: 'DM', spaceType: 'DIRECT_MESSAGE', singleUserBotDm: true };
export const ROOM = { name: 'spaces/room-1', type: 'ROOM', spaceType: 'SPACE' };

/** The real product behind the real Google door; only Google is played. */
export async function googleSchool({
  school = small,
  messengers,
  readFile,
  store,
}: {
  school?: School;
  messengers?: Messenger[];
  /** What people uploaded, by the name of its data; without it the school gave no key. */
  readFile?: ReadUpload;
  /** One of its own unless given. */
  store?: Store;
} = {}): Promise<GoogleSchool> {
  const [openid, t] = await Promise.all([openIdServer(), testApp(store, school)]);
  const logged: string[] = [];
  const write = (facts: Record<string, unknown>, message: string) =>
    void logged.push(`${message} ${JSON.stringify(facts)} ${(facts.err as Error | undefined)?.stack ?? ''}`);
  const log = { info: write, warn: write, error: write };
  const app = createApp({
    store: t.store,
    clock: t.clock,
    school,
    messengers: messengers ?? [t.mailbox],
    log,
    publicUrl: 'https://countersign.example',
  });
  const settings = {
    endpoint: ENDPOINT,
    serviceAccount: SERVICE_ACCOUNT,
    clientId: CLIENT_ID,
    customer: CUSTOMER,
    domains: ['larkenmere.example'],
    metadataUrl: openid.metadataUrl,
  };
  const server = await serve(
    express()
      .disable('x-powered-by')
      .use(workspaceRouter({ app, settings, readFile, clock: t.clock, log })),
  );
  const seconds = () => Math.floor(t.clock.now().getTime() / 1000);
  const common = () => ({ iss: 'https://accounts.google.com', iat: seconds() - 10, exp: seconds() + 3_600 });

  const self: GoogleSchool = {
    ...server,
    t: { ...t, app, settle: async () => void (await settleOf(app)) },
    openid,
    settings,
    logged,
    async account({ id }, sub = String(BigInt(`0x${randomUUID().replaceAll('-', '').slice(0, 16)}`))) {
      await t.store.db
        .insertInto('accounts')
        .values({
          provider: 'google',
          tenant: CUSTOMER,
          object_id: sub,
          person: id,
          bound_at: t.clock.now().toISOString(),
          bound_by: 'directory',
        })
        .execute();
      return sub;
    },
    systemToken: (claims = {}) =>
      openid.sign({
        ...common(),
        aud: ENDPOINT,
        azp: '1078',
        sub: '1078',
        email: SERVICE_ACCOUNT,
        email_verified: true,
        ...claims,
      }),
    userToken: (sub, claims = {}) =>
      openid.sign({ ...common(), aud: CLIENT_ID, azp: CLIENT_ID, sub, hd: 'larkenmere.example', ...claims }),
    async post(body, headers = {}) {
      const answer = await fetch(`${server.url}/workspace`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
      const text = await answer.text();
      return { status: answer.status, body: text ? JSON.parse(text) : null };
    },
    event: async (sub, what = {}) => ({
      commonEventObject: {
        hostApp: what.chat ? 'CHAT' : 'GMAIL',
        platform: 'WEB',
        userLocale: 'en-GB',
        timeZone: { id: 'Europe/London', offset: 0 },
        ...(what.commonEventObject as object | undefined),
      },
      authorizationEventObject: {
        systemIdToken: await self.systemToken(),
        ...(sub !== null && { userIdToken: await self.userToken(sub) }),
      },
      ...(what.chat !== undefined && {
        chat: {
          user: { name: `users/${sub ?? '1'}`, type: 'HUMAN' },
          eventTime: '2026-11-23T09:00:00Z',
          ...(what.chat as object),
        },
      }),
    }),
    async open(sub) {
      const { body } = await self.post(await self.event(sub));
      return drawnCard(body.action.navigations[0].pushCard);
    },
    async press(sub, card, label, typed = {}) {
      return self.post(await self.event(sub, { commonEventObject: card.press(label, typed) }));
    },
    async contents() {
      // A server has other schemas than the one of this test.
      const here = t.store.engine === 'postgres' ? await schemaOf(t.store) : undefined;
      const tables = (await t.store.db.introspection.getTables()).filter(
        ({ isView, schema }) => !isView && schema === here,
      );
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
      await Promise.all([server.close(), openid.stop()]);
      await t.store.close();
    },
  };
  return self;
}

async function schemaOf({ db }: Store): Promise<string | undefined> {
  const { rows } = await sql<{ name: string }>`select current_schema() as name`.execute(db);
  return rows[0]?.name;
}

async function settleOf(app: TestApp['app']): Promise<void> {
  for (let turn = 0; turn < 100 && (await app.worker.runDue()); turn++);
}
