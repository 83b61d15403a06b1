import type { ClosingStep } from '../../directories/port.ts';

/** An application permission of Microsoft Graph that the product uses, and nothing that it does not use. */
export interface GraphPermission {
  name: string;
  /** What for, as a school would say it. */
  purpose: string;
  /** Why this one and not a narrower one; for whoever reviews the consent. */
  why: string;
  /** The operations it serves, as Microsoft's list of permissions writes them. */
  serves: string[];
  /** Without it the product works on, and this is what it then can't say. */
  optional?: string;
  /** Only needed if this step of closing accounts is switched on. */
  closing?: ClosingStep;
  licence?: { name: string; lost: string };
  /**
   * How to find out whether it is granted: a question that costs little and changes nothing ({user}: someone's object
   * id), or our own token, where the only question would be a write, or where Graph answers null instead of refusing.
   */
  tried: `/${string}` | 'token';
}

const ENTRA_P1 = 'Microsoft Entra ID P1';
const ENTRA_P2 = 'Microsoft Entra ID P2';

const READING = [
  {
    name: 'User.Read.All',
    purpose: 'Reads who works here: names, addresses, departments, line managers, and whether sign-in is blocked.',
    why: 'User.ReadBasic.All has neither department nor manager nor whether an account is blocked.',
    serves: [
      'GET /users',
      'GET /users/delta',
      'GET /users/{user-id}',
      'GET /users/{user-id}/licenseDetails',
      'GET /users/{user-id}/ownedObjects',
      'GET /users/{user-id}/ownedDevices',
      'GET /users/{user-id}/registeredDevices',
      'GET /users/{user-id}/transitiveMemberOf',
    ],
    tried: '/users?$select=id,department,accountEnabled&$top=1',
  },
  {
    name: 'GroupMember.Read.All',
    purpose: 'Reads groups and teams with their members and owners.',
    why: 'The narrower Group.ReadBasic.All and GroupMember.ReadBasic.All leave out who owns a group.',
    serves: [
      'GET /groups',
      'GET /groups/{group-id}/owners',
      'GET /groups/{group-id}/transitiveMembers',
      'GET /users/{user-id}/transitiveMemberOf',
    ],
    tried: '/groups?$select=id&$top=1',
  },
  {
    name: 'RoleManagement.Read.Directory',
    purpose: 'Reads who is an administrator, directly or through a group.',
    why: 'Microsoft lists it as the least privileged.',
    serves: ['GET /roleManagement/directory/roleAssignments'],
    tried: '/roleManagement/directory/roleAssignments?$top=1',
  },
  {
    name: 'RoleEligibilitySchedule.Read.Directory',
    purpose: 'Reads who could make themselves an administrator (eligible roles).',
    why: 'Microsoft lists it as the least privileged.',
    serves: ['GET /roleManagement/directory/roleEligibilityScheduleInstances'],
    licence: {
      name: ENTRA_P2,
      lost: `Eligible admin roles need ${ENTRA_P2}: without it nobody can see who still has one.`,
    },
    tried: '/roleManagement/directory/roleEligibilityScheduleInstances?$top=1',
  },
  {
    name: 'AuditLog.Read.All',
    purpose: 'Reads the report of second factors, the last sign-in, and when an account was blocked.',
    why: 'Microsoft lists it as the least privileged; there is no narrower one for the report.',
    serves: ['GET /reports/authenticationMethods/userRegistrationDetails', 'GET /auditLogs/directoryAudits'],
    licence: {
      name: ENTRA_P1,
      lost: `Last sign-ins and the report of second factors need ${ENTRA_P1}: without it sign-ins are not known, and second factors are read one person at a time.`,
    },
    tried: '/reports/authenticationMethods/userRegistrationDetails?$top=1',
  },
  {
    name: 'UserAuthenticationMethod.Read.All',
    purpose:
      "Reads which kinds of second factor a person has, where the report isn't licensed, and of people who left.",
    why: 'Microsoft lists it as the least privileged; it shows kinds of methods, not secrets.',
    serves: ['GET /users/{user-id}/authentication/methods'],
    tried: '/users/{user}/authentication/methods',
  },
  {
    name: 'User-LifeCycleInfo.Read.All',
    purpose: 'Reads the leaving date that personnel software writes to Entra.',
    why: 'employeeLeaveDateTime is kept apart from the rest of the profile.',
    serves: [],
    optional: 'Without it leaving dates come from the MIS export, or from being told.',
    // Without the permission Graph answers null, as if nobody had a date: only the token tells the two apart.
    tried: 'token',
  },
  {
    name: 'Domain.Read.All',
    purpose:
      'Reads which domains sign in elsewhere, so that "no second factor" is not said of people who have one there.',
    why: 'Microsoft lists it as the least privileged.',
    serves: ['GET /domains'],
    tried: '/domains?$select=id,authenticationType',
  },
  {
    name: 'Policy.Read.All',
    purpose: 'Reads whether sign-in demands a second factor: security defaults and Conditional Access.',
    why: 'Microsoft lists it as the least privileged for both.',
    serves: ['GET /policies/identitySecurityDefaultsEnforcementPolicy', 'GET /identity/conditionalAccess/policies'],
    tried: '/policies/identitySecurityDefaultsEnforcementPolicy?$select=id,isEnabled',
  },
  {
    name: 'MailboxSettings.Read',
    purpose: 'Reads automatic replies and inbox rules of people who left. It cannot read mail.',
    why: 'Microsoft lists it as the least privileged.',
    serves: ['GET /users/{user-id}/mailboxSettings', 'GET /users/{user-id}/mailFolders/{mailFolder-id}/messageRules'],
    tried: '/users/{user}/mailboxSettings',
  },
  {
    name: 'DeviceManagementManagedDevices.Read.All',
    purpose: 'Reads the devices that Intune manages, for the inventory, and which someone who left still has.',
    why: 'Microsoft lists it as the least privileged.',
    serves: ['GET /deviceManagement/managedDevices'],
    licence: {
      name: 'Microsoft Intune',
      lost: 'Managed devices need Microsoft Intune: without it they cannot be listed.',
    },
    tried: '/deviceManagement/managedDevices?$select=id&$top=1',
  },
  {
    name: 'Directory.Read.All',
    purpose: 'Reads which apps someone who left had let into their account or was assigned.',
    why: 'Microsoft offers no narrower permission that reads app consents.',
    serves: ['GET /users/{user-id}/appRoleAssignments', 'GET /users/{user-id}/oauth2PermissionGrants'],
    optional: 'Without it two rows of the leavers’ list, on apps, cannot be checked.',
    tried: '/oauth2PermissionGrants?$top=1',
  },
  {
    name: 'Files.Read.All',
    purpose: 'Reads how much is left in the OneDrive of someone who left.',
    why: 'Microsoft offers no narrower permission that reads the size of a drive.',
    serves: ['GET /users/{user-id}/drive'],
    optional:
      'It would let this app open every file, so many schools leave it out: then one row of the leavers’ list cannot be checked.',
    tried: '/users/{user}/drive?$select=id',
  },
] as const satisfies GraphPermission[];

