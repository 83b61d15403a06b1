import type { Figures } from './figures.ts';
import { total } from './figures.ts';

/** Figures about fewer people than this tell, to someone who knows the school, who they are. */
export const SMALLEST_GROUP = 5;

/** Groups of which the small ones are one, so that no figure is about fewer than five people. */
export interface Merged<G extends Figures> {
  shown: G[];
  /** The figures of all groups that aren't shown, as one; null when every group is, or even all of them are too few. */
  rest: Figures | null;
  hidden: G[];
}

/**
 * For people who may see figures but no names: hides groups of fewer than five. If what is hidden is fewer than five people
 * together, the next smallest group is hidden with them: else its figures would follow from the whole less what is shown.
 */
export function withoutSmallGroups<G extends Figures>(groups: G[]): Merged<G> {
  const bySize = groups.toSorted((a, b) => a.asked - b.asked);
  let hide = bySize.filter(({ asked }) => asked < SMALLEST_GROUP).length;
  while (hide > 0 && hide < bySize.length && total(bySize.slice(0, hide)).asked < SMALLEST_GROUP) hide++;
  const hidden = bySize.slice(0, hide);
  const rest = total(hidden);
  return {
    shown: groups.filter((group) => !hidden.includes(group)),
    rest: rest.asked >= SMALLEST_GROUP ? rest : null,
    hidden,
  };
}
