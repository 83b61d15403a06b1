import { once } from 'node:events';
import { createWriteStream, existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { Refusal } from '../../shared/errors.ts';
import { count } from '../../shared/language/words.ts';
import { writePack } from '../../shared/ledger/pack/write.ts';
import { verifierPage } from '../verifier.ts';
import { print, withProduct } from './product.ts';

/** `export evidence FILE`: texts, signatures and chain in a zip that anyone can check, years later, without us. */
export function evidenceCommands(program: Command): void {
  program
    .command('export')
    .description('what leaves the product')
    .command('evidence <file>')
    .description('writes all texts, signatures and the ledger into a zip, with a page that checks them offline')
    .action((target: string) =>
      withProduct(async ({ store, school, now }) => {
        const file = resolve(target);
        if (existsSync(file))
          throw new Refusal(`"${file}" is there already. Choose another name; nothing was written.`);
        const verifier = await verifierPage();
        const out = createWriteStream(file, { flags: 'wx', mode: 0o600 });
        const closed = once(out, 'close');
        closed.catch(() => {});
        try {
          const about = await writePack(store, { school: school.school.name, now, verifier }, async (bytes) => {
            if (out.destroyed) await closed;
            if (!out.write(bytes)) await Promise.race([once(out, 'drain'), closed]);
          });
          out.end();
          await closed;
          print(
            `${count(about.entries, 'entry', 'entries')} are in ${file}, with the texts and who signed them.`,
            'Unpack it and open index.html to read, verify.html to check. It names people: keep it where only those see it who may.',
            `Head: ${about.entries}:${about.head}`,
          );
        } catch (error) {
          out.destroy();
          await rm(file, { force: true });
          const { code } = error as NodeJS.ErrnoException;
          throw code && /^E[A-Z]+$/.test(code)
            ? new Refusal(`"${file}" can't be written (${code}). Check its folder and its space; nothing was kept.`)
            : error;
        }
      }),
    );
}
