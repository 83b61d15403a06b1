import type { Tx } from '../ports.ts';
import { canonical } from './chain.ts';
import { commitment, entryHash, newSalt } from './entry.ts';

/** Something that counts as evidence. */
export interface Evidence {
  /** What happened: "acknowledgement", "edition", "campaign" … */
  kind: string;
  /** Facts that identify nobody outside this database: ids, hashes, counts. Kept for ever. */
  facts: Record<string, unknown>;
  /** Names, accounts, typed words. Kept until their retention ends; the chain stays valid without them. */
  personal?: Record<string, unknown>;
}

/** Entries that one statement writes: far below the number of values that either engine takes in one. */
const CHUNK = 500;

/**
 * Appends to the ledger, in the transaction of the fact itself, and returns the entry's number. Writers wait for one
 * another at the head of the chain until they commit, so call it last.
 */
export async function record(tx: Tx, at: Date, evidence: Evidence): Promise<number> {
  return recordAll(tx, at, [evidence]);
}

/** Appends one entry for each of many things that happened at once; returns the last one's number. As `record`, call it last. */
export async function recordAll(tx: Tx, at: Date, evidence: Evidence[]): Promise<number> {
  const head = await tx
    .updateTable('ledger_head')
    .set((eb) => ({ seq: eb('seq', '+', evidence.length) }))
    .where('id', '=', 1)
    .returning(['seq', 'hash'])
    .executeTakeFirstOrThrow();
  let seq = head.seq - evidence.length;
  let hash = head.hash;
  const entries = evidence.map(({ kind, facts, personal }) => {
    const salt = newSalt();
    const secret = personal && canonical(personal);
    const body = canonical(secret ? { ...facts, personal: commitment(salt, secret) } : facts);
    const entry = { seq: ++seq, at: at.toISOString(), kind, body, prev: hash };
    hash = entryHash(entry);
    return { entry: { ...entry, hash }, secret: secret ? { seq, salt, body: secret } : null };
  });
  for (let from = 0; from < entries.length; from += CHUNK) {
    const some = entries.slice(from, from + CHUNK);
    await tx
      .insertInto('ledger')
      .values(some.map(({ entry }) => entry))
      .execute();
    const secrets = some.flatMap(({ secret }) => secret ?? []);
    if (secrets.length) await tx.insertInto('ledger_personal').values(secrets).execute();
  }
  await tx.updateTable('ledger_head').set({ hash }).where('id', '=', 1).execute();
  return seq;
}
