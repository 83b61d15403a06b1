import type { Activity } from 'botbuilder';
import * as z from 'zod';
import type { Config } from '../shared/config.ts';
import { Refusal } from '../shared/errors.ts';
import type { ReadFile } from '../shared/inbound.ts';
import { t } from '../shared/language/words.ts';
import { type Counting, createPace, type Limits } from '../shared/pace.ts';
import type { Account, ConversationReference, Log, Messenger, SendOutcome } from '../shared/ports.ts';
import type { View } from '../shared/view/view.ts';
import { linesOf, oneLine } from '../shared/view/words.ts';
import { createConnector } from './adapter.ts';
import { type Attached, readAttached } from './attachments.ts';
import { CARD, toCard } from './card.ts';
import { LIMITS } from './limits.ts';
import { type Failure, outcomeOf, type Request } from './outcome.ts';
import { mayServe } from './reach.ts';
import { Message, Reference } from './reference.ts';

/** Into a conversation if one is known, else into the private chat with the account. */
type To = { account: Account | null; conversation: ConversationReference | null; hasTurn?: boolean };

/** The Teams door's way out. */
export interface TeamsMessenger extends Messenger {
  readonly door: 'teams';
  send(to: To, view: View): Promise<SendOutcome>;
  /** Sends a sentence instead of a card. */
  say(to: To, words: string): Promise<SendOutcome>;
  /**
   * The address that the tenant's directory holds for a member of a conversation; null for guests, whose address is their
   * own claim. @throws Refusal when Teams can't be asked now.
   */
  vouch(reference: Reference, objectId: string): Promise<string | null>;
  /** Fetches a file that somebody sent. */
  read(file: Attached, most: number): Promise<ReadFile>;
}

export interface TeamsMessengerOptions {
  config: Config;
  log: Log;
  limits?: Limits;
  /** How requests are counted; for this process alone unless given. */
  counting?: Counting;
}

/** A person waits for this answer, and Teams for ours, at most about three seconds. */
const VOUCH_TIMEOUT_MS = 2_000;

/** Writes to people in Teams. Each call is at most one message; nothing is tried again here. */
export function createTeamsMessenger({
  config,
  log,
  limits = LIMITS,
  counting,
}: TeamsMessengerOptions): TeamsMessenger {
  const connector = createConnector(config);
  const pace = createPace(limits, 'teams', counting);

  /** One request within the platform's limits, or how it failed. */
  async function ask<T>(
    request: Request,
    { serviceUrl, conversation }: { serviceUrl: string; conversation: { id: string } | null },
    call: () => Promise<T>,
    hasTurn = false,
  ): Promise<{ kind: 'done'; value: T } | Failure> {
    if (!mayServe(serviceUrl, config)) {
      log.error({ request }, 'not sent: the host of the service URL is not in BOT_SERVICE_HOSTS');
      return { kind: 'failed', detail: t`The address of their chat is not one that the bot may write to.` };
    }
    const wait = hasTurn ? 0 : await pace.turn(conversation?.id ?? null);
    if (wait > 0) return { kind: 'throttled', retryAfterMs: wait };
    try {
      return { kind: 'done', value: await call() };
    } catch (error) {
      const outcome = outcomeOf(error, request, new Date());
      if (outcome.kind === 'throttled') await pace.refused(conversation?.id ?? null, outcome.retryAfterMs);
      // The error itself may quote tokens and names: only what it means is logged.
      log.warn({ request, outcome: outcome.kind, error: (error as Error).name }, 'the Connector refused a request');
      return outcome;
    }
  }

  async function open(account: Account | null, hasTurn: boolean | undefined) {
    const { BOT_SERVICE_URL: serviceUrl } = config;
    if (account?.provider !== 'entra')
      return { kind: 'no-account' as const, detail: t`They have no Microsoft account that we know of.` };
    return ask('open', { serviceUrl, conversation: null }, () => connector.open(account, serviceUrl), hasTurn);
  }

  async function post({ account, conversation, hasTurn }: To, activity: Partial<Activity>): Promise<SendOutcome> {
    const known = Reference.safeParse(conversation).data;
    const chat = known ? { kind: 'done' as const, value: known } : await open(account, hasTurn);
    if (chat.kind !== 'done') return chat;
    const to = chat.value;
    const sent = await ask('post', to, () => connector.post(to, activity), hasTurn);
    if (sent.kind !== 'done') return sent;
    return { kind: 'sent', message: { ...to, activityId: sent.value }, conversation: to };
  }

  /** A card alone in its activity: beside a text, Teams would split it off and its id would be lost. */
  function cardOf(view: View): Partial<Activity> | null {
    try {
      const attachments = [{ contentType: CARD, content: toCard(view) }];
      return { type: 'message', summary: oneLine(view.title), attachments };
    } catch (error) {
      log.error({ err: error }, 'a view could not be drawn');
      return null;
    }
  }

  return {
    door: 'teams',

    async turn({ conversation }) {
      const known = Reference.safeParse(conversation).data;
      // Without a chat one request opens it, and one writes into it.
      return known ? pace.turn(known.conversation.id) : pace.turn(null, 2);
    },

    async send(to, view) {
      const card = cardOf(view);
      return card ? post(to, card) : UNDRAWN;
    },

    say: (to, words) => post(to, { type: 'message', text: linesOf(words).join('\n'), textFormat: 'plain' }),

    async edit(reference, view) {
      const message = Message.safeParse(reference).data;
      if (!message) return { kind: 'failed', detail: t`The message is gone.` };
      const card = cardOf(view);
      if (!card) return UNDRAWN;
      const { activityId: _, ...conversation } = message;
      const put = await ask('put', message, () => connector.put(message, card));
      return put.kind === 'done' ? { kind: 'sent', message, conversation } : put;
    },

    read: (file, most) => readAttached(file, most, { config, token: connector.token, log }),

    async vouch(reference, objectId) {
      const late = new Promise<Failure>((resolve) => {
        setTimeout(resolve, VOUCH_TIMEOUT_MS, { kind: 'unavailable', detail: 'late' }).unref();
      });
      const asked = await Promise.race([late, ask('member', reference, () => connector.member(reference, objectId))]);
      if (asked.kind === 'done') return addressOf(asked.value, objectId);
      if (asked.kind === 'unavailable' || asked.kind === 'throttled')
        throw new Refusal(t`I can't look you up in Teams at the moment. Please try again in a minute.`);
      return null;
    },
  };
}

const UNDRAWN: Failure = { kind: 'failed', detail: t`The message could not be shown as a card.` };

const Member = z.object({
  aadObjectId: z.string().optional(),
  email: z.email().nullish().catch(null),
  userPrincipalName: z.string().nullish(),
  userRole: z.string().nullish(),
});

function addressOf(member: unknown, objectId: string): string | null {
  const { aadObjectId, email, userPrincipalName, userRole } = Member.safeParse(member).data ?? {};
  if (aadObjectId?.toLowerCase() !== objectId) return null;
  // A guest's address is whatever their own organisation says.
  if (userRole === 'guest' || userPrincipalName?.includes('#EXT#')) return null;
  return email ?? z.email().safeParse(userPrincipalName).data ?? null;
}
