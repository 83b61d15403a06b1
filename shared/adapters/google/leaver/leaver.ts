import type { LeaverRow, Reading } from '../../../directories/port.ts';
import type { SignsInElsewhere } from '../elsewhere.ts';
import { licencesOf, NO_LICENCES_NAMED } from '../licences.ts';
import { membershipsOf, membersIn } from '../memberships.ts';
import type { RolesOf } from '../roles.ts';
import type { Scope } from '../scopes.ts';
import type { Session } from '../session.ts';
import { isNotFound, unreadable } from '../trouble.ts';
import { given, type User } from '../user.ts';
import { entries } from '../wire/listing.ts';
import { accountRows, blockedSince, LEAVER_FIELDS, secondStep, sourceRow } from './account-rows.ts';
import { deletedReadings } from './deleted.ts';
import { chromebooks, phones } from './devices.ts';
import { filesRow } from './files.ts';
import { mailboxRows } from './mailbox.ts';
import { everyRow, nothingLeft, notKnown } from './reading.ts';

/** What one run of leavers asks once for all of them. */
export interface Shared {
  rolesOf: RolesOf;
  signsInElsewhere: SignsInElsewhere;
}

/**
 * Everything that may still be open in one account, in ten requests at most: the account; its security, groups, roles
 * and devices in one batch; whose groups it owns in another; its mailbox in a third; hand-overs, the usage report, the
 * audit log (closed accounts only, whose mailbox can't be asked), licences; and once a day whether people sign in elsewhere.
 */
export async function leaver(session: Session, shared: Shared, objectId: string, leftOn: string): Promise<Reading[]> {
  try {
    const user = await accountOr(session, objectId);
    const readings = user
      ? await readingsOf(session, shared, user, leftOn)
      : await deletedReadings(session, shared.signsInElsewhere, objectId, leftOn);
    return Object.values(readings);
  } catch (error) {
    const because = session.because(error, 'admin.directory.user.readonly');
    return Object.values(everyRow((row) => notKnown(row, because)));
  }
}

async function accountOr(session: Session, userKey: string): Promise<User | null> {
  const { directory } = await session.clients();
  try {
    const { data } = await directory.users.get(
      { userKey, projection: 'full', fields: LEAVER_FIELDS },
      session.looking.alone,
    );
    if (data.id !== userKey) throw unreadable();
    return data;
  } catch (error) {
    if (isNotFound(error)) return null;
    throw error;
  }
}

async function readingsOf(
  session: Session,
  shared: Shared,
  user: User,
  leftOn: string,
): Promise<Record<LeaverRow, Reading>> {
  const { directory } = await session.clients();
  const userKey = given(user.id);
  const address = given(user.primaryEmail).toLowerCase();
  const together = session.looking.together();
  const left = (row: LeaverRow, ...looks: [Scope, () => Promise<string[]>][]) =>
    nothingLeft(
      session,
      row,
      looks.map(([scope, find]) => ({ scope, find })),
    );

  const memberships = membershipsOf(session, userKey, together);
  const [since, source, roles, mfa, appPasswords, grants, groups, owned, files, mailbox, licences, devices] =
    await Promise.all([
      blockedSince(session, user, address),
      sourceRow(user, shared.signsInElsewhere),
      left('no-admin-roles', ['admin.directory.rolemanagement.readonly', () => shared.rolesOf(userKey, together)]),
      left(
        'mfa-methods-removed',
        ['admin.directory.user.readonly', async () => secondStep(user)],
        [
          'admin.directory.user.security',
          async () => {
            const codes = entries(await directory.verificationCodes.list({ userKey }, together), ({ items }) => items);
            return codes.length > 0 ? [`${codes.length} backup codes`] : [];
          },
        ],
      ),
      left('app-passwords-removed', [
        'admin.directory.user.security',
        async () =>
          entries(await directory.asps.list({ userKey }, together), ({ items }) => items).map(
            ({ name }) => name || 'no name',
          ),
      ]),
      left('oauth-grants-removed', [
        'admin.directory.user.security',
        async () =>
          entries(await directory.tokens.list({ userKey }, together), ({ items }) => items).map(
            ({ displayText, clientId }) => displayText || given(clientId),
          ),
      ]),
      left('groups-left', ['admin.directory.group.readonly', async () => (await memberships).map(({ name }) => name)]),
      left('ownership-handed-over', [
        'admin.directory.group.readonly',
        async () =>
          (await membersIn(session, userKey, await memberships, session.looking)).flatMap(({ member, membership }) =>
            member.role === 'OWNER' ? [membership.name] : [],
          ),
      ]),
      filesRow(session, userKey),
      mailboxRows(session, user),
      licencesRow(session, address),
      left(
        'devices-returned',
        ['admin.directory.device.mobile.readonly', () => phones(session, address, together)],
        ['admin.directory.device.chromeos.readonly', () => chromebooks(session, address, together)],
      ),
    ]);
  return {
    ...accountRows(user, leftOn, since),
    ...mailbox,
    'sign-in-blocked-at-source': source,
    'no-admin-roles': roles,
    'mfa-methods-removed': mfa,
    'app-passwords-removed': appPasswords,
    'oauth-grants-removed': grants,
    'groups-left': groups,
    'ownership-handed-over': owned,
    'files-handed-over': files,
    'licences-removed': licences,
    'devices-returned': devices,
  };
}

async function licencesRow(session: Session, address: string): Promise<Reading> {
  const row = 'licences-removed';
  if (session.settings.licences.length === 0) return notKnown(row, NO_LICENCES_NAMED);
  const find = async () => (await licencesOf(session, address, session.looking.together())).map(({ name }) => name);
  return nothingLeft(session, row, [{ scope: 'apps.licensing', find }]);
}
