import type { Kysely } from 'kysely';
import type { Tables } from '../ports.ts';
import type { KeptEntry } from './chain.ts';

const PAGE = 1_000;

/** Entries with what is left of their personal part. */
const kept = (db: Kysely<Tables>) =>
  db
    .selectFrom('ledger')
    .leftJoin('ledger_personal', 'ledger_personal.seq', 'ledger.seq')
    .select(['ledger.seq', 'at', 'kind', 'ledger.body', 'prev', 'hash', 'salt', 'ledger_personal.body as personal'])
    .orderBy('ledger.seq');

/** The entries with these numbers, in order. */
export const entriesNumbered = (db: Kysely<Tables>, numbers: number[]): Promise<KeptEntry[]> =>
  kept(db).where('ledger.seq', 'in', numbers).execute();

/** The entries after a number, in order, a page at a time. Ends where the chain ends when the last page is read. */
export async function* entriesAfter(db: Kysely<Tables>, after: number): AsyncGenerator<KeptEntry[]> {
  for (let seq = after; ; ) {
    const page = await kept(db).where('ledger.seq', '>', seq).limit(PAGE).execute();
    if (page.length) yield page;
    if (page.length < PAGE) return;
    seq = page.at(-1)?.seq ?? seq;
  }
}
