import { expressionBuilder, type Kysely, type RawBuilder, sql } from 'kysely';
import { hereOn } from '../audiences/index.ts';
import type { Tables } from '../ports.ts';
import { COUNTED, type Question } from './duty.ts';

/** A state that doesn't count, as words of the query, not as parameters: only so can the partial index be used. */
export const uncounted = sql<boolean>`assignments.state not in (${sql.join(COUNTED.map((state) => sql.lit(state)))})`;

/**
 * The figures of each agreement, of everyone there is: those of each campaign, which the indexes alone tell, less whoever
 * has left since. Going through a million assignments one by one took seconds. Whom two campaigns ask to sign the same
 * agreement (somebody who changed schools) counts in both.
 */
export async function figuresOfEveryone(db: Kysely<Tables>, { campaigns, today }: Question) {
  const one = (condition: RawBuilder<unknown>) => sql`sum(case when ${condition} then 1 else 0 end)`;
  const isOpen = sql`state = 'open'`;
  const isLate = sql`due_on < ${today}`;
  const isGone = sql`not ${hereOn(today)(expressionBuilder<Tables, 'people'>())}`;
  const { since } = await db
    .selectFrom('campaigns')
    .select(({ fn }) => fn.min('created_at').as('since'))
    .where('id', 'in', campaigns)
    .executeTakeFirstOrThrow();
  const { rows } = await sql<{ group: string } & Record<'asked' | 'open' | 'overdue' | 'refused', unknown>>`
    with mine as (select id, agreement from campaigns where id in (${sql.join(campaigns)})),
    tally as (
      -- One by one: together, and grouped, a third more time.
      select id as campaign, (select count(*) from assignments where campaign = mine.id) as asked,
          0 as open, 0 as overdue, 0 as refused
        from mine
      union all select campaign, -count(*), 0, 0, 0
        from assignments where ${uncounted} group by campaign
      union all select campaign, 0, count(*), ${one(isLate)}, 0
        from assignments where ${isOpen} group by campaign
      union all select campaign, 0, 0, 0, count(*)
        from assignments where state = 'refused' group by campaign
      -- Few. SQLite begins with whichever comes first in a cross join.
      union all select campaign, -count(*), -${one(isOpen)}, -${one(sql`${isOpen} and ${isLate}`)}, -${one(sql`state = 'refused'`)}
        from people cross join assignments
        where assignments.person = people.id and ${isGone} and not ${uncounted}
          and (leave_date is null or leave_date >= ${since.slice(0, 10)})
        group by campaign
    )
    select mine.agreement as "group", sum(asked) as asked, sum(open) as open, sum(overdue) as overdue,
      sum(refused) as refused
    from tally join mine on mine.id = tally.campaign group by mine.agreement`.execute(db);
  return rows;
}
