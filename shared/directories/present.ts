import type { Selectable } from 'kysely';
import { isHere } from '../people/index.ts';
import type { PeopleTables } from '../people/tables.ts';
import { addDays } from '../time.ts';
import type { AccountRow } from './candidates.ts';

export type Person = Selectable<PeopleTables['people']>;

/** The columns of a person that a directory may fill in. */
type Column = 'name' | 'email' | 'employee_id' | 'department' | 'job_title' | 'school' | 'leave_date' | 'manager';
export type Values = Partial<Record<Column, string | null>>;

/** What is known beside the accounts themselves. */
export interface Around {
  today: string;
  /** Employee ids that identify nobody. */
  shared: ReadonlySet<string>;
  /** The school that an account's people are among; null when no rule tells. */
  schoolOf(account: AccountRow): string | null;
}

/** Whether an account is one by which its owner counts as being here. Unknown counts as open. */
export const isOpen = ({ kind, removed_at, enabled }: AccountRow): boolean =>
  kind === 'person' && removed_at === null && enabled !== 0;

/** What the accounts say of their owner: Entra before Google, those that are open before others. */
export function valuesOf(person: Person | null, accounts: AccountRow[], { today, shared, schoolOf }: Around): Values {
  const live = accounts
    .filter(({ removed_at, kind }) => removed_at === null && (kind === 'person' || kind === 'other'))
    .sort((a, b) => Number(isOpen(b)) - Number(isOpen(a)) || rank(a).localeCompare(rank(b)));
  const leave_date = leaveDate(person, live, today);
  const [first] = live;
  if (!first) return { leave_date };
  const said = (column: 'department' | 'job_title' | 'employee_id'): string | null =>
    live.map((account) => account[column]).find((value) => value && !(column === 'employee_id' && shared.has(value))) ??
    null;
  const school = live.map(schoolOf).find((id) => id !== null);
  return {
    name: first.name,
    email: first.address,
    employee_id: said('employee_id'),
    department: said('department'),
    job_title: said('job_title'),
    ...(school && { school }),
    leave_date,
  };
}

const rank = ({ provider, object_id }: AccountRow): string => `${provider} ${object_id}`;

/** The last day, as far as the directories can tell: what they say, or the day before all accounts were found closed. */
function leaveDate(person: Person | null, live: AccountRow[], today: string): string | null {
  const before = person?.leave_date ?? null;
  const told = live.find(({ leave_date }) => leave_date !== null)?.leave_date ?? null;
  // A directory may be silent about leaving dates; that is not the same as saying that there is none.
  const silent = live.every(({ unknown }) => 'leave_date' in JSON.parse(unknown));
  if (person?.source === 'list') return told ?? (silent ? before : null);
  if (live.some(isOpen)) return told ?? (silent && before && before >= today ? before : null);
  const gone = [before, told].find((day) => day && day < today);
  return gone ?? addDays(today, -1);
}

/** What changes about a person: only what the directory once wrote itself, or what nobody has said. */
export function changesTo(person: Person, values: Values): { changes: Values; from_directory: string } {
  const written = JSON.parse(person.from_directory) as Values;
  const changes: Values = {};
  for (const [column, value] of Object.entries(values) as [Column, string | null][]) {
    // The list says what its people are called and where they work.
    if (person.source === 'list' && (column === 'name' || column === 'school')) continue;
    const mine = person[column] === null || written[column] === person[column];
    if (!mine || person[column] === value) continue;
    changes[column] = value;
    if (value === null) delete written[column];
    else written[column] = value;
  }
  return { changes, from_directory: JSON.stringify(written) };
}

/** How somebody's being here changed. */
export function moved(
  before: Person,
  after: Pick<Person, 'start_date' | 'leave_date'>,
  today: string,
): 'left' | 'back' | null {
  const [was, is] = [isHere(before, today), isHere(after, today)];
  return was === is ? null : is ? 'back' : 'left';
}
