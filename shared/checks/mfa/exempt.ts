import type { Kysely } from 'kysely';
import type { Tables } from '../../ports.ts';
import type { School } from '../../school.ts';

/** Why somebody need not have a second factor, and until which day (yyyy-mm-dd). */
export interface Exemption {
  reason: string;
  until: string;
}

/** Who is exempt on a day, by person id. An exemption of an address that nobody has is nobody's. */
export async function exemptOn(db: Kysely<Tables>, school: School, today: string): Promise<Map<string, Exemption>> {
  const standing = school.checks.mfa.exempt.filter(({ until }) => until >= today);
  const addresses = standing.map(({ person }) => person);
  if (!addresses.length) return new Map();
  const own = await db
    .selectFrom('people')
    .select(['id', 'email as address'])
    .where('email', 'in', addresses)
    .execute();
  const theirs = await db
    .selectFrom('directory_addresses')
    .innerJoin('accounts', (join) =>
      join
        .onRef('accounts.provider', '=', 'directory_addresses.provider')
        .onRef('accounts.tenant', '=', 'directory_addresses.tenant')
        .onRef('accounts.object_id', '=', 'directory_addresses.object_id'),
    )
    .select(['accounts.person as id', 'address'])
    .where('address', 'in', addresses)
    .execute();
  return new Map(
    [...theirs, ...own].flatMap(({ id, address }) => {
      const found = standing.find(({ person }) => person === address);
      return found ? [[id, { reason: found.reason, until: found.until }] as const] : [];
    }),
  );
}
