import type { School } from '../school.ts';
import type { Named } from './candidates.ts';

/** Accounts settled by one transaction: few enough that a press in between hardly waits. */
export const CHUNK = 200;

/** Finding whose accounts are: of which directory, when, and what it changed. */
export interface Settling {
  directory: Named;
  school: School;
  now: Date;
  tally: Tally;
}

/** What a run changed. */
export interface Tally {
  /** People who were made, changed, are no longer here, and are here again. */
  added: number;
  changed: number;
  left: number;
  back: number;
  /** Accounts that were found to be somebody's. */
  joined: number;
  /** Roles that were given or taken because of groups. */
  roles: number;
  /** What a human must say. */
  doubts: number;
}

export const nothing = (): Tally => ({ added: 0, changed: 0, left: 0, back: 0, joined: 0, roles: 0, doubts: 0 });

/** Whether audiences may have changed. */
export const movedPeople = ({ added, changed, left, back, roles }: Tally): boolean =>
  added + changed + left + back + roles > 0;
