import {
  type Expression,
  type ExpressionBuilder,
  expressionBuilder,
  type Kysely,
  type RawBuilder,
  type SqlBool,
  sql,
} from 'kysely';
import { ASKED_BY_NOTHING } from '../campaigns/index.ts';
import { shutOut } from '../deliveries/index.ts';
import type { Tables } from '../ports.ts';
import { COUNTED, inState, isAbout, peopleOf, type Question, standing } from './duty.ts';
import { figuresOfEveryone, uncounted } from './everyone.ts';

/** People, each counted once: someone asked to sign three agreements has signed when all three are signed. */
export interface Figures {
  asked: number;
  signed: number;
  open: number;
  /** Of the open ones. */
  overdue: number;
  refused: number;
}

export interface Group extends Figures {
  /** The department, the school's id or the agreement's id; null for people without a department. */
  group: string | null;
}

/** Of everyone there is, people without a note that holds are looked up one by one if they are so few. */
const FEW = 200;

/**
 * The figures of a question, for each department or school of the people. What is open or refused is read through, for that
 * is little. Of everybody else it is enough to know that they were asked: with each person one campaign of many is noted, and
 * whom that doesn't tell of is looked up. For everyone there is that takes longer than reading through all that they are
 * asked, of one agreement and when the notes are old.
 */
export async function figuresBy(db: Kysely<Tables>, by: 'department' | 'school', question: Question): Promise<Group[]> {
  const { campaigns, filter, today, everyone } = question;
  if (!campaigns.length) return [];
  const isReadThrough = everyone && (filter.agreement !== undefined || (await countUnnoted(db, question)) > FEW);
  const rows = await db
    .with('waiting', (cte) =>
      cte
        .selectFrom('assignments')
        .select(['person', sql<number>`max(case when due_on < ${today} then 1 else 0 end)`.as('overdue')])
        .where(inState('open'))
        .where(isAbout(question))
        .where(ofThem(question))
        .groupBy('person'),
    )
    .with('declined', (cte) =>
      cte
        .selectFrom('assignments')
        .select('person')
        .where(inState('refused'))
        .where('campaign', 'in', campaigns)
        .where(ofThem(question))
        .groupBy('person'),
    )
    .with('asked', (cte) =>
      cte
        .selectFrom('assignments')
        .select('person')
        .where((eb) => (isReadThrough ? eb('campaign', 'in', campaigns) : eb.lit(false)))
        .groupBy('person'),
    )
    .with('spared', (cte) =>
      cte
        .selectFrom('assignments')
        .select('person')
        .where(uncounted)
        .where('campaign', 'in', campaigns)
        .where(ofThem(question))
        .groupBy('person'),
    )
    .selectFrom('people')
    .leftJoin('waiting', 'waiting.person', 'people.id')
    .leftJoin('declined', 'declined.person', 'people.id')
    .leftJoin('asked', 'asked.person', 'people.id')
    .leftJoin('spared', 'spared.person', 'people.id')
    .where(peopleOf(question))
    .where((eb) =>
      eb.or([
        eb('waiting.person', 'is not', null),
        eb('declined.person', 'is not', null),
        eb.and([
          eb.or([eb('people.asked_by', 'in', campaigns), eb('asked.person', 'is not', null)]),
          eb('spared.person', 'is', null),
        ]),
        hasSigned(campaigns)(eb),
      ]),
    )
    .select(({ ref, fn }) => [
      ref(`people.${by}`).as('group'),
      fn.countAll<string | number>().as('asked'),
      fn.count<string | number>('waiting.person').as('open'),
      fn.sum<string | number>('waiting.overdue').as('overdue'),
      sql<string | number>`sum(case when waiting.person is null and declined.person is not null then 1 else 0 end)`.as(
        'refused',
      ),
    ])
    .groupBy('group')
    .execute();
  return rows.map(groupOf);
}

/** Of how many people of a question no note says which of its campaigns asks them, nor that nothing does. */
async function countUnnoted(db: Kysely<Tables>, question: Question): Promise<number> {
  const { people } = await db
    .selectFrom('people')
    .select(({ fn }) => fn.countAll<string | number>().as('people'))
    .where(peopleOf(question))
    .where((eb) =>
      eb.or([eb('asked_by', 'is', null), eb('asked_by', 'not in', [ASKED_BY_NOTHING, ...question.campaigns])]),
    )
    .executeTakeFirstOrThrow();
  return Number(people);
}

