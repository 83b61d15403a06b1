import type { Sha256 } from '../chain.ts';

/** `about.json`, by which a pack is known, and what it was made of. */
export interface About {
  format: typeof FORMAT;
  /** The school's name. */
  school: string;
  /** When the pack was made, ISO-8601, UTC. */
  at: string;
  /** The last entry of the ledger at that time: its number and hash. */
  entries: number;
  head: string;
}
export const FORMAT = 'countersign evidence 1';

/** An edition as the ledger tells of it. */
export interface PackedEdition {
  agreement: string;
  edition: number;
  title: string;
  /** SHA-256 of its canonical text, which is what its file holds. */
  hash: string;
  effectiveFrom: string;
  signatures: number;
}

export const ABOUT = 'about.json';
export const VERIFIER = 'verify.html';
export const INDEX = 'index.html';
const nameOf = ({ agreement, edition }: Pick<PackedEdition, 'agreement' | 'edition'>) =>
  `${encodeURIComponent(agreement)}-${edition}`;
export const textFile = (edition: PackedEdition): string => `texts/${nameOf(edition)}.json`;
export const signedFile = (edition: PackedEdition): string => `signed/${nameOf(edition)}.html`;
/** Entries of the ledger, one a line; a file holds at most so many. */
export const PART = 100_000;
export const ledgerFile = (part: number): string => `ledger/${String(part).padStart(4, '0')}.jsonl`;
export const LEDGER_FILE = /^ledger\/\d+\.jsonl$/;

/** A SHA-256 that is given its text piece by piece. */
export interface Hashing {
  add(text: string): void;
  hex(): string;
}

/** The two ways in which whoever writes or checks a pack hashes. */
export interface Hashes {
  sha256: Sha256;
  hashing(): Hashing;
}
