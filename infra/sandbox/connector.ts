import express, { type Response, type Router } from 'express';
import type { Chats, SentActivity } from './chats.ts';
import type { Directory, Member } from './directory.ts';

/** What Teams takes of one message, cards included; more is answered 413. */
const LARGEST_MESSAGE_BYTES = 28_000;

type Activity = SentActivity & { type?: string };

/**
 * The stand-in Bot Connector: the service that Teams offers a bot to write into chats, as far as a bot in private chats
 * uses it. Paths, bodies and answers follow the Bot Connector REST API (ConnectorAPI.json, v3); who can't be reached is
 * answered as Teams does.
 */
export function connectorRouter({
  directory,
  chats,
  tenant,
  serviceUrl,
  now,
}: {
  directory: Directory;
  chats: Chats;
  tenant: string;
  serviceUrl: () => string;
  now: () => Date;
}): Router {
  const router = express.Router();
  router.use(express.json({ limit: '1mb', type: 'application/json' }));

  /** Answers 201 with the new message's id, or says why the person can't be written to. */
  function write(member: Member, activity: Activity, res: Response) {
    if (Buffer.byteLength(JSON.stringify(activity)) > LARGEST_MESSAGE_BYTES)
      return refuse(res, 413, 'MessageSizeTooBig', 'Message size too large.');
    if (!reachable(member, res)) return;
    if (activity.type === 'typing') {
      chats.typing(member.objectId);
      return res.status(201).json({ id: String(now().getTime()) });
    }
    chats.install(member.objectId);
    return res.status(201).json({ id: chats.add(member.objectId, 'bot', activity, now()) });
  }

  function reachable(member: Member, res: Response): boolean {
    switch (chats.reachOf(member)) {
      case 'ok':
        return true;
      case 'blocked':
        refuse(res, 403, 'ConversationBlockedByUser', 'User blocked the conversation with the bot.');
        return false;
      case 'not-installed':
        refuse(res, 403, 'BotNotInConversationRoster', 'The bot is not part of the conversation roster.');
        return false;
    }
  }

  router.post('/v3/conversations', async (req, res) => {
    const { members, tenantId, channelData, activity } = (req.body ?? {}) as {
      members?: { id?: string }[];
      tenantId?: string;
      channelData?: { tenant?: { id?: string } };
      activity?: Activity;
    };
    const wanted = tenantId ?? channelData?.tenant?.id;
    if (wanted !== tenant) return refuse(res, 400, 'BadArgument', 'Unknown tenant.');
    const member = members?.length === 1 ? await directory.member(String(members[0]?.id)) : undefined;
    if (!member) return refuse(res, 400, 'BadArgument', 'One known member is needed.');
    if (chats.reachOf(member) === 'not-installed') return reachable(member, res);
    // As in Teams, a chat can be opened with someone who blocked the bot; writing to them is what fails.
    chats.install(member.objectId);
    if (activity?.type && !reachable(member, res)) return;
    const activityId = activity?.type ? chats.add(member.objectId, 'bot', activity, now()) : undefined;
    return res
      .status(201)
      .json({ id: member.conversation, serviceUrl: serviceUrl(), ...(activityId && { activityId }) });
  });

  /** The person whose private chat it is. */
  router.param('conversation', async (_req, res, next, id: string) => {
    const member = await directory.inConversation(id);
    if (!member) return refuse(res, 404, 'ConversationNotFound', 'Conversation not found.');
    res.locals.member = member;
    next();
  });
  const memberOf = (res: Response) => res.locals.member as Member;

  router.post(
    ['/v3/conversations/:conversation/activities', '/v3/conversations/:conversation/activities/:replyTo'],
    (req, res) => void write(memberOf(res), (req.body ?? {}) as Activity, res),
  );

  router.put('/v3/conversations/:conversation/activities/:activity', (req, res) => {
    const member = memberOf(res);
    if (!reachable(member, res)) return;
    if (!chats.edit(member.objectId, String(req.params.activity), (req.body ?? {}) as Activity, now()))
      return refuse(res, 404, 'ActivityNotFoundInConversation', 'The activity is not in the conversation.');
    return res.json({ id: req.params.activity });
  });

  router.delete('/v3/conversations/:conversation/activities/:activity', (req, res) => {
    if (!chats.remove(memberOf(res).objectId, String(req.params.activity)))
      return refuse(res, 404, 'ActivityNotFoundInConversation', 'The activity is not in the conversation.');
    return res.status(200).end();
  });

  router.get('/v3/conversations/:conversation/members', (_req, res) => {
    res.json([account(memberOf(res), tenant)]);
  });
  router.get('/v3/conversations/:conversation/pagedmembers', (_req, res) => {
    res.json({ members: [account(memberOf(res), tenant)] });
  });
  router.get('/v3/conversations/:conversation/members/:member', async (req, res) => {
    const asked = await directory.member(String(req.params.member));
    if (asked?.objectId !== memberOf(res).objectId)
      return refuse(res, 404, 'MemberNotFoundInConversation', 'Member is not part of the conversation.');
    return res.json(account(asked, tenant));
  });

  // What people attach. Teams wants the bot's token for a pasted picture; here nobody has one.
  router.get('/v3/attachments/:attachment/views/:view', (req, res) => {
    const bytes = chats.file(req.params.attachment);
    if (!bytes) return refuse(res, 404, 'AttachmentNotFound', 'There is no such attachment.');
    // Whatever it is, a browser takes it for nothing but a picture or a download.
    res.set({ 'content-security-policy': "default-src 'none'; sandbox", 'x-content-type-options': 'nosniff' });
    return res.type(req.params.view === 'original' ? 'image/png' : 'application/octet-stream').send(bytes);
  });

  return router;
}

/** A member as Teams describes one to a bot: what it vouches for is the address and the object id. */
function account({ user, name, email, objectId }: Member, tenant: string) {
  const [givenName, ...rest] = name.split(' ');
  return {
    id: user,
    name,
    aadObjectId: objectId,
    objectId,
    givenName,
    surname: rest.join(' '),
    ...(email && { email, userPrincipalName: email }),
    tenantId: tenant,
    userRole: 'user',
  };
}

function refuse(res: Response, status: number, code: string, message: string) {
  return res.status(status).json({ error: { code, message } });
}
