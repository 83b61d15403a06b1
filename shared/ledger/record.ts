import type { Tx } from '../ports.ts';
import { statement } from '../statement.ts';
import { canonical } from './chain.ts';
import { commitment, entryHash, newSalt } from './entry.ts';
import type { LedgerTables } from './tables.ts';

/** Something that counts as evidence. */
export interface Evidence {
  /** What happened: "acknowledgement", "edition", "campaign" … */
  kind: string;
  /** Facts that identify nobody outside this database: ids, hashes, counts. Kept for ever. */
  facts: Record<string, unknown>;
  /** Names, accounts, typed words. Kept until their retention ends; the chain stays valid without them. */
  personal?: Record<string, unknown>;
}

const lengthen = statement((db, { by }: { by: number }) =>
  db
    .updateTable('ledger_head')
    .set((eb) => ({ seq: eb('seq', '+', by) }))
    .where('id', '=', 1)
    .returning(['seq', 'hash']),
);
const append = statement((db, entry: LedgerTables['ledger']) => db.insertInto('ledger').values(entry));
const appendPersonal = statement((db, personal: LedgerTables['ledger_personal']) =>
  db.insertInto('ledger_personal').values(personal),
);
const endWith = statement((db, { hash }: { hash: string }) =>
  db.updateTable('ledger_head').set({ hash }).where('id', '=', 1),
);

/**
 * Appends to the ledger, in the transaction of the fact itself, and returns the entry's number. Writers wait for one
 * another at the head of the chain until they commit, so call it last.
 */
export async function record(tx: Tx, at: Date, evidence: Evidence): Promise<number> {
  return recordAll(tx, at, [evidence]);
}

/** Appends one entry for each of many things that happened at once; returns the last one's number. As `record`, call it last. */
export async function recordAll(tx: Tx, at: Date, evidence: Evidence[]): Promise<number> {
  const [end] = await lengthen(tx, { by: evidence.length });
  if (!end) throw new Error('the ledger has no head');
  let seq = end.seq - evidence.length;
  let { hash } = end;
  for (const { kind, facts, personal } of evidence) {
    const salt = newSalt();
    const secret = personal && canonical(personal);
    const body = canonical(secret ? { ...facts, personal: commitment(salt, secret) } : facts);
    const entry = { seq: ++seq, at: at.toISOString(), kind, body, prev: hash };
    hash = entryHash(entry);
    await append(tx, { ...entry, hash });
    if (secret) await appendPersonal(tx, { seq, salt, body: secret });
  }
  await endWith(tx, { hash });
  return seq;
}
