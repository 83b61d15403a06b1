import type { Session } from './session.ts';
import { given } from './user.ts';
import type { Means } from './wire/caller.ts';
import { entries, pagesOf } from './wire/listing.ts';

const REMEMBERED = 24 * 3_600_000;

/** Administrator roles that an account has, by itself or through a group. Their names are asked for once a day. */
export function createRoles(session: Session) {
  let remembered: { at: number; names: Promise<Map<string, string>> } | undefined;

  function names(means: Means): Promise<Map<string, string>> {
    const now = session.now().getTime();
    if (!remembered || now - remembered.at > REMEMBERED) {
      const asking = ask(means);
      remembered = { at: now, names: asking };
      asking.catch(() => (remembered = undefined));
    }
    return remembered.names;
  }

  async function ask(means: Means): Promise<Map<string, string>> {
    const { directory } = await session.clients();
    const found = new Map<string, string>();
    const { customer } = session.settings;
    for await (const page of pagesOf((next) => directory.roles.list({ customer, maxResults: 100, ...next }, means))) {
      for (const { roleId, roleName } of page.items ?? []) found.set(given(roleId), spoken(given(roleName)));
    }
    return found;
  }

  return async function rolesOf(objectId: string, means: Means): Promise<string[]> {
    const { directory } = await session.clients();
    const [answer, named] = await Promise.all([
      directory.roleAssignments.list(
        {
          customer: session.settings.customer,
          userKey: objectId,
          includeIndirectRoleAssignments: true,
          maxResults: 200,
        },
        means,
      ),
      names(means),
    ]);
    return entries(answer, ({ items }) => items).map(({ roleId, assigneeType }) => {
      const name = named.get(given(roleId)) ?? `role ${roleId}`;
      return assigneeType?.toUpperCase() === 'GROUP' ? `${name}, through a group` : name;
    });
  };
}

export type RolesOf = ReturnType<typeof createRoles>;

/** Google's own roles have names like "_HELP_DESK_ADMIN_ROLE"; the console shows "Help Desk Admin". */
function spoken(name: string): string {
  if (name === '_SEED_ADMIN_ROLE') return 'Super Admin';
  const [, words] = /^_([A-Z_]+)_ROLE$/.exec(name) ?? [];
  return words === undefined
    ? name
    : words
        .split('_')
        .map((word) => word[0] + word.slice(1).toLowerCase())
        .join(' ');
}
