import * as z from 'zod';
import type { Account } from '../shared/ports.ts';
import { MOST_TYPED, typedLines } from '../shared/typed.ts';
import { type Attached, filesOf } from './attachments.ts';
import { ACTION_KEY } from './card/actions.ts';
import type { Message, Reference } from './reference.ts';

const MAX_MENTIONS = 50;

const Id = z.string().min(1).max(500);
/** A part that some clients send oddly, and without which we can go on. */
const soft = <S extends z.ZodType>(schema: S) => schema.optional().catch(undefined);

/** The parts of a Bot Framework activity that we read. */
export const Activity = z.object({
  type: Id,
  channelId: Id,
  serviceUrl: z.string().max(500),
  name: soft(z.string()),
  action: soft(z.string()),
  text: soft(z.string()),
  value: z.unknown().optional(),
  replyToId: soft(Id),
  from: z.object({ id: Id, aadObjectId: soft(z.guid().toLowerCase()) }),
  recipient: z.object({ id: Id }),
  conversation: z.object({ id: Id, conversationType: soft(Id), tenantId: Id.nullish(), isGroup: soft(z.boolean()) }),
  channelData: z.object({ tenant: z.object({ id: Id }).nullish() }).nullish(),
  membersAdded: soft(z.array(z.object({ id: Id }))),
  entities: soft(z.array(z.unknown())),
  attachments: soft(z.array(z.unknown())),
});
export type Activity = z.output<typeof Activity>;

/** What somebody did. */
export type Deed =
  | { kind: 'message'; text: string; files: Attached[] }
  /** `invoke` is answered in the HTTP response; an older client's press arrives as a message. */
  | { kind: 'press'; invoke: boolean; action: string; input: Record<string, unknown> }
  /** Teams tells of an installation twice; only one of the two greets. */
  | { kind: 'arrived'; greet: boolean }
  /** An invoke that isn't a press of ours, or is malformed: it wants an answer. */
  | { kind: 'unknown-invoke' }
  | { kind: 'ignored' };

/** A deed, by whom and where. */
export interface Inbound {
  deed: Deed;
  /** Null when the platform doesn't say which directory account it is. */
  account: Account | null;
  reference: Reference;
  /** Whether others read along. */
  shared: boolean;
  /** The message whose button was pressed. */
  message: Message | null;
}

/** Reads a verified activity. The tenant is the one that was verified, never one that the activity claims. */
export function inboundOf(activity: Activity, tenant: string): Inbound {
  const { conversation, from, recipient, replyToId } = activity;
  const { id, conversationType, tenantId } = conversation;
  const reference: Reference = {
    serviceUrl: activity.serviceUrl,
    channelId: activity.channelId,
    conversation: { id, ...(conversationType && { conversationType }), ...(tenantId && { tenantId }) },
    bot: { id: recipient.id },
    user: { id: from.id, ...(from.aadObjectId && { aadObjectId: from.aadObjectId }) },
  };
  return {
    deed: deedOf(activity),
    account: from.aadObjectId ? { provider: 'entra', tenant, objectId: from.aadObjectId } : null,
    reference,
    shared: conversation.isGroup === true || (conversationType ?? 'personal') !== 'personal',
    message: replyToId ? { ...reference, activityId: replyToId } : null,
  };
}

const Data = z.record(z.string(), z.unknown());
/** `trigger` is read here because the SDK's own parsing loses it. */
const Pressed = z.object({
  action: z.object({ verb: Id, data: Data.nullish() }),
  trigger: z.literal('manual').nullish(),
});
const Submitted = z.looseObject({ [ACTION_KEY]: Id });

function deedOf(activity: Activity): Deed {
  const { type, name, value, action, membersAdded, recipient } = activity;
  switch (type) {
    case 'invoke': {
      const pressed = name === 'adaptiveCard/action' ? Pressed.safeParse(value).data : undefined;
      if (!pressed) return { kind: 'unknown-invoke' };
      return { kind: 'press', invoke: true, action: pressed.action.verb, input: pressed.action.data ?? {} };
    }
    case 'message': {
      const submitted = Submitted.safeParse(value).data;
      if (!submitted) return { kind: 'message', text: textOf(activity), files: filesOf(activity) };
      const { [ACTION_KEY]: verb, ...input } = submitted;
      return { kind: 'press', invoke: false, action: verb as string, input };
    }
    case 'installationUpdate':
      return action?.startsWith('add') ? { kind: 'arrived', greet: true } : { kind: 'ignored' };
    case 'conversationUpdate':
      return membersAdded?.some((member) => member.id === recipient.id)
        ? { kind: 'arrived', greet: false }
        : { kind: 'ignored' };
    default:
      return { kind: 'ignored' };
  }
}

const Mention = z.object({
  type: z.literal('mention'),
  text: z.string().min(1),
  mentioned: z.object({ id: z.string() }),
});

/** What was typed, without the mention of the bot; of other mentions the name stays. */
function textOf({ text = '', entities = [], recipient }: Activity): string {
  let typed = text.slice(0, 10 * MOST_TYPED);
  for (const entity of entities.slice(0, MAX_MENTIONS)) {
    const mention = Mention.safeParse(entity).data;
    if (mention?.mentioned.id === recipient.id) typed = typed.replaceAll(mention.text, ' ');
  }
  return typedLines(typed.replaceAll(/<\/?at\b[^<>]*>/gi, ''));
}
