import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copy } from '../../shared/adapters/store/backup/index.ts';
import { openStore, type Where } from '../../shared/adapters/store/store.ts';
import { APP_ID, botSettings, ISSUER, openId, TENANT } from '../fakes/channel.ts';
import { serve } from '../fakes/server.ts';
import { type Child, startChild } from './child.ts';
import { seed } from './data.ts';
import { figures, ms, timed } from './measure.ts';
import { onPostgres, server } from './on-postgres.ts';

const PRESSES = 500;
const WARM_UP = 50;
const SCHOOL = join(import.meta.dirname, '../../infra/sandbox/school/school.yaml');

type Duty = Awaited<ReturnType<typeof seed>>[number];

/**
 * One "accept" press, from the HTTP request to the answer with the card, the transaction durable before it: in turns with
 * two bare bots, on botbuilder and on the SDK that follows it, which answer the same request with a fixed card, and with the
 * same transaction on the database alone. All three servers verify the same real tokens; each is a process of its own, the
 * presses come one at a time. The three places are empty: one for what is measured, one to write down what a press tells
 * the database, one to tell it again.
 */
async function benchAccept([real, recorded, replayed]: [Where, Where, Where]) {
  const login = await openId();
  const connector = await serve(
    (incoming, response) =>
      void incoming
        .resume()
        .on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{"id":"1"}')),
  );
  const file = join(real.dataDir, `transactions-${randomUUID()}.jsonl`);
  const agent = new Agent({ keepAlive: true });
  const authorization = `Bearer ${await login.sign({ serviceurl: `${connector.url}/` })}`;
  const product = ({ databaseUrl, dataDir }: Where, flags: string[] = []) =>
    startChild(
      'infra/server.ts',
      [],
      {
        PORT: '0',
        DATA_DIR: dataDir,
        ...(databaseUrl && { DATABASE_URL: databaseUrl }),
        SCHOOL_FILE: SCHOOL,
        PUBLIC_URL: 'https://countersign.example',
        LOG_LEVEL: 'info',
        BOT_SERVICE_HOSTS: '127.0.0.1,*.trafficmanager.net',
        ...botSettings(login),
        RECORD: file,
      },
      /"url":"([^"]+)"/,
      flags,
    );
  const bot = (script: string) =>
    startChild(script, [JSON.stringify([APP_ID, login.metadataUrl, login.loginUrl, ISSUER])], {}, /PORT (\d+)/);

  const press = (url: string, { objectId, assignment }: Duty, token = authorization) =>
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
          headers: {
            authorization: token,
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(body),
          },
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
  const sign = async (at: Child, duty: Duty) => {
    const answer = await press(at.said, duty);
    if (!answer.includes('CS-')) throw new Error(`not signed: ${answer}`);
  };
  const fixed = async (at: Child, duty: Duty) => {
    const answer = await press(`http://127.0.0.1:${at.said}`, duty);
    if (!answer.includes('Signed. Thank you.')) throw new Error(`no card: ${answer}`);
  };

  /** None of them may save itself the work of verifying. */
  const refused = async (url: string) => {
    const forged = `${authorization.slice(0, -4)}AAAA`;
    const nobody = { objectId: randomUUID(), assignment: randomUUID() };
    const isTaken = await press(url, nobody, forged).then(
      () => true,
      () => false,
    );
    if (isTaken) throw new Error(`${url} took a forged token`);
  };

  let children: Child[] = [];
  let database: ChildProcess | undefined;
  try {
    const duties = await prepared([real, recorded, replayed]);
    const recording = await product(recorded, ['--import', join(import.meta.dirname, 'record-transactions.ts')]);
    for (const duty of duties) await sign(recording, duty);
    await recording.stop();

    const raw = fork(join(import.meta.dirname, 'raw-database.ts'), [JSON.stringify({ ...replayed, file })]);
    database = raw;
    const [kept] = await once(raw, 'message');
    if (kept !== duties.length) throw new Error(`${kept} transactions of ${duties.length} were written down`);
    children = await Promise.all([product(real), bot('tests/bench/bare-bot.ts'), bot('tests/bench/teams-sdk-bot.ts')]);
    const [ours, botbuilder, teamsSdk] = children as [Child, Child, Child];
    await refused(ours.said);
    for (const { said } of [botbuilder, teamsSdk]) await refused(`http://127.0.0.1:${said}`);
    const times = { product: [], botbuilder: [], teamsSdk: [], database: [] } as Record<string, number[]>;
    for (const [i, duty] of duties.entries()) {
      const took = {
        product: await timed(() => sign(ours, duty)),
        botbuilder: await timed(() => fixed(botbuilder, duty)),
        teamsSdk: await timed(() => fixed(teamsSdk, duty)),
        database: await new Promise<number>((resolve) => {
          raw.once('message', resolve);
          raw.send(i);
        }),
      };
      if (i >= WARM_UP) for (const [who, ms] of Object.entries(took)) times[who]?.push(ms);
    }
    return Object.values(times).map(figures);
  } finally {
    agent.destroy();
    database?.kill();
    await Promise.all(children.map((child) => child.stop()));
    await Promise.all([login.close(), connector.close()]);
  }
}

/** The same people and assignments in three databases. */
async function prepared([real, ...others]: Where[]): Promise<Duty[]> {
  const store = await openStore(real as Where);
  const duties = await seed(store, { people: PRESSES + WARM_UP, agreements: 1, tenant: TENANT });
  for (const other of others) await (await copy(store, other, new Date())).store.close();
  await store.close();
  return duties;
}

/** The figures of the product, the two bare bots and the database, in the lines of a table. */
export async function sayAccept(): Promise<string[]> {
  const lines = [
    '\n## One "accept" press, HTTP in to card out, durable',
    'In turns with two bare bots that answer the same request with a fixed card, all verifying the same real tokens, and with the',
    'same transaction on the bare driver, without HTTP and product: its statements as the product sends them.\n',
    '| store, p50 / p95 | product | bare botbuilder bot | bare teams.apps bot | the transaction alone | p50: product to botbuilder | to teams.apps |',
    '| --- | --- | --- | --- | --- | --- | --- |',
  ];
  const row = (name: string, [product, botbuilder, teamsSdk, database]: Awaited<ReturnType<typeof benchAccept>>) => {
    const cells = [product, botbuilder, teamsSdk, database].map(
      (found) => `${ms(found?.p50 ?? 0)} / ${ms(found?.p95 ?? 0)}`,
    );
    const ratios = [botbuilder, teamsSdk].map((bare) => ((product?.p50 ?? 0) / (bare?.p50 ?? 0)).toFixed(2));
    lines.push(`| ${[name, ...cells, ...ratios].join(' | ')} |`);
  };
  const folders = Array.from({ length: 3 }, () => mkdtempSync(join(tmpdir(), 'countersign-bench-')));
  const at = (...urls: string[]) =>
    folders.map((dataDir, i) => ({ dataDir, databaseUrl: urls[i] })) as [Where, Where, Where];
  try {
    row('SQLite', await benchAccept(at()));
    if (server) row('PostgreSQL', await onPostgres((...urls) => benchAccept(at(...urls)), 3));
  } finally {
    for (const folder of folders) rmSync(folder, { recursive: true });
  }
  return lines;
}
