import type { Actor } from '../feature.ts';
import { actorFor, isHere } from '../people/index.ts';
import type { Tx } from '../ports.ts';
import type { School } from '../school.ts';
import { dayOf } from '../time.ts';
import type { Finding } from './findings.ts';

type Owner = Finding['owner'];

const OWNERS: Owner[] = ['ict', 'office', 'head'];

/** What somebody looks after, by their roles. */
export const ownedBy = ({ roles }: Pick<Actor, 'roles'>, { checks }: Pick<School, 'checks'>): Owner[] =>
  OWNERS.filter((owner) => roles.includes(checks.owners[owner]));

/** The people here today who look after something, with what they may see and do. */
export async function ownersOf(tx: Tx, owner: Owner, { now, school }: { now: Date; school: School }): Promise<Actor[]> {
  const holders = await tx
    .selectFrom('people')
    .innerJoin('person_roles', 'person_roles.person', 'people.id')
    .selectAll('people')
    .where('role', '=', school.checks.owners[owner])
    .orderBy('people.id')
    .execute();
  const today = dayOf(now, school);
  const here = holders.filter((holder) => isHere(holder, today));
  return Promise.all(here.map((holder) => actorFor(tx, holder, null, school)));
}
