import type { Expression, ExpressionBuilder, ExpressionWrapper } from 'kysely';
import type { MessageReference, Tables } from '../ports.ts';
import type { Assignment } from './assignment.ts';

/** Cards of earlier years have long been refreshed. */
const A_YEAR_MS = 366 * 86_400_000;

type Known<T> = { [K in keyof T]: T[K] | Expression<T[K]> };

/** An assignment, and the person's of older editions, whose cards have been asking for it. */
export const cardsOf = (
  db: Pick<ExpressionBuilder<Tables, never>, 'selectFrom'>,
  { id, person, agreement }: Known<Pick<Assignment, 'id' | 'person' | 'agreement'>>,
  now: Date,
) =>
  db
    .selectFrom('assignments as asked')
    .select('asked.id')
    .where('asked.person', '=', person)
    .where('asked.agreement', '=', agreement)
    .where((eb) =>
      eb.or([
        eb('asked.id', '=', id),
        eb.and([
          eb('asked.state', '=', 'superseded'),
          eb('asked.closed_at', '>', new Date(now.getTime() - A_YEAR_MS).toISOString()),
        ]),
      ]),
    );

/** Whether an assignment has cards besides the one that was pressed: mostly it hasn't. */
export const hasOtherCards = (
  eb: ExpressionBuilder<Tables, 'assignments'>,
  pressed: MessageReference | null,
  now: Date,
): ExpressionWrapper<Tables, 'assignments', 0 | 1> => {
  const own = {
    id: eb.ref('assignments.id'),
    person: eb.ref('assignments.person'),
    agreement: eb.ref('assignments.agreement'),
  };
  const others = eb
    .selectFrom('deliveries')
    .select('deliveries.id')
    .where('subject', 'in', cardsOf(eb, own, now))
    .where((is) => is.or([is('deliveries.state', '=', 'sending'), is('message', '!=', JSON.stringify(pressed))]));
  return eb
    .case()
    .when(eb.exists(others))
    .then(1 as const)
    .else(0 as const)
    .end();
};
