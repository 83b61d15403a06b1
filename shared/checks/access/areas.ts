import type { Actor, Context } from '../../feature.ts';
import { wordsOf } from '../../language/index.ts';
import { actorFor, isHere } from '../../people/index.ts';
import type { Tx } from '../../ports.ts';
import type { School } from '../../school.ts';
import { dayOf } from '../../time.ts';
import type { Area } from './rules.ts';

/** Whether somebody answers for an area: by a role of theirs, or by name. */
export const owns = ({ person, roles }: Pick<Actor, 'person' | 'roles'>, { owner, school }: Area): boolean =>
  owner.includes('@')
    ? person.email === owner.toLowerCase()
    : roles.includes(owner) && (school === undefined || person.school === school);

/** The areas of which somebody may know who is in them: their own, and those of their school if they look after checks. */
export const areasFor = ({ actor, school }: Pick<Context, 'actor' | 'school'>): Area[] =>
  school.areas.filter(
    (area) =>
      owns(actor, area) ||
      (actor.may.has('checks') &&
        (actor.sees === 'trust' || area.school === undefined || area.school === actor.person.school)),
  );

/** The people here today who answer for an area. */
export async function ownersOfArea(
  tx: Tx,
  area: Area,
  { now, school }: { now: Date; school: School },
): Promise<Actor[]> {
  const { owner } = area;
  const people = await tx
    .selectFrom('people')
    .selectAll()
    .$if(owner.includes('@'), (query) => query.where('email', '=', owner.toLowerCase()))
    .$if(!owner.includes('@'), (query) =>
      query.where('people.id', 'in', (eb) => eb.selectFrom('person_roles').select('person').where('role', '=', owner)),
    )
    .$if(area.school !== undefined && !owner.includes('@'), (query) =>
      query.where('school', '=', area.school as string),
    )
    .orderBy('people.id')
    .execute();
  const today = dayOf(now, school);
  return Promise.all(people.filter((one) => isHere(one, today)).map((one) => actorFor(tx, one, null, school)));
}

/** Words around the name of an area that say nothing about which it is. */
const AROUND = new Set('the a an our my area areas folder drive shared share team files'.split(' '));

const matter = (text: string): string[] => {
  const words = wordsOf(text).map(({ folded }) => folded);
  const left = words.filter((word) => !AROUND.has(word));
  return left.length ? left : words;
};

/** Those of some areas that somebody may mean by what they wrote: the name itself or one of its drives', else a part of it. */
export function areasCalled(typed: string, areas: readonly Area[]): Area[] {
  const said = matter(typed);
  if (!said.length) return [];
  const names = ({ id, title, words, drives }: Area) =>
    [id.replaceAll('-', ' '), title, ...words, ...drives.map((drive) => drive.title)].map(matter);
  const same = areas.filter((area) =>
    names(area).some((name) => name.length === said.length && name.every((word, at) => word === said[at])),
  );
  if (same.length) return same;
  return areas.filter((area) => names(area).some((name) => said.every((word) => name.includes(word))));
}
