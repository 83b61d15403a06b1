import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rig } from '../crash/rig.ts';
import { onPostgres, server } from './on-postgres.ts';

/** Requests that Teams takes from one app in one tenant in a second (bot/limits.ts). */
const A_SECOND = 50;
/** A first card takes two of them: the chat is opened, and written into. */
const REQUESTS_A_CARD = 2;

/** How Teams answers here: mostly within a tenth of a second, now and then in two. */
const answerMs = (n: number): number => (n % 40 === 0 ? 2_000 : 40 + ((n * 37) % 120));

/**
 * A campaign from the outbox to the last card, by real servers that share one database, against a Connector that takes its
 * time: how long it took against what the platform's limit allows, and the most requests that came in any one second.
 */
async function benchCampaign({
  people,
  servers,
  databaseUrl,
}: {
  people: number;
  servers: number;
  databaseUrl?: string;
}) {
  const dataDir = mkdtempSync(join(tmpdir(), 'countersign-campaign-'));
  const at = await rig({ dataDir, ...(databaseUrl && { databaseUrl }) }, people, answerMs);
  try {
    const running = await Promise.all(Array.from({ length: servers }, () => at.start()));
    await at.settled();
    await Promise.all(running.map((server) => server.stop()));
    const found = await at.find(new Map());
    const [first = 0] = at.asked;
    const seconds = ((at.asked.at(-1) ?? 0) - first) / 1_000;
    return {
      cards: found.cards,
      twice: found.twice,
      seconds,
      allowed: (people * REQUESTS_A_CARD) / A_SECOND,
      most: mostWithin(at.asked, 1_000),
    };
  } finally {
    await at.close();
    rmSync(dataDir, { recursive: true });
  }
}

function mostWithin(times: number[], ms: number): number {
  let most = 0;
  for (let from = 0, to = 0; to < times.length; to++) {
    while ((times[to] as number) - (times[from] as number) >= ms) from++;
    most = Math.max(most, to - from + 1);
  }
  return most;
}

export async function sayCampaign(): Promise<string[]> {
  const row = (name: string, found: Awaited<ReturnType<typeof benchCampaign>>) => {
    const { cards, twice, seconds, allowed, most } = found;
    const ratio = (seconds / allowed).toFixed(2);
    return `| ${name} | ${cards} | ${twice} | ${allowed} s | ${seconds.toFixed(0)} s | ${ratio} | ${most} |`;
  };
  const people = 3_000;
  const lines = [
    '\n## A campaign against the platform’s limit',
    'A Connector that mostly answers within a tenth of a second, now and then in two; 50 requests a second are allowed.\n',
    '| store | cards | twice | the limit allows | taken | ratio | most in any second |\n| --- | --- | --- | --- | --- | --- | --- |',
    row('SQLite, one server', await benchCampaign({ people, servers: 1 })),
  ];
  const two = (databaseUrl: string) => benchCampaign({ people, servers: 2, databaseUrl });
  if (server) lines.push(row('PostgreSQL, two servers', await onPostgres(two)));
  return lines;
}
