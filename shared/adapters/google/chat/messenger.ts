import type { chat_v1 } from '@googleapis/chat';
import * as z from 'zod';
import { t } from '../../../language/words.ts';
import { type Counting, createPace, type Limits } from '../../../pace.ts';
import type { Messenger, Recipient, SendOutcome } from '../../../ports.ts';
import type { View } from '../../../view/view.ts';
import type { GooglePorts } from '../session.ts';
import { type ChatAnswer, type ChatSettings, chatApi } from './api.ts';
import { type Failure, outcomeOf, type Request } from './outcome.ts';

/**
 * What Google lets one project do: 3,000 messages and 3,000 readings of spaces a minute, in one space one message a
 * second. https://developers.google.com/workspace/chat/limits
 */
const LIMITS: Limits = { tenant: { points: 3_000, duration: 60 }, conversation: [{ points: 1, duration: 1 }] };
/** And open 60 chats a minute, from the same page. The outbox gives turns; this holds when several stand in line. */
const OPENINGS: Limits = { ...LIMITS, conversation: [{ points: 60, duration: 60 }] };

/** As the Google door writes them (addon/workspace/reference.ts): the two must stay alike. */
const Chat = z.object({ space: z.string().min(1) });
const Message = Chat.extend({ message: z.string().min(1) });

export interface ChatPorts extends GooglePorts {
  /** Draws a view as a message. @throws Error when it is more than a message holds. */
  draw(view: View): chat_v1.Schema$Message;
  limits?: Limits;
  /** How requests are counted; for this process alone unless given. */
  counting?: Counting;
}

/**
 * Writes to people in Google Chat, as the Chat app. A message sent again under the same key is shown once, for Google keeps
 * the key; so whoever got no answer may simply send it again.
 */
export function chatMessenger(
  settings: ChatSettings,
  { draw, limits = LIMITS, counting, ...ports }: ChatPorts,
): Messenger {
  const api = chatApi(settings, ports);
  const { clock, log } = ports;
  const pace = createPace(limits, 'chat', counting);
  const openings = createPace(OPENINGS, 'chat openings', counting);

  /** One call within Google's limits, or how it failed. */
  async function ask(
    request: Request,
    turn: () => Promise<number>,
    call: () => Promise<ChatAnswer<string>>,
  ): Promise<{ kind: 'done'; value: string } | Failure> {
    const wait = await turn();
    if (wait > 0) return { kind: 'throttled', retryAfterMs: wait };
    const answer = await call();
    return answer.kind === 'done' ? answer : outcomeOf(answer, request);
  }

  async function chatWith({ account, conversation, address, mayOpen }: Recipient) {
    const known = Chat.safeParse(conversation).data;
    if (known) return { kind: 'done' as const, value: known.space };
    if (account?.provider !== 'google') return NOBODY;
    const found = await ask(
      'find',
      () => pace.turn(null),
      () => api.findChat(account.objectId),
    );
    if (found.kind !== 'no-account') return found;
    if (!address) return found;
    if (!mayOpen) return { kind: 'needs-turn' as const };
    return ask(
      'open',
      () => openings.turn('all'),
      () => api.openChat(address),
    );
  }

  const drawn = (view: View): chat_v1.Schema$Message | null => {
    try {
      return draw(view);
    } catch (error) {
      log.error({ err: error, at: clock.now().toISOString() }, 'a view could not be drawn');
      return null;
    }
  };

  return {
    door: 'chat',
    repeatable: true,

    async send(to, view, key): Promise<SendOutcome> {
      const message = drawn(view);
      if (!message) return UNDRAWN;
      const chat = await chatWith(to);
      if (chat.kind !== 'done') return chat;
      const space = chat.value;
      const posted = await ask(
        'post',
        () => pace.turn(space),
        () => api.post(space, message, key),
      );
      if (posted.kind !== 'done') return posted;
      return { kind: 'sent', message: { space, message: posted.value }, conversation: { space } };
    },

    async edit(reference, view): Promise<SendOutcome> {
      const sent = Message.safeParse(reference).data;
      if (!sent) return { kind: 'failed', detail: t`The message is gone.` };
      const message = drawn(view);
      if (!message) return UNDRAWN;
      const { space } = sent;
      const replaced = await ask(
        'replace',
        () => pace.turn(space),
        () => api.replace(sent.message, message),
      );
      return replaced.kind === 'done' ? { kind: 'sent', message: sent, conversation: { space } } : replaced;
    },
  };
}

const NOBODY = { kind: 'no-account' as const, detail: t`They have no Google account that we know of.` };
const UNDRAWN: Failure = { kind: 'failed', detail: t`The message could not be shown as a card.` };
