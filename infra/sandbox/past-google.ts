import { toMessage } from '../../addon/workspace/card.ts';
import type { SendOutcome } from '../../shared/ports.ts';
import type { View } from '../../shared/view/view.ts';
import type { Member } from './directory.ts';
import { spaceOf } from './google-client.ts';
import { GOOGLE_CUSTOMER } from './google-people.ts';
import type { PlayedDoor, PlayedParts } from './past.ts';

/** Google Chat on a day that has gone by. */
export function playedGoogle({ standIn, now }: PlayedParts): PlayedDoor {
  const { googleChats: chats, directory, google } = standIn;
  const { endpoint } = google.settings();
  const drawn = (view: View) => toMessage(view, { endpoint });
  const subOf = (member: Member): string => google.accountOf(member)?.sub ?? '';
  const conversationOf = (member: Member) => ({ space: spaceOf(subOf(member)) });
  const messageOf = (member: Member, id: string) => {
    const { space } = conversationOf(member);
    return { space, message: `${space}/messages/${id}` };
  };
  const inSpace = async (space: unknown) =>
    (await directory.all()).find((member) => google.accountOf(member) && conversationOf(member).space === space);
  return {
    door: 'chat',
    chats,
    accountOf: (member) => ({ provider: 'google', tenant: GOOGLE_CUSTOMER, objectId: subOf(member) }),
    conversationOf,
    messageOf,
    buttonOf,

    async send({ account }, view): Promise<SendOutcome> {
      const member = await inSpace(spaceOf(account?.objectId ?? ''));
      if (!member) return { kind: 'no-account', detail: '' };
      chats.install(member.objectId);
      const message = messageOf(member, chats.add(member.objectId, 'bot', drawn(view), now()));
      return { kind: 'sent', message, conversation: conversationOf(member) };
    },
    async edit(message, view): Promise<SendOutcome> {
      const { space, message: name } = message as { space: string; message: string };
      const member = await inSpace(space);
      if (member) chats.edit(member.objectId, name.slice(`${space}/messages/`.length), drawn(view), now());
      return { kind: 'sent', message, conversation: { space } };
    },
  };
}

interface Widget {
  buttonList?: { buttons?: { text: string; onClick: { action?: { parameters: { key: string; value: string }[] } } }[] };
  textInput?: { name: string; value?: string };
}

/** A button of a card by its label, with what a press on it sends: what stands in the card's lines as well. */
function buttonOf(card: unknown, label: string): { action: string; input: Record<string, unknown> } | null {
  const widgets = (card as { sections: { widgets: Widget[] }[] }).sections.flatMap((section) => section.widgets);
  const buttons = widgets.flatMap(({ buttonList }) => buttonList?.buttons ?? []);
  const parameters = buttons.find(({ text }) => text === label)?.onClick.action?.parameters;
  if (!parameters) return null;
  const {
    action = '',
    input = '{}',
    fields = '{}',
  } = Object.fromEntries(parameters.map(({ key, value }) => [key, value]));
  const names = Object.keys(JSON.parse(fields) as object);
  const typed = widgets.flatMap(({ textInput }) =>
    textInput && names.includes(textInput.name) ? [[textInput.name, textInput.value ?? '']] : [],
  );
  return { action, input: { ...(JSON.parse(input) as object), ...Object.fromEntries(typed) } };
}
