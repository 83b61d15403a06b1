import { hereOn } from '../audiences/index.ts';
import type { Tx } from '../ports.ts';
import type { School } from '../school.ts';
import { dayOf } from '../time.ts';
import { schoolDaysSince } from './deadline.ts';
import type { Request } from './request.ts';
import { isAddress, OWN_MANAGER } from './rules.ts';

type Moment = { now: Date; school: School };

/** Whom a request is about: by this it is found who may decide it, and who mustn't. */
type About = Pick<Request, 'asker' | 'person' | 'school'>;

/** Somebody who could speak for a decider, and whether only as the deputy. */
export interface Candidate {
  person: string;
  deputy: boolean;
}

/** Those whom a name stands for, here today or not away: roles at the school of the request, or at every school. */
async function people(tx: Tx, decider: string, { person, school: at }: About, { now, school }: Moment) {
  const today = dayOf(now, school);
  const here = tx
    .selectFrom('people')
    .select('people.id')
    .distinct()
    .where(hereOn(today))
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('absences')
            .select('absences.person')
            .whereRef('absences.person', '=', 'people.id')
            .where('from_on', '<=', today)
            .where('until_on', '>=', today),
        ),
      ),
    )
    .orderBy('people.id');
  const ids = async (query: typeof here) => (await query.execute()).map(({ id }) => id);
  if (isAddress(decider)) return ids(here.where('people.email', '=', decider.toLowerCase()));
  if (decider === OWN_MANAGER)
    return ids(
      here.where('people.id', '=', (eb) =>
        eb.selectFrom('people as whose').select('whose.manager').where('whose.id', '=', person),
      ),
    );
  const roles = rolesOf(decider, school);
  const everywhere = roles.filter((role) => school.roles[role]?.sees === 'trust');
  return ids(
    here
      .innerJoin('person_roles', 'person_roles.person', 'people.id')
      .where('role', 'in', roles)
      .where((eb) =>
        eb.or([eb('people.school', '=', at), ...(everywhere.length ? [eb('role', 'in', everywhere)] : [])]),
      ) as unknown as typeof here,
  );
}

const rolesOf = (decider: string, { requests: { roles } }: School): string[] =>
  Object.hasOwn(roles, decider) ? (roles[decider] as string[]) : [decider];

/**
 * Who may speak for a decider now: those it names; and where none of them is here, or the time has passed since they were
 * asked, their deputies too, and theirs. Never the asker, nor whom it is for. A circle of deputies is gone round once.
 */
export async function candidates(
  tx: Tx,
  decider: string,
  about: About,
  since: string,
  moment: Moment,
): Promise<Candidate[]> {
  const { deputies } = moment.school.requests;
  const waited = schoolDaysSince(since, moment.now, moment.school);
  const found = new Map<string, Candidate>();
  const seen = new Set<string>();
  let patience = 0;
  for (let name: string | undefined = decider; name !== undefined && !seen.has(name); ) {
    const isDeputy = seen.size > 0;
    seen.add(name);
    const before = found.size;
    for (const person of await people(tx, name, about, moment))
      if (person !== about.asker && person !== about.person && !found.has(person))
        found.set(person, { person, deputy: isDeputy });
    const next: { who: string; after: number } | undefined = deputies[name];
    if (!next) break;
    if (found.size > before) patience += next.after;
    if (waited < patience) break;
    name = next.who;
  }
  return [...found.values()];
}

/** Everyone who is told when something goes wrong with requests at a school. */
export async function owners(tx: Tx, at: string, moment: Moment): Promise<string[]> {
  const about = { asker: '', person: '', school: at };
  const each = [];
  for (const owner of moment.school.requests.owners) each.push(...(await people(tx, owner, about, moment)));
  return [...new Set(each)];
}
