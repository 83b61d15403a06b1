import type { School } from '../school.ts';
import type { DirectoryAccount } from './port.ts';
import type { DirectoryRules } from './rules.ts';
import type { AccountKind } from './tables.ts';

/** As far as a rule looks at an account. */
type Named = Pick<DirectoryAccount, 'address' | 'aliases' | 'objectId' | 'place'>;

/** The school's rules, ready to be asked about any number of accounts. */
export interface Judge {
  /** What an account is for. */
  kind(account: DirectoryAccount): AccountKind;
  /** Whether it makes its owner one of the school's people: it is a person's, and they can sign in. */
  counts(account: DirectoryAccount): boolean;
  /** The id of the school whose people it is among; null when no rule tells. */
  school(account: Named): string | null;
}

/** The id of a school that isn't one of many: school.yaml lists no schools. */
const ONLY_SCHOOL = 'school';

/** Reads the rules once for a whole run. The first that fits counts, from the most particular. */
export function judge({ directories: rules, schools }: Pick<School, 'directories' | 'schools'>): Judge {
  const kinds: [AccountKind, string[]][] = [
    ['break-glass', rules.break_glass],
    ['service', rules.service],
    ['shared', rules.shared],
    ['room', rules.rooms],
  ];
  const apart = kinds.map(([kind, patterns]) => [kind, matcher(patterns)] as const);
  const isPupil = matcher(rules.pupils);
  const isStaff = rules.staff.length ? matcher(rules.staff) : () => true;
  const places = Object.entries(rules.schools).map(([pattern, id]) => [matcher([pattern]), id] as const);

  const kind = (account: DirectoryAccount): AccountKind => {
    const named = apart.find(([, matches]) => matches(account));
    if (named) return named[0];
    if (account.guest) return 'guest';
    if (isPupil(account)) return 'pupil';
    return isStaff(account) ? 'person' : 'other';
  };
  return {
    kind,
    // Nobody is taken for blocked because a directory didn't say.
    counts: (account) => kind(account) === 'person' && !(account.enabled.known && !account.enabled.value),
    school: (account) => (schools.length ? (places.find(([matches]) => matches(account))?.[1] ?? null) : ONLY_SCHOOL),
  };
}

/** Whether one of an account's names, or its place, fits one of the patterns. */
function matcher(patterns: string[]): (account: Named) => boolean {
  if (!patterns.length) return () => false;
  const matches = glob(patterns);
  return ({ address, aliases, objectId, place }) =>
    [address, objectId, ...aliases].some((name) => matches(name)) || (place !== null && matches(place));
}

/** Patterns in which * stands for anything, and "/Staff/**" for "/Staff" too. Case doesn't matter: addresses have none. */
export function glob(patterns: string[]): (text: string) => boolean {
  const all = patterns
    .flatMap((pattern) => (pattern.endsWith('/**') ? [pattern, pattern.slice(0, -3)] : [pattern]))
    .map((pattern) => pattern.toLowerCase().split(/\*+/));
  return (text) => all.some((parts) => fits(parts, text.toLowerCase()));
}

/** Whether a text is these parts in this order, with anything between them. Takes each at its first place: no text takes long. */
function fits([first = '', ...rest]: string[], text: string): boolean {
  if (!rest.length) return text === first;
  const last = rest.pop() as string;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

/** Which rules a reading went by, so that another reading knows whether they changed. */
export const rulesKey = ({ directories, schools }: Pick<School, 'directories' | 'schools'>): string =>
  JSON.stringify([directories satisfies DirectoryRules, schools.map(({ id }) => id)]);
