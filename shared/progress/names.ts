import { type Kysely, sql } from 'kysely';
import type { Status } from '../language/index.ts';
import { count, t } from '../language/words.ts';
import type { Tables } from '../ports.ts';
import type { School } from '../school.ts';
import { groupName } from './bars.ts';
import { COUNTED, peopleOf, type Question, standing } from './duty.ts';
import { reachedOf, sayShortDay, sayWhen } from './reach.ts';

/** People on one page of names: a card stays short enough to read on a phone, and small enough to be sent. */
export const PAGE = 10;

/** Someone with what they were asked to sign. */
export interface Signer {
  id: string;
  name: string;
  email: string | null;
  department: string | null;
  school: string;
  /** By due date. Never empty for the people of a question. */
  duties: Duty[];
}

export interface Duty {
  assignment: string;
  agreement: string;
  state: (typeof COUNTED)[number];
  due_on: string;
  closed_at: string | null;
}

/** A page of the people whose signatures stand in a way, by name, and whether more follow. */
export async function signers(
  db: Kysely<Tables>,
  question: Question,
  status: Status | 'all',
  { offset, limit }: { offset: number; limit: number },
): Promise<{ people: Signer[]; more: boolean }> {
  if (!question.campaigns.length) return { people: [], more: false };
  const found = await db
    .selectFrom('people')
    .select(['people.id', 'name', 'email', 'department', 'people.school'])
    .where(peopleOf(question))
    .$if(status !== 'all', (query) => query.where(standing(status as Status, question)))
    .$if(status === 'all', (query) =>
      query.where((eb) =>
        eb.or([standing('open', question)(eb), standing('refused', question)(eb), standing('signed', question)(eb)]),
      ),
    )
    .orderBy('name')
    .orderBy('people.id')
    .offset(offset)
    .limit(limit + 1)
    .execute();
  const page = found.slice(0, limit);
  const duties = await dutiesOf(
    db,
    page.map(({ id }) => id),
    question,
  );
  return {
    people: page.map((person) => ({ ...person, duties: duties.get(person.id) ?? [] })),
    more: found.length > limit,
  };
}

async function dutiesOf(db: Kysely<Tables>, people: string[], { campaigns }: Question): Promise<Map<string, Duty[]>> {
  if (!people.length) return new Map();
  const rows = await db
    .selectFrom('assignments')
    .select(['id as assignment', 'person', 'agreement', 'state', 'due_on', 'closed_at'])
    .where('person', 'in', people)
    .where('campaign', 'in', campaigns)
    .where('state', 'in', COUNTED)
    .orderBy('due_on')
    .orderBy('id')
    .execute();
  return Map.groupBy(rows as (Duty & { person: string })[], ({ person }) => person);
}

interface Told {
  today: string;
  titles: Map<string, string>;
  /** Whether the people are of several schools, so that a department alone says little. */
  ofSeveralSchools: boolean;
  now: Date;
  school: School;
}

/** A line for each person: what is missing or done, and how they were last reached. */
export async function linesOf(
  db: Kysely<Tables>,
  people: Signer[],
  { today, titles, ofSeveralSchools, now, school }: Told,
): Promise<{ title: string; detail: string }[]> {
  const open = (duties: Duty[]) => duties.filter(({ state }) => state === 'open');
  const reached = await reachedOf(
    db,
    people.map(({ id, duties }) => ({ person: id, assignments: open(duties).map(({ assignment }) => assignment) })),
    { now, school },
  );
  return people.map(({ id, name, department, school: at, duties }) => {
    const missing = open(duties);
    const parts = [
      ofSeveralSchools && groupName(at, 'school', school),
      department,
      ...(missing.length ? [sayMissing(missing, today, titles)] : duties.map(sayClosed(now, school))),
    ];
    if (missing.length) parts.push(reached.get(id)?.words ?? null);
    return { title: name, detail: [...new Set(parts.filter(Boolean))].join(' · ') };
  });
}

/** "due 4 December", "overdue since 13 November"; with several agreements running, which. */
function sayMissing(missing: Duty[], today: string, titles: Map<string, string>): string {
  const [first] = missing as [Duty];
  const when =
    first.due_on < today ? t`overdue since ${sayShortDay(first.due_on)}` : t`due ${sayShortDay(first.due_on)}`;
  if (titles.size === 1) return when;
  if (missing.length > 1 && first.due_on < today)
    return t`${count(missing.length, t`agreement`, t`agreements`)}, ${when}`;
  return missing.length === 1
    ? t`${titles.get(first.agreement) ?? ''}, ${when}`
    : t`${count(missing.length, t`agreement`, t`agreements`)}, the first ${when}`;
}

const sayClosed =
  (now: Date, school: School) =>
  ({ state, closed_at }: Duty): string => {
    const when = closed_at ? sayWhen(closed_at, now, school) : '';
    return state === 'refused' ? t`said they can't accept ${when}`.trim() : t`signed ${when}`.trim();
  };
