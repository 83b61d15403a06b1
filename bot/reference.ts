import * as z from 'zod';

const Id = z.string().min(1);

/**
 * Where the bot can write again: what the Bot Framework calls a conversation reference, without names. Made only from
 * verified activities and from conversations that the bot opened itself.
 */
export const Reference = z.object({
  serviceUrl: z.string(),
  channelId: Id,
  conversation: z.object({ id: Id, conversationType: Id.optional(), tenantId: Id.optional() }),
  bot: z.object({ id: Id }),
  user: z.object({ id: Id, aadObjectId: Id.optional() }),
});
export type Reference = z.output<typeof Reference>;

/** A message in a conversation. */
export const Message = Reference.extend({ activityId: Id });
export type Message = z.output<typeof Message>;
