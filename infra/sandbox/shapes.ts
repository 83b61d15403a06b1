/** What the sandbox page and its server say to each other. */

/** Whether a person lets the bot write to them, as in Teams: a person can block it, or not have it installed. */
export type Reach = 'ok' | 'blocked' | 'not-installed';

/** Someone of the school, as the product's store knows them. */
export interface SchoolPerson {
  name: string;
  email: string | null;
  /** Directory object id, where the school's list says it. */
  objectId: string | null;
  department: string | null;
  jobTitle: string | null;
  roles: string[];
  /** yyyy-mm-dd */
  startDate: string | null;
  /** yyyy-mm-dd, the last day. */
  leaveDate: string | null;
}

/** Where a chat is. */
export type ChatApp = 'teams' | 'google';

/** One line of the page's list of people. `id` is the object id of their account. */
export interface Face {
  id: string;
  name: string;
  jobTitle: string;
  /** The heading under which they stand. */
  group: string;
  /** What is unusual about them: "leaves on 18 December 2026". */
  note: string | null;
  /** How many messages they haven't looked at, in each chat. */
  unread: Record<ChatApp, number>;
  /** Of the bot in Teams. */
  reach: Reach;
  /** Whether they have an account at Microsoft. */
  teams: boolean;
  /** Their address at Google; null for somebody who has no account there. */
  google: string | null;
}

/** Something worth trying, as one person. */
interface Idea {
  person: string;
  name: string;
  title: string;
  words: string;
}

/** What time it is at school. */
export interface SchoolTime {
  /** ISO-8601 UTC */
  now: string;
  /** Nobody is written to outside school hours. */
  isOpen: boolean;
  nextMorning: string;
}

export interface Everyone {
  school: string;
  /** Of the school: "Europe/London". Times are shown in it. */
  timezone: string;
  time: SchoolTime;
  people: Face[];
  ideas: Idea[];
}

export interface ChatMessage {
  id: string;
  from: 'person' | 'bot';
  /** ISO-8601 UTC */
  at: string;
  /** When the bot changed it last. */
  editedAt: string | null;
  text: string | null;
  textFormat: 'plain' | 'markdown';
  /** Adaptive Cards, or in Google Chat Cards v2, as the bot sent them. */
  cards: unknown[];
  /** What the person attached: its name, and where it can be looked at if it says that it is a picture. */
  files: { name: string; picture: string | null }[];
}

export interface Chat {
  person: string;
  reach: Reach;
  messages: ChatMessage[];
  /** What the app offers when one types "/": Google Chat's commands. */
  commands: { slash: string; hint: string }[];
}

/** What happens in any chat, pushed to the page. */
export type ChatEvent = Happened & { app: ChatApp };
/** The same, within one app. */
export type Happened =
  | { kind: 'message' | 'edited'; person: string; message: ChatMessage }
  | { kind: 'deleted'; person: string; id: string }
  | { kind: 'typing' | 'read'; person: string }
  | { kind: 'clock' }
  | { kind: 'reach'; person: string; reach: Reach };

/** How the bot answered a press: with the card that takes the place of the pressed one, or with one sentence. */
export type PressAnswer = { kind: 'card'; card: unknown } | { kind: 'words'; words: string };
