import { ApiError, notFound, pageOf, type Route, type RouteContext, unlessEmpty } from './api.ts';
import type { FakeCustomer, FakeGroup, FakeMember } from './customer.ts';
import { userAt } from './users.ts';

const GROUPS = ['admin.directory.group', 'admin.directory.group.readonly'];
const MEMBERS = [...GROUPS, 'admin.directory.group.member', 'admin.directory.group.member.readonly'];

const groupAt = ({ groups }: FakeCustomer, key: string): FakeGroup => {
  const group = groups.get(key) ?? [...groups.values()].find(({ address }) => address === key.toLowerCase());
  if (!group) throw notFound('groupKey');
  return group;
};

export const groupsRoutes: Route[] = [
  {
    id: 'directory.groups.list',
    method: 'GET',
    path: '/admin/directory/v1/groups',
    scopes: GROUPS,
    admin: true,
    run(context) {
      const { customer, query } = context;
      const userKey = query.get('userKey');
      if ((userKey === null) === (query.get('customer') === null)) throw new ApiError(400, 'badRequest', 'Bad Request');
      const member = userKey === null ? null : userAt(customer, userKey).id;
      const all = [...customer.groups.values()].filter(
        ({ members }) => member === null || members.some(({ id }) => id === member),
      );
      const { page, nextPageToken } = pageOf(all, context, { most: 200, usual: 200 });
      return {
        kind: 'admin#directory#groups',
        etag: '"groups"',
        ...unlessEmpty('groups', page.map(shownGroup)),
        ...(nextPageToken && { nextPageToken }),
      };
    },
  },
  {
    id: 'directory.members.list',
    method: 'GET',
    path: '/admin/directory/v1/groups/{groupKey}/members',
    scopes: MEMBERS,
    admin: true,
    run(context) {
      const { customer, params, query } = context;
      const group = groupAt(customer, params.groupKey ?? '');
      const all = query.get('includeDerivedMembership') === 'true' ? derived(customer, group) : group.members;
      const { page, nextPageToken } = pageOf(all, context, { most: 200, usual: 200 });
      return {
        kind: 'admin#directory#members',
        etag: '"members"',
        ...unlessEmpty(
          'members',
          page.map((member) => shownMember(customer, member)),
        ),
        ...(nextPageToken && { nextPageToken }),
      };
    },
  },
  {
    id: 'directory.members.get',
    method: 'GET',
    path: '/admin/directory/v1/groups/{groupKey}/members/{memberKey}',
    scopes: MEMBERS,
    admin: true,
    run: (context) => ({ ...shownMember(context.customer, memberOf(context)), delivery_settings: 'ALL_MAIL' }),
  },
  {
    id: 'directory.members.delete',
    method: 'DELETE',
    path: '/admin/directory/v1/groups/{groupKey}/members/{memberKey}',
    scopes: ['admin.directory.group', 'admin.directory.group.member'],
    admin: true,
    run(context) {
      const group = groupAt(context.customer, context.params.groupKey ?? '');
      const { id } = memberOf(context);
      context.later(() => (group.members = group.members.filter((member) => member.id !== id)));
    },
  },
  {
    id: 'directory.members.insert',
    method: 'POST',
    path: '/admin/directory/v1/groups/{groupKey}/members',
    scopes: ['admin.directory.group', 'admin.directory.group.member'],
    admin: true,
    run(context) {
      const group = groupAt(context.customer, context.params.groupKey ?? '');
      const { email, role } = context.body as { email: string; role: FakeMember['role'] };
      const { id } = userAt(context.customer, email);
      if (group.members.some((member) => member.id === id))
        throw new ApiError(409, 'duplicate', 'Member already exists.');
      const member: FakeMember = { id, type: 'USER', role };
      context.later(() => void group.members.push(member));
      return shownMember(context.customer, member);
    },
  },
];

function memberOf({ customer, params }: RouteContext): FakeMember {
  const group = groupAt(customer, params.groupKey ?? '');
  const { id } = userAt(customer, params.memberKey ?? '');
  const member = group.members.find((each) => each.id === id);
  if (!member) throw notFound('memberKey');
  return member;
}

/** Those who are in it through other groups as well, each once. */
function derived(customer: FakeCustomer, group: FakeGroup, seen = new Set([group.id])): FakeMember[] {
  const inner = group.members.flatMap((member) => {
    const nested = member.type === 'GROUP' && !seen.has(member.id) ? customer.groups.get(member.id) : undefined;
    if (!nested) return [];
    seen.add(nested.id);
    return derived(customer, nested, seen).map((each) => ({ ...each, role: 'MEMBER' as const }));
  });
  const all = [...group.members, ...inner];
  return all.filter(({ id }, at) => all.findIndex((other) => other.id === id) === at);
}

const shownGroup = ({ id, name, address, members }: FakeGroup) => ({
  kind: 'admin#directory#group',
  etag: `"${id}"`,
  id,
  email: address,
  name,
  directMembersCount: `${members.length}`,
  description: '',
  adminCreated: true,
});

function shownMember(customer: FakeCustomer, { id, type, role }: FakeMember) {
  const email = customer.users.get(id)?.address ?? customer.groups.get(id)?.address;
  return { kind: 'admin#directory#member', etag: `"${id}"`, id, type, role, status: 'ACTIVE', ...(email && { email }) };
}
