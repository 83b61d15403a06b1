/**
 * How many of the deciders can speak through different people, each through one: people is what each could fill. Whoever
 * could fill two fills one of them, whichever leaves room for the others.
 */
export function filled(people: readonly (readonly string[])[]): number {
  const by = new Map<string, number>();
  const place = (person: number, tried: Set<string>): boolean =>
    (people[person] ?? []).some((decider) => {
      if (tried.has(decider)) return false;
      tried.add(decider);
      const other = by.get(decider);
      if (other !== undefined && !place(other, tried)) return false;
      by.set(decider, person);
      return true;
    });
  return people.filter((_, person) => place(person, new Set())).length;
}
