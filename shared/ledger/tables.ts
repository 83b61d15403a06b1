export interface LedgerTables {
  /** Append-only; the database itself refuses to change or delete a row. */
  ledger: {
    seq: number;
    at: string;
    kind: string;
    /** Canonical JSON of the entry without personal data; it holds the SHA-256 of the salted personal part. */
    body: string;
    prev: string;
    hash: string;
  };
  /** The personal part of an entry. Deleting a row erases the person's data and leaves the chain valid. */
  ledger_personal: { seq: number; salt: string; body: string };
  /** One row: where the chain ends. */
  ledger_head: { id: number; seq: number; hash: string };
}
