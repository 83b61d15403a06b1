import * as z from 'zod';
import { oneLine, someLines } from '../typed.ts';

/** The condition of something, on one line. */
export const Condition = z
  .string({ error: 'Please write the condition, as “good”.' })
  .max(2_000, 'Please describe the condition in fewer words.')
  .transform(oneLine)
  .pipe(
    z
      .string()
      .min(2, 'Please write the condition, as “good”.')
      .max(200, 'Please describe the condition in at most 200 characters.'),
  );

/** What was scanned or typed, one thing a line. */
export const Lines = z
  .string({ error: 'Please scan or type the things, one a line.' })
  .max(20_000, 'That is too much at once. Please send it in parts.');

/** What happened, in somebody's own words. */
export const Happened = z
  .string({ error: 'Please say what happened, in a few words.' })
  .max(5_000, 'Please say it in at most 1,000 characters.')
  .transform(someLines)
  .pipe(
    z
      .string()
      .min(3, 'Please say what happened, in a few words.')
      .max(1_000, 'Please say it in at most 1,000 characters.'),
  );

/** A link to a photo, or nothing. */
export const Photo = z
  .string()
  .max(1_000, 'This link is too long. Please leave it empty, or use a shorter one.')
  .nullish();
