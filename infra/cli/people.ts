import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { Refusal } from '../../shared/errors.ts';
import { count } from '../../shared/language/words.ts';
import { importPeople, listPeople } from '../../shared/people/import.ts';
import { print, printJson, withProduct } from './product.ts';

/** `people`, `people import FILE`: who is on the school's list. */
export function peopleCommands(program: Command): void {
  const people = program
    .command('people')
    .description('who is on the school’s list')
    .option('--json', 'for programs')
    .action(({ json }: { json?: boolean }) =>
      withProduct(async ({ store }) => {
        const listed = await listPeople(store.db);
        if (json) return printJson(listed);
        for (const { name, email, department, roles } of listed)
          print(
            `${name.padEnd(28)} ${(department ?? '').padEnd(16)} ${roles.join(', ').padEnd(28)} ${email ?? 'no address'}`,
          );
        print(count(listed.length, 'person', 'people'));
      }),
    );

  people
    .command('import <file>')
    .description('makes the people as the management system’s export (CSV) says; who is no longer in it leaves')
    .option('--allow-many', 'believe the list even if more than a tenth of the people are missing from it')
    .action((file: string, { allowMany = false }: { allowMany?: boolean }) =>
      withProduct(async ({ store, school, now }) => {
        const bytes = await readFile(file).catch(() => {
          throw new Refusal(`There is no file "${file}" that can be read. Check its name and folder, and try again.`);
        });
        const report = await store.transaction((tx) =>
          importPeople(tx, bytes, { school, tenant: school.tenant, now, allowMany }),
        );
        const { added, changed, left, unchanged, problems } = report;
        print(`${added} added, ${changed} changed, ${left} left, ${unchanged} as before.`);
        for (const { line, words } of problems) print(`  line ${line}: ${words}`);
      }),
    );
}
