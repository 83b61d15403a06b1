import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { benchAccept } from './accept.ts';
import { sayCampaign } from './campaign.ts';
import { benchDirectories, sayDirectories } from './directories.ts';
import { benchGoogleDoor, sayGoogleDoor } from './google-door.ts';
import { benchLanguage } from './language.ts';
import { sayLoad } from './load.ts';
import { benchLoans } from './loans.ts';
import { ms } from './measure.ts';
import { onPostgres, server } from './on-postgres.ts';
import { benchOutstanding } from './outstanding.ts';
import { benchPolicy, sayPolicy } from './policy.ts';
import { benchRequests, sayRequests } from './requests.ts';
import { benchStartup } from './startup.ts';
import { benchHome, sayHome } from './workspace.ts';

/** `npm run bench`: measures what the README promises and writes tests/bench/RESULTS.md. PostgreSQL joins in when TEST_DATABASE_URL is set. */
const lines: string[] = [];
const say = (line: string) => {
  console.log(line);
  lines.push(line);
};

const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as {
  version: string;
};
say('# Measurements');
say(
  `Countersign ${version}, Node ${process.versions.node}, ${cpus().length} cores, ${new Date().toISOString().slice(0, 10)}.`,
);
say(
  'Made by `npm run bench`. Absolute times depend on the machine; ratios are of one run, its requests taken in turns.',
);

say('\n## Start-up');
const startup = await benchStartup();
say(
  `From starting the process to ready, existing data, ${startup.starts} starts: p50 ${ms(startup.p50)}, p95 ${ms(startup.p95)}. Memory after ten idle seconds: ${startup.memoryMb.toFixed(0)} MB.`,
);

say("\n## Questions to the school's policy");
say('Every third question was kept unseen while the search was tuned (decision 13).\n');
for (const line of sayPolicy(await benchPolicy())) say(line);

say('\n## One "accept" press, HTTP in to card out, durable');
say(
  'In turns with a bare botbuilder bot that answers the same request with a fixed card; real tokens verified by both.\n',
);
say('| store | product p50 / p95 | bare bot p50 / p95 | ratio of p50 |\n| --- | --- | --- | --- |');
const accept = (name: string, { product, bare }: Awaited<ReturnType<typeof benchAccept>>) =>
  say(
    `| ${name} | ${ms(product.p50)} / ${ms(product.p95)} | ${ms(bare.p50)} / ${ms(bare.p95)} | ${(product.p50 / bare.p50).toFixed(2)} |`,
  );
accept('SQLite', await benchAccept());
if (server) accept('PostgreSQL', await onPostgres(benchAccept));

for (const line of await sayLoad()) say(line);
for (const line of await sayCampaign()) say(line);

say('\n## Who hasn’t signed, 12,000 people and 20 agreements');
say('The head’s question through the whole product; the first page also counts by department.\n');
say(
  '| store | a page of names p50 / p95 | first page, one agreement | first page, all agreements |\n| --- | --- | --- | --- |',
);
const outstanding = (name: string, { names, one, all }: Awaited<ReturnType<typeof benchOutstanding>>) =>
  say(`| ${name} | ${[names, one, all].map(({ p50, p95 }) => `${ms(p50)} / ${ms(p95)}`).join(' | ')} |`);
outstanding('SQLite', await benchOutstanding());
if (server) outstanding('PostgreSQL', await onPostgres(benchOutstanding));

say('\n## The first page at Google and in Teams, 12,000 people and 5 agreements');
say('The sidebar’s homepage, in turns with the same page asked for in Teams; real tokens verified by both.\n');
say('| store, who asks | Google p50 / p95 | Teams p50 / p95 | ratio of p95 |\n| --- | --- | --- | --- |');
for (const line of sayHome('SQLite', await benchHome())) say(line);
if (server) for (const line of sayHome('PostgreSQL', await onPostgres(benchHome))) say(line);
say(`\n${sayGoogleDoor(await benchGoogleDoor())}`);

say('\n## What is free, 50,000 devices and 200,000 loans');
say('What somebody means by their words, how many of it are free on every day of a span, and which would be taken.\n');
say('| store | 20 schools p50 / p95 | all in one school |\n| --- | --- | --- |');
const free = (name: string, { trust, one }: Awaited<ReturnType<typeof benchLoans>>) =>
  say(`| ${name} | ${[trust, one].map(({ p50, p95 }) => `${ms(p50)} / ${ms(p95)}`).join(' | ')} |`);
free('SQLite', await benchLoans());
if (server) free('PostgreSQL', await onPostgres(benchLoans));

for (const line of sayDirectories(await benchDirectories())) say(line);

say('\n## Requests: whatever people press, each ends once');
say(
  '500 with two approvals, everyone pressing at random at the same moment; then histories of one request, by property.\n',
);
say('| store | pressed at once | histories | ledger |\n| --- | --- | --- | --- |');
say(sayRequests('SQLite', await benchRequests()));
if (server) say(sayRequests('PostgreSQL', await onPostgres(benchRequests)));

say('\n## Understanding sentences that nothing was learnt from');
const understanding = benchLanguage();
const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
say('| way | intent | out of scope, acted upon |\n| --- | --- | --- |');
for (const [way, { accuracy, wronglyActedUpon }] of understanding.ways)
  say(`| ${way} | ${percent(accuracy)} | ${percent(wronglyActedUpon)} |`);
say(
  `\nOurs: ${understanding.ours.sentences} sentences, slots F1 ${percent(understanding.ours.slots)}, p50 ${ms(understanding.times.p50)}, p95 ${ms(understanding.times.p95)} a message; read in once in ${ms(understanding.load.ms)}, ${understanding.load.mb.toFixed(0)} MB.`,
);
say('\n| meant | taken for | times |\n| --- | --- | --- |');
for (const [pair, times] of understanding.ours.confused) say(`| ${pair.replace(' > ', ' | ')} | ${times} |`);

writeFileSync(join(import.meta.dirname, 'RESULTS.md'), `${lines.join('\n')}\n`);