/** The figures of a question, for each agreement. */
export async function figuresByAgreement(db: Kysely<Tables>, question: Question): Promise<Group[]> {
  const { campaigns, today, everyone } = question;
  if (!campaigns.length) return [];
  if (everyone) return (await figuresOfEveryone(db, question)).map(groupOf);
  const of = (condition: RawBuilder<unknown>) => sql<number>`max(case when ${condition} then 1 else 0 end)`;
  const rows = await db
    .with('standing', (cte) =>
      cte
        .selectFrom('assignments')
        .select([
          'person',
          'agreement',
          of(inState('open')).as('open'),
          of(sql`${inState('open')} and due_on < ${today}`).as('overdue'),
          of(inState('refused')).as('refused'),
        ])
        .where('campaign', 'in', campaigns)
        .where('state', 'in', COUNTED)
        .where(ofThem(question))
        .groupBy(['person', 'agreement']),
    )
    .selectFrom('people')
    .innerJoin('standing', 'standing.person', 'people.id')
    .where(peopleOf(question))
    .select(({ fn }) => [
      'standing.agreement as group',
      fn.countAll<string | number>().as('asked'),
      fn.sum<string | number>('standing.open').as('open'),
      fn.sum<string | number>('standing.overdue').as('overdue'),
      sql<string | number>`sum(case when standing.open = 0 then standing.refused else 0 end)`.as('refused'),
    ])
    .groupBy('group')
    .execute();
  return rows.map(groupOf);
}

/** Not "exists": for that PostgreSQL may read whatever a whole trust has signed. */
const hasSigned = (campaigns: string[]) => (eb: ExpressionBuilder<Tables, 'people'>) =>
  eb(
    eb
      .selectFrom('assignments')
      .select('assignments.id')
      .whereRef('assignments.person', '=', 'people.id')
      .where(inState('acknowledged'))
      .where('assignments.campaign', 'in', campaigns)
      .limit(1),
    'is not',
    null,
  );

/** Of a school's people only theirs are read. */
function ofThem(question: Question): Expression<SqlBool> {
  const eb = expressionBuilder<Tables, 'assignments'>();
  if (question.everyone) return eb.lit(true);
  return eb('assignments.person', 'in', eb.selectFrom('people').select('people.id').where(peopleOf(question)));
}

/** PostgreSQL's counts come as text; a sum over nothing is null. */
function groupOf({
  group,
  ...counts
}: { group: string | null } & Record<'asked' | 'open' | 'overdue' | 'refused', unknown>): Group {
  const [asked, open, overdue, refused] = [counts.asked, counts.open, counts.overdue, counts.refused].map((n) =>
    Number(n ?? 0),
  ) as [number, number, number, number];
  return { group, asked, open, overdue, refused, signed: asked - open - refused };
}

/** For each agreement, how many people still have to sign it and can't be reached. */
export async function unreachedBy(db: Kysely<Tables>, question: Question): Promise<Map<string, number>> {
  if (!question.campaigns.length) return new Map();
  const rows = await db
    // These are few: SQLite begins with whichever comes first in a cross join.
    .with(
      (cte) => cte('shut_out').materialized(),
      (cte) =>
        cte.selectFrom('people').select('people.id').where(peopleOf(question)).where(standing('unreached', question)),
    )
    .selectFrom('shut_out')
    .crossJoin('assignments')
    .whereRef('assignments.person', '=', 'shut_out.id')
    .where(inState('open'))
    .where('assignments.campaign', 'in', question.campaigns)
    .select(({ fn }) => ['assignments.agreement', fn.count<string | number>('shut_out.id').distinct().as('people')])
    .groupBy('assignments.agreement')
    .execute();
  return new Map(rows.map(({ agreement, people }) => [agreement, Number(people)]));
}

/** How many people still have to sign something and can't be reached. */
export async function countUnreached(db: Kysely<Tables>, question: Question): Promise<number> {
  if (!question.campaigns.length) return 0;
  const { people } = await db
    .selectFrom('people')
    .select(({ fn }) => fn.countAll<string | number>().as('people'))
    .where(peopleOf(question))
    .where(standing('unreached', question))
    .executeTakeFirstOrThrow();
  return Number(people);
}

/** The figures of several groups together; of no group, zeros. */
export const total = (groups: Figures[]): Figures =>
  groups.reduce<Figures>(
    (sum, { asked, signed, open, overdue, refused }) => ({
      asked: sum.asked + asked,
      signed: sum.signed + signed,
      open: sum.open + open,
      overdue: sum.overdue + overdue,
      refused: sum.refused + refused,
    }),
    { asked: 0, signed: 0, open: 0, overdue: 0, refused: 0 },
  );
