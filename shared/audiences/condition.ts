import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import type { Tables } from '../ports.ts';
import type { Audience } from '../school.ts';

type PeopleExpression = ExpressionBuilder<Tables, 'people'>;

/** The people of an audience, as a condition on `people`. Departments and addresses match in either case. */
export function inAudience(audience: Audience): (eb: PeopleExpression) => Expression<SqlBool> {
  const { roles, departments, schools, people, except } = audience;
  return (eb) => {
    const holding = (some: string[]) =>
      eb.exists(
        eb
          .selectFrom('person_roles')
          .select('role')
          .whereRef('person_roles.person', '=', 'people.id')
          .where('role', 'in', some),
      );
    const conditions: Expression<SqlBool>[] = [];
    if (roles) conditions.push(holding(roles));
    if (departments) conditions.push(eb(sql<string>`lower(people.department)`, 'in', departments.map(lower)));
    if (schools) conditions.push(eb('people.school', 'in', schools));
    if (people)
      conditions.push(
        eb.or([
          eb('people.email', 'in', people.map(lower)),
          eb.exists(
            eb
              .selectFrom('accounts')
              .select('object_id')
              .whereRef('accounts.person', '=', 'people.id')
              .where('object_id', 'in', people),
          ),
        ]),
      );
    if (except) conditions.push(eb.not(holding(except)));
    return eb.and(conditions);
  };
}

/** The people who are here on a day (yyyy-mm-dd), as a condition on `people`: `isHere` for a whole list. */
export const hereOn =
  (day: string): ((eb: PeopleExpression) => Expression<SqlBool>) =>
  (eb) =>
    eb.and([
      eb.or([eb('people.start_date', 'is', null), eb('people.start_date', '<=', day)]),
      eb.or([eb('people.leave_date', 'is', null), eb('people.leave_date', '>=', day)]),
    ]);

const lower = (text: string): string => text.toLowerCase();
