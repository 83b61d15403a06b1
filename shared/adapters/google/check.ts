import type { PermissionLine } from '../../directories/port.ts';
import { reportDay } from './leaver/files.ts';
import { howToGrant, SCOPES, type Scope, TO_NOTE, TO_SEE_DRIVES } from './scopes.ts';
import type { Session } from './session.ts';
import { isNotFound, isWithoutMail } from './trouble.ts';
import type { Clients } from './wire/clients.ts';

/** Tries every permission by itself: first whether it is granted, then one small call that needs it. */
export async function* check(session: Session): AsyncGenerator<PermissionLine> {
  const { annotate, drives = [] } = session.settings;
  const unused = [...(annotate ? [] : TO_NOTE), ...(drives.length ? [] : TO_SEE_DRIVES)];
  for (const scope of Object.keys(SCOPES) as Scope[]) if (!unused.includes(scope)) yield lineOf(session, scope);
}

async function lineOf(session: Session, scope: Scope): Promise<PermissionLine> {
  const { purpose } = SCOPES[scope];
  const line = (state: PermissionLine['state'], advice: string | null) => ({
    permission: scope,
    purpose,
    state,
    advice,
  });
  const { serviceAccount, adminSubject } = session.settings;
  try {
    if (!(await session.tokens.isGranted(adminSubject, scope))) {
      return line('missing', `${howToGrant(scope, serviceAccount.clientId)}.`);
    }
    await attempt(session, scope);
    return line('granted', null);
  } catch (error) {
    // The mailbox or the licence that we tried it on isn't there: that was an answer.
    if (isNotFound(error) || isWithoutMail(error)) return line('granted', null);
    const { kind, words } = session.because(error, scope);
    if (kind === 'permission') return line('missing', words);
    if (kind === 'licence') return line('licence-missing', `${words} Its rows cannot be checked.`);
    return line('no-answer', words);
  }
}

async function attempt(session: Session, scope: Scope): Promise<unknown> {
  const { directory, reports, transfers, gmail, licensing, drives } = await session.clients();
  const { adminSubject: userKey, customer, licences, drives: [drive] = [] } = session.settings;
  const { alone } = session.looking;
  const one = { maxResults: 1 };
  const calls: Record<Scope, (() => Promise<unknown>) | null> = {
    'admin.directory.user.readonly': () => directory.users.list({ customer, ...one }, alone),
    'admin.directory.group.readonly': () => directory.groups.list({ customer, ...one }, alone),
    'admin.directory.rolemanagement.readonly': () => directory.roleAssignments.list({ customer, ...one }, alone),
    'admin.directory.user.security': () => directory.tokens.list({ userKey }, alone),
    'admin.directory.device.mobile.readonly': () =>
      directory.mobiledevices.list({ customerId: customer, ...one }, alone),
    'admin.directory.device.chromeos.readonly': () =>
      directory.chromeosdevices.list({ customerId: customer, ...one }, alone),
    'admin.reports.audit.readonly': () =>
      reports.activities.list({ userKey: 'all', applicationName: 'admin', customerId: customer, ...one }, alone),
    'admin.reports.usage.readonly': () =>
      reports.userUsageReport.get({ userKey, customerId: customer, date: reportDay(session.now()) }, alone),
    'admin.datatransfer.readonly': () => transfers.transfers.list({ customerId: customer, ...one }, alone),
    'gmail.settings.basic': () =>
      gmail.users.settings.getAutoForwarding({ userId: 'me' }, session.mailboxOf(userKey).alone),
    'apps.licensing': licences[0]
      ? () => licensing.nameOf({ ...(licences[0] as { product: string; sku: string }), user: userKey }, alone)
      : null,
    'drive.metadata.readonly': drive ? () => drives.permissions({ id: drive.id }, session.seeingDrives.alone) : null,
    // What only changes things can't be tried without changing something.
    'admin.directory.user': null,
    'admin.directory.group.member': null,
    'admin.directory.device.chromeos': null,
  };
  return calls[scope]?.();
}
