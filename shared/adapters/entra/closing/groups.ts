import * as z from 'zod';
import type { StepOutcome, StepPreview } from '../../../directories/port.ts';
import type { Graph } from '../client.ts';
import { type Answer, becauseOf } from '../trouble.ts';
import { certainlyNot, NOT_SHOWN, previewRefused, refusedBy, type Shows } from './change.ts';

const Group = z.object({
  '@odata.type': z.string().nullish(),
  id: z.string(),
  displayName: z.string().nullish(),
  groupTypes: z.array(z.string()).nullish(),
  onPremisesSyncEnabled: z.boolean().nullish(),
  mailEnabled: z.boolean().nullish(),
  isAssignableToRole: z.boolean().nullish(),
});
type Group = z.output<typeof Group>;

const GROUP = 'id,displayName,groupTypes,onPremisesSyncEnabled,mailEnabled,isAssignableToRole';

async function groupsOf(
  graph: Graph,
  objectId: string,
  how: 'transitiveMemberOf' | 'memberOf' = 'transitiveMemberOf',
): Promise<Answer<Group[]>> {
  const groups: Group[] = [];
  for await (const page of graph.pages(`/users/${objectId}/${how}?$select=${GROUP}&$top=999`, Group)) {
    if (!page.ok) return page;
    groups.push(...page.body.rows.filter(({ '@odata.type': type }) => !type || type === '#microsoft.graph.group'));
  }
  return { ok: true, body: groups };
}

const groupName = ({ displayName, id }: Group) => displayName || id;

/** Why Graph can't take anyone out of a group; null if it can. */
function fixed(group: Group): string | null {
  if (group.onPremisesSyncEnabled) return 'it comes from your on-premises Active Directory: change it there';
  if (group.groupTypes?.includes('DynamicMembership')) return 'its rule decides who is in it';
  if (group.mailEnabled && !group.groupTypes?.includes('Unified')) return 'change it in the Exchange admin centre';
  if (group.isAssignableToRole) return 'it can hold administrator roles: change it in Entra';
  return null;
}

/** Which groups someone would be taken out of: those that they are in by themselves, and that Graph can change. */
export async function previewGroups(graph: Graph, objectId: string): Promise<StepPreview> {
  const direct = await groupsOf(graph, objectId, 'memberOf');
  if (!direct.ok) return previewRefused(direct.trouble, 'GroupMember.ReadBasic.All');
  const changeable = direct.body.filter((group) => fixed(group) === null);
  const stays = direct.body.filter((group) => fixed(group) !== null);
  return {
    possible: true,
    will: changeable.map(groupName),
    wont: stays.map((group) => `${groupName(group)}: ${fixed(group)}`),
    undo: { groups: changeable.map(({ id }) => id) },
  };
}

const Undo = z.object({ groups: z.array(z.string()).default([]) });

/** Puts someone into the groups again that they were taken out of. */
export async function restoreGroups(
  graph: Graph,
  shows: Shows,
  objectId: string,
  undo: Record<string, unknown>,
): Promise<StepOutcome> {
  const { groups } = Undo.parse(undo);
  const why = new Map<string, string>();
  for (const id of groups) {
    const answer = await graph.write('POST', `/groups/${id}/members/$ref`, {
      '@odata.id': `${graph.root}/directoryObjects/${objectId}`,
    });
    // Also refused if they are in it again: looking tells.
    if (certainlyNot(answer)) why.set(id, becauseOf(answer.trouble, 'GroupMember.ReadWrite.All').words);
  }
  let back: Group[] = [];
  await shows(async () => {
    const now = await groupsOf(graph, objectId, 'memberOf');
    if (!now.ok) return null;
    back = now.body.filter(({ id }) => groups.includes(id));
    return groups.every((id) => why.has(id) || back.some((group) => group.id === id));
  });
  const left = groups
    .filter((id) => !back.some((group) => group.id === id))
    .map((id) => `group ${id}: ${why.get(id) ?? NOT_SHOWN.words}`);
  if (groups.length && !back.length) return { done: false, because: { ...NOT_SHOWN, words: left.join(' ') } };
  return { done: true, undo: {}, changed: back.map(groupName), ...(left.length && { left }) };
}

/** Takes someone out of every group that Graph can change. */
export async function removeFromGroups(graph: Graph, shows: Shows, objectId: string): Promise<StepOutcome> {
  const before = await groupsOf(graph, objectId);
  if (!before.ok) return refusedBy(before.trouble, 'GroupMember.Read.All');
  const left = new Map<string, string>();
  const tried: Group[] = [];
  for (const group of before.body) {
    const why = fixed(group);
    if (why) {
      left.set(group.id, `${groupName(group)}: ${why}`);
      continue;
    }
    const answer = await graph.write('DELETE', `/groups/${group.id}/members/${objectId}/$ref`);
    if (!certainlyNot(answer)) tried.push(group);
    // Not a member: they are in it through another group, and leave it with that one.
    else if (answer.trouble.kind === 'not-found') left.set(group.id, `${groupName(group)}: through another group`);
    else left.set(group.id, `${groupName(group)}: ${becauseOf(answer.trouble, 'GroupMember.ReadWrite.All').words}`);
    if (!answer.ok && answer.trouble.kind === 'permission' && !tried.length)
      return refusedBy(answer.trouble, 'GroupMember.ReadWrite.All');
  }
  let still: Set<string> | null = null;
  await shows(async () => {
    const now = await groupsOf(graph, objectId);
    if (!now.ok) return null;
    const ids = new Set(now.body.map(({ id }) => id));
    still = ids;
    return tried.every(({ id }) => !ids.has(id));
  });
  return outcomeOf(tried, left, still);
}

/** @param still the groups that they were in when we last looked; null if we couldn't. */
function outcomeOf(tried: Group[], left: Map<string, string>, still: Set<string> | null): StepOutcome {
  const undo = { groups: tried.map(({ id }) => id) };
  const changed = tried.filter(({ id }) => still && !still.has(id));
  if (!still || (tried.length && !changed.length)) return { done: false, because: NOT_SHOWN, undo };
  const open = [
    // What they were in through a group that they left is no longer theirs.
    ...[...left].filter(([id]) => still.has(id)).map(([, why]) => why),
    ...tried.filter(({ id }) => still.has(id)).map((group) => `${groupName(group)}: ${NOT_SHOWN.words}`),
  ];
  return { done: true, undo, changed: changed.map(groupName), ...(open.length && { left: open }) };
}
