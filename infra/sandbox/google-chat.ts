import express, { type Response, type Router } from 'express';
import type { Chats, SentActivity } from './chats.ts';
import type { Directory, Member } from './directory.ts';
import { type GoogleClient, spaceOf } from './google-client.ts';

/** "The maximum message size, including text and cards, is 32,000 bytes." */
const LARGEST_MESSAGE_BYTES = 32_000;

/**
 * The stand-in Google Chat API: the four calls with which an app writes into direct messages, by Google's discovery document
 * (chat, v1). Everybody with a Google account has the direct message already, as after an installation by the administrator.
 */
export function googleChatRouter({
  directory,
  google,
  chats,
  now,
}: {
  directory: Directory;
  google: Pick<GoogleClient, 'accountOf'>;
  chats: Chats;
  now: () => Date;
}): Router {
  const router = express.Router();
  router.use(express.json({ limit: '1mb', type: 'application/json' }));

  const people = async () =>
    (await directory.all()).flatMap((person) => {
      const account = google.accountOf(person);
      return account ? [{ person, ...account }] : [];
    });
  const space = (sub: string) => ({
    name: spaceOf(sub),
    type: 'DM',
    spaceType: 'DIRECT_MESSAGE',
    singleUserBotDm: true,
  });

  router.get('/v1/spaces\\:findDirectMessage', async ({ query }, res) => {
    const wanted = String(query.name).replace('users/', '');
    const found = (await people()).find(({ sub, address }) => sub === wanted || address === wanted);
    if (!found) return refuse(res, 404, 'NOT_FOUND', 'There is no direct message.');
    res.json(space(found.sub));
  });

  router.param('space', async (_req, res, next, id: string) => {
    const found = (await people()).find(({ sub }) => spaceOf(sub) === `spaces/${id}`);
    if (!found) return refuse(res, 404, 'NOT_FOUND', 'There is no such space.');
    res.locals.person = found.person;
    next();
  });
  const shown = (req: express.Request, id: string, message: SentActivity) => ({
    ...message,
    name: `spaces/${req.params.space}/messages/${id}`,
    createTime: now().toISOString(),
  });

  router.post('/v1/spaces/:space/messages', (req, res) => {
    const message = (req.body ?? {}) as SentActivity;
    if (Buffer.byteLength(JSON.stringify(message)) > LARGEST_MESSAGE_BYTES)
      return refuse(res, 400, 'INVALID_ARGUMENT', 'Message is too large.');
    const { objectId } = res.locals.person as Member;
    chats.install(objectId);
    res.json(shown(req, chats.add(objectId, 'bot', message, now()), message));
  });

  router.patch('/v1/spaces/:space/messages/:message', (req, res) => {
    const message = (req.body ?? {}) as SentActivity;
    const { objectId } = res.locals.person as Member;
    const id = String(req.params.message);
    if (!chats.edit(objectId, id, message, now())) return refuse(res, 404, 'NOT_FOUND', 'There is no such message.');
    res.json(shown(req, id, message));
  });

  return router;
}

function refuse(res: Response, code: number, status: string, message: string): void {
  res.status(code).json({ error: { code, message, status } });
}
