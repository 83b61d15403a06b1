import type { LeaverRow } from '../../directories/index.ts';
import { t } from '../../language/words.ts';
import type { Finding } from '../findings.ts';
import type { Severity } from '../tables.ts';

/** Rows that no directory can answer of an account. */
export type OwnRow =
  | 'accounts-known'
  | 'loans-returned'
  | 'drives-handed-over'
  | 'shared-passwords'
  | 'social-media'
  | 'retention-decided';

export type Row = LeaverRow | OwnRow;

/** What is looked at when somebody leaves: how bad it is if it stays open, who sees to it, and by when. */
export interface RowRule {
  /** As it should be. */
  title: string;
  /** What is wrong, to stand after a name: "can still sign in". */
  open: string;
  severity: Severity;
  owner: Finding['owner'];
  /** From which of the two days on it is due, and how many days there are then to do it. */
  from: 'last-day' | 'contract-end';
  days: number;
}

const LAST_DAY = 'last-day';
const END = 'contract-end';

const lookedAfterBy =
  (owner: Finding['owner']) =>
  (severity: Severity, from: RowRule['from'], days: number, title: string, open: string): RowRule => ({
    title,
    open,
    severity,
    owner,
    from,
    days,
  });
const ict = lookedAfterBy('ict');
const office = lookedAfterBy('office');

/** The check list, in the order of what matters most. */
export const ROWS: Record<Row, RowRule> = {
  'sign-in-blocked': ict('critical', END, 0, t`Sign-in is blocked`, t`can still sign in`),
  'sign-in-blocked-at-source': ict('critical', END, 0, t`Blocked at its source`, t`is not blocked at its source`),
  'no-sign-in-since': ict('critical', END, 0, t`No sign-in after leaving`, t`signed in after leaving`),
  'no-admin-roles': ict('critical', END, 0, t`Not an administrator`, t`is still an administrator`),
  'no-eligible-roles': ict('critical', END, 0, t`Can't become an administrator`, t`can still become an administrator`),
  'forwarding-off': ict('critical', END, 0, t`No mail is forwarded`, t`still has mail forwarded`),
  'accounts-known': ict('high', END, 0, t`All their accounts are known`, t`has accounts that nobody looks after`),
  'sessions-revoked': ict('high', END, 1, t`Signed out everywhere`, t`may still be signed in somewhere`),
  'app-passwords-removed': ict('high', END, 1, t`No app passwords`, t`still has app passwords`),
  'recovery-contacts-removed': ict('high', END, 1, t`No private way back in`, t`could recover the account privately`),
  'oauth-grants-removed': ict('high', END, 7, t`No app acts in their name`, t`has apps that act in their name`),
  'groups-left': ict('high', END, 7, t`Out of all groups and teams`, t`is still in groups or teams`),
  'delegates-removed': ict('high', END, 7, t`Nobody else opens the mailbox`, t`has a mailbox that others can open`),
  'filters-removed': ict('high', END, 7, t`No mail rules or filters`, t`still has mail rules or filters`),
  'devices-returned': ict('high', LAST_DAY, 1, t`No school devices`, t`still has devices`),
  'loans-returned': ict('high', LAST_DAY, 0, t`What was lent is back`, t`still has equipment on loan`),
  'shared-passwords': ict('high', LAST_DAY, 1, t`Shared passwords are changed`, t`knows shared passwords`),
  'social-media': office('high', LAST_DAY, 0, t`Can't post for the school`, t`can still post for the school`),
  'ownership-handed-over': ict('medium', LAST_DAY, 7, t`Groups have another owner`, t`still owns groups or teams`),
  'files-handed-over': ict('medium', LAST_DAY, 14, t`Files are handed over`, t`still has files that nobody took over`),
  'drives-handed-over': ict('medium', LAST_DAY, 7, t`Shared drives are handed over`, t`is still in shared drives`),
  'mfa-methods-removed': ict('medium', END, 7, t`No second factors or codes`, t`still has second factors or codes`),
  'app-assignments-removed': ict('medium', END, 7, t`Assigned to no apps`, t`is still assigned to apps`),
  'retention-decided': office('medium', END, 30, t`What is kept is decided`, t`has data of which nobody decided`),
  'auto-reply-set': ict('low', LAST_DAY, 1, t`An automatic reply is on`, t`has no automatic reply`),
  'licences-removed': ict('low', END, 30, t`Licences are free again`, t`still uses licences`),
  'address-list-hidden': ict('low', END, 14, t`Not in the address list`, t`is still in the address list`),
};

/** Rows in the order of the check list. */
export const ORDER = Object.keys(ROWS) as Row[];

const OWN: readonly Row[] = [
  'accounts-known',
  'loans-returned',
  'drives-handed-over',
  'shared-passwords',
  'social-media',
  'retention-decided',
] satisfies OwnRow[];

/** The rows that a directory answers for each account. */
export const DIRECTORY_ROWS = ORDER.filter((row): row is LeaverRow => !OWN.includes(row));
