import { type App, createApp } from '../../shared/app.ts';
import type { Reply } from '../../shared/inbound.ts';
import type { Account, ConversationReference, Log, MessageReference, Messenger, Store } from '../../shared/ports.ts';
import type { School } from '../../shared/school.ts';
import type { View } from '../../shared/view/view.ts';
import type { Chats } from './chats.ts';
import type { Member } from './directory.ts';
import { playedGoogle } from './past-google.ts';
import { playedTeams } from './past-teams.ts';
import type { StandIn } from './stand-in.ts';

/** The product on a day that has gone by: the same code on a clock that is set by hand. */
export interface Past {
  /** Goes to a moment, never back. */
  goTo(moment: Date): void;
  now(): Date;
  app: App;
  /** Runs every job that is due, and those that follow from them. */
  settle(): Promise<void>;
  /** Presses a button on the newest card that has it, with what its fields hold and what is typed besides. False: there is none. */
  press(member: Member, label: string, typed?: Record<string, string>): Promise<boolean>;
  /** Says something to the bot and has its answer in the chat. */
  say(member: Member, text: string): Promise<void>;
  /** The person looks at everything in their chat. */
  markRead(member: Member): void;
}

export interface PastPorts {
  store: Store;
  school: School;
  standIn: Pick<StandIn, 'chats' | 'googleChats' | 'google' | 'directory' | 'serviceUrl' | 'tenant'>;
  publicUrl: string;
  log: Log;
}

/** What the past's doors work with. */
export interface PlayedParts {
  standIn: PastPorts['standIn'];
  now: () => Date;
}

/** A door on a day that has gone by: nobody listens to HTTP there, so what it would send is written into the chats directly. */
export interface PlayedDoor extends Messenger {
  chats: Chats;
  accountOf(member: Member): Account;
  conversationOf(member: Member): ConversationReference;
  messageOf(member: Member, id: string): MessageReference;
  /** A button of a card by its label, with what a press on it sends. */
  buttonOf(card: unknown, label: string): { action: string; input: Record<string, unknown> } | null;
}

/** Makes the past. The cards, and who can't be reached, are the same as today. */
export function createPast({ store, school, standIn, publicUrl, log }: PastPorts): Past {
  let moment = new Date(0);
  const now = () => moment;
  const teams = playedTeams({ standIn, now });
  const chat = playedGoogle({ standIn, now });
  const app = createApp({ store, clock: { now }, school, messengers: [teams, chat], log, publicUrl });

  const doorOf = ({ hasTeams }: Member) => (hasTeams ? teams : chat);
  const originOf = (member: Member) => {
    const { door, accountOf, conversationOf } = doorOf(member);
    return {
      door,
      account: accountOf(member),
      vouchedAddress: async () => member.email,
      conversation: conversationOf(member),
      shared: false,
    };
  };
  const viewOf = (reply: Reply): View => {
    if (reply.kind === 'view') return reply.view;
    throw new Error(`refused: ${reply.words}`);
  };
  const markRead = (member: Member) => doorOf(member).chats.markRead(member.objectId);

  return {
    app,
    now,
    goTo(to) {
      if (to > moment) moment = to;
    },
    async settle() {
      while (await app.worker.runDue());
    },
    async press(member, label, typed = {}) {
      const { chats, buttonOf, messageOf, edit } = doorOf(member);
      for (const { id, cards } of chats.messages(member.objectId).reverse()) {
        const found = cards.map((drawn) => buttonOf(drawn, label)).find((button) => button !== null);
        if (!found) continue;
        const message = messageOf(member, id);
        const input = { ...found.input, ...typed };
        const reply = await app.press({ ...originOf(member), action: found.action, input, message });
        await edit(message, viewOf(reply));
        markRead(member);
        return true;
      }
      return false;
    },
    async say(member, text) {
      const { chats, send } = doorOf(member);
      chats.add(member.objectId, 'person', { text, textFormat: 'plain' }, moment);
      const reply = await app.message({ ...originOf(member), text });
      const { account, conversation } = originOf(member);
      await send({ account, conversation, address: null, mayOpen: true }, viewOf(reply), '');
      markRead(member);
    },
    markRead,
  };
}
