import { Command } from 'commander';
import { ConfigError, Refusal } from '../shared/errors.ts';
import { agreementCommands } from './cli/agreements.ts';
import { askPolicyCommands } from './cli/ask-policy.ts';
import { backupCommands } from './cli/backup.ts';
import { campaignCommands } from './cli/campaigns.ts';
import { checkCommands } from './cli/checks.ts';
import { directoryCommands } from './cli/directories.ts';
import { equipmentCommands } from './cli/equipment.ts';
import { evidenceCommands } from './cli/evidence.ts';
import { ledgerCommands } from './cli/ledger.ts';
import { peopleCommands } from './cli/people.ts';
import { understandCommands } from './cli/understand.ts';

const program = new Command('countersign')
  .description('Agreements, people and the ledger of your school, from the command line.')
  .showHelpAfterError('Write "countersign help" for what there is.');
for (const add of [
  agreementCommands,
  campaignCommands,
  peopleCommands,
  equipmentCommands,
  directoryCommands,
  checkCommands,
  ledgerCommands,
  backupCommands,
  evidenceCommands,
  understandCommands,
  askPolicyCommands,
])
  add(program);

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof ConfigError || error instanceof Refusal)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
