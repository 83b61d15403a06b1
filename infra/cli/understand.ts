import type { Command } from 'commander';
import { DateTime } from 'luxon';
import * as z from 'zod';
import { Refusal } from '../../shared/errors.ts';
import { readSentence } from '../../shared/language/reading.ts';
import { answerLines } from './lines.ts';

/** Where sentences are said, as far as their days are concerned: no school is asked. */
const ZONE = 'Europe/London';

const Line = z.looseObject({
  id: z.union([z.string(), z.number()]),
  text: z.string(),
  as: z.enum(['staff', 'admin']).default('staff'),
});

/** `understand`: what sentences mean, as the product reads them, without a school, a database or a server. */
export function understandCommands(program: Command): void {
  program
    .command('understand')
    .description('reads {"id","text","as"} lines, writes {"id","intent","slots"} lines, one for each')
    .option('--now <time>', 'the time they are said at, as 2026-11-23T09:00 (in London, unless it names a zone)')
    .addHelpText(
      'after',
      '\n"as" is staff or admin (staff unless given). A line that is none of these is told on stderr, gets no answer, and\nends the command with 1; the lines after it are read all the same.',
    )
    .action(async ({ now }: { now?: string }) => {
      const at = now === undefined ? new Date() : timeOf(now);
      await answerLines(
        Line,
        {
          example: '{"id":"1","text":"who hasn\'t signed","as":"admin"}',
          has: '"id", "text" and "as", which is staff or admin',
        },
        ({ id, text, as }) => {
          const { intent, slots } = readSentence(text, {
            now: at,
            school: { school: { name: '', timezone: ZONE } },
            looksAfterOthers: as === 'admin',
          });
          return { id, intent, slots };
        },
      );
    });
}

function timeOf(words: string): Date {
  const time = DateTime.fromISO(words, { zone: ZONE });
  if (!time.isValid) throw new Refusal(`"${words}" is not a time. Write it as 2026-11-23T09:00.`);
  return time.toJSDate();
}
