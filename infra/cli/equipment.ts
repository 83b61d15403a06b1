import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { importEquipment, listEquipment } from '../../shared/equipment/import.ts';
import { Refusal } from '../../shared/errors.ts';
import { count } from '../../shared/language/words.ts';
import { print, printJson, withProduct } from './product.ts';

/** `equipment`, `equipment import FILE`: what the school owns. */
export function equipmentCommands(program: Command): void {
  const equipment = program
    .command('equipment')
    .description('what the school owns and lends')
    .option('--json', 'for programs')
    .action(({ json }: { json?: boolean }) =>
      withProduct(async ({ store }) => {
        const listed = await listEquipment(store.db);
        if (json) return printJson(listed);
        for (const { name, type, make, model, serial, state } of listed)
          print(
            `${name.padEnd(24)} ${type.padEnd(16)} ${[make, model].filter(Boolean).join(' ').padEnd(28)} ${(serial ?? 'no serial number').padEnd(20)} ${state}`,
          );
        print(count(listed.length, 'item', 'items'));
      }),
    );

  equipment
    .command('import <file>')
    .description('makes the inventory as the asset register’s export (CSV) says; importing again brings it up to date')
    .action((file: string) =>
      withProduct(async ({ store, school, now }) => {
        const bytes = await readFile(file).catch(() => {
          throw new Refusal(`There is no file "${file}" that can be read. Check its name and folder, and try again.`);
        });
        const { added, changed, unchanged, problems } = await store.transaction((tx) =>
          importEquipment(tx, bytes, { school, now }),
        );
        print(`${added} added, ${changed} changed, ${unchanged} as before.`);
        for (const { line, words } of problems) print(`  line ${line}: ${words}`);
      }),
    );
}
