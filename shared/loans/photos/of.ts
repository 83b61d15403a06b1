import type { Kysely } from 'kysely';
import { t } from '../../language/words.ts';
import type { Tables } from '../../ports.ts';
import type { LoanTables } from '../tables.ts';

/** A photo without its bytes. */
export type Photo = Omit<LoanTables['loan_photos'], 'bytes'>;

const ABOUT = ['id', 'taken_by', 'at', 'loan', 'moment', 'type', 'hash'] as const;

/** The photos of a loan, oldest first. */
export const photosOf = (db: Kysely<Tables>, loan: string): Promise<Photo[]> =>
  db.selectFrom('loan_photos').select(ABOUT).where('loan', '=', loan).orderBy('at').orderBy('id').execute();

/** Those that were taken before it was signed for, in the order of their hashes: the same photos are the same text. */
export const photosSigned = async (db: Kysely<Tables>, loan: string): Promise<Photo[]> =>
  (await photosOf(db, loan)).filter(({ moment }) => moment === 'out').sort((a, b) => (a.hash < b.hash ? -1 : 1));

/** When it was taken, as people read it. */
export const MOMENTS: Record<NonNullable<Photo['moment']>, string> = {
  out: t`At the hand-over`,
  back: t`When it came back`,
  report: t`From the borrower`,
};
