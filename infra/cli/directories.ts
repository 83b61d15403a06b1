import type { Command } from 'commander';
import { type Outcome, progressOf, syncDirectory } from '../../shared/directories/index.ts';
import type { Directory, PermissionLine } from '../../shared/directories/port.ts';
import { count } from '../../shared/language/words.ts';
import { keepApart } from '../directories.ts';
import { print, printJson, withDirectories } from './product.ts';
import { watched } from './watched.ts';

const NAMES = { entra: 'Microsoft Entra', google: 'Google Workspace' };

/** `connect check`: what may be read. `directories sync`: reads it now. */
export function directoryCommands(program: Command): void {
  program
    .command('connect')
    .description('the connection to Microsoft Entra and Google Workspace')
    .command('check')
    .description('tries every permission that is needed; exits 1 if one is missing')
    .option('--json', 'for programs')
    .action(({ json }: { json?: boolean }) => withDirectories(({ directories }) => check(directories, Boolean(json))));

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

async function check(directories: Directory[], json: boolean): Promise<void> {
  const all: (PermissionLine & { provider: Directory['provider'] })[] = [];
  for (const directory of directories) {
    if (!json) print('', NAMES[directory.provider]);
    for await (const line of directory.check()) {
      all.push({ provider: directory.provider, ...line });
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
