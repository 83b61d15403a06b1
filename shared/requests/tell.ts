import { nextSendable } from '../calendar.ts';
import { deliver } from '../deliveries/index.ts';
import type { Context } from '../feature.ts';
import { show } from './card.ts';
import type { Request } from './request.ts';

/** Puts a request before whoever asked back, now that they have an answer. */
export const tellAnswer = (
  { id }: Request,
  { to, message }: { to: string; message: string },
  { tx, now, school }: Context,
): Promise<void> =>
  deliver(
    tx,
    { key: `request answer ${message}`, person: to, show: show.call({ request: id }), subject: id, purpose: 'ask' },
    now,
    nextSendable(now, school),
  );
