import { writtenDay } from '../csv.ts';
import { t } from '../language/words.ts';
import type { School } from '../school.ts';

/** Our name of a column. */
export type Column = keyof School['people']['columns'];

/** Someone as a row says it. What the list has no column for is undefined; what the row leaves empty is null. */
export interface ListedPerson {
  line: number;
  name: string;
  /** Lower case. */
  email: string | null | undefined;
  object_id: string | null | undefined;
  /** As the school numbers its staff: the same in every system. */
  employee_id: string | null | undefined;
  department: string | null | undefined;
  job_title: string | null | undefined;
  roles: string[] | undefined;
  /** The line manager's address, lower case. */
  manager: string | null | undefined;
  /** As written: a school's id or name. */
  school: string | null | undefined;
  start_date: string | null | undefined;
  last_working_day: string | null | undefined;
  leave_date: string | null | undefined;
}

const LONGEST_NAME = 200;

/** Reads one row, or says in a sentence why it can't be used. */
export function readRow(row: Partial<Record<Column, string>>, line: number): ListedPerson | string {
  const cell = (column: Column) => (row[column] === undefined ? undefined : row[column] || null);
  const lower = (column: Column) => cell(column)?.toLowerCase() ?? cell(column);
  const name = cell('name');
  if (!name) return t`This row has no name.`;
  if (name.length > LONGEST_NAME) return t`This name is too long: please check the row.`;
  const email = lower('email');
  if (email && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) return t`"${email}" isn't an email address.`;
  const objectId = lower('object_id');
  if (objectId && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(objectId))
    return t`"${objectId}" isn't an object id, as 920dc54d-be89-4bc3-a483-0bd845cee56e.`;
  const written = { start: cell('start_date'), lastDay: cell('last_working_day'), end: cell('leave_date') };
  for (const date of Object.values(written))
    if (date && !writtenDay(date)) return t`"${date}" isn't a date, as 01/09/2026 or 2026-09-01.`;
  const dated = (date: string | null | undefined) => date && writtenDay(date);
  const [start, lastDay, end] = [dated(written.start), dated(written.lastDay), dated(written.end)];
  // A list that knows the last day in school only: then the contract ends with it.
  const leave = end || (lastDay && written.end === undefined ? lastDay : end);
  if (start && leave && leave < start) return t`This person leaves before they start.`;
  if (lastDay && leave && leave < lastDay) return t`This person's contract ends before their last working day.`;
  return {
    line,
    name,
    email,
    object_id: objectId,
    employee_id: cell('employee_id'),
    department: cell('department'),
    job_title: cell('job_title'),
    roles: row.roles === undefined ? undefined : rolesOf(row.roles),
    manager: lower('manager'),
    school: cell('school'),
    start_date: start,
    last_working_day: lastDay,
    leave_date: leave,
  };
}

/** "Staff; Senior Leader" is staff and senior-leader. */
const rolesOf = (cell: string): string[] => [
  ...new Set(
    cell
      .toLowerCase()
      .split(/[;,|]/)
      .map((role) => role.trim().replace(/[\s_]+/g, '-'))
      .filter(Boolean),
  ),
];
