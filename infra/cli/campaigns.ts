import type { Command } from 'commander';
import { audienceNamed, sayAudience } from '../../shared/audiences/index.ts';
import { startCampaign } from '../../shared/campaigns/index.ts';
import { sayMoment } from '../../shared/time.ts';
import { day } from './day.ts';
import { print, withProduct } from './product.ts';

/** `campaign start AGREEMENT`: asks an audience to sign. Pausing and cancelling are done in the chat, where one sees what will happen. */
export function campaignCommands(program: Command): void {
  program
    .command('campaign')
    .description('asking people to sign')
    .command('start <agreement>')
    .description('asks an audience of school.yaml to sign the newest edition of an agreement')
    .requiredOption('--to <audience>', 'its name in school.yaml, as in "all-staff"')
    .requiredOption('--due <date>', 'by when, as 2026-12-04')
    .option('--now', 'write to people at once, whatever the hour')
    .action((agreement: string, { to, due, now: atOnce = false }: { to: string; due: string; now?: boolean }) =>
      withProduct(async ({ store, school, now }) => {
        const audience = audienceNamed(to, school);
        const campaign = await store.transaction((tx) =>
          startCampaign(tx, { agreement, audience, dueOn: day(due), by: null, now: atOnce }, now, school),
        );
        print(
          `${sayAudience(audience, school)} will be asked from ${sayMoment(campaign.starts_at, school)}, by ${campaign.due_on}. The server sends the messages.`,
        );
      }),
    );
}
