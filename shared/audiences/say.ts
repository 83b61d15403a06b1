import { isDeepStrictEqual } from 'node:util';
import { count, t } from '../language/words.ts';
import type { Audience, School } from '../school.ts';

/** An audience in words, to stand within a sentence: "all staff in Science". One that school.yaml names goes by its name. */
export function sayAudience(audience: Audience, school: School): string {
  const named = Object.entries(school.audiences).find(([, other]) => isDeepStrictEqual(other, audience));
  if (named) return spoken(named[0]);
  const { departments, schools, except } = audience;
  return [
    who(audience),
    departments && t`in ${either(departments)}`,
    schools && t`at ${either(schools.map((id) => school.schools.find((one) => one.id === id)?.name ?? id))}`,
    except && t`who are not ${either(except.map(spoken))}`,
  ]
    .filter(Boolean)
    .join(' ');
}

/** A name of school.yaml as one says it: "senior-leader" is "senior leader". */
const spoken = (slug: string): string => slug.replaceAll('-', ' ');

function who({ roles, people }: Audience): string {
  if (people) {
    const named = count(people.length, t`named person`, t`named people`);
    return roles ? t`${named} with the role ${either(roles.map(spoken))}` : named;
  }
  if (!roles) return t`everyone`;
  return roles.length === 1 && roles[0] === 'staff'
    ? t`all staff`
    : t`everyone with the role ${either(roles.map(spoken))}`;
}

const either = (items: string[]): string => new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(items);
