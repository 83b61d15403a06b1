import type { Account, ConversationReference, Door, MessageReference } from './ports.ts';
import type { View } from './view/view.ts';

/** Who did something and where, as the door verified it. Nothing here is taken from what a card or a body claims about a person. */
export interface Origin {
  door: Door;
  account: Account;
  /** The address that the platform itself vouches for; asked only when the account isn't known yet. Null: it vouches for none. */
  vouchedAddress: () => Promise<string | null>;
  /** How to write to the person again, where the door can. */
  conversation: ConversationReference | null;
  /** Whether others can read along: a team's channel, a group chat. Nothing about people is answered there. */
  shared: boolean;
}

/** A button was pressed on a card. */
export interface Press extends Origin {
  action: string;
  /** The button's own input and what was typed into the card, untrusted. */
  input: Record<string, unknown>;
  /** The message that holds the card. */
  message: MessageReference | null;
  /** What the door answers to a press stays as it is: the message needn't be edited to show it for good. */
  answerStays?: boolean;
}

/** Somebody wrote to the bot. */
export interface Message extends Origin {
  text: string;
  /** What was sent along with it. */
  files?: SentFile[];
}

/** A file that somebody sent, to be fetched from where the platform keeps it. Nothing of it is believed: only its bytes count. */
export interface SentFile {
  /** Its bytes, at most `most` of them; or one sentence that says why it can't be had. Never throws. */
  read(most: number): Promise<ReadFile>;
}

/** What came of reading a file. */
export type ReadFile = { kind: 'read'; bytes: Buffer } | { kind: 'too-large' } | { kind: 'refused'; words: string };

/** What a door gives back. A refusal leaves the card as it is and tells the person one sentence. */
export type Reply = { kind: 'view'; view: View } | { kind: 'refusal'; words: string };
