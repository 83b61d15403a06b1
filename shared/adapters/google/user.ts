import type { admin_directory_v1 } from '@googleapis/admin';
import { type Fact, known, unknown } from '../../directories/fact.ts';
import type { DirectoryAccount } from '../../directories/port.ts';
import { unreadable } from './trouble.ts';

/** An account as Google gives it. */
export type User = admin_directory_v1.Schema$User;

/** The parts of it that people are made from. */
export const ACCOUNT_FIELDS =
  'id,primaryEmail,aliases,nonEditableAliases,name/fullName,externalIds,organizations,relations,orgUnitPath,suspended,archived,isGuestUser,lastLoginTime,isAdmin,isDelegatedAdmin';

/** @throws GoogleTrouble when it is no account: one that is left out would count as gone. */
export function accountOf(user: User): DirectoryAccount {
  const organization = primary(user.organizations);
  return {
    objectId: given(user.id),
    address: given(user.primaryEmail).toLowerCase(),
    aliases: [...(user.aliases ?? []), ...(user.nonEditableAliases ?? [])].map((alias) => alias.toLowerCase()),
    name: user.name?.fullName ?? given(user.primaryEmail),
    employeeId: text(entries(user.externalIds).find(({ type }) => type === 'organization')?.value),
    department: text(organization?.department),
    jobTitle: text(organization?.title),
    place: text(user.orgUnitPath),
    manager: text(entries(user.relations).find(({ type }) => type === 'manager')?.value)?.toLowerCase() ?? null,
    enabled: mayIn(user),
    guest: user.isGuestUser === true,
    leaveDate: unknown('not-offered', 'Google keeps no date on which someone leaves.'),
    lastSignIn: signedIn(user.lastLoginTime),
    synced: false,
    admin: told(user.isAdmin, user.isDelegatedAdmin, (root, delegated) => root || delegated),
  };
}

/** Whether the account can sign in: neither suspended nor archived. */
export const mayIn = (user: User): Fact<boolean> =>
  told(user.suspended, user.archived ?? false, (suspended, archived) => !suspended && !archived);

/** Google gives the beginning of 1970 for "never". */
export function signedIn(time: string | null | undefined): Fact<string | null> {
  if (time === undefined || time === null || Number.isNaN(Date.parse(time))) {
    return unknown('unreadable', 'Google did not say when the account last signed in.');
  }
  return known(Date.parse(time) === 0 ? null : time);
}

/** A judgement of two things that Google must have said. */
function told(a: unknown, b: unknown, judge: (a: boolean, b: boolean) => boolean): Fact<boolean> {
  if (typeof a === 'boolean' && typeof b === 'boolean') return known(judge(a, b));
  return unknown(
    'permission',
    'Google shows us only a part of the account: GOOGLE_ADMIN_SUBJECT must be an administrator of users.',
  );
}

/** A value without which there is no account. */
export function given(value: string | null | undefined): string {
  if (typeof value !== 'string' || value === '') throw unreadable();
  return value;
}

/** Google leaves the type of these lists open. */
const entries = (list: unknown): Record<string, unknown>[] =>
  Array.isArray(list) ? list.filter((entry) => typeof entry === 'object' && entry !== null) : [];

const primary = (list: unknown) => entries(list).find((entry) => entry.primary === true) ?? entries(list)[0];

const text = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
