/** The append-only, hash-chained record of everything that counts as evidence. */
export { canonical } from './chain.ts';
export { type Evidence, record, recordAll } from './record.ts';
export { findHead, type SentHead, type Verdict, verifyLedger } from './verify.ts';
