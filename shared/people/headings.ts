import { heading, recognise, shownHeadings } from '../csv.ts';
import { Refusal } from '../errors.ts';
import { t } from '../language/words.ts';
import type { School } from '../school.ts';
import type { Column } from './row.ts';

/** What a cell is: one of our columns, or half of a name. */
export type Cell = Column | 'forename' | 'surname';

/**
 * What management systems call our columns where the school file says nothing: SIMS, Arbor and Bromcom, in their own
 * reports. Of several in one list the first named here is read.
 */
const ALSO_CALLED: Record<Cell, string[]> = {
  name: ['full name', 'staff name', 'display name'],
  forename: ['preferred forename', 'preferred first name', 'forename', 'first name', 'legal forename'],
  surname: ['preferred surname', 'preferred last name', 'surname', 'last name', 'legal surname'],
  email: ['work email', 'work email address', 'email address', 'primary email'],
  object_id: [],
  employee_id: ['employee number', 'employment number', 'payroll number', 'staff number'],
  department: ['main department'],
  job_title: ['post', 'post title', 'position', 'business role'],
  roles: ['role'],
  manager: ['line manager email', 'manager email'],
  school: ['school name', 'site'],
  start_date: [
    'date of arrival',
    'employment start date',
    'employment start',
    'date of joining',
    'contract start date',
  ],
  last_working_day: ['last day in school', 'last day worked', 'last day of work', 'last working date'],
  leave_date: [
    'date of leaving',
    'leaving date',
    'employment end date',
    'employment end',
    'date left',
    'contract end date',
    'contract end',
    'end date',
  ],
};

const COLUMNS = (Object.keys(ALSO_CALLED) as Cell[]).filter(
  (cell): cell is Column => cell !== 'forename' && cell !== 'surname',
);

/**
 * Our column for each heading, null for one that we don't read.
 * @param columns what the school calls the columns that it doesn't call as we do
 * @throws Refusal in one sentence when the list has no names, or two columns of one name.
 */
export function columnsOf(headings: string[], columns: School['people']['columns']): (Cell | null)[] {
  const called = new Map<string, Cell>(COLUMNS.map((column) => [heading(columns[column] ?? column), column]));
  const order: (Cell | null)[] = headings.map((name) => called.get(heading(name)) ?? null);
  const renamed = COLUMNS.find((column) => columns[column] && !order.includes(column));
  if (renamed)
    throw new Refusal(
      t`The school file says that "${renamed}" is called "${columns[renamed] ?? ''}", but the list has no such column. It has: ${shownHeadings(headings)}.`,
    );
  const twice = COLUMNS.find((column) => order.filter((other) => other === column).length > 1);
  if (twice) throw new Refusal(t`This list has two columns for "${twice}". Please take one out.`);
  const { forename, surname, ...whole } = ALSO_CALLED;
  recognise(order, headings, whole);
  if (!order.includes('name')) recognise(order, headings, { forename, surname });
  if (!order.includes('name') && !order.includes('surname'))
    throw new Refusal(
      t`This list has no column "name". It has: ${shownHeadings(headings)}. If names are in one of these, write it at people: columns: in the school file.`,
    );
  return order;
}
