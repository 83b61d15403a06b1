import type { App } from '../shared/app.ts';
import type { Origin, Reply } from '../shared/inbound.ts';
import { t } from '../shared/language/words.ts';
import type { Log } from '../shared/ports.ts';
import type { Deed, Inbound } from './inbound.ts';
import type { TeamsMessenger } from './send.ts';

/** What the Teams door needs of the product. */
export type TeamsApp = Pick<App, 'press' | 'message' | 'arrived'>;

/** Deeds that the product answers. */
export type Request = Extract<Deed, { kind: 'press' | 'message' | 'arrived' }>;

const refusal = (words: string): Reply => ({ kind: 'refusal', words });

/** What went wrong is ours to find; the person only learns what to do. */
export const sorry = (): Reply => refusal(t`Something went wrong on our side. Please try again in a minute.`);

/** Brings a deed before the product. Never throws: what fails becomes a sentence. */
export async function dispatch(
  { account, reference, shared, message }: Inbound,
  deed: Request,
  { app, messenger, log }: { app: TeamsApp; messenger: TeamsMessenger; log: Log },
): Promise<Reply> {
  if (!account) return refusal(t`I can't see your school account. Please write to me from your school's Teams.`);
  // Nothing about people is shown where others read along, so a card that got there does nothing.
  if (shared && deed.kind === 'press')
    return refusal(t`Others can read along here. Please do this in our private chat.`);
  const origin: Origin = {
    door: 'teams',
    account,
    vouchedAddress: () => messenger.vouch(reference, account.objectId),
    conversation: shared ? null : reference,
    shared,
  };
  try {
    switch (deed.kind) {
      case 'press':
        return await app.press({ ...origin, action: deed.action, input: deed.input, message });
      case 'message':
        if (shared && deed.files.length)
          return refusal(
            t`Others can read along there. Please send pictures here, in our private chat; nothing was kept.`,
          );
        return await app.message({
          ...origin,
          text: deed.text,
          files: deed.files.map((file) => ({ read: (most) => messenger.read(file, most) })),
        });
      case 'arrived':
        return await app.arrived(origin);
      default:
        return deed satisfies never;
    }
  } catch (error) {
    log.error({ err: error, deed: deed.kind }, 'a request from Teams failed');
    return sorry();
  }
}
