import { type Expression, type ExpressionBuilder, type ExpressionWrapper, sql } from 'kysely';
import type { Tables } from '../ports.ts';
import type { Assignment } from './assignment.ts';

const A_YEAR_MS = 366 * 86_400_000;

/** Cards of earlier years have long been refreshed. */
export const aYearBefore = (now: Date): string => new Date(now.getTime() - A_YEAR_MS).toISOString();

type Known<T> = { [K in keyof T]: T[K] | Expression<T[K]> };

/** An assignment, and the person's of older editions, whose cards have been asking for it. */
export const cardsOf = (
  db: Pick<ExpressionBuilder<Tables, never>, 'selectFrom'>,
  { id, person, agreement }: Known<Pick<Assignment, 'id' | 'person' | 'agreement'>>,
  lastYear: string,
) =>
  db
    .selectFrom('assignments as asked')
    .select('asked.id')
    .where('asked.person', '=', person)
    .where('asked.agreement', '=', agreement)
    .where((eb) =>
      eb.or([
        eb('asked.id', '=', id),
        eb.and([eb('asked.state', '=', sql.lit('superseded')), eb('asked.closed_at', '>', lastYear)]),
      ]),
    );

/** Whether an assignment has cards besides the one that was pressed: mostly it hasn't. */
export const hasOtherCards = (
  eb: ExpressionBuilder<Tables, 'assignments'>,
  { message, lastYear }: { message: string; lastYear: string },
): ExpressionWrapper<Tables, 'assignments', 0 | 1> => {
  const own = {
    id: eb.ref('assignments.id'),
    person: eb.ref('assignments.person'),
    agreement: eb.ref('assignments.agreement'),
  };
  const others = eb
    .selectFrom('deliveries')
    .select('deliveries.id')
    .where('subject', 'in', cardsOf(eb, own, lastYear))
    .where((is) => is.or([is('deliveries.state', '=', sql.lit('sending')), is('message', '!=', message)]));
  return eb
    .case()
    .when(eb.exists(others))
    .then(1 as const)
    .else(0 as const)
    .end();
};
