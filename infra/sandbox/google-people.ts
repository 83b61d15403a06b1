import { fakeUser } from '../../tests/fakes/google/customer.ts';

/** The invented school's Google Workspace. */
export const GOOGLE_CUSTOMER = 'C01larken';
export const GOOGLE_DOMAIN = 'larkenmere.example';

/** Departments that work in Google as well. */
const IN_GOOGLE = ['ICT', 'English', 'Maths', 'Science', 'Humanities', 'Languages', 'Primary', 'SEND', 'Leadership'];
/** Somebody without Teams who can be reached here alone. */
const ALSO = ['lee.hartshorn'];
/** The primary phase has no Microsoft accounts: its people are in Google alone. */
const NOT_IN_TEAMS = ['catherine.maddox', 'bethan.morgan-pryce', 'abdirahman.warsame'];
/** Google knows them by another address. */
const RENAMED: Record<string, string> = { 'callum.fairbrother': 'cfairbrother' };

/** The address by which Google knows a person of the school's list; null for somebody who has no account there. */
export function googleAddress({
  email,
  department,
}: {
  email?: string | null | undefined;
  department?: string | null | undefined;
}): string | null {
  const name = email?.split('@')[0];
  if (!name || !(IN_GOOGLE.includes(department ?? '') || ALSO.includes(name))) return null;
  return `${RENAMED[name] ?? name}@${GOOGLE_DOMAIN}`;
}

/** Whether a person of the school's list has an account at Microsoft as well. */
export const isInTeams = ({ email }: { email?: string | null | undefined }): boolean =>
  !NOT_IN_TEAMS.includes(email?.split('@')[0] ?? '');

/** The id of an account, as the directory and Google's tokens give it. */
export const googleId = (name: string, address: string): string => fakeUser({ name, email: address }).id;
