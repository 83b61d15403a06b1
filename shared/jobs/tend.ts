import * as z from 'zod';
import { job } from '../feature.ts';

const HOUR_MS = 3_600_000;

/** Once an hour, the store is told to look after itself. */
export const tend = job({
  id: 'jobs.tend',
  input: z.strictObject({}),
  next: (after) => new Date(after.getTime() + HOUR_MS),
  run: (_, { store }) => store.tend(),
});
