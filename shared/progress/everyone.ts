import { expressionBuilder, type Kysely, sql } from 'kysely';
import { hereOn } from '../audiences/index.ts';
import type { Tables } from '../ports.ts';
import { COUNTED, type Question } from './duty.ts';

/** A state that doesn't count, as words of the query, not as parameters: only so can the partial index be used. */
export const uncounted = sql<boolean>`assignments.state not in (${sql.join(COUNTED.map((state) => sql.lit(state)))})`;

/**
 * The figures of each agreement, of everyone there is: those of each campaign, which the indexes alone tell, less whoever
 * isn't here any more. Going through a million assignments one by one took seconds. Whom two campaigns ask to sign the same
 * agreement (somebody who changed schools) counts in both.
 */
export async function figuresOfEveryone(db: Kysely<Tables>, { campaigns, today }: Question) {
  const overdue = sql`case when due_on < ${today} then 1 else 0 end`;
  const isGone = sql`not ${hereOn(today)(expressionBuilder<Tables, 'people'>())}`;
  const mine = sql`campaign in (select id from mine)`;
  const { rows } = await sql<{ group: string } & Record<'asked' | 'open' | 'overdue' | 'refused', unknown>>`
    with mine as (select id, agreement from campaigns where id in (${sql.join(campaigns)})),
    tally as (
      select campaign, count(*) as asked, 0 as open, 0 as overdue, 0 as refused
        from assignments where ${mine} group by campaign
      union all select campaign, -count(*), 0, 0, 0
        from assignments where ${uncounted} and ${mine} group by campaign
      union all select campaign, 0, count(*), sum(${overdue}), 0
        from assignments where state = 'open' and ${mine} group by campaign
      union all select campaign, 0, 0, 0, count(*)
        from assignments where state = 'refused' and ${mine} group by campaign
      union all select campaign, -count(*), -sum(case when state = 'open' then 1 else 0 end),
          -sum(case when state = 'open' then ${overdue} else 0 end), -sum(case when state = 'refused' then 1 else 0 end)
        from people join assignments on assignments.person = people.id
        where ${isGone} and ${mine} and not ${uncounted} group by campaign
    )
    select mine.agreement as "group", sum(asked) as asked, sum(open) as open, sum(overdue) as overdue,
      sum(refused) as refused
    from tally join mine on mine.id = tally.campaign group by mine.agreement`.execute(db);
  return rows;
}
