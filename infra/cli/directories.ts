import type { Command } from 'commander';
import { type Outcome, progressOf, syncDirectory } from '../../shared/directories/index.ts';
import type { Directory, PermissionLine } from '../../shared/directories/port.ts';
import { Refusal } from '../../shared/errors.ts';
import { count } from '../../shared/language/words.ts';
import type { Channel } from '../../shared/school.ts';
import { keepApart } from '../directories.ts';
import { channelsToCheck } from '../doors/check.ts';
import { createLog } from '../log.ts';
import { print, printJson, withDirectories } from './product.ts';
import { watched } from './watched.ts';

const NAMES = { entra: 'Microsoft Entra', google: 'Google Workspace' };
const CHANNELS = { teams: 'Teams', chat: 'Google Chat', mail: 'E-mail' };

/** `connect check`: what may be read, and through what people can be written to. `directories sync`: reads it now. */
export function directoryCommands(program: Command): void {
  program
    .command('connect')
    .description('the connection to Microsoft and Google, and to the mail server')
    .command('check')
    .description('tries every permission that is needed; exits 1 if one is missing')
    .option('--json', 'for programs')
    .action(({ json }: { json?: boolean }) =>
      withDirectories(
        async ({ directories, settings, clock }) =>
          check(directories, await channelsToCheck(settings, { clock, log: createLog('silent') }), Boolean(json)),
        { orWithout: true },
      ),
    );

  program
    .command('directories')
    .description('people from Microsoft Entra and Google Workspace')
    .command('sync')
    .description('reads what changed, and makes the people as the directories say')
    .option('--full', 'read everything, groups too')
    .option('--allow-many', 'believe it even if more people vanished than school.yaml allows')
    .action(({ full = false, allowMany = false }: { full?: boolean; allowMany?: boolean }) =>
      withDirectories(async (product) => {
        keepApart(product.settings);
        const wish = { full: full || allowMany, ...(allowMany && { believe: Number.MAX_SAFE_INTEGER }) };
        for (const directory of product.directories) {
          const reading = syncDirectory(directory, wish, { ...product, stopping: new AbortController().signal });
          say(directory, await watched(reading, () => progressOf(product.store.db, directory)));
        }
      }),
    );
}

const SAYS: Record<PermissionLine['state'], string> = {
  granted: 'granted',
  missing: 'MISSING',
  'licence-missing': 'LICENCE MISSING',
  'no-answer': 'NO ANSWER',
};

async function check(
  directories: Directory[],
  channels: Awaited<ReturnType<typeof channelsToCheck>>,
  json: boolean,
): Promise<void> {
  const parts = [
    ...directories.map((one) => ({ name: NAMES[one.provider], of: { provider: one.provider }, lines: one.check() })),
    ...channels.map(({ channel, lines }) => ({ name: CHANNELS[channel], of: { channel }, lines })),
  ];
  if (!parts.length)
    throw new Refusal(
      'Nothing is set up that could be tried: no directory (ENTRA_CLIENT_ID, GOOGLE_SERVICE_ACCOUNT_FILE), no Google Chat and no e-mail (MAIL_FROM).',
    );
  const all: (PermissionLine & { provider?: Directory['provider']; channel?: Channel })[] = [];
  for (const { name, of, lines } of parts) {
    if (!json) print('', name);
    for await (const line of lines) {
      all.push({ ...of, ...line });
      const { state, permission, purpose, advice } = line;
      if (!json) print(`  ${SAYS[state].padEnd(16)} ${permission}: ${purpose}`, advice && `${' '.repeat(19)}${advice}`);
    }
  }
  // Without a licence something is lost, but nothing is left to do.
  const wanting = all.filter(({ state }) => state === 'missing' || state === 'no-answer');
  if (wanting.length) process.exitCode = 1;
  if (json) return printJson(all);
  print(
    '',
    wanting.length
      ? `${count(wanting.length, 'line needs', 'lines need')} a look.`
      : 'Everything that is needed is granted.',
  );
}

function say({ provider }: Directory, outcome: Outcome): void {
  const name = NAMES[provider];
  if (outcome.kind === 'read') {
    const { added, changed, left, back, joined, roles, doubts } = outcome.tally;
    return print(
      `${name}: ${added} added, ${changed} changed, ${left} left, ${back} came back; ${count(joined, 'account', 'accounts')} joined, ${count(roles, 'role', 'roles')} changed.`,
      doubts > 0 && `  ${count(doubts, 'account is', 'accounts are')} doubtful: ask the bot for "doubtful accounts".`,
      outcome.trouble && `  ${outcome.trouble}`,
    );
  }
  process.exitCode = 1;
  print(
    outcome.kind === 'busy'
      ? `${name}: the server is reading at the moment. Try again in a few minutes.`
      : `${name}: ${outcome.words}`,
  );
}
