import * as z from 'zod';
import type { Because } from '../../directories/fact.ts';
import { DirectoryTrouble, type GroupPage } from '../../directories/port.ts';
import { isUser, readAdmins } from './admins.ts';
import { type Graph, shaped } from './client.ts';
import { type Answer, becauseOf } from './trouble.ts';

const Group = z.object({
  id: z.string(),
  displayName: z.string().nullish(),
  mail: z.string().nullish(),
  mailEnabled: z.boolean().nullish(),
  securityEnabled: z.boolean().nullish(),
  isAssignableToRole: z.boolean().nullish(),
  resourceProvisioningOptions: z.array(z.string()).nullish(),
});
type Group = z.output<typeof Group>;

const PROPERTIES = 'id,displayName,mail,mailEnabled,securityEnabled,isAssignableToRole,resourceProvisioningOptions';

const Member = z.object({ '@odata.type': z.string().nullish(), id: z.string() });
const Members = z.object({ value: z.array(Member), '@odata.nextLink': z.string().nullish() });

/** Ten groups a request: members and owners of each. */
const GROUPS_IN_BATCH = 10;

/** Every group, ten a page, with everyone in it (also through groups in it); then the directory roles, as groups. */
export async function* readGroups(graph: Graph): AsyncGenerator<GroupPage> {
  for await (const page of graph.pages(`/groups?$select=${PROPERTIES}&$top=999`, Group)) {
    if (!page.ok) throw new DirectoryTrouble(becauseOf(page.trouble, 'GroupMember.Read.All'));
    const { rows } = page.body;
    for (let at = 0; at < rows.length; at += GROUPS_IN_BATCH)
      yield await filled(graph, rows.slice(at, at + GROUPS_IN_BATCH));
  }
  yield await directoryRoles(graph);
}

async function filled(graph: Graph, groups: Group[]): Promise<GroupPage> {
  const answers = await graph.batch(
    groups.flatMap(({ id }) => [
      `/groups/${id}/transitiveMembers?$select=id&$top=999`,
      `/groups/${id}/owners?$select=id&$top=999`,
    ]),
  );
  const page: Required<GroupPage> = { groups: [], unread: [] };
  for (const [at, group] of groups.entries()) {
    const members = await peopleIn(graph, answers[2 * at] as Answer<unknown>);
    const owners = await peopleIn(graph, answers[2 * at + 1] as Answer<unknown>);
    if (members.ok && owners.ok) {
      page.groups.push({ ...described(group), members: members.body, owners: owners.body });
      continue;
    }
    const { trouble } = members.ok ? (owners as Extract<typeof owners, { ok: false }>) : members;
    // Deleted since it was listed: the next reading won't list it.
    if (trouble.kind === 'not-found') continue;
    const because = becauseOf(trouble, 'GroupMember.Read.All');
    // One group may be closed to us; if all are, or nothing answers, there is no point in going on.
    if (trouble.kind !== 'permission') throw new DirectoryTrouble(because);
    page.unread.push({ id: group.id, name: nameOf(group), because });
  }
  return page;
}

/** The people of a first answer and of the pages that follow it. */
async function peopleIn(graph: Graph, first: Answer<unknown>): Promise<Answer<string[]>> {
  const read = first.ok ? shaped(first.body, Members) : first;
  if (!read.ok) return read;
  const people = read.body.value.filter(isUser).map(({ id }) => id);
  const next = read.body['@odata.nextLink'];
  if (next) {
    for await (const page of graph.pages(next, Member)) {
      if (!page.ok) return page;
      people.push(...page.body.rows.filter(isUser).map(({ id }) => id));
    }
  }
  return { ok: true, body: people };
}

const nameOf = ({ displayName, id }: Group) => displayName || id;

function described(group: Group): Pick<GroupPage['groups'][number], 'id' | 'name' | 'address' | 'kind'> {
  const team = group.resourceProvisioningOptions?.includes('Team');
  return {
    id: group.id,
    name: nameOf(group),
    address: group.mail?.toLowerCase() ?? null,
    kind: group.isAssignableToRole ? 'role' : team ? 'team' : group.securityEnabled ? 'security' : 'mailing',
  };
}

async function directoryRoles(graph: Graph): Promise<GroupPage> {
  const unread = (because: Because): GroupPage => ({
    groups: [],
    unread: [{ id: null, name: 'Administrator roles', because }],
  });
  const admins = await readAdmins(graph);
  if (!admins.known) return unread(admins.because);
  if (admins.value.incomplete) return unread(admins.value.incomplete);
  const names = new Map<string, string>();
  const Definition = z.object({ id: z.string(), displayName: z.string().nullish() });
  for await (const page of graph.pages(
    '/roleManagement/directory/roleDefinitions?$select=id,displayName',
    Definition,
  )) {
    if (!page.ok) return unread(becauseOf(page.trouble, 'RoleManagement.Read.Directory'));
    for (const { id, displayName } of page.body.rows) if (displayName) names.set(id, displayName);
  }
  return {
    groups: [...admins.value.holders].map(([id, members]) => ({
      id,
      name: names.get(id) ?? id,
      address: null,
      kind: 'role',
      members: [...members],
      owners: [],
    })),
  };
}
