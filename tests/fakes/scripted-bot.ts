import express, { type Router } from 'express';

/** The part of an activity that a scripted bot looks at. */
export interface Received {
  type: string;
  name?: string;
  text?: string;
  id: string;
  serviceUrl: string;
  channelId: string;
  from: { id: string; aadObjectId: string };
  conversation: { id: string; tenantId: string; conversationType: string };
  channelData: { tenant: { id: string } };
  replyToId?: string;
  value?: { action: { type: string; verb: string; data: unknown }; trigger: string };
}

/** What a scripted bot does with an activity; what it returns is the body of the answer. `write` replies in the chat. */
export type Script = (
  activity: Received,
  write: (activity: Record<string, unknown>) => Promise<string>,
) => Promise<unknown> | unknown;

/**
 * A bot of a few lines that speaks the Bot Connector protocol without any library: it keeps what it receives, and answers
 * with what the test says. For whatever the page and the stand-in Connector promise by themselves.
 */
export function scriptedBot(script: Script): { router: Router; received: Received[] } {
  const received: Received[] = [];
  const router = express.Router();
  router.post('/api/messages', express.json(), async (req, res) => {
    const activity = req.body as Received;
    received.push(activity);
    const { serviceUrl, conversation } = activity;
    const write = async (reply: Record<string, unknown>) => {
      const path = `v3/conversations/${encodeURIComponent(conversation.id)}/activities/${activity.id}`;
      const answer = await fetch(`${serviceUrl}/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ type: 'message', ...reply }),
      });
      return ((await answer.json()) as { id: string }).id;
    };
    const body = await script(activity, write);
    res.status(200).json(body ?? {});
  });
  return { router, received };
}

/** An Adaptive Card as an attachment. */
export const attach = (card: unknown) => ({
  attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card }],
});
