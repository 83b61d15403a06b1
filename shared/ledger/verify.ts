import type { Store } from '../ports.ts';
import { followChain } from './chain.ts';
import { sha256 } from './entry.ts';
import { entriesAfter } from './read.ts';
import type { LedgerTables } from './tables.ts';

export type Verdict =
  | { valid: true; entries: number; erased: number; head: string }
  | { valid: false; entries: number; brokenAt: number; why: string };

/** Reads the whole chain, a page at a time, and says whether it is complete and unaltered, or which entry is the first that isn't. */
export async function verifyLedger({ db }: Pick<Store, 'db'>): Promise<Verdict> {
  const chain = followChain(sha256);
  let end: LedgerTables['ledger_head'] | undefined;
  const broken = (why: string): Verdict => ({ valid: false, entries: chain.seq, brokenAt: chain.seq + 1, why });
  for (;;) {
    for await (const page of entriesAfter(db, chain.seq))
      for (const entry of page) {
        const wrong = chain.add(entry);
        if (wrong) return broken(wrong);
      }
    if (end && end.seq > chain.seq) return broken('entries are missing from the end');
    // Read after the entries: the school goes on signing meanwhile. If the chain is longer, what was added must show it.
    end = await db.selectFrom('ledger_head').selectAll().executeTakeFirst();
    if (end && end.seq > chain.seq) continue;
    if (end?.seq !== chain.seq || end.hash !== chain.head) return broken('the end of the chain was changed');
    return { valid: true, entries: chain.seq, erased: chain.erased, head: chain.head };
  }
}

/** A head that was sent to someone: the hash of an entry, or the first sixteen digits or more of it; the number where they have it. */
export interface SentHead {
  seq?: number | undefined;
  hash: string;
}

/**
 * Where a chain that was found valid has the entry that ended it once.
 * @returns its number and time; null when it isn't in the chain: what came up to it is no longer what it was.
 */
export async function findHead({ db }: Pick<Store, 'db'>, { seq, hash }: SentHead) {
  const found = await db
    .selectFrom('ledger')
    .select(['seq', 'at'])
    .where('hash', 'like', `${hash.toLowerCase()}%`)
    .$if(seq !== undefined, (query) => query.where('seq', '=', seq as number))
    .executeTakeFirst();
  return found ?? null;
}
