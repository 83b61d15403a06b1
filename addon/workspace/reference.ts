import * as z from 'zod';

/** A resource name of the Chat API. */
const Space = z.string().regex(/^spaces\/[\w-]+$/);

/** Where Google Chat can be written to again: the direct message with one person. Made only from verified events and from spaces that we set up. */
export const Conversation = z.object({ space: Space });

/** A message of ours in Google Chat. */
export const Message = z.object({ space: Space, message: z.string().regex(/^spaces\/[\w-]+\/messages\/[\w.-]+$/) });
export type Message = z.output<typeof Message>;
