import * as z from 'zod';
import { typedLines } from '../../shared/typed.ts';
import { PARAMETERS } from './card/actions.ts';
import { Message } from './reference.ts';
import type { Tokens } from './verify.ts';

/** A part that may be missing or odd, and without which we can go on. */
const soft = <S extends z.ZodType>(schema: S) => schema.optional().catch(undefined);

const Space = z.object({
  name: z.string(),
  type: soft(z.string()),
  singleUserBotDm: soft(z.boolean()),
});
const Attachment = z.object({
  source: soft(z.string()),
  contentType: soft(z.string()),
  attachmentDataRef: soft(z.object({ resourceName: z.string() })),
});
const ChatText = z.object({
  name: soft(z.string()),
  text: soft(z.string()),
  argumentText: soft(z.string()),
  attachment: soft(z.array(Attachment)),
});
const Payload = z.object({ space: soft(Space), message: soft(ChatText) });
/** A number from 1 to 1,000. It is documented as a number, and arrives as text from some clients. */
const CommandId = z.union([z.number(), z.string().regex(/^\d+$/)]).transform(Number);

/**
 * The parts of an add-on's event that we read: EventObject of Google's add-on reference, the same for the sidebar and for
 * Google Chat. Locale, time zone and host don't matter to us, so nothing that they may be can be wrong.
 */
const Event = z.object({
  commonEventObject: soft(
    z.object({
      parameters: soft(z.record(z.string(), z.unknown())),
      formInputs: soft(z.record(z.string(), z.unknown())),
    }),
  ),
  authorizationEventObject: soft(z.object({ systemIdToken: soft(z.string()), userIdToken: soft(z.string()) })),
  chat: soft(
    z.looseObject({
      user: soft(z.object({ name: soft(z.string()) })),
      messagePayload: soft(Payload),
      buttonClickedPayload: soft(Payload),
      addedToSpacePayload: soft(Payload),
      removedFromSpacePayload: soft(Payload),
      appCommandPayload: soft(
        Payload.extend({ appCommandMetadata: soft(z.object({ appCommandId: soft(CommandId) })) }),
      ),
    }),
  ),
});
type Event = z.output<typeof Event>;

/** A file that came with a message: uploaded into the chat, by the name of its data there; in Drive; or of no kind that we know. */
export type Attached = { kept: 'in-chat'; resource: string } | { kept: 'in-drive' } | { kept: 'elsewhere' };

/** What somebody did. */
export type Deed =
  /** The sidebar was opened. */
  | { kind: 'home' }
  | { kind: 'press'; action: string; input: Record<string, unknown>; page: number; form: boolean }
  | { kind: 'message'; text: string; files: Attached[] }
  /** A slash command, by its number, with what was typed after it. */
  | { kind: 'command'; number: number; text: string }
  | { kind: 'arrived' }
  /** The app was taken out of a space: there is nobody left to answer. */
  | { kind: 'removed' }
  | { kind: 'unknown' };

/** A deed, and where. */
export interface Inbound {
  door: 'workspace' | 'chat';
  deed: Deed;
  tokens: Tokens;
  /** In Google Chat: whom it says that it was, to be held against the user's token. */
  sender: string | null;
  /** In Google Chat: the direct message, or the space, in which it happened. */
  space: string | null;
  /** Whether others read along. */
  shared: boolean;
  /** The message whose button was pressed. */
  message: Message | null;
}

/** Reads an event; of one that makes no sense, that. The tokens are as they came: nothing of it may be believed before. */
export function inboundOf(body: unknown, authorization?: string): Inbound {
  const event = Event.safeParse(body).data ?? {};
  const { chat, authorizationEventObject } = event;
  const tokens = {
    system: authorizationEventObject?.systemIdToken ?? /^Bearer ([\w.-]+)$/i.exec(authorization ?? '')?.[1],
    user: authorizationEventObject?.userIdToken,
  };
  if (!chat) {
    const deed = pressOf(event) ?? { kind: 'home' as const };
    return { door: 'workspace', deed, tokens, sender: null, space: null, shared: false, message: null };
  }
  const { deed, payload } = chatDeedOf(event, chat);
  const space = payload?.space;
  const name = payload?.message?.name;
  return {
    door: 'chat',
    deed,
    tokens,
    sender: chat.user?.name ?? '',
    space: space?.name ?? null,
    // The only space without others is the direct message between one person and the app.
    shared: !(space && (space.singleUserBotDm === true || space.type === 'DM')),
    message: (deed.kind === 'press' && Message.safeParse({ space: space?.name, message: name }).data) || null,
  };
}

