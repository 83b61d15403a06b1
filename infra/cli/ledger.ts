import type { Command } from 'commander';
import { Refusal } from '../../shared/errors.ts';
import { count } from '../../shared/language/words.ts';
import { findHead, type SentHead, type Verdict, verifyLedger } from '../../shared/ledger/index.ts';
import { print, printJson, withProduct } from './product.ts';

/** `ledger verify`: is the evidence complete and unaltered? */
export function ledgerCommands(program: Command): void {
  program
    .command('ledger')
    .description('the record of everything that counts as evidence')
    .command('verify')
    .description('reads the whole chain; exits 1 at the first broken entry')
    .option('--head <hash>', 'a head that someone was sent, as 128:9f86d081… or 9f86d081…: is it still in the chain?')
    .option('--json', 'for programs')
    .action(({ head, json }: { head?: string; json?: boolean }) =>
      withProduct(async ({ store }) => {
        const sent = head === undefined ? null : headOf(head);
        const verdict = await verifyLedger(store);
        const found = sent && verdict.valid ? await findHead(store, sent) : null;
        if (!verdict.valid || (sent && !found)) process.exitCode = 1;
        if (json) return printJson({ ...verdict, ...(sent && { head_found: found }) });
        sayVerdict(verdict);
        if (sent && verdict.valid)
          print(
            found
              ? `The head you gave is entry ${found.seq}, of ${found.at.slice(0, 16).replace('T', ' at ')} UTC: up to it, all is as it was when it was sent.`
              : 'The head you gave is NOT in this chain: the ledger up to it is no longer what it was when it was sent.',
          );
      }),
    );
}

/** Says how a ledger was found, and has the program end with 1 if it is broken. */
export function sayVerdict(verdict: Verdict): void {
  if (!verdict.valid) {
    process.exitCode = 1;
    return print(`Broken at entry ${verdict.brokenAt}: ${verdict.why}.`);
  }
  print(
    `Valid: ${count(verdict.entries, 'entry', 'entries')}, complete and unaltered.`,
    verdict.erased > 0 && `Personal data of ${verdict.erased} was erased after its time; the chain holds without it.`,
    `Head: ${verdict.head}`,
  );
}

function headOf(words: string): SentHead {
  const [, seq, hash] = /^(?:(\d{1,10}):)?([0-9a-f]{16,64})$/i.exec(words.replaceAll(/\s/g, '')) ?? [];
  if (!hash)
    throw new Refusal(
      'Write the head as it was sent: 16 to 64 digits from 0 to 9 and a to f, with its number before it or without.',
    );
  return { seq: seq === undefined ? undefined : Number(seq), hash };
}
