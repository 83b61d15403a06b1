import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { sayAccept } from './accept.ts';
import { sayCampaign } from './campaign.ts';
import { benchDirectories, sayDirectories } from './directories.ts';
import { benchGoogleDoor, sayGoogleDoor } from './google-door.ts';
import { sayInstances } from './instances.ts';
import { benchLanguage } from './language.ts';
import { sayLoad } from './load.ts';
import { benchLoans } from './loans.ts';
import { type Figures, ms } from './measure.ts';
import { onPostgres, server } from './on-postgres.ts';
import { benchOutstanding } from './outstanding.ts';
import { benchPolicy, sayPolicy } from './policy.ts';
import { benchRequests, sayRequests } from './requests.ts';
import { sayScale } from './scale.ts';
import { benchStartup } from './startup.ts';
import { benchHome, sayHome } from './workspace.ts';

/**
 * `npm run bench`: measures what the README promises and writes tests/bench/RESULTS.md. `npm run bench -- load scale` measures
 * these chapters only, and writes nothing. PostgreSQL joins in when TEST_DATABASE_URL is set.
 */
const chapters: Record<string, () => Promise<string[]>> = {
  async startup() {
    const { starts, p50, p95, memoryMb } = await benchStartup();
    return [
      '\n## Start-up',
      `From starting the process to ready, existing data, ${starts} starts: p50 ${ms(p50)}, p95 ${ms(p95)}. Memory after ten idle seconds: ${memoryMb.toFixed(0)} MB.`,
    ];
  },
  policy: async () => [
    "\n## Questions to the school's policy",
    'Every second question of the third round was kept unseen while the search was tuned (decision 13).\n',
    ...sayPolicy(await benchPolicy()),
  ],
  accept: sayAccept,
  load: sayLoad,
  instances: sayInstances,
  campaign: sayCampaign,
  outstanding: async () => [
    '\n## Who hasn’t signed, 12,000 people and 20 agreements',
    'The head’s question through the whole product; the first page also counts by department.\n',
    '| store | a page of names p50 / p95 | first page, one agreement | first page, all agreements |\n| --- | --- | --- | --- |',
    ...(await onEach(benchOutstanding, (store, { names, one, all }) => [row(store, names, one, all)])),
  ],
  scale: sayScale,
  google: async () => [
    '\n## The first page at Google and in Teams, 12,000 people and 5 agreements',
    'The sidebar’s homepage, in turns with the same page asked for in Teams; real tokens verified by both.\n',
    '| store, who asks | Google p50 / p95 | Teams p50 / p95 | ratio of p95 |\n| --- | --- | --- | --- |',
    ...(await onEach(benchHome, sayHome)),
    `\n${sayGoogleDoor(await benchGoogleDoor())}`,
  ],
  loans: async () => [
    '\n## What is free, 50,000 devices and 200,000 loans',
    'What somebody means by their words, how many of it are free on every day of a span, and which would be taken.\n',
    '| store | 20 schools p50 / p95 | all in one school |\n| --- | --- | --- |',
    ...(await onEach(benchLoans, (store, { trust, one }) => [row(store, trust, one)])),
  ],
  directories: async () => sayDirectories(await benchDirectories()),
  requests: async () => [
    '\n## Requests: whatever people press, each ends once',
    '500 with two approvals, everyone pressing at random at the same moment; then histories of one request, by property.\n',
    '| store | pressed at once | histories | ledger |\n| --- | --- | --- | --- |',
    ...(await onEach(benchRequests, (store, found) => [sayRequests(store, found)])),
  ],
  async language() {
    const { ways, ours, load, times } = benchLanguage();
    const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
    return [
      '\n## Understanding sentences that nothing was learnt from',
      '| way | intent | out of scope, acted upon |\n| --- | --- | --- |',
      ...ways.map(
        ([way, { accuracy, wronglyActedUpon }]) => `| ${way} | ${percent(accuracy)} | ${percent(wronglyActedUpon)} |`,
      ),
      `\nOurs: ${ours.sentences} sentences, slots F1 ${percent(ours.slots)}, p50 ${ms(times.p50)}, p95 ${ms(times.p95)} a message; read in once in ${ms(load.ms)}, ${load.mb.toFixed(0)} MB.`,
      '\n| meant | taken for | times |\n| --- | --- | --- |',
      ...[...ours.confused].map(([pair, n]) => `| ${pair.replace(' > ', ' | ')} | ${n} |`),
    ];
  },
};

/** Measures on SQLite and, if it is there, on PostgreSQL. */
async function onEach<T>(
  bench: (databaseUrl?: string) => Promise<T>,
  say: (store: string, found: T) => string[],
): Promise<string[]> {
  const lines = say('SQLite', await bench());
  if (server) lines.push(...say('PostgreSQL', await onPostgres((url) => bench(url))));
  return lines;
}

const row = (name: string, ...times: Figures[]): string =>
  `| ${name} | ${times.map(({ p50, p95 }) => `${ms(p50)} / ${ms(p95)}`).join(' | ')} |`;

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in chapters));
if (unknown.length)
  throw new Error(`There is no ${unknown.join(', ')}; there are ${Object.keys(chapters).join(', ')}.`);

const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as {
  version: string;
};
const lines = [
  '# Measurements',
  `Countersign ${version}, Node ${process.versions.node}, ${cpus().length} cores, ${new Date().toISOString().slice(0, 10)}.`,
  'Made by `npm run bench`. Absolute times depend on the machine; ratios are of one run, its requests taken in turns.',
];
console.log(lines.join('\n'));
for (const name of wanted.length ? wanted : Object.keys(chapters)) {
  const said = (await chapters[name]?.()) ?? [];
  console.log(said.join('\n'));
  lines.push(...said);
}
if (!wanted.length) writeFileSync(join(import.meta.dirname, 'RESULTS.md'), `${lines.join('\n')}\n`);
