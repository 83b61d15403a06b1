import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import type { Actor } from '../feature.ts';
import type { Tables, Tx } from '../ports.ts';
import type { Right, School } from '../school.ts';
import { dayOf } from '../time.ts';
import { isHere } from './person.ts';

type PeopleExpression = ExpressionBuilder<Tables, 'people'>;

/**
 * The people whose names someone may see, as a condition on `people`: oneself; a line manager's team and oneself; the
 * school; every school. A governor's view (`counts`) names nobody else.
 */
export function named({ person, sees }: Actor): (eb: PeopleExpression) => Expression<SqlBool> {
  return (eb) => {
    switch (sees) {
      case 'own':
      case 'counts':
        return eb('people.id', '=', person.id);
      case 'team':
        return eb.or([eb('people.id', '=', person.id), eb('people.manager', '=', person.id)]);
      case 'school':
        return eb('people.school', '=', person.school);
      case 'trust':
        return eb.lit(true);
      default:
        return sees satisfies never;
    }
  };
}

/** The people who count in the figures that someone may see: as `named`, but a governor counts the whole school. */
export function counted(actor: Actor): (eb: PeopleExpression) => Expression<SqlBool> {
  return actor.sees === 'counts' ? (eb) => eb('people.school', '=', actor.person.school) : named(actor);
}

/** The ids of the people here today whose role has a right at a school: they are told what happens there. */
export const peopleWho = (
  tx: Tx,
  right: Right,
  atSchool: string,
  { now, school }: { now: Date; school: School },
): Promise<string[]> => holdersOf(tx, right, { now, school, at: atSchool });

/** The ids of the people here today whose role has a right: at one school, or at any. */
export async function holdersOf(
  tx: Tx,
  right: Right,
  { now, school, at }: { now: Date; school: School; at?: string },
): Promise<string[]> {
  const roles = Object.entries(school.roles).flatMap(([role, { may }]) => (may.includes(right) ? [role] : []));
  if (!roles.length) return [];
  const holders = await tx
    .selectFrom('people')
    .innerJoin('person_roles', 'person_roles.person', 'people.id')
    .select(['people.id', 'start_date', 'leave_date'])
    .distinct()
    .where('role', 'in', roles)
    .$if(at !== undefined, (query) => query.where('people.school', '=', at as string))
    .execute();
  const today = dayOf(now, school);
  return holders.filter((holder) => isHere(holder, today)).map(({ id }) => id);
}
