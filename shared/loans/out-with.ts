import type { Kysely } from 'kysely';
import type { Tables } from '../ports.ts';
import { lentIn } from './loan.ts';

/** What is still out with each of some people, named as they would name it: "Laptop 22 (7XK2J93)". */
export async function outWith(db: Kysely<Tables>, people: string[]): Promise<Map<string, string[]>> {
  const names = new Map<string, string[]>(people.map((person) => [person, []]));
  if (!people.length) return names;
  const loans = await db
    .selectFrom('loans')
    .select(['id', 'borrower'])
    .where('borrower', 'in', people)
    .where('state', '=', 'out')
    .execute();
  const borrower = new Map(loans.map((loan) => [loan.id, loan.borrower]));
  for (const { loan, thing } of await lentIn(db, [...borrower.keys()], ['out']))
    names
      .get(borrower.get(loan) ?? '')
      ?.push([thing.name, thing.serial && `(${thing.serial})`].filter(Boolean).join(' '));
  return names;
}
