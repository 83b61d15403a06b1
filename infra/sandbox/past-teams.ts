import { CARD, toCard } from '../../bot/card.ts';
import type { SendOutcome } from '../../shared/ports.ts';
import type { View } from '../../shared/view/view.ts';
import { BOT, type Member } from './directory.ts';
import type { PlayedDoor, PlayedParts } from './past.ts';

/** Teams on a day that has gone by: who can't be reached there is the same as today. */
export function playedTeams({ standIn, now }: PlayedParts): PlayedDoor {
  const { chats, directory, serviceUrl, tenant } = standIn;
  const card = (view: View) => ({ attachments: [{ contentType: CARD, content: toCard(view) }] });
  const referenceTo = ({ conversation, user, objectId }: Member) => ({
    serviceUrl: serviceUrl(),
    channelId: 'msteams',
    conversation: { id: conversation, conversationType: 'personal', tenantId: tenant },
    bot: { id: BOT.id },
    user: { id: user, aadObjectId: objectId },
  });
  return {
    door: 'teams',
    chats,
    accountOf: ({ objectId }) => ({ provider: 'entra', tenant, objectId }),
    conversationOf: referenceTo,
    messageOf: (member, activityId) => ({ ...referenceTo(member), activityId }),
    buttonOf,

    async send({ account }, view): Promise<SendOutcome> {
      const member = await directory.member(account?.objectId ?? '');
      if (!member) return { kind: 'no-account', detail: '' };
      const reach = chats.reachOf(member);
      if (reach !== 'ok') return { kind: reach, detail: WHY[reach] };
      chats.install(member.objectId);
      const conversation = referenceTo(member);
      const activityId = chats.add(member.objectId, 'bot', card(view), now());
      return { kind: 'sent', message: { ...conversation, activityId }, conversation };
    },
    async edit(message, view): Promise<SendOutcome> {
      const { user, activityId } = message as { user: { aadObjectId: string }; activityId: string };
      chats.edit(user.aadObjectId, activityId, card(view), now());
      return { kind: 'sent', message, conversation: message };
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
