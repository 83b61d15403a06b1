import type { Kysely } from 'kysely';
import type { Account, Tables } from '../ports.ts';
import type { School } from '../school.ts';
import { unknown } from './fact.ts';
import { judge } from './kind.ts';
import type { AccountKind } from './tables.ts';

/**
 * What an account is for by the rules of the school file as they are at this moment, which may be newer than the last
 * reading; null when no directory has told of it, or it is gone.
 */
export async function kindNow(
  db: Kysely<Tables>,
  { provider, tenant, objectId }: Account,
  school: School,
): Promise<AccountKind | null> {
  const account = await db
    .selectFrom('directory_accounts')
    .selectAll()
    .where('provider', '=', provider)
    .where('tenant', '=', tenant)
    .where('object_id', '=', objectId)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  if (!account) return null;
  const untold = unknown('unreadable', '');
  return judge(school).kind({
    objectId,
    address: account.address,
    aliases: JSON.parse(account.aliases) as string[],
    name: account.name,
    employeeId: account.employee_id,
    department: account.department,
    jobTitle: account.job_title,
    place: account.place,
    manager: account.manager,
    guest: account.guest === 1,
    synced: account.synced === 1,
    enabled: untold,
    leaveDate: untold,
    lastSignIn: untold,
    admin: untold,
  });
}
