import type { Fact } from '../../../directories/fact.ts';
import type { LeaverRow, Reading } from '../../../directories/port.ts';
import { parameter } from '../changes.ts';
import type { SignsInElsewhere } from '../elsewhere.ts';
import type { Session } from '../session.ts';
import { unreadable } from '../trouble.ts';
import { mayIn, signedIn, type User } from '../user.ts';
import { listed } from '../wire/listing.ts';
import { answered, notKnown } from './reading.ts';

/** The parts of an account that these rows are read from. */
export const LEAVER_FIELDS =
  'id,primaryEmail,suspended,archived,lastLoginTime,isAdmin,isEnrolledIn2Sv,isMailboxSetup,orgUnitPath,recoveryEmail,recoveryPhone,includeInGlobalAddressList';

type AccountRow = Extract<
  LeaverRow,
  | 'sign-in-blocked'
  | 'no-sign-in-since'
  | 'sessions-revoked'
  | 'no-eligible-roles'
  | 'app-assignments-removed'
  | 'recovery-contacts-removed'
  | 'address-list-hidden'
>;

/** The rows that the account itself answers. `since`: when it was closed, where the audit log tells. */
export const accountRows = (user: User, leftOn: string, since: string | undefined): Record<AccountRow, Reading> => ({
  'sign-in-blocked': blockedRow(user, since),
  'no-sign-in-since': signedInRow(user, leftOn),
  // Suspending an account ends its sessions (https://support.google.com/a/answer/178854); others can't be listed.
  'sessions-revoked':
    user.suspended === true
      ? answered('sessions-revoked', true, [], since)
      : notKnown('sessions-revoked', {
          kind: 'not-offered',
          words: 'Google does not list sessions. Suspending the account or signing it out ends them.',
        }),
  // Google gives administrator roles outright or not at all, and turns apps on for units and groups, never for one person.
  'no-eligible-roles': answered('no-eligible-roles', true),
  'app-assignments-removed': answered('app-assignments-removed', true),
  'recovery-contacts-removed': recoveryRow(user),
  'address-list-hidden': hiddenRow(user),
});

function blockedRow(user: User, since: string | undefined): Reading {
  const allowed = mayIn(user);
  if (!allowed.known) return notKnown('sign-in-blocked', allowed.because);
  return answered('sign-in-blocked', !allowed.value, ['can sign in to Google'], allowed.value ? undefined : since);
}

/** Days are compared in UTC: an hour from the school's own midnight at most. */
export function signedInRow({ lastLoginTime }: User, leftOn: string): Reading {
  const last = signedIn(lastLoginTime);
  if (!last.known) return notKnown('no-sign-in-since', last.because);
  const day = last.value?.slice(0, 10) ?? '';
  return answered('no-sign-in-since', day <= leftOn, [`last signed in on ${day}`]);
}

function recoveryRow({ recoveryEmail, recoveryPhone }: User): Reading {
  const items = [...(recoveryEmail ? ['recovery address'] : []), ...(recoveryPhone ? ['recovery phone'] : [])];
  return answered('recovery-contacts-removed', items.length === 0, items);
}

function hiddenRow({ includeInGlobalAddressList: shown }: User): Reading {
  if (typeof shown === 'boolean') return answered('address-list-hidden', !shown, ['shown in the address list']);
  return notKnown('address-list-hidden', {
    kind: 'unreadable',
    words: 'Google did not say whether it is in the address list.',
  });
}

/** Google has no other source to block, unless sign-in is decided elsewhere: what is open in Google itself counts once. */
export async function sourceRow(user: User, signsInElsewhere: SignsInElsewhere): Promise<Reading> {
  const row = 'sign-in-blocked-at-source';
  const elsewhere: Fact<boolean> = await signsInElsewhere(user);
  if (!elsewhere.known) return notKnown(row, elsewhere.because);
  if (!elsewhere.value) return answered(row, true, []);
  return notKnown(row, {
    kind: 'elsewhere',
    words: `People in ${user.orgUnitPath ?? '/'} sign in at another identity provider: block the account there too.`,
  });
}

/** What is left of 2-Step Verification in the account itself. */
export function secondStep({ isEnrolledIn2Sv: enrolled }: User): string[] {
  if (typeof enrolled !== 'boolean') throw unreadable();
  return enrolled ? ['2-Step Verification'] : [];
}

/** When the account was suspended or archived, from the audit log; undefined where it doesn't tell (it keeps six months). */
export async function blockedSince(session: Session, user: User, address: string): Promise<string | undefined> {
  if (user.suspended !== true && user.archived !== true) return undefined;
  const { reports } = await session.clients();
  const eventName = user.suspended === true ? 'SUSPEND_USER' : 'ARCHIVE_USER';
  try {
    const answer = await reports.activities.list(
      {
        userKey: 'all',
        applicationName: 'admin',
        customerId: session.settings.customer,
        eventName,
        filters: `USER_EMAIL==${address}`,
        maxResults: 1,
      },
      session.looking.alone,
    );
    const [newest] = listed(answer).items ?? [];
    const isIt = newest?.events?.some(
      (event) => event.name === eventName && parameter(event, 'USER_EMAIL')?.toLowerCase() === address,
    );
    return isIt ? (newest?.id?.time ?? undefined) : undefined;
  } catch {
    return undefined;
  }
}