const CLOSING = [
  {
    name: 'User.EnableDisableAccount.All',
    purpose: 'Blocks the sign-in of someone who left, once two people have approved it.',
    why: 'Together with User.Read.All the least that may block an account; User.ReadWrite.All could change everything about it.',
    serves: ['PATCH /users/{user-id}'],
    closing: 'block-sign-in',
    tried: 'token',
  },
  {
    name: 'User.RevokeSessions.All',
    purpose: 'Signs someone who left out everywhere, once two people have approved it.',
    why: 'Microsoft lists it as the least privileged.',
    serves: ['POST /users/{user-id}/revokeSignInSessions'],
    closing: 'revoke-sessions',
    tried: 'token',
  },
  {
    name: 'GroupMember.ReadBasic.All',
    purpose: 'Lists the groups that someone who left is in by themselves, before anybody is taken out of one.',
    why: 'For an application Microsoft opens this list to no permission that reads less.',
    serves: ['GET /users/{user-id}/memberOf'],
    closing: 'remove-from-groups',
    tried: 'token',
  },
  {
    name: 'GroupMember.ReadWrite.All',
    purpose: 'Takes someone who left out of groups and teams, once two people have approved it.',
    why: 'The least privileged that may remove members; it cannot create, change or delete groups.',
    serves: [],
    closing: 'remove-from-groups',
    tried: 'token',
  },
  {
    name: 'LicenseAssignment.ReadWrite.All',
    purpose: 'Takes back the licences of someone who left, once two people have approved it.',
    why: 'The least privileged that may remove licences; it changes nothing else about an account.',
    serves: [],
    closing: 'remove-licences',
    tried: 'token',
  },
] as const satisfies GraphPermission[];

/** Every permission, the closing of accounts last: what `connect check` tries and what the documentation lists. */
export const PERMISSIONS: readonly (GraphPermission & { name: PermissionName })[] = [...READING, ...CLOSING];

export type PermissionName = (typeof READING | typeof CLOSING)[number]['name'];

export const permissionNamed = (name: PermissionName): GraphPermission =>
  PERMISSIONS.find((permission) => permission.name === name) as GraphPermission;
