import type { App } from '../../shared/app.ts';
import type { Call } from '../../shared/feature.ts';
import { goHome } from '../../shared/features.ts';
import type { Origin, Reply } from '../../shared/inbound.ts';
import { t } from '../../shared/language/words.ts';
import { menu } from '../../shared/menu.ts';
import type { Log } from '../../shared/ports.ts';
import type { Deed, Inbound } from './inbound.ts';
import { Conversation } from './reference.ts';
import type { SignedIn } from './verify.ts';

/** What the Google door needs of the product. */
export type WorkspaceApp = Pick<App, 'press' | 'message' | 'arrived'>;

/** Deeds that the product answers. */
export type Request = Exclude<Deed, { kind: 'removed' | 'unknown' }>;

/** A reply, and what gave it: a long one is asked for again, page by page. */
export interface Answer {
  reply: Reply;
  from?: Call;
}

const refusal = (words: string): Answer => ({ reply: { kind: 'refusal', words } });

/** What went wrong is ours to find; the person only learns what to do. */
export const sorry = (): Answer => refusal(t`Something went wrong on our side. Please try again in a minute.`);

/** To an event that we don't know, from a newer Google or an older card. */
export const notOurs = (): Answer => refusal(t`I don't know how to do that. Please write to me what you need.`);

/** Brings a deed before the product. Never throws: what fails becomes a sentence. */
export async function dispatch(
  { door, space, message }: Inbound,
  deed: Request,
  { account, address }: SignedIn,
  { app, log }: { app: WorkspaceApp; log: Log },
): Promise<Answer> {
  const origin: Origin = {
    door,
    account,
    vouchedAddress: async () => address,
    conversation: (door === 'chat' && Conversation.safeParse({ space }).data) || null,
    shared: false,
  };
  const press = async (call: Call): Promise<Answer> => ({
    reply: await app.press({ ...origin, ...call, message, answerStays: true }),
    from: call,
  });
  const say = async (text: string): Promise<Answer> => ({
    reply: await app.message({ ...origin, text }),
    from: { action: 'language.say', input: { text } },
  });
  try {
    switch (deed.kind) {
      case 'home':
        return await press(goHome.call({}));
      case 'press':
        return await press({ action: deed.action, input: deed.input });
      case 'message':
        return await say(deed.text);
      case 'command': {
        const chosen = menu.find(({ number }) => number === deed.number);
        return chosen ? await say(`${chosen.title} ${deed.text}`.trim()) : notOurs();
      }
      case 'arrived':
        return { reply: await app.arrived(origin), from: { action: 'language.say', input: { text: '' } } };
      default:
        return deed satisfies never;
    }
  } catch (error) {
    log.error({ err: error, deed: deed.kind }, 'a request from Google failed');
    return sorry();
  }
}
