import { DateTime } from 'luxon';
import { Refusal } from '../../shared/errors.ts';

/** A day as one writes it on the command line. @throws Refusal unless it is one, as 2026-12-04. */
export function day(text: string): string {
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || !DateTime.fromISO(text).isValid)
    throw new Refusal(`"${text}" is not a day. Write it as 2026-12-04.`);
  return text;
}
