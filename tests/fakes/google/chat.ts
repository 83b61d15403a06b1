import { randomUUID } from 'node:crypto';
import { ApiError, notFound, type Route, type RouteContext } from './api.ts';
import { userAt } from './users.ts';

/** A message that the Chat app posted, as Google gives it. */
export interface FakeChatMessage {
  name: string;
  createTime: string;
  lastUpdateTime?: string;
  cardsV2?: { cardId: string; card: Record<string, unknown> }[];
  fallbackText?: string;
  text?: string;
}

/** A direct message of one user with the Chat app. */
export interface FakeChatSpace {
  /** spaces/… */
  name: string;
  /** The user's id. */
  user: string;
  /** They have blocked the app: it may not write. */
  blocked: boolean;
  messages: FakeChatMessage[];
}

/** What Google Chat holds of one app. */
export interface FakeChat {
  /** By name. */
  spaces: Map<string, FakeChatSpace>;
  /** The answers to messages that were sent with a request id. */
  requests: Map<string, FakeChatMessage>;
}

export const fakeChat = (): FakeChat => ({ spaces: new Map(), requests: new Map() });

/** Opens a user's chat with the app, as an installation by the administrator does for everybody. */
export function openSpace({ chat }: RouteContext['customer'], user: string): FakeChatSpace {
  const there = [...chat.spaces.values()].find((space) => space.user === user);
  if (there) return there;
  const name = `spaces/${randomUUID().slice(0, 8)}`;
  const space: FakeChatSpace = { name, user, blocked: false, messages: [] };
  chat.spaces.set(name, space);
  return space;
}

const shownSpace = ({ name }: FakeChatSpace) => ({
  name,
  type: 'DM',
  spaceType: 'DIRECT_MESSAGE',
  singleUserBotDm: true,
  spaceThreadingState: 'UNTHREADED_MESSAGES',
});

const shownMessage = (message: FakeChatMessage, space: FakeChatSpace) => ({
  ...message,
  sender: { name: 'users/app', type: 'BOT' },
  space: shownSpace(space),
});

/** What an app may put into a message that it posts. */
function contentOf({ cardsV2, fallbackText, text }: Record<string, unknown>): Partial<FakeChatMessage> {
  if (!cardsV2 && !text) throw new ApiError(400, 'badRequest', 'Message cannot be empty.');
  if (Buffer.byteLength(JSON.stringify({ cardsV2, text })) > 32_000)
    throw new ApiError(400, 'badRequest', 'Message is too large.');
  return {
    ...(cardsV2 !== undefined && { cardsV2: cardsV2 as NonNullable<FakeChatMessage['cardsV2']> }),
    ...(fallbackText !== undefined && { fallbackText: String(fallbackText) }),
    ...(text !== undefined && { text: String(text) }),
  };
}

function spaceAt({ customer, params }: RouteContext): FakeChatSpace {
  const space = customer.chat.spaces.get(`spaces/${params.space}`);
  if (!space) throw notFound('space');
  if (space.blocked) throw new ApiError(403, 'forbidden', 'The app is blocked by the user.');
  return space;
}

export const chatRoutes: Route[] = [
  {
    id: 'chat.spaces.list',
    method: 'GET',
    path: '/v1/spaces',
    scopes: ['chat.bot'],
    admin: false,
    run: ({ customer }) => ({ spaces: [...customer.chat.spaces.values()].slice(0, 1).map(shownSpace) }),
  },
  {
    id: 'chat.spaces.findDirectMessage',
    method: 'GET',
    path: '/v1/spaces:findDirectMessage',
    scopes: ['chat.bot'],
    admin: false,
    run({ customer, query }) {
      const user = userAt(customer, (query.get('name') ?? '').replace('users/', ''));
      const space = [...customer.chat.spaces.values()].find((each) => each.user === user.id);
      if (!space) throw notFound('direct message');
      return shownSpace(space);
    },
  },
  {
    id: 'chat.spaces.setup',
    method: 'POST',
    path: '/v1/spaces:setup',
    scopes: ['chat.spaces.create', 'chat.spaces'],
    admin: false,
    run({ customer, subject, body }) {
      const { singleUserBotDm } = (body.space ?? {}) as { singleUserBotDm?: boolean };
      if (!singleUserBotDm) throw new ApiError(400, 'badRequest', 'Only a direct message with the app is known here.');
      return shownSpace(openSpace(customer, userAt(customer, subject).id));
    },
  },
  {
    id: 'chat.spaces.messages.create',
    method: 'POST',
    path: '/v1/spaces/{space}/messages',
    scopes: ['chat.bot'],
    admin: false,
    run(context) {
      const { customer, query, body, now } = context;
      const requestId = query.get('requestId');
      const space = spaceAt(context);
      const before = requestId === null ? undefined : customer.chat.requests.get(requestId);
      if (before) return shownMessage(before, space);
      const name = `${space.name}/messages/${randomUUID().slice(0, 11)}.${randomUUID().slice(0, 11)}`;
      const message: FakeChatMessage = { name, createTime: now.toISOString(), ...contentOf(body) };
      space.messages.push(message);
      if (requestId !== null) customer.chat.requests.set(requestId, message);
      return shownMessage(message, space);
    },
  },
  {
    id: 'chat.spaces.messages.patch',
    method: 'PATCH',
    path: '/v1/spaces/{space}/messages/{message}',
    scopes: ['chat.bot'],
    admin: false,
    run(context) {
      const space = spaceAt(context);
      const message = space.messages.find(({ name }) => name.endsWith(`/${context.params.message}`));
      if (!message) throw notFound('message');
      if (context.query.get('updateMask') !== 'cards_v2')
        throw new ApiError(400, 'badRequest', 'Only the cards of a message are changed here.');
      const { cardsV2 } = contentOf(context.body);
      Object.assign(message, { cardsV2, lastUpdateTime: context.now.toISOString() });
      return shownMessage(message, space);
    },
  },
];
