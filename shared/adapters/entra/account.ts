import { DateTime } from 'luxon';
import * as z from 'zod';
import { type Fact, known, unknown } from '../../directories/fact.ts';
import type { DirectoryAccount } from '../../directories/port.ts';
import type { Graph } from './client.ts';
import { becauseOf, grantWords } from './trouble.ts';

/** When someone last signed in, or tried to (docs: signinactivity). */
export const SignInActivity = z
  .object({
    lastSignInDateTime: z.string().nullish(),
    lastNonInteractiveSignInDateTime: z.string().nullish(),
    lastSuccessfulSignInDateTime: z.string().nullish(),
  })
  .nullish();

/** An account as Graph gives it. Only its id and its name for signing in are certain to be there. */
export const User = z.object({
  id: z.string(),
  userPrincipalName: z.string(),
  displayName: z.string().nullish(),
  mail: z.string().nullish(),
  proxyAddresses: z.array(z.string()).nullish(),
  employeeId: z.string().nullish(),
  department: z.string().nullish(),
  jobTitle: z.string().nullish(),
  companyName: z.string().nullish(),
  officeLocation: z.string().nullish(),
  accountEnabled: z.boolean().nullish(),
  userType: z.string().nullish(),
  onPremisesSyncEnabled: z.boolean().nullish(),
  manager: z.object({ id: z.string() }).nullish(),
  employeeLeaveDateTime: z.string().nullish(),
  signInActivity: SignInActivity,
});
export type User = z.output<typeof User>;

/** What is asked for of everyone; nothing that the product does not use. */
export const PROPERTIES = [
  ...['id', 'userPrincipalName', 'displayName', 'mail', 'proxyAddresses', 'employeeId', 'department', 'jobTitle'],
  ...['companyName', 'officeLocation', 'accountEnabled', 'userType', 'onPremisesSyncEnabled'],
];

/**
 * Whether leaving dates may be read. Without their permission Graph does not refuse: it answers null for everyone, as if
 * nobody had one (github.com/Azure/LogicAppsUX/issues/4925). Only our token tells the two apart.
 */
export async function leaveDates(graph: Graph): Promise<Fact<true>> {
  const permissions = await graph.permissions();
  if (!permissions.ok) return { known: false, because: becauseOf(permissions.trouble) };
  const { body: granted } = permissions;
  if (!granted) return unknown('unreadable', 'We could not tell whether we may read leaving dates in Entra.');
  const may = granted.has('User-LifeCycleInfo.Read.All') || granted.has('User-LifeCycleInfo.ReadWrite.All');
  return may ? known(true) : unknown('permission', grantWords('User-LifeCycleInfo.Read.All'));
}

/** Whether sign-ins may be read: they are refused outright, with everything else in the same question. */
export async function signIns(graph: Graph): Promise<Fact<true>> {
  const answer = await graph.get('/users?$select=id,signInActivity&$top=1', z.object({}));
  return answer.ok ? known(true) : { known: false, because: becauseOf(answer.trouble, 'AuditLog.Read.All') };
}

/** What may be known here of accounts, and what to say of the rest. */
export interface Readable {
  leaveDates: Fact<true>;
  signIns: Fact<true>;
  admin: (objectId: string) => Fact<boolean>;
  /** The school's time zone. */
  zone: string;
}

export function accountOf(user: User, readable: Readable): DirectoryAccount {
  const guest = user.userType === 'Guest';
  const upn = user.userPrincipalName.toLowerCase();
  // A guest's user principal name is made up; they sign in with the address they were invited by.
  const address = (guest && user.mail?.toLowerCase()) || upn;
  const others = [upn, user.mail?.toLowerCase(), ...(user.proxyAddresses ?? []).map(smtpAddress)];
  return {
    objectId: user.id,
    address,
    aliases: [...new Set(others)].filter((other) => other !== undefined && other !== address) as string[],
    name: user.displayName || upn,
    employeeId: user.employeeId || null,
    department: user.department || null,
    jobTitle: user.jobTitle || null,
    place: user.companyName || user.officeLocation || null,
    manager: user.manager?.id ?? null,
    enabled:
      typeof user.accountEnabled === 'boolean'
        ? known(user.accountEnabled)
        : unknown('unreadable', 'Entra did not say whether this account may sign in.'),
    guest,
    leaveDate: leaveDateOf(user, readable),
    lastSignIn: readable.signIns.known ? known(lastSignInOf(user.signInActivity)) : readable.signIns,
    synced: user.onPremisesSyncEnabled === true,
    admin: readable.admin(user.id),
  };
}

function leaveDateOf({ employeeLeaveDateTime }: User, { leaveDates, zone }: Readable): Fact<string | null> {
  if (!employeeLeaveDateTime) return leaveDates.known ? known(null) : leaveDates;
  // Personnel software writes midnight at the school, which is the day before in UTC for half of the year.
  const day = DateTime.fromISO(employeeLeaveDateTime, { zone }).toISODate();
  return day ? known(day) : unknown('unreadable', 'Entra has a leaving date that we could not read.');
}

/** Null: never. A sign-in that succeeded, if Entra tells it apart; else the last attempt, by hand or by an app. */
export function lastSignInOf(activity: z.output<typeof SignInActivity>): string | null {
  if (!activity) return null;
  const { lastSuccessfulSignInDateTime, lastSignInDateTime, lastNonInteractiveSignInDateTime } = activity;
  if (lastSuccessfulSignInDateTime) return lastSuccessfulSignInDateTime;
  const attempts = [lastSignInDateTime, lastNonInteractiveSignInDateTime].filter((at) => typeof at === 'string');
  return attempts.sort().at(-1) ?? null;
}

/** "SMTP:x@school.example" and "smtp:…" are addresses; "X500:…" and "SIP:…" are not. */
const smtpAddress = (proxy: string): string | undefined => /^smtp:(.+)$/i.exec(proxy)?.[1]?.toLowerCase();
