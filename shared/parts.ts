import { DateTime } from 'luxon';
import * as z from 'zod';

/** The parts that several sections of school.yaml are made of. */
export const Slug = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]*$/, 'use small letters, digits and hyphens, as in "all-staff"');

/** yyyy-mm-dd. YAML reads an unquoted date as a moment. */
export const Day = z.preprocess(
  (value) => (value instanceof Date ? value.toISOString().slice(0, 10) : value),
  z
    .string()
    .refine((day) => DateTime.fromISO(day).isValid && /^\d{4}-\d\d-\d\d$/.test(day), 'write a date as 2026-09-01'),
);

/** "7d" is 7. */
export const Days = z
  .string()
  .regex(/^\d{1,3}d$/, 'write a number of days as 7d')
  .transform((text) => Number.parseInt(text, 10));

export const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "write a time in quotes, as '07:30'");

const Some = z.array(z.string().min(1)).min(1, 'name at least one, or leave this line out').optional();

/**
 * Which people: all of the conditions that are given must hold; within one list, any. `people` are addresses or object
 * ids; whoever has one of the roles in `except` is not in it, whatever else holds.
 */
export const Audience = z.strictObject({
  roles: Some,
  departments: Some,
  schools: Some,
  people: Some,
  except: Some,
});
export type Audience = z.output<typeof Audience>;
