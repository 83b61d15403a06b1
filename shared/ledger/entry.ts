import { createHash, randomBytes } from 'node:crypto';
import { committedText, type Entry, hashedText, type Sha256 } from './chain.ts';

export const sha256: Sha256 = (text) => createHash('sha256').update(text).digest('hex');

/** SHA-256 (hex) over the canonical JSON of the entry. Anyone can compute it again from what an evidence pack holds. */
export const entryHash = (entry: Entry): string => sha256(hashedText(entry));

/** Binds personal data to an entry without showing it: with the salt deleted, nobody can guess it back from the hash. */
export const commitment = (salt: string, personal: string): string => sha256(committedText(salt, personal));

export const newSalt = (): string => randomBytes(16).toString('hex');
