import * as z from 'zod';
import { known, unknown } from '../../../directories/fact.ts';
import type { LeaverRow, Reading } from '../../../directories/port.ts';
import type { Timing } from '../budget.ts';
import { type Graph, shaped } from '../client.ts';
import { becauseOf } from '../trouble.ts';
import { accessRows, roleGroups } from './access.ts';
import { accountRows, LeaverAccount } from './account.ts';
import { blockings } from './blockings.ts';
import { mailRows } from './mail.ts';
import { type Answers, askAbout, askAboutGroups } from './questions.ts';
import { reading } from './reading.ts';

/** Every row of the check list about one account, in one batch, or two for members of groups that may hold roles. */
export function leaverOf(graph: Graph, clock: Timing): (objectId: string, leftOn: string) => Promise<Reading[]> {
  const blockedAt = blockings(graph, clock);
  return async (objectId, leftOn) => {
    const answers = await askAbout(graph, objectId);
    const user = answers.user.ok ? shaped(answers.user.body, LeaverAccount) : answers.user;
    if (!user.ok && user.trouble.kind === 'not-found') return deletedRows(answers);
    const rows = [
      ...accountRows(user, answers, leftOn),
      ...accessRows(answers, await askAboutGroups(graph, roleGroups(answers.memberships))),
      ...mailRows(user, answers, clock.now()),
    ];
    if (!user.ok || user.body.accountEnabled !== false) return rows;
    const since = await blockedAt(objectId);
    return rows.map((row) => (row.row === 'sign-in-blocked' && since ? { ...row, since } : row));
  };
}

/** What ends with the account, and what may have been forgotten before it was deleted. */
const DELETED: Record<LeaverRow, 'over' | 'not seen any more'> = {
  'sign-in-blocked': 'over',
  'sign-in-blocked-at-source': 'over',
  'no-sign-in-since': 'not seen any more',
  'sessions-revoked': 'over',
  'no-admin-roles': 'over',
  'no-eligible-roles': 'over',
  'mfa-methods-removed': 'over',
  'app-passwords-removed': 'over',
  'oauth-grants-removed': 'over',
  'app-assignments-removed': 'over',
  'groups-left': 'over',
  'ownership-handed-over': 'not seen any more',
  'files-handed-over': 'not seen any more',
  'forwarding-off': 'over',
  'filters-removed': 'over',
  'delegates-removed': 'over',
  'auto-reply-set': 'not seen any more',
  'licences-removed': 'over',
  'devices-returned': 'not seen any more',
  'recovery-contacts-removed': 'over',
  'address-list-hidden': 'over',
};

const Deleted = z.object({
  value: z.array(z.object({ deletedDateTime: z.string().nullish(), onPremisesSyncEnabled: z.boolean().nullish() })),
});

const NOWHERE = unknown(
  'not-offered',
  'Entra does not know this account: it may have been deleted for good, or belong to another tenant.',
);

/**
 * An account that isn't among the users is closed only if Entra says that it was deleted: an id of another tenant, or one
 * deleted for good, looks the same as one that never was.
 */
function deletedRows({ deleted }: Answers): Reading[] {
  const found = deleted.ok ? shaped(deleted.body, Deleted) : deleted;
  const rows = Object.keys(DELETED) as LeaverRow[];
  if (!found.ok) {
    const because = becauseOf(found.trouble, 'User.Read.All');
    return rows.map((row) => reading(row, { known: false, because }));
  }
  const account = found.body.value[0];
  if (!account) return rows.map((row) => reading(row, NOWHERE));
  const unseen = unknown('not-offered', 'The account is deleted, and Entra no longer shows what it left behind.');
  const source = unknown(
    'elsewhere',
    'The account is deleted here but came from your on-premises Active Directory: look there.',
  );
  return rows.map((row) => {
    if (row === 'sign-in-blocked-at-source' && account.onPremisesSyncEnabled) return reading(row, source);
    if (DELETED[row] !== 'over') return reading(row, unseen);
    return { ...reading(row, known(true)), ...(account.deletedDateTime && { since: account.deletedDateTime }) };
  });
}
