import type { Reply } from '../shared/inbound.ts';
import { t } from '../shared/language/words.ts';
import type { Log, SendOutcome } from '../shared/ports.ts';
import { linesOf } from '../shared/view/words.ts';
import { CARD, toCard } from './card.ts';
import { sorry } from './dispatch.ts';
import type { Inbound } from './inbound.ts';
import type { TeamsMessenger } from './send.ts';

/** The body of an answer to an invoke. HTTP itself always says 200, or Teams would show an error of its own. */
export interface InvokeAnswer {
  statusCode: number;
  type: string;
  value: unknown;
}

/** A view takes the place of the pressed card; a refusal is shown over it and leaves it as it is. */
export function invokeAnswer(reply: Reply, log: Log): InvokeAnswer {
  if (reply.kind === 'refusal')
    return {
      statusCode: 200,
      type: 'application/vnd.microsoft.activity.message',
      value: linesOf(reply.words).join('\n'),
    };
  try {
    return { statusCode: 200, type: CARD, value: toCard(reply.view) };
  } catch (error) {
    log.error({ err: error }, 'a view could not be drawn');
    return invokeAnswer(sorry(), log);
  }
}

/** To an invoke that is no press of ours: a card that refreshes by itself, a message extension, nonsense. */
export const notOurs = (): InvokeAnswer => ({
  statusCode: 400,
  type: 'application/vnd.microsoft.error',
  value: { code: 'BadRequest', message: t`I don't know how to do that. Please write to me what you need.` },
});

/** Gives a reply as a message: where it was asked, or in private when others read along there. */
export async function send(
  messenger: TeamsMessenger,
  { account, reference, shared }: Inbound,
  reply: Reply,
): Promise<SendOutcome> {
  const give = (conversation: typeof reference | null) =>
    reply.kind === 'view'
      ? messenger.send({ account, conversation }, reply.view)
      : messenger.say({ account, conversation }, reply.words);
  if (!shared) return give(reference);
  const { kind } = await give(null);
  return messenger.say(
    { account, conversation: reference },
    kind === 'sent' || kind === 'unconfirmed'
      ? t`I've answered you in our private chat.`
      : t`Others can read along here. Please open a chat with me in Teams and ask me there.`,
  );
}

/** Answers a press that came as a message: in the message that was pressed, or in a new one. */
export async function show(messenger: TeamsMessenger, inbound: Inbound, reply: Reply): Promise<SendOutcome> {
  if (reply.kind === 'view' && inbound.message) {
    const edited = await messenger.edit(inbound.message, reply.view);
    if (edited.kind === 'sent') return edited;
  }
  return send(messenger, inbound, reply);
}
