import * as z from 'zod';
import { type Fact, known, unknown } from '../../../directories/fact.ts';
import type { LeaverRow, Reading } from '../../../directories/port.ts';
import { shaped } from '../client.ts';
import type { PermissionName } from '../permissions.ts';
import { type Answer, becauseOf } from '../trouble.ts';

export const reading = (row: LeaverRow, ok: Fact<boolean>, items: string[] = []): Reading => ({ row, ok, items });

/** What is still there is still open; nothing there is as it should be. */
export const emptied = (row: LeaverRow, items: string[]): Reading => reading(row, known(items.length === 0), items);

/** A question that was not answered: why, as a fact. */
export function refused<T>(answer: Answer<T>, permission: PermissionName): Fact<never> | null {
  return answer.ok ? null : { known: false, because: becauseOf(answer.trouble, permission) };
}

export interface Listed {
  items: string[];
  /** Whether there is certainly nothing more than `items`, and if not, why. */
  complete: Fact<true>;
}

/** The beginning of a list, as Graph gives it. Made once for each kind of row: making one costs more than using it. */
export const listOf = <T>(row: z.ZodType<T>) =>
  z.object({ value: z.array(row), '@odata.nextLink': z.string().nullish() });

/** A list as a person would read it; `name` null: does not count. */
export function listed<T>(
  answer: Answer<unknown>,
  shape: ReturnType<typeof listOf<T>>,
  permission: PermissionName,
  name: (row: T) => string | null,
): Listed {
  const list = answer.ok ? shaped(answer.body, shape) : answer;
  if (!list.ok) return { items: [], complete: { known: false, because: becauseOf(list.trouble, permission) } };
  return {
    items: list.body.value.map(name).filter((item) => item !== null),
    complete: list.body['@odata.nextLink'] ? TOO_LONG : known(true),
  };
}

const TOO_LONG = unknown('no-answer', 'Microsoft gave only the beginning of this list.');

/** One row of several lists. One thing found is enough to be open; only complete lists are enough to be closed. */
export function together(row: LeaverRow, ...lists: Listed[]): Reading {
  const items = [...new Set(lists.flatMap((list) => list.items))];
  const missing = lists.find(({ complete }) => !complete.known)?.complete;
  return items.length || !missing || missing.known ? emptied(row, items) : reading(row, missing);
}
