import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import type { Where } from '../../shared/adapters/store/store.ts';
import { cuttable, ownCluster } from './postgres.ts';
import { type Rig, rig, type Server, seeded } from './rig.ts';

/**
 * `npm run crash`: kills a real server, again and again, at random moments, while a campaign runs and people sign; cuts its
 * way to the database, restarts the database, fills the disk; then looks whether anything was lost, doubled or forgotten.
 * PostgreSQL joins in when TEST_DATABASE_URL is set. Ends with 1 when anything was.
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '7' },
    kills: { type: 'string', default: '100' },
    people: { type: 'string', default: '3000' },
    minutes: { type: 'string', default: '25' },
    store: { type: 'string', default: 'sqlite and postgres' },
  },
});
const KILLS = Number(values.kills);
const ENDS = Date.now() + Number(values.minutes) * 60_000;
const SIGNERS = 6;
const PEOPLE = Number(values.people);
let failed = false;

/** Runs something on a campaign of its own, then lets it come to rest and says what is found. */
async function chapter(title: string, where: Where, work: (at: Rig, live: Live) => Promise<string>): Promise<void> {
  console.log(`\n## ${title}`);
  const at = await rig(where, PEOPLE);
  const live: Live = { servers: [], receipts: () => 0 };
  const signing = at.sign(() => live.servers, SIGNERS);
  live.receipts = () => signing.receipts.size;
  try {
    const done = await work(at, live);
    await signing.end();
    await Promise.all(live.servers.splice(0).map(({ stop }) => stop()));
    await at.endLeases();
    // Whoever hasn't signed is still to be written to: all that was asked for must be done in the end.
    const last = await at.start();
    await at.settled();
    await last.stop();
    const found = await at.find(signing.receipts);
    const wrong = found.lost.length + found.unproven + found.twice + found.left + (found.deliveries.sending ?? 0);
    if (wrong || found.ledger !== 'valid') failed = true;
    console.log(
      `${done}; ${signing.receipts.size} receipts seen, ${signing.refused()} presses refused and pressed again.`,
    );
    console.log(
      `${found.signed} signatures, ${found.lost.length} lost, ${found.unproven} not in the ledger once; ledger ${found.ledger}.`,
    );
    console.log(
      `${found.cards} cards, ${found.twice} people with two; ${found.deliveries.unconfirmed ?? 0} unconfirmed (sent or not, never sent again); ${found.left} jobs left undone.`,
    );
  } finally {
    await signing.end();
    await at.close();
  }
}

interface Live {
  servers: Server[];
  receipts: () => number;
}

/** Kills until there were enough, or the time is up: at any moment of the first second and a half that it works. */
const killing = (random: () => number, until: number) => async (at: Rig, live: Live) => {
  let kills = 0;
  for (; kills < KILLS && Date.now() < until; kills++) {
    const server = await at.start();
    live.servers = [server];
    // On a machine with other work the first answer takes its time: a kill is to hit people who sign.
    await signedMore(live, 1);
    await sleep(random() * 1_500);
    live.servers = [];
    await server.kill();
  }
  if (kills < KILLS) console.log(`  (the time was up after ${kills} of ${KILLS} kills)`);
  live.servers = [await at.start()];
  await signedMore(live, 50);
  return `${kills} kills`;
};

/** Resolves when so many more have signed, or all have, or nobody does for twenty seconds. */
async function signedMore(live: Live, more: number): Promise<void> {
  const enough = Math.min(live.receipts() + more, PEOPLE);
  for (let last = -1, since = Date.now(); live.receipts() < enough && Date.now() - since < 20_000; await sleep(20))
    if (live.receipts() !== last) [last, since] = [live.receipts(), Date.now()];
}

async function onSqlite(): Promise<void> {
  let dataDir = '';
  for (const [title, work] of [
    ['SQLite: kill -9', killing(seeded(Number(values.seed)), Date.now() + (ENDS - Date.now()) * 0.4)],
    ['SQLite: the disk is full', diskFull],
  ] as const) {
    dataDir = mkdtempSync(join(tmpdir(), 'countersign-crash-'));
    await chapter(title, { dataDir }, work).finally(() => rmSync(dataDir, { recursive: true }));
  }
  async function diskFull(at: Rig, live: Live): Promise<string> {
    // In blocks of 512 bytes: what is there, and half a megabyte more.
    const size = Math.ceil(statSync(join(dataDir, 'countersign.db')).size / 512) + 1_024;
    const small = await at.start({ fileLimit: size });
    live.servers = [small];
    await sleep(8_000);
    const before = live.receipts();
    live.servers = [];
    await small.kill();
    live.servers = [await at.start()];
    await signedMore(live, 50);
    return `${before} signed on the small disk, ${live.receipts() - before} more when there was room`;
  }
}

async function onPostgres(server: string): Promise<void> {
  const inSchema = async (work: (where: Where) => Promise<void>) => {
    const client = new pg.Client({ connectionString: server });
    await client.connect();
    const schema = `crash_${process.pid}_${Date.now()}`;
    await client.query(`create schema ${schema}`);
    const url = new URL(server);
    url.searchParams.set('options', `-csearch_path=${schema}`);
    try {
      await work({ databaseUrl: url.href, dataDir: '' });
    } finally {
      await client.query(`drop schema ${schema} cascade`);
      await client.end();
    }
  };
  const random = seeded(Number(values.seed) + 1);
  await inSchema((where) =>
    chapter('PostgreSQL: kill -9', where, killing(random, Date.now() + (ENDS - Date.now()) * 0.7)),
  );
  await inSchema((where) =>
    chapter('PostgreSQL: the connection is cut', where, async (at, live) => {
      const way = await cuttable(where.databaseUrl as string);
      live.servers = [await at.start({ databaseUrl: way.url })];
      let connections = 0;
      for (let cuts = 0; cuts < 20; cuts++) {
        await sleep(random() * 1_000);
        connections += way.cut();
      }
      await sleep(1_000);
      await Promise.all(live.servers.splice(0).map(({ stop }) => stop()));
      await way.close();
      return `20 cuts of ${connections} connections`;
    }),
  );
  const cluster = ownCluster(54_329);
  if (!cluster) return;
  try {
    await chapter(
      'PostgreSQL: the server crashes and comes back',
      { databaseUrl: cluster.url, dataDir: '' },
      async (at, live) => {
        live.servers = [await at.start()];
        for (let crashes = 0; crashes < 3; crashes++) {
          await sleep(1_000 + random() * 1_000);
          cluster.crash();
        }
        await sleep(8_000);
        return '3 crashes of the database server';
      },
    );
  } finally {
    cluster.close();
  }
}

console.log(
  `Seed ${values.seed}, ${PEOPLE} people, ${SIGNERS} of them pressing at a time, ${KILLS} kills on each store.`,
);
const among = (store: string) => values.store.includes(store);
if (among('sqlite')) await onSqlite();
if (!among('postgres')) console.log('\n(PostgreSQL is left out)');
else if (process.env.TEST_DATABASE_URL) await onPostgres(process.env.TEST_DATABASE_URL);
else console.log('\n(PostgreSQL is left out: TEST_DATABASE_URL is not set)');
console.log(
  failed ? '\nSOMETHING WAS LOST, DOUBLED OR FORGOTTEN.' : '\nNothing lost, nothing doubled, nothing forgotten.',
);
process.exit(failed ? 1 : 0);
