/** Somebody whose account it may be. */
export interface Candidate {
  person: string;
  /** As `nameKey` gives it. */
  name: string;
  /** They have left the school. */
  gone: boolean;
  /** They have another account in the same directory. */
  hereToo: boolean;
}

/** What an account says about whose it is. Nobody is in one list twice. */
export interface Signs {
  /** As `nameKey` gives it. */
  name: string;
  byEmployeeId: Candidate[];
  /** By an address that the directory vouches for. */
  byAddress: Candidate[];
  byName: Candidate[];
}

/** Whose an account is. */
export type Match =
  | { kind: 'same'; person: string; by: 'employee-id' | 'address' }
  /** A human says. `apart`: until then it is a person's of their own, because it is not likely to be the other's. */
  | { kind: 'doubtful'; people: string[]; why: Doubt; apart: boolean }
  | { kind: 'nobody' };

export type Doubt = 'shared-id' | 'contradiction' | 'several' | 'second-account' | 'name';

/** Of more namesakes than this nobody wants to hear. */
const MOST_NAMESAKES = 5;

/**
 * Decides whose an account is: by employee id, then by an address. The same name alone is never enough, two signs that
 * point at different people make a doubt, and nobody is taken for the owner of two accounts in one directory.
 */
export function match({ name, byEmployeeId, byAddress, byName }: Signs): Match {
  const doubt = (why: Doubt, among: Candidate[], apart = false): Match => ({
    kind: 'doubtful',
    people: [...new Set(among.map(({ person }) => person))],
    why,
    apart,
  });
  const sure = (found: Candidate, by: 'employee-id' | 'address'): Match =>
    found.hereToo ? doubt('second-account', [found], true) : { kind: 'same', person: found.person, by };

  // An address is given to somebody new when its owner has left.
  const addressees = byAddress.filter((one) => !one.gone || one.name === name);
  const both = byEmployeeId.filter(({ person }) => addressees.some((one) => one.person === person));
  const [only] = both.length === 1 ? both : byEmployeeId;
  if (only && (both.length === 1 || (byEmployeeId.length === 1 && !addressees.length)))
    return only.gone && only.name !== name && !both.length ? doubt('contradiction', [only]) : sure(only, 'employee-id');
  if (byEmployeeId.length) return doubt('contradiction', [...byEmployeeId, ...addressees]);
  const [addressee] = addressees;
  if (addressee) return addressees.length > 1 ? doubt('several', addressees) : sure(addressee, 'address');
  const namesakes = byName.filter((one) => !one.gone && !one.hereToo);
  return namesakes.length && namesakes.length <= MOST_NAMESAKES ? doubt('name', namesakes) : { kind: 'nobody' };
}
