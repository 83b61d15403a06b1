import type { WorkspaceSettings } from '../../addon/workspace/settings.ts';
import { menu } from '../../shared/menu.ts';
import type { Clock } from '../../shared/ports.ts';
import type { Chats, SentActivity } from './chats.ts';
import type { Member } from './directory.ts';
import { GOOGLE_CUSTOMER, GOOGLE_DOMAIN, googleAddress, googleId } from './google-people.ts';
import type { Issuer } from './keys.ts';

/** Google waits for an add-on this long. */
const PATIENCE_MS = 30_000;

const SERVICE_ACCOUNT = 'service-104729@gcp-sa-gsuiteaddons.iam.gserviceaccount.com';
const CLIENT_ID = '104729-sandbox.apps.googleusercontent.com';
/** What Google calls itself in its tokens. */
export const GOOGLE_ISSUER = 'https://accounts.google.com';

const BROKEN = 'Something went wrong. Please try again.';

/** What Google sends of a press: `commonEventObject`, as the card's button and inputs make it. */
type Pressed = Record<string, unknown>;

/** An answer of the add-on's, as Google gets it, or the sentence that Google itself would show. */
export type GoogleAnswer = { answer: unknown } | { words: string };

/** Google on a person's screen. It reaches the add-on in one way only: an event posted to its endpoint, with real tokens. */
export interface GoogleClient {
  /** How the add-on checks the tokens that are given out here: with the same code as those of Google. */
  settings(): WorkspaceSettings;
  /** The person's account at Google; null if they have none. */
  accountOf(person: Member): { sub: string; address: string } | null;
  /** Opens the sidebar, or sends a press in it. */
  sidebar(person: Member, pressed?: Pressed): Promise<GoogleAnswer>;
  /** Opens the chat for the first time: the administrator added the app. */
  addApp(person: Member): Promise<void>;
  /** Says something in the direct message; a slash command is sent as one. Returns a sentence if the add-on did not take it, else null. */
  say(person: Member, text: string): Promise<string | null>;
  /** Presses a button of a message. */
  press(person: Member, message: string, pressed: Pressed): Promise<string | null>;
}

/** The direct message of an account with the app, as the Chat API names it. */
export const spaceOf = (sub: string): string => `spaces/dm${sub}`;

export function createGoogleClient({
  chats,
  google,
  serverUrl,
  clock,
}: {
  /** What stands in Google Chat. */
  chats: Chats;
  google: Issuer;
  serverUrl: () => string;
  clock: Clock;
}): GoogleClient {
  const endpoint = () => `${serverUrl()}/workspace`;
  const accountOf = (person: Member) => {
    const address = googleAddress(person);
    return address ? { sub: googleId(person.name, address), address } : null;
  };

  async function post(person: Member, hostApp: string, pressed: Pressed, chat?: object): Promise<GoogleAnswer> {
    const account = accountOf(person);
    if (!account) return { words: `${person.name} has no Google account.` };
    const { sub, address } = account;
    const event = {
      commonEventObject: {
        hostApp,
        platform: 'WEB',
        userLocale: 'en-GB',
        timeZone: { id: 'Europe/London', offset: 0 },
        ...pressed,
      },
      authorizationEventObject: {
        systemIdToken: await google.sign(endpoint(), { email: SERVICE_ACCOUNT, email_verified: true }),
        userIdToken: await google.sign(CLIENT_ID, { sub, hd: GOOGLE_DOMAIN, email: address, email_verified: true }),
      },
      ...(chat && {
        chat: { user: { name: `users/${sub}`, type: 'HUMAN' }, eventTime: clock.now().toISOString(), ...chat },
      }),
    };
    try {
      const answer = await fetch(endpoint(), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(event),
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      return answer.ok ? { answer: await answer.json() } : { words: `${BROKEN} (It answered ${answer.status}.)` };
    } catch {
      return { words: BROKEN };
    }
  }

  const dm = ({ sub }: { sub: string }) => ({
    name: spaceOf(sub),
    type: 'DM',
    spaceType: 'DIRECT_MESSAGE',
    singleUserBotDm: true,
  });

  /** Sends an event of Google Chat, and does with the answer what Google Chat does. */
  async function chat(
    person: Member,
    payload: (space: object) => object,
    { pressed = {}, message = null }: { pressed?: Pressed; message?: string | null } = {},
  ): Promise<string | null> {
    const account = accountOf(person);
    const given = await post(person, 'CHAT', pressed, payload(account ? dm(account) : {}));
    if ('words' in given) return given.words;
    const { createMessageAction, updateMessageAction } = actionsOf(given.answer);
    if (createMessageAction) chats.add(person.objectId, 'bot', createMessageAction.message, clock.now());
    if (updateMessageAction && message) chats.edit(person.objectId, message, updateMessageAction.message, clock.now());
    return null;
  }

  return {
    settings: () => ({
      endpoint: endpoint(),
      serviceAccount: SERVICE_ACCOUNT,
      clientId: CLIENT_ID,
      customer: GOOGLE_CUSTOMER,
      domains: [GOOGLE_DOMAIN],
      metadataUrl: google.metadataUrl(),
    }),
    accountOf,
    sidebar: (person, pressed = {}) => post(person, 'GMAIL', pressed),
    async addApp(person) {
      chats.install(person.objectId);
      await chat(person, (space) => ({ addedToSpacePayload: { space } }));
    },
    say(person, text) {
      chats.add(person.objectId, 'person', { text }, clock.now());
      const [, slash, argumentText = ''] = /^(\/\S+)([\s\S]*)$/.exec(text) ?? [];
      const command = menu.find((one) => one.slash === slash);
      if (!command)
        return chat(person, (space) => ({ messagePayload: { space, message: { text, argumentText: text } } }));
      const appCommandMetadata = { appCommandId: command.number, appCommandType: 'SLASH_COMMAND' };
      return chat(person, (space) => ({
        appCommandPayload: { appCommandMetadata, space, message: { text, argumentText } },
      }));
    },
    press: (person, message, pressed) =>
      chat(
        person,
        (space) => ({
          buttonClickedPayload: { space, message: { name: `${(space as { name: string }).name}/messages/${message}` } },
        }),
        { pressed, message },
      ),
  };
}

type Posted = { message: SentActivity };

function actionsOf(answer: unknown): { createMessageAction?: Posted; updateMessageAction?: Posted } {
  const { hostAppDataAction } = answer as { hostAppDataAction?: { chatDataAction?: object } };
  return hostAppDataAction?.chatDataAction ?? {};
}
