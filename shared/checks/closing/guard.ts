import type { Kysely } from 'kysely';
import { kindNow } from '../../directories/index.ts';
import { t } from '../../language/words.ts';
import type { Account, Tables } from '../../ports.ts';
import type { School } from '../../school.ts';
import { dayOf, sayDay } from '../../time.ts';
import { isApart } from '../kinds.ts';
import { datesOf } from '../leavers/dates.ts';

/** Why somebody's accounts must stay open; null: their contract has ended. Asked again before anything is changed. */
export async function whyOpen(
  db: Kysely<Tables>,
  person: string,
  { now, school }: { now: Date; school: School },
): Promise<string | null> {
  const dates = await datesOf(db, person);
  if (!dates) return t`Nobody has said that they leave.`;
  if (dates.end > dayOf(now, school)) return t`Their contract ends on ${sayDay(dates.end)}: until then it stays open.`;
  return null;
}

/** Why an account must never be closed, whoever approves; null: it may be. The last administrator its own directory knows. */
export async function whyKept(db: Kysely<Tables>, account: Account, school: School): Promise<string | null> {
  const kind = await kindNow(db, account, school);
  if (kind === null) return t`The directory no longer has this account, or was never read.`;
  if (kind === 'break-glass') return t`This is an account for emergencies: it is never closed.`;
  if (isApart(kind)) return t`This account is nobody's own: it isn't closed because somebody leaves.`;
  return null;
}
