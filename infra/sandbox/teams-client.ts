import { randomUUID } from 'node:crypto';
import { type Chats, FILE } from './chats.ts';
import { BOT, type Member } from './directory.ts';
import type { PressAnswer } from './shapes.ts';

/** Teams gives a bot 10 to 15 seconds to answer a press. */
const PATIENCE_MS = 15_000;

const SLOW = 'Countersign is taking too long to answer. Please try again.';
const BROKEN = 'Something went wrong. Please try again.';

/** The app on a person's screen. It reaches the bot in one way only: an activity posted to /api/messages. */
export interface TeamsClient {
  /** What Teams tells the bot when its app is added for a person: twice over, as Teams does. */
  addApp(person: Member): Promise<void>;
  removeApp(person: Member): Promise<void>;
  /** Says something. Returns a sentence if the bot did not take it, else null. */
  say(person: Member, text: string): Promise<string | null>;
  /** Attaches a file: a picture as if pasted, anything else as a file in OneDrive. Returns as `say`. */
  attach(person: Member, file: { name: string; type: string; bytes: Buffer }): Promise<string | null>;
  /** Presses an Action.Execute of a card. */
  press(person: Member, press: Press): Promise<PressAnswer>;
}

interface Press {
  message: string;
  verb: string;
  data?: unknown;
  title?: string | undefined;
}

export function createTeamsClient({
  chats,
  tenant,
  serverUrl,
  serviceUrl,
  now,
}: {
  chats: Chats;
  tenant: string;
  serverUrl: () => string;
  serviceUrl: () => string;
  now: () => Date;
}): TeamsClient {
  const envelope = (person: Member) => ({
    channelId: 'msteams',
    serviceUrl: serviceUrl(),
    timestamp: now().toISOString(),
    from: { id: person.user, name: person.name, aadObjectId: person.objectId },
    conversation: { id: person.conversation, conversationType: 'personal', tenantId: tenant },
    recipient: BOT,
    locale: 'en-GB',
    entities: [{ type: 'clientInfo', locale: 'en-GB', country: 'GB', platform: 'Web', timezone: 'Europe/London' }],
    channelData: { tenant: { id: tenant } },
  });

  async function post(activity: Record<string, unknown>): Promise<{ status: number; body: unknown }> {
    const answer = await fetch(`${serverUrl()}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(activity),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const text = await answer.text();
    return { status: answer.status, body: text && answer.ok ? JSON.parse(text) : null };
  }

  async function tell(activity: Record<string, unknown>): Promise<string | null> {
    try {
      const { status } = await post(activity);
      return status < 300 ? null : `${BROKEN} (The bot answered ${status}.)`;
    } catch (error) {
      return (error as Error).name === 'TimeoutError' ? SLOW : BROKEN;
    }
  }

  const presence = async (person: Member, action: 'add' | 'remove') => {
    const members = [{ id: BOT.id }, { id: person.user, aadObjectId: person.objectId }];
    await tell({
      ...envelope(person),
      type: 'conversationUpdate',
      id: `f:${randomUUID()}`,
      [action === 'add' ? 'membersAdded' : 'membersRemoved']: members,
    });
    await tell({ ...envelope(person), type: 'installationUpdate', id: `f:${randomUUID()}`, action });
  };

  return {
    async addApp(person) {
      chats.install(person.objectId);
      await presence(person, 'add');
    },
    removeApp: (person) => presence(person, 'remove'),

    async say(person, text) {
      const activity = { type: 'message', text, textFormat: 'plain' };
      const id = chats.add(person.objectId, 'person', activity, now());
      return tell({ ...envelope(person), ...activity, id });
    },

    async attach(person, { name, type, bytes }) {
      const view = (as: string) => `${serviceUrl()}/v3/attachments/${chats.keepFile(bytes)}/views/${as}`;
      const attachment = type.startsWith('image/')
        ? { contentType: type, contentUrl: view('original'), name }
        : { contentType: FILE, name, content: { downloadUrl: view('file'), fileType: name.split('.').at(-1) ?? '' } };
      const activity = { type: 'message', text: '', attachments: [attachment] };
      const id = chats.add(person.objectId, 'person', activity, now());
      return tell({ ...envelope(person), ...activity, id });
    },

    async press(person, { message, verb, data, title }) {
      const action = { type: 'Action.Execute', id: '', ...(title && { title }), verb, data };
      try {
        const { status, body } = await post({
          ...envelope(person),
          type: 'invoke',
          name: 'adaptiveCard/action',
          id: `f:${randomUUID()}`,
          channelData: { tenant: { id: tenant }, source: { name: 'message' } },
          replyToId: message,
          value: { action, trigger: 'manual' },
        });
        return status === 200 ? answerOf(body) : { kind: 'words', words: `${BROKEN} (The bot answered ${status}.)` };
      } catch (error) {
        return { kind: 'words', words: (error as Error).name === 'TimeoutError' ? SLOW : BROKEN };
      }
    },
  };
}

/** Reads the answer to adaptiveCard/action: its own status is in the body, whatever the HTTP status says. */
function answerOf(body: unknown): PressAnswer {
  const { statusCode, type, value } = (body ?? {}) as { statusCode?: number; type?: string; value?: unknown };
  if (statusCode === 200 && type === 'application/vnd.microsoft.card.adaptive') return { kind: 'card', card: value };
  if (statusCode === 200 && type === 'application/vnd.microsoft.activity.message' && typeof value === 'string')
    return { kind: 'words', words: value };
  return { kind: 'words', words: BROKEN };
}
