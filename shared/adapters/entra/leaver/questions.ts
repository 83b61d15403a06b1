import type { Graph } from '../client.ts';
import type { Answer } from '../trouble.ts';

/**
 * Everything that is asked about one person who left: one batch. What needs another licence or permission than its
 * neighbours is asked apart, so that being refused one thing costs only that.
 */
const QUESTIONS = {
  user: (id: string) =>
    `${user(id)}?$select=id,mail,accountEnabled,onPremisesSyncEnabled,signInSessionsValidFromDateTime,assignedLicenses,otherMails`,
  deleted: (id: string) =>
    `/directory/deletedItems/microsoft.graph.user?$filter=${equals('id', id)}&$select=id,deletedDateTime,onPremisesSyncEnabled`,
  signIns: (id: string) => `${user(id)}?$select=id,signInActivity`,
  licences: (id: string) => `${user(id)}/licenseDetails?$select=id,skuId,skuPartNumber`,
  memberships: (id: string) =>
    `${user(id)}/transitiveMemberOf?$select=id,displayName,groupTypes,isAssignableToRole&$top=999`,
  owned: (id: string) => `${user(id)}/ownedObjects?$select=id,displayName&$top=999`,
  ownedDevices: (id: string) => `${user(id)}/ownedDevices?$select=id,displayName,deviceId&$top=999`,
  registeredDevices: (id: string) => `${user(id)}/registeredDevices?$select=id,displayName,deviceId&$top=999`,
  managedDevices: (id: string) => `${user(id)}/managedDevices?$select=id,deviceName,azureADDeviceId`,
  apps: (id: string) => `${user(id)}/appRoleAssignments?$select=id,resourceId,resourceDisplayName`,
  grants: (id: string) => `${user(id)}/oauth2PermissionGrants?$select=id,clientId,scope`,
  methods: (id: string) => `${user(id)}/authentication/methods`,
  mailbox: (id: string) => `${user(id)}/mailboxSettings?$select=automaticRepliesSetting`,
  rules: (id: string) => `${user(id)}/mailFolders/inbox/messageRules?$select=id,displayName,isEnabled,actions`,
  drive: (id: string) => `${user(id)}/drive?$select=id,quota`,
  roles: (id: string) =>
    `/roleManagement/directory/roleAssignments?$filter=${equals('principalId', id)}&$expand=roleDefinition`,
  eligible: (id: string) =>
    `/roleManagement/directory/roleEligibilityScheduleInstances?$filter=${equals('principalId', id)}&$expand=roleDefinition`,
};

type Question = keyof typeof QUESTIONS;

export type Answers = Record<Question, Answer<unknown>>;

const KEYS = Object.keys(QUESTIONS) as Question[];

/** At most twenty, or a leaver would cost a third batch. */
export async function askAbout(graph: Graph, objectId: string): Promise<Answers> {
  const answers = await graph.batch(KEYS.map((key) => QUESTIONS[key](objectId)));
  return Object.fromEntries(KEYS.map((key, at) => [key, answers[at]])) as Answers;
}

/** How many groups that may hold roles are looked into: a role and an eligible role each, in one batch. */
const ROLE_GROUPS = 10;

/** The roles that someone holds through groups: the second batch, and only for those who are in such a group. */
export async function askAboutGroups(graph: Graph, groups: { id: string; name: string }[]): Promise<GroupRoles> {
  const looked = groups.slice(0, ROLE_GROUPS);
  const answers = looked.length
    ? await graph.batch(looked.flatMap(({ id }) => [QUESTIONS.roles(id), QUESTIONS.eligible(id)]))
    : [];
  const of = (offset: number) =>
    looked.map(({ name }, at) => ({ group: name, answer: answers[2 * at + offset] as Answer<unknown> }));
  return { roles: of(0), eligible: of(1), all: looked.length === groups.length };
}

export interface GroupRoles {
  roles: { group: string; answer: Answer<unknown> }[];
  eligible: { group: string; answer: Answer<unknown> }[];
  /** Whether every group was looked into. */
  all: boolean;
}

/** Ids come from our own tables, and from there from files that people import: nothing in them leads anywhere else. */
const user = (id: string) => `/users/${encodeURIComponent(id)}`;
const equals = (property: string, id: string) => encodeURIComponent(`${property} eq '${id.replaceAll("'", "''")}'`);
