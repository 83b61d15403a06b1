import express, { type Response, type Router } from 'express';
import * as z from 'zod';
import { isSendable } from '../../shared/campaigns/index.ts';
import { menu } from '../../shared/menu.ts';
import type { School } from '../../shared/school.ts';
import { dayOf } from '../../shared/time.ts';
import type { Chats } from './chats.ts';
import type { SchoolClock } from './clock.ts';
import type { Directory, Member } from './directory.ts';
import { facesOf } from './faces.ts';
import type { GoogleClient } from './google-client.ts';
import type { Scenario } from './scenario.ts';
import type { Chat, ChatEvent, Everyone, SchoolTime } from './shapes.ts';
import type { TeamsClient } from './teams-client.ts';

/** Often enough that nothing in between takes the silence for the end. */
const HEARTBEAT_MS = 25_000;

const Say = z.object({ text: z.string().trim().min(1).max(4_000) });
const Attach = z.object({ name: z.string().min(1).max(200), type: z.string().max(100), data: z.base64() });
const PressBody = z.object({
  message: z.string(),
  verb: z.string(),
  data: z.unknown().optional(),
  title: z.string().optional(),
});
/** What a press of a Card v2 sends: its parameters, and every input of the card. */
const GooglePress = z.object({
  message: z.string().optional(),
  pressed: z.record(z.string(), z.unknown()).optional(),
});
const SetReach = z.object({ reach: z.enum(['ok', 'blocked', 'not-installed']) });

