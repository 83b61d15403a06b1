import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../shared/adapters/store/store.ts';
import { APP_ID, ISSUER, openId, TENANT } from '../fakes/channel.ts';
import { serve } from '../fakes/server.ts';
import { type Child, startChild } from './child.ts';
import { seed } from './data.ts';
import { figures, timed } from './measure.ts';

const PRESSES = 500;
const WARM_UP = 50;

/**
 * One "accept" press, from the HTTP request to the answer with the card, the transaction durable before it: in turns with a
 * bare botbuilder bot that answers the same request with a fixed card. Both verify the same real tokens; each server is a
 * process of its own, the presses come one at a time.
 */
export async function benchAccept(databaseUrl?: string) {
  const login = await openId();
  const connector = await serve(
    (incoming, response) =>
      void incoming
        .resume()
        .on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{"id":"1"}')),
  );
  const dataDir = mkdtempSync(join(tmpdir(), 'countersign-bench-'));
  const store = await openStore({ databaseUrl, dataDir });
  const duties = await seed(store, { people: PRESSES + WARM_UP, agreements: 1, tenant: TENANT });
  await store.close();

  const env = {
    PORT: '0',
    DATA_DIR: dataDir,
    ...(databaseUrl && { DATABASE_URL: databaseUrl }),
    SCHOOL_FILE: join(import.meta.dirname, '../../infra/sandbox/school/school.yaml'),
    PUBLIC_URL: 'https://countersign.example',
    LOG_LEVEL: 'info',
    MicrosoftAppId: APP_ID,
    MicrosoftAppPassword: 'not-a-secret',
    MicrosoftAppTenantId: TENANT,
    BOT_SERVICE_HOSTS: '127.0.0.1,*.trafficmanager.net',
    ToChannelFromBotLoginUrl: login.loginUrl,
    ToBotFromChannelOpenIdMetadataUrl: login.metadataUrl,
  };
  const product = await startChild('infra/server.ts', [], env, /"url":"([^"]+)"/);
  const bare = await startChild(
    'tests/bench/bare-bot.ts',
    [JSON.stringify([APP_ID, login.metadataUrl, login.loginUrl, ISSUER])],
    {},
    /PORT (\d+)/,
  );
  const agent = new Agent({ keepAlive: true });
  const authorization = `Bearer ${await login.sign({ serviceurl: `${connector.url}/` })}`;

  const press = (url: string, { objectId, assignment }: { objectId: string; assignment: string }) =>
    new Promise<string>((resolve, reject) => {
      const body = JSON.stringify({
        type: 'invoke',
        name: 'adaptiveCard/action',
        id: randomUUID(),
        channelId: 'msteams',
        serviceUrl: `${connector.url}/`,
        from: { id: `29:${objectId}`, aadObjectId: objectId },
        recipient: { id: `28:${APP_ID}` },
        conversation: { id: `a:${objectId}`, conversationType: 'personal', tenantId: TENANT },
        channelData: { tenant: { id: TENANT } },
        replyToId: 'the-card',
        value: {
          action: {
            type: 'Action.Execute',
            verb: 'acknowledgements.accept',
            data: { assignment, edition: 1, name: 'Anna Bell', job: 'Teacher' },
          },
          trigger: 'manual',
        },
      });
      const sent = request(
        `${url}/api/messages`,
        {
          method: 'POST',
          agent,
          headers: { authorization, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
        },
        (response) => {
          let text = '';
          response.on('data', (data) => (text += data));
          response.on('end', () =>
            response.statusCode === 200 ? resolve(text) : reject(new Error(`${url}: ${response.statusCode} ${text}`)),
          );
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });

  const bareUrl = `http://127.0.0.1:${bare.said}`;
  const times = { product: [] as number[], bare: [] as number[] };
  try {
    for (const [i, duty] of duties.entries()) {
      const mine = await timed(async () => {
        const answer = await press(product.said, duty);
        if (!answer.includes('CS-')) throw new Error(`not signed: ${answer}`);
      });
      const theirs = await timed(() => press(bareUrl, duty));
      if (i < WARM_UP) continue;
      times.product.push(mine);
      times.bare.push(theirs);
    }
  } finally {
    agent.destroy();
    await Promise.all([product, bare].map((child: Child) => child.stop()));
    await Promise.all([login.close(), connector.close()]);
    rmSync(dataDir, { recursive: true });
  }
  return { product: figures(times.product), bare: figures(times.bare), presses: PRESSES };
}
