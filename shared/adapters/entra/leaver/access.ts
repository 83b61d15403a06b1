import * as z from 'zod';
import { type Fact, known, unknown } from '../../../directories/fact.ts';
import type { LeaverRow, Reading } from '../../../directories/port.ts';
import { shaped } from '../client.ts';
import type { PermissionName } from '../permissions.ts';
import type { Answer } from '../trouble.ts';
import type { Answers, GroupRoles } from './questions.ts';
import { emptied, type Listed, listed, listOf, reading, refused, together } from './reading.ts';

const Memberships = listOf(
  z.object({
    '@odata.type': z.string().nullish(),
    id: z.string(),
    displayName: z.string().nullish(),
    groupTypes: z.array(z.string()).nullish(),
    isAssignableToRole: z.boolean().nullish(),
  }),
);

const isGroup = ({ '@odata.type': type }: { '@odata.type'?: string | null | undefined }) =>
  !type || type === '#microsoft.graph.group';

/** The groups of someone that may hold roles. */
export function roleGroups(memberships: Answer<unknown>): { id: string; name: string }[] {
  const list = memberships.ok ? shaped(memberships.body, Memberships) : memberships;
  if (!list.ok) return [];
  return list.body.value
    .filter((group) => isGroup(group) && group.isAssignableToRole)
    .map(({ id, displayName }) => ({ id, name: displayName || 'a group' }));
}

/** Rows about what the account still opens. */
export function accessRows(answers: Answers, throughGroups: GroupRoles): Reading[] {
  return [
    roleRow(
      'no-admin-roles',
      'RoleManagement.Read.Directory',
      answers.roles,
      throughGroups.roles,
      answers,
      throughGroups,
    ),
    roleRow(
      'no-eligible-roles',
      'RoleEligibilitySchedule.Read.Directory',
      answers.eligible,
      throughGroups.eligible,
      answers,
      throughGroups,
    ),
    together('groups-left', groups(answers)),
    together('ownership-handed-over', owned(answers)),
    together('app-assignments-removed', apps(answers)),
    together('oauth-grants-removed', grants(answers)),
    devices(answers),
    files(answers.drive),
  ];
}

const Assignments = listOf(
  z.object({
    roleDefinitionId: z.string(),
    roleDefinition: z.object({ displayName: z.string().nullish() }).nullish(),
  }),
);

function roleRow(
  row: LeaverRow,
  permission: PermissionName,
  direct: Answer<unknown>,
  through: GroupRoles['roles'],
  answers: Answers,
  { all }: GroupRoles,
): Reading {
  const roles = (answer: Answer<unknown>, suffix: string) =>
    listed(
      answer,
      Assignments,
      permission,
      ({ roleDefinition, roleDefinitionId }) => (roleDefinition?.displayName || roleDefinitionId) + suffix,
    );
  const groupsRead: Listed = { items: [], complete: all ? groups(answers).complete : MANY_GROUPS };
  return together(
    row,
    roles(direct, ''),
    ...through.map(({ group, answer }) => roles(answer, ` (through ${group})`)),
    groupsRead,
  );
}

const MANY_GROUPS = unknown('no-answer', 'This person is in more groups that hold roles than we look into at once.');

const groups = ({ memberships }: Answers) =>
  listed(memberships, Memberships, 'GroupMember.Read.All', (group) => {
    if (!isGroup(group)) return null;
    const byRule = group.groupTypes?.includes('DynamicMembership') ? ' (by its rule)' : '';
    return (group.displayName || 'A group whose name we may not read') + byRule;
  });

const NAMES: Record<string, string> = {
  '#microsoft.graph.group': 'A group',
  '#microsoft.graph.application': 'An app registration',
  '#microsoft.graph.servicePrincipal': 'An app',
};

const Owned = listOf(z.object({ '@odata.type': z.string().nullish(), displayName: z.string().nullish() }));

const owned = (answers: Answers) =>
  listed(
    answers.owned,
    Owned,
    'User.Read.All',
    ({ displayName, '@odata.type': type }) => displayName || NAMES[type ?? ''] || 'Something without a name',
  );

const AppAssignments = listOf(
  z.object({ resourceId: z.string().nullish(), resourceDisplayName: z.string().nullish() }),
);

const apps = (answers: Answers) =>
  listed(
    answers.apps,
    AppAssignments,
    'Directory.Read.All',
    ({ resourceDisplayName }) => resourceDisplayName || 'An app',
  );

const Grants = listOf(z.object({ clientId: z.string(), scope: z.string().nullish() }));

/** A grant names its app by id alone; an app that someone let in is usually assigned to them too, with its name. */
function grants(answers: Answers): Listed {
  const assigned = answers.apps.ok ? shaped(answers.apps.body, AppAssignments) : answers.apps;
  const names = new Map(assigned.ok ? assigned.body.value.map((app) => [app.resourceId, app.resourceDisplayName]) : []);
  return listed(answers.grants, Grants, 'Directory.Read.All', ({ clientId, scope }) => {
    const may = (scope ?? '').trim().split(/\s+/).filter(Boolean).join(', ');
    return `${names.get(clientId) || 'An app'}${may && ` (${may})`}`;
  });
}

const Devices = listOf(z.object({ id: z.string(), deviceId: z.string().nullish(), displayName: z.string().nullish() }));
const ManagedDevices = listOf(z.object({ azureADDeviceId: z.string().nullish(), deviceName: z.string().nullish() }));

/** The same device is listed by Entra, as owned and as registered, and by Intune. */
function devices(answers: Answers): Reading {
  const known = new Set<string>();
  const once = (key: string | null | undefined, name: string | null | undefined) => {
    if (key && known.has(key)) return null;
    if (key) known.add(key);
    return name || 'A device without a name';
  };
  const entra = [answers.ownedDevices, answers.registeredDevices].map((answer) =>
    listed(answer, Devices, 'User.Read.All', ({ id, deviceId, displayName }) => once(deviceId || id, displayName)),
  );
  const intune = listed(
    answers.managedDevices,
    ManagedDevices,
    'DeviceManagementManagedDevices.Read.All',
    ({ azureADDeviceId, deviceName }) => once(azureADDeviceId, deviceName),
  );
  return together('devices-returned', ...entra, intune);
}

const Drive = z.object({ quota: z.object({ used: z.number() }) });

/** Handed over is what is no longer there. A person without a OneDrive has none to hand over. */
function files(answer: Answer<unknown>): Reading {
  const row = 'files-handed-over';
  if (!answer.ok && answer.trouble.kind === 'not-found') return emptied(row, []);
  const why = refused(answer, 'Files.Read.All');
  if (why) return reading(row, why);
  const drive = shaped((answer as { body: unknown }).body, Drive);
  const left: Fact<boolean> = drive.ok
    ? known(drive.body.quota.used === 0)
    : unknown('unreadable', 'Microsoft did not say how much is in the OneDrive.');
  return reading(row, left, drive.ok && drive.body.quota.used > 0 ? [`OneDrive: ${size(drive.body.quota.used)}`] : []);
}

const size = (bytes: number) =>
  bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : bytes >= 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : 'less than 1 MB';
