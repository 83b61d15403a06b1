import { Command } from 'commander';
import { ConfigError, Refusal } from '../shared/errors.ts';

type AddCommands = (program: Command) => void;

/**
 * The files that commands are in, by the commands that each adds. Only the file of the command that was given is read: most
 * of them bring half the product with them, which one that answers a line at a time shouldn't wait for.
 */
const FILES: [commands: string[], add: () => Promise<AddCommands>][] = [
  [['import', 'drafts', 'publish'], async () => (await import('./cli/agreements.ts')).agreementCommands],
  [['campaign'], async () => (await import('./cli/campaigns.ts')).campaignCommands],
  [['people'], async () => (await import('./cli/people.ts')).peopleCommands],
  [['equipment'], async () => (await import('./cli/equipment.ts')).equipmentCommands],
  [['connect', 'directories'], async () => (await import('./cli/directories.ts')).directoryCommands],
  [['check'], async () => (await import('./cli/checks.ts')).checkCommands],
  [['ledger'], async () => (await import('./cli/ledger.ts')).ledgerCommands],
  [['backup', 'restore', 'move'], async () => (await import('./cli/backup.ts')).backupCommands],
  [['export'], async () => (await import('./cli/evidence.ts')).evidenceCommands],
  [['understand'], async () => (await import('./cli/understand.ts')).understandCommands],
  [['ask-policy'], async () => (await import('./cli/ask-policy.ts')).askPolicyCommands],
];

const program = new Command('countersign')
  .description('Agreements, people and the ledger of your school, from the command line.')
  .showHelpAfterError('Write "countersign help" for what there is.');
const given = process.argv[2] ?? '';
const meant = FILES.filter(([commands]) => commands.includes(given));
for (const [, add] of meant.length ? meant : FILES) (await add())(program);

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof ConfigError || error instanceof Refusal)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