function chatDeedOf(event: Event, chat: NonNullable<Event['chat']>): { deed: Deed; payload?: Payload | undefined } {
  const { messagePayload, buttonClickedPayload, addedToSpacePayload, removedFromSpacePayload, appCommandPayload } =
    chat;
  if (buttonClickedPayload) return { deed: pressOf(event) ?? { kind: 'unknown' }, payload: buttonClickedPayload };
  if (appCommandPayload) {
    const number = appCommandPayload.appCommandMetadata?.appCommandId ?? 0;
    // Without `argumentText` the command itself is still before what was typed.
    const text = typed(appCommandPayload).replace(/^\/[\w-]+ ?/, '');
    return { deed: { kind: 'command', number, text }, payload: appCommandPayload };
  }
  if (messagePayload) {
    const deed = { kind: 'message' as const, text: typed(messagePayload), files: filesOf(messagePayload) };
    return { deed, payload: messagePayload };
  }
  if (addedToSpacePayload) return { deed: { kind: 'arrived' }, payload: addedToSpacePayload };
  if (removedFromSpacePayload) return { deed: { kind: 'removed' }, payload: removedFromSpacePayload };
  return { deed: { kind: 'unknown' } };
}

type Payload = z.output<typeof Payload>;

/** Attachments that are read of one message; the product takes fewer files. */
const MOST_FILES = 20;

const filesOf = ({ message }: Payload): Attached[] =>
  (message?.attachment ?? []).slice(0, MOST_FILES).map(({ source, contentType = '', attachmentDataRef }) => {
    if (source === 'DRIVE_FILE') return { kept: 'in-drive' };
    if (!contentType.startsWith('image/') || !attachmentDataRef) return { kept: 'elsewhere' };
    return { kept: 'in-chat', resource: attachmentDataRef.resourceName };
  });

/** What was typed; `argumentText` is without the mention of the app and without the slash command. */
const typed = ({ message }: Payload): string => typedLines(message?.argumentText ?? message?.text ?? '');

/** JSON in a parameter of ours. */
const json = <S extends z.ZodType>(schema: S) =>
  z
    .string()
    .transform((text, context) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        context.addIssue({ code: 'custom', message: 'no JSON' });
        return z.NEVER;
      }
    })
    .pipe(schema);

const Pressed = z.object({
  [PARAMETERS.action]: z.string().min(1).max(200),
  [PARAMETERS.input]: json(z.record(z.string(), z.unknown())),
  [PARAMETERS.fields]: json(z.record(z.string(), z.string())).optional(),
  [PARAMETERS.page]: z.coerce.number().int().min(1).max(1_000).optional(),
});

/** A press of one of our buttons; undefined for anything else. Google brings every parameter back as it was, as text. */
function pressOf({ commonEventObject }: Event): Extract<Deed, { kind: 'press' }> | undefined {
  const pressed = Pressed.safeParse(commonEventObject?.parameters).data;
  if (!pressed) return undefined;
  const { action, input, fields = {}, page = 1 } = pressed;
  const answers = Object.entries(fields).flatMap(([name, kind]) => {
    const value = answerOf(commonEventObject?.formInputs?.[name], kind);
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    kind: 'press',
    action,
    input: { ...input, ...Object.fromEntries(answers) },
    page,
    form: Boolean(pressed.fields),
  };
}

const Answer = z.object({
  stringInputs: soft(z.object({ value: z.array(z.string()) })),
  dateInput: soft(z.object({ msSinceEpoch: z.coerce.number() })),
  dateTimeInput: soft(z.object({ msSinceEpoch: z.coerce.number() })),
});

/** What was typed or chosen, as every door gives it: text, a date as yyyy-mm-dd, a toggle as "true" or "false". */
function answerOf(given: unknown, kind: string): string | undefined {
  const { stringInputs, dateInput, dateTimeInput } = Answer.safeParse(given).data ?? {};
  const text = stringInputs?.value[0];
  switch (kind) {
    case 'toggle':
      return String(text === 'true');
    case 'date': {
      // A date is given as midnight in UTC, wherever the person is.
      const at = new Date((dateInput ?? dateTimeInput)?.msSinceEpoch ?? Number.NaN);
      return Number.isNaN(at.getTime()) ? undefined : at.toISOString().slice(0, 10);
    }
    default:
      return text || undefined;
  }
}
