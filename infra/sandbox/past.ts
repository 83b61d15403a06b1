import { CARD, toCard } from '../../bot/card.ts';
import { type App, createApp } from '../../shared/app.ts';
import type { Reply } from '../../shared/inbound.ts';
import type { Account, Log, Messenger, SendOutcome, Store } from '../../shared/ports.ts';
import type { School } from '../../shared/school.ts';
import type { View } from '../../shared/view/view.ts';
import type { Member } from './directory.ts';
import { BOT } from './directory.ts';
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
}

export interface PastPorts {
  store: Store;
  school: School;
  standIn: Pick<StandIn, 'chats' | 'directory' | 'serviceUrl' | 'tenant'>;
  publicUrl: string;
  log: Log;
}

/**
 * Makes the past. Nobody listens to HTTP there, so what the Teams door would send is written into the chats directly; the
 * cards, and who can't be reached, are the same.
 */
export function createPast({ store, school, standIn, publicUrl, log }: PastPorts): Past {
  const { chats, directory, serviceUrl, tenant } = standIn;
  let moment = new Date(0);
  const clock = { now: () => moment };
  const card = (view: View) => ({ attachments: [{ contentType: CARD, content: toCard(view) }] });
  const referenceTo = ({ conversation, user, objectId }: Member) => ({
    serviceUrl: serviceUrl(),
    channelId: 'msteams',
    conversation: { id: conversation, conversationType: 'personal', tenantId: tenant },
    bot: { id: BOT.id },
    user: { id: user, aadObjectId: objectId },
  });

  const messenger: Messenger = {
    door: 'teams',
    async send({ account }, view): Promise<SendOutcome> {
      const member = await directory.member(account?.objectId ?? '');
      if (!member) return { kind: 'no-account', detail: '' };
      const reach = chats.reachOf(member);
      if (reach !== 'ok') return { kind: reach, detail: WHY[reach] };
      chats.install(member.objectId);
      const conversation = referenceTo(member);
      const activityId = chats.add(member.objectId, 'bot', card(view), moment);
      return { kind: 'sent', message: { ...conversation, activityId }, conversation };
    },
    async edit(message, view): Promise<SendOutcome> {
      const { user, activityId } = message as { user: { aadObjectId: string }; activityId: string };
      chats.edit(user.aadObjectId, activityId, card(view), moment);
      return { kind: 'sent', message, conversation: message };
    },
  };
  const app = createApp({ store, clock, school, messengers: [messenger], log, publicUrl });

  const originOf = (member: Member) => ({
    door: 'teams' as const,
    account: { provider: 'entra', tenant, objectId: member.objectId } satisfies Account,
    vouchedAddress: async () => member.email,
    conversation: referenceTo(member),
    shared: false,
  });
  const viewOf = (reply: Reply): View => {
    if (reply.kind === 'view') return reply.view;
    throw new Error(`refused: ${reply.words}`);
  };

  return {
    app,
    now: clock.now,
    goTo(to) {
      if (to > moment) moment = to;
    },
    async settle() {
      while (await app.worker.runDue());
    },
    async press(member, label, typed = {}) {
      for (const { id, cards } of chats.messages(member.objectId).reverse()) {
        const found = cards.map((drawn) => buttonOf(drawn, label)).find((button) => button !== null);
        if (!found) continue;
        const message = { ...referenceTo(member), activityId: id };
        const input = { ...found.input, ...typed };
        const reply = await app.press({ ...originOf(member), action: found.action, input, message });
        await messenger.edit(message, viewOf(reply));
        chats.markRead(member.objectId);
        return true;
      }
      return false;
    },
    async say(member, text) {
      chats.add(member.objectId, 'person', { text, textFormat: 'plain' }, moment);
      const reply = await app.message({ ...originOf(member), text });
      const { account, conversation } = originOf(member);
      await messenger.send({ account, conversation, address: null, mayOpen: true }, viewOf(reply), '');
      chats.markRead(member.objectId);
    },
  };
}

const WHY = { blocked: 'They have blocked the app.', 'not-installed': 'The app is not installed for them.' };

/** An element of a card, as far as one who presses looks at it. */
interface Element {
  type?: string;
  id?: string;
  value?: string;
  title?: string;
  verb?: string;
  data?: Record<string, unknown>;
  associatedInputs?: 'auto' | 'none';
  body?: Element[];
  items?: Element[];
  columns?: Element[];
  actions?: Element[];
}

/** A button of a card by its label, with what a press on it sends. */
function buttonOf(card: unknown, label: string): { action: string; input: Record<string, unknown> } | null {
  const inside = ({ body = [], items = [], columns = [], actions = [] }: Element): Element[] =>
    [...body, ...items, ...columns, ...actions].flatMap((element) => [element, ...inside(element)]);
  const elements = inside(card as Element);
  const button = elements.find(({ type, title }) => type === 'Action.Execute' && title === label);
  if (!button?.verb) return null;
  const inputs = button.associatedInputs === 'none' ? [] : elements.filter(({ type }) => type?.startsWith('Input.'));
  return {
    action: button.verb,
    input: { ...button.data, ...Object.fromEntries(inputs.map(({ id, value = '' }) => [id, value])) },
  };
}
