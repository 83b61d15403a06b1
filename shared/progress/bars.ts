import type { Context } from '../feature.ts';
import { t } from '../language/words.ts';
import type { School } from '../school.ts';
import { progress as bar } from '../view/build.ts';
import type { Progress } from '../view/view.ts';
import type { Group } from './figures.ts';
import type { OutstandingFilter } from './filter.ts';

/** A trust is looked at school by school, a school department by department. */
export const groupedBy = ({ among }: OutstandingFilter, { actor, school }: Context): 'department' | 'school' =>
  actor.sees === 'trust' && !among?.schools && school.schools.length > 1 ? 'school' : 'department';

/** A bar for each group, those with most left to sign first. */
export const barsOf = (groups: Group[], by: 'department' | 'school', school: School): Progress[] =>
  groups
    .toSorted((a, b) => b.open - a.open || (a.group ?? '').localeCompare(b.group ?? '', 'en-GB'))
    .map(({ group, signed, asked }) => bar(groupName(group, by, school), signed, asked));

/** What people call a group of figures. */
export const groupName = (group: string | null, by: 'department' | 'school', school: School): string =>
  group === null
    ? t`No department`
    : by === 'school'
      ? (school.schools.find(({ id }) => id === group)?.name ?? group)
      : group;
