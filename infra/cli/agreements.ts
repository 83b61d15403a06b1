import type { Command } from 'commander';
import { openDocument } from '../../shared/adapters/documents/file.ts';
import { documentReader } from '../../shared/adapters/documents/index.ts';
import { type ReadPolicy, readPolicy } from '../../shared/agreements/import.ts';
import { drafts, keepDraft, publishDraft, slugOf } from '../../shared/agreements/index.ts';
import { Refusal } from '../../shared/errors.ts';
import { count } from '../../shared/language/words.ts';
import { dayOf } from '../../shared/time.ts';
import { day } from './day.ts';
import { print, printJson, withProduct } from './product.ts';

/** `import FILE`, `drafts`, `publish AGREEMENT`: from a school's own document to an edition. */
export function agreementCommands(program: Command): void {
  program
    .command('import <file>')
    .description('reads a policy (.docx, .md, .txt), says what to look at, and keeps it as a draft')
    .option('--as <agreement>', 'the agreement it is an edition of: its id, as in "staff"')
    .option('--json', 'for programs')
    .action(async (path: string, { as, json }: { as?: string; json?: boolean }) => {
      // Read before anything is opened: a file that can't be used changes nothing.
      const { bytes, fileName } = await openDocument(path);
      const now = new Date();
      const policy = await readPolicy(bytes, fileName, documentReader(), now.toISOString().slice(0, 10));
      await withProduct(async ({ store }) => {
        const agreement = as ? slugOf(as) : slugOf(policy.text.title);
        const findings = policy.findings.map(({ severity, place, message }) => ({
          severity,
          place: place.section,
          message,
        }));
        const draft = await store.transaction((tx) =>
          keepDraft(tx, { agreement, text: policy.text, dates: policy.dates, findings, fileName }, now),
        );
        if (json) return printJson({ draft: draft.id, agreement, ...policy });
        sayPolicy(agreement, policy);
      });
    });

  program
    .command('drafts')
    .description('what waits to be published')
    .action(() =>
      withProduct(async ({ store }) => {
        const waiting = await drafts(store.db);
        if (!waiting.length) return print('No drafts. Read one with "countersign import FILE".');
        for (const { agreement, title, imported_at, findings } of waiting)
          print(
            `${agreement.padEnd(24)} ${title} (read ${imported_at.slice(0, 10)}, ${count(findings.length, 'remark', 'remarks')})`,
          );
      }),
    );

  program
    .command('publish <agreement>')
    .description('makes the draft of an agreement its newest edition, which never changes')
    .option('--from <date>', 'the day from which it applies, as 2026-09-01 (default: what the text says, else today)')
    .action((agreement: string, { from }: { from?: string }) =>
      withProduct(async ({ store, school, now }) => {
        const draft = (await drafts(store.db)).find((waiting) => waiting.agreement === slugOf(agreement));
        if (!draft)
          throw new Refusal(`There is no draft "${agreement}". Write "countersign drafts" to see what there is.`);
        const effectiveFrom = from === undefined ? (draft.dates.effective ?? dayOf(now, school)) : day(from);
        const edition = await store.transaction((tx) => publishDraft(tx, draft.id, { effectiveFrom, by: null }, now));
        print(
          `Published: ${edition.title}, edition ${edition.number}, in force from ${edition.effective_from}.`,
          `Fingerprint of the text: ${edition.hash}`,
          `Nobody is asked yet. Ask with "countersign campaign start ${edition.agreement} --to all-staff --due DATE", or in the chat: "drafts".`,
        );
      }),
    );
}

function sayPolicy(agreement: string, { text, hash, dates, findings }: ReadPolicy): void {
  const statements = text.sections.reduce((sum, section) => sum + section.statements.length, 0);
  print(
    text.title,
    `  ${count(text.sections.length, 'section', 'sections')}, ${count(statements, 'statement', 'statements')}`,
    dates.reviewed && `  last reviewed ${dates.reviewed}`,
    dates.reviewDue && `  next review due ${dates.reviewDue}`,
    dates.effective && `  in force from ${dates.effective}`,
    `  fingerprint ${hash}`,
    '',
  );
  for (const { severity, place, message } of findings)
    print(
      `${severity === 'error' ? 'Mend' : 'Look'}: ${place.section}: ${message}`,
      place.quote && `      “${place.quote}”`,
    );
  print('', `Kept as the draft "${agreement}". Publish it with "countersign publish ${agreement}".`);
}
