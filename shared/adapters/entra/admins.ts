import * as z from 'zod';
import { type Because, type Fact, known } from '../../directories/fact.ts';
import type { Graph } from './client.ts';
import { becauseOf } from './trouble.ts';

/** The same in every tenant (learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference). */
export const GLOBAL_ADMINISTRATOR = '62e90394-69f5-4237-9190-012177145e10';

export interface Admins {
  /** Everyone who holds a directory role now, directly or through a group, by the role's definition. */
  holders: Map<string, Set<string>>;
  /** Set when some holders could not be read, so that "not an admin" can't be said. */
  incomplete: Because | null;
}

const Assignment = z.object({
  principalId: z.string(),
  roleDefinitionId: z.string(),
  principal: z.object({ '@odata.type': z.string().nullish() }).nullish(),
});
const Member = z.object({ '@odata.type': z.string().nullish(), id: z.string() });

const USER_TYPE = '#microsoft.graph.user';
const GROUP_TYPE = '#microsoft.graph.group';

/** Who is an administrator. One request for a usual tenant, and one for each group that holds a role. */
export async function readAdmins(graph: Graph): Promise<Fact<Admins>> {
  const holders = new Map<string, Set<string>>();
  const groups = new Map<string, Set<string>[]>();
  for await (const page of graph.pages('/roleManagement/directory/roleAssignments?$expand=principal', Assignment)) {
    if (!page.ok) return { known: false, because: becauseOf(page.trouble, 'RoleManagement.Read.Directory') };
    for (const { principalId, roleDefinitionId, principal } of page.body.rows) {
      const role = holders.get(roleDefinitionId) ?? new Set();
      holders.set(roleDefinitionId, role);
      if (principal?.['@odata.type'] === GROUP_TYPE)
        groups.set(principalId, [...(groups.get(principalId) ?? []), role]);
      // Apps hold roles too, and are nobody.
      else if (isUser(principal ?? {})) role.add(principalId);
    }
  }
  let incomplete: Because | null = null;
  for (const [group, held] of groups) {
    for await (const page of graph.pages(`/groups/${group}/transitiveMembers?$select=id&$top=999`, Member)) {
      if (!page.ok) {
        incomplete = becauseOf(page.trouble, 'GroupMember.Read.All');
        break;
      }
      for (const member of page.body.rows) if (isUser(member)) for (const role of held) role.add(member.id);
    }
  }
  return known({ holders, incomplete });
}

/** Members may be devices, apps and groups as well. */
export const isUser = (member: { '@odata.type'?: string | null | undefined }): boolean =>
  !member['@odata.type'] || member['@odata.type'] === USER_TYPE;

/** Whether someone holds any role; "no" only if all holders were read. */
export function adminFact(admins: Fact<Admins>): (objectId: string) => Fact<boolean> {
  if (!admins.known) return () => admins;
  const { holders, incomplete } = admins.value;
  const anyRole = new Set([...holders.values()].flatMap((held) => [...held]));
  return (objectId) => {
    if (anyRole.has(objectId)) return known(true);
    return incomplete ? { known: false, because: incomplete } : known(false);
  };
}