/** What the page asks for and does: it sees chats and people, and speaks to the bot through the Teams client alone. */
export function pageApi({
  school,
  scenario,
  directory,
  chats,
  teams,
  google,
  googleChats,
  clock,
}: {
  school: School;
  scenario: Scenario;
  directory: Directory;
  chats: Chats;
  teams: TeamsClient;
  google: GoogleClient;
  googleChats: Chats;
  clock: SchoolClock;
}): { router: Router; close: () => void } {
  const router = express.Router();
  // A file comes as base64: a third more than it is.
  router.use('/attach', express.json({ limit: '20mb' }));
  router.use(express.json({ limit: '100kb' }));
  const open = new Set<Response>();

  /** Finds the person whom the page says it is, and answers what `run` returns. */
  const as =
    (run: (person: Member, body: unknown, res: Response) => Promise<unknown>) =>
    async (req: express.Request, res: Response) => {
      const asked = req.method === 'GET' ? req.query.person : (req.body as { person?: unknown } | undefined)?.person;
      const person = await directory.member(String(asked));
      if (!person) return res.status(404).json({ words: 'Nobody like that is on the list.' });
      const answer = await run(person, req.body, res);
      return res.json(answer ?? {});
    };

  const chatOf = (person: Member): Chat => ({
    person: person.objectId,
    reach: chats.reachOf(person),
    messages: chats.messages(person.objectId),
    commands: [],
  });

  const time = (): SchoolTime => ({
    now: clock.now().toISOString(),
    isOpen: isSendable(clock.now(), school),
    nextMorning: clock.nextMorning().toISOString(),
  });

  router.get('/people', async (_req, res) => {
    const members = await directory.all();
    const everyone: Everyone = {
      school: school.school.name,
      timezone: school.school.timezone,
      time: time(),
      people: facesOf(members, { chats, googleChats, google }, dayOf(clock.now(), school)),
      ideas: scenario.ideas.flatMap(({ person, title, words }) => {
        const member = members.find(({ email }) => email === person);
        return member ? [{ person: member.objectId, name: member.name, title, words }] : [];
      }),
    };
    res.json(everyone);
  });

  router.get(
    '/chat',
    as(async (person) => chatOf(person)),
  );

  // The first look at a chat is when Teams adds the app and says so to the bot.
  router.post(
    '/open',
    as(async (person, _, res) => {
      if (!person.hasTeams) return void res.status(404);
      if (chats.reachOf(person) === 'ok' && !chats.isInstalled(person.objectId)) await teams.addApp(person);
      chats.markRead(person.objectId);
      return chatOf(person);
    }),
  );

  router.post(
    '/read',
    as(async (person) => chats.markRead(person.objectId)),
  );

  router.post(
    '/say',
    as(async (person, body, res) => {
      const said = Say.safeParse(body);
      if (!said.success) return void res.status(400);
      if (!person.hasTeams || chats.reachOf(person) !== 'ok') return void res.status(409);
      const words = await teams.say(person, said.data.text);
      if (words) res.status(502);
      return { words };
    }),
  );

  router.post(
    '/attach',
    as(async (person, body, res) => {
      const { name, type, data } = Attach.safeParse(body).data ?? {};
      if (!name || type === undefined || data === undefined) return void res.status(400);
      if (chats.reachOf(person) !== 'ok') return void res.status(409);
      const words = await teams.attach(person, { name, type, bytes: Buffer.from(data, 'base64') });
      if (words) res.status(502);
      return { words };
    }),
  );

  router.post(
    '/press',
    as(async (person, body, res) => {
      const press = PressBody.safeParse(body);
      if (!press.success) return void res.status(400);
      if (!chats.has(person.objectId, press.data.message)) return void res.status(404);
      return teams.press(person, press.data);
    }),
  );

  router.post(
    '/reach',
    as(async (person, body, res) => {
      const change = SetReach.safeParse(body);
      if (!change.success) return void res.status(400);
      const before = chats.reachOf(person);
      chats.setReach(person.objectId, change.data.reach);
      if (change.data.reach === 'ok' && before === 'not-installed') await teams.addApp(person);
      if (change.data.reach === 'not-installed' && before === 'ok') await teams.removeApp(person);
      return chatOf(person);
    }),
  );

  const googleChatOf = (person: Member): Chat => ({
    person: person.objectId,
    reach: 'ok',
    messages: googleChats.messages(person.objectId),
    commands: menu.map(({ slash, hint }) => ({ slash, hint })),
  });

  router.post(
    '/google/sidebar',
    as(async (person, body) => google.sidebar(person, GooglePress.safeParse(body).data?.pressed)),
  );

  router.post(
    '/google/open',
    as(async (person, _, res) => {
      if (!google.accountOf(person)) return void res.status(404);
      if (!googleChats.isInstalled(person.objectId)) await google.addApp(person);
      googleChats.markRead(person.objectId);
      return googleChatOf(person);
    }),
  );

  router.post(
    '/google/read',
    as(async (person) => googleChats.markRead(person.objectId)),
  );

  router.post(
    '/google/say',
    as(async (person, body, res) => {
      const said = Say.safeParse(body);
      if (!said.success) return void res.status(400);
      return { words: await google.say(person, said.data.text) };
    }),
  );

  router.post(
    '/google/press',
    as(async (person, body, res) => {
      const { message, pressed } = GooglePress.safeParse(body).data ?? {};
      if (!message || !pressed) return void res.status(400);
      if (!googleChats.has(person.objectId, message)) return void res.status(404);
      return { kind: 'words', words: (await google.press(person, message, pressed)) ?? '' };
    }),
  );

  router.post('/next-morning', (_req, res) => {
    clock.goToNextMorning();
    res.json(time());
  });

  router.get('/events', (req, res) => {
    res.set({ 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    res.write(':\n\n');
    open.add(res);
    const tell = (event: ChatEvent) => res.write(`data: ${JSON.stringify(event)}\n\n`);
    const stops = [
      chats.listen((event) => tell({ ...event, app: 'teams' })),
      googleChats.listen((event) => tell({ ...event, app: 'google' })),
    ];
    const heartbeat = setInterval(() => res.write(':\n\n'), HEARTBEAT_MS);
    req.on('close', () => {
      clearInterval(heartbeat);
      for (const stop of stops) stop();
      open.delete(res);
    });
  });

  return { router, close: () => open.forEach((res) => void res.end()) };
}
