import * as z from 'zod';
import { someLines } from '../typed.ts';

/** The longest reason, question or answer. */
export const MOST_WORDS = 1_000;

const TOO_LONG = 'Please say it in at most 1,000 characters.';

/** A reason, a question, an answer: a few lines in someone's own words, or none. */
export const Words = z
  .string()
  .max(5 * MOST_WORDS, TOO_LONG)
  .nullish()
  .transform((typed) => someLines(typed ?? ''))
  .pipe(z.string().max(MOST_WORDS, TOO_LONG));
