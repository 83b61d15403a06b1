import * as z from 'zod';
import { oneLine, someLines } from '../typed.ts';

/** Words that someone typed on one line: unseen characters removed, white space made single. */
const line = (label: string, most: number) =>
  z
    .string({ error: `Please type your ${label}.` })
    .max(2_000, `Your ${label} is too long: please use at most ${most} characters.`)
    .transform(oneLine)
    .pipe(
      z
        .string()
        .min(2, `Please type your ${label}.`)
        .max(most, `Your ${label} is too long: please use at most ${most} characters.`),
    );

export const TypedName = line('full name', 120);
export const TypedJob = line('job title', 120);

/** A few lines in someone's own words. */
export const TypedReason = z
  .string({ error: 'Please say why, in a few words.' })
  .max(5_000, 'Please say it in at most 1,000 characters.')
  .transform(someLines)
  .pipe(z.string().min(3, 'Please say why, in a few words.').max(1_000, 'Please say it in at most 1,000 characters.'));
