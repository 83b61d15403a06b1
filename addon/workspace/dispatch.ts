import type { App } from '../../shared/app.ts';
import type { Call } from '../../shared/feature.ts';
import { goHome } from '../../shared/features.ts';
import { NO_PICTURE } from '../../shared/files.ts';
import type { Origin, ReadFile, Reply } from '../../shared/inbound.ts';
import { t } from '../../shared/language/words.ts';
import { menu } from '../../shared/menu.ts';
import type { Log } from '../../shared/ports.ts';
import type { Attached, Deed, Inbound } from './inbound.ts';
import { Conversation } from './reference.ts';
import type { SignedIn } from './verify.ts';

/** What the Google door needs of the product. */
export type WorkspaceApp = Pick<App, 'press' | 'message' | 'arrived'>;

/** Reads what somebody uploaded into the chat. */
export type ReadUpload = (resource: string, most: number) => Promise<ReadFile>;

/** A file, or why it can't be had here: more permissions would only be asked for this. */
async function readAttached(file: Attached, most: number, readFile: ReadUpload | undefined): Promise<ReadFile> {
  switch (file.kept) {
    case 'in-chat':
      return readFile ? readFile(file.resource, most) : refuse(NO_KEY);
    case 'in-drive':
      return refuse(t`I may not read your Drive. Please upload the picture itself into this chat; nothing was kept.`);
    case 'elsewhere':
      return NO_PICTURE;
    default:
      return file satisfies never;
  }
}

const refuse = (words: string): ReadFile => ({ kind: 'refused', words });
const NO_KEY = t`I can't take pictures in Google Chat: for that the school has to give Countersign its Chat app's key. Please leave a link to it instead; nothing was kept.`;

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
  { app, readFile, log }: { app: WorkspaceApp; readFile?: ReadUpload | undefined; log: Log },
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
  const send = async ({ text, files }: Extract<Deed, { kind: 'message' }>): Promise<Answer> => ({
    reply: await app.message({
      ...origin,
      text,
      files: files.map((file) => ({ read: (most) => readAttached(file, most, readFile) })),
    }),
  });
  try {
    switch (deed.kind) {
      case 'home':
        return await press(goHome.call({}));
      case 'press':
        return await press({ action: deed.action, input: deed.input });
      case 'message':
        return await (deed.files.length ? send(deed) : say(deed.text));
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
