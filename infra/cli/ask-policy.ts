import type { Command } from 'commander';
import * as z from 'zod';
import { openDocument } from '../../shared/adapters/documents/file.ts';
import { documentReader } from '../../shared/adapters/documents/index.ts';
import { readPolicy } from '../../shared/agreements/import.ts';
import { placeOf } from '../../shared/agreements/passages.ts';
import { answer } from '../../shared/policy-search/answer.ts';
import { prepare } from '../../shared/policy-search/passages.ts';
import { answerLines } from './lines.ts';

const Line = z.looseObject({ id: z.union([z.string(), z.number()]), text: z.string() });

/** `ask-policy`: what a document says on questions, as the product would quote it, without a school or a database. */
export function askPolicyCommands(program: Command): void {
  program
    .command('ask-policy')
    .description(
      'reads {"id","text"} lines, writes {"id","section","text"} lines: what a policy says, in its own words',
    )
    .requiredOption('--policy <file>', 'the document: .docx, .md or .txt')
    .addHelpText(
      'after',
      '\n"section" is the section\'s number and title; null, and "text" empty, when the policy doesn\'t say. Where a second\npassage bears on it as well, "text" has both, the surer first, and "section" is that of the first. A line that is no\nquestion is told on stderr, gets no answer, and ends the command with 1; the lines after it are read all the same.',
    )
    .action(async ({ policy }: { policy: string }) => {
      const { bytes, fileName } = await openDocument(policy);
      const today = new Date().toISOString().slice(0, 10);
      const text = prepare((await readPolicy(bytes, fileName, documentReader(), today)).text);
      await answerLines(
        Line,
        { example: '{"id":"1","text":"can I use my own phone?"}', has: '"id" and "text"' },
        (asked) => {
          const passages = answer(asked.text, [{ text }]);
          const [surest] = passages;
          if (!surest) return { id: asked.id, section: null, text: '' };
          const quoted = passages.map(({ quote }) => quote.map((one) => one.text).join('\n'));
          return { id: asked.id, section: placeOf(surest.section), text: quoted.join('\n\n') };
        },
      );
    });
}
