import { el } from '../../../addon/el.ts';
import type { Chat, ChatApp, ChatEvent, ChatMessage, PressAnswer, Reach } from '../shapes.ts';
import { announce, toasts } from './announce.ts';
import { drawCard } from './card.ts';
import { composer } from './composer.ts';
import { drawGoogleCard } from './google-card.ts';
import { type DrawCard, type ShownMessage, showMessage } from './message.ts';
import type { Pane } from './panes.ts';
import * as server from './server.ts';
import { sayDay } from './time.ts';

/** The bot is taken to have stopped writing after this long. */
const TYPING_MS = 6_000;
/** As near to the end as this, the reader is at the end and stays there. */
const NEAR_PX = 120;

/** How a chat's platform is reached, and how it looks. */
interface Platform<P extends { title: string | undefined }> extends Pick<Pane, 'id' | 'label' | 'isFor'> {
  app: ChatApp;
  look?: string;
  draw: DrawCard<P>;
  open: typeof server.openChat;
  say: typeof server.say;
  attach?: typeof server.attach;
  press(person: string, pressed: P & { message: string }): ReturnType<typeof server.press>;
}

/** The private chat of one person with the bot, on one platform. */
const chatOn = <P extends { title: string | undefined }>(platform: Platform<P>): Pane => ({
  id: platform.id,
  label: platform.label,
  app: platform.app,
  ...(platform.isFor && { isFor: platform.isFor }),
  show(face, parent) {
    const into = platform.look ? el('div', { class: platform.look }) : parent;
    if (into !== parent) parent.replaceChildren(into);
    const log = el('ol', { class: 'messages', 'aria-label': `Messages to and from ${face.name}` });
    const nothing = el('p', { class: 'nothing' }, 'Nothing here yet.');
    const typing = el('p', { class: 'typing', hidden: true }, 'Countersign is writing');
    const scroller = el(
      'div',
      { class: 'scroller', tabindex: 0, role: 'region', 'aria-label': 'Chat' },
      log,
      nothing,
      typing,
    );
    const foot = el('div', { class: 'foot' });
    const toast = toasts();
    into.replaceChildren(scroller, toast.element, foot);

    let shown = new Map<string, ShownMessage>();
    let lastDay = '';
    let commands: Chat['commands'] = [];
    let typingEnds: ReturnType<typeof setTimeout>;
    /** What happens while the chat is being fetched waits here. */
    let heard: ChatEvent[] | null = [];

    /** Where the newest message was last brought into view: who is still there reads on. */
    let rest = 0;
    const follows = () =>
      Math.abs(scroller.scrollTop - rest) < 2 ||
      scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_PX;
    /** The newest message, from its top if it is longer than the window. */
    function toEnd() {
      const newest = log.lastElementChild;
      scroller.scrollTop = scroller.scrollHeight;
      const top = newest ? newest.getBoundingClientRect().top - scroller.getBoundingClientRect().top : 0;
      if (top < 0) scroller.scrollTop += top;
      rest = scroller.scrollTop;
    }

    function append(message: ChatMessage) {
      const day = sayDay(message.at);
      nothing.hidden = true;
      if (day !== lastDay) log.append(el('li', { class: 'day' }, day));
      lastDay = day;
      const made = showMessage(message, (pressed: P) => press(message.id, pressed), platform.draw);
      shown.set(message.id, made);
      log.append(made.element);
      return made;
    }

    function fill({ reach, messages, commands: offered }: Chat) {
      shown = new Map();
      lastDay = '';
      log.replaceChildren();
      for (const message of messages) append(message);
      nothing.hidden = messages.length > 0;
      commands = offered;
      setFoot(reach);
      toEnd();
    }

    const setFoot = (reach: Reach) =>
      foot.replaceChildren(
        composer(face, reach, { say, commands, attach: platform.attach && attach, setReach: changeReach }),
      );

    function writing(on: boolean) {
      clearTimeout(typingEnds);
      typing.hidden = !on;
      if (on) typingEnds = setTimeout(() => writing(false), TYPING_MS);
    }

    async function say(text: string) {
      toast.dismiss();
      writing(true);
      toEnd();
      const { words } = await platform.say(face.id, text);
      writing(false);
      if (words) toast.show(words);
    }

    async function attach(file: File) {
      toast.dismiss();
      writing(true);
      toEnd();
      const { words } = (await platform.attach?.(face.id, file)) ?? {};
      writing(false);
      if (words) toast.show(words);
    }

    async function press(message: string, pressed: P): Promise<PressAnswer | null> {
      toast.dismiss();
      const answer = await platform.press(face.id, { message, ...pressed });
      if (answer.kind === 'card') return answer;
      if (answer.words) toast.show(answer.words);
      return null;
    }

    async function changeReach(reach: Reach) {
      await load(server.setReach(face.id, reach));
      foot.querySelector('textarea')?.focus();
    }

    async function load(asking: ReturnType<typeof server.openChat>) {
      heard = [];
      const chat = await asking;
      if (chat.messages) fill(chat);
      else toast.show(chat.words ?? '');
      const waiting = heard ?? [];
      heard = null;
      for (const event of waiting) hear(event);
    }

    function hear(event: ChatEvent) {
      if (event.app !== platform.app) return;
      if (heard) return void heard.push(event);
      const follow = follows() || (event.kind === 'message' && event.message.from === 'person');
      switch (event.kind) {
        case 'message': {
          if (shown.has(event.message.id)) return;
          const { words } = append(event.message);
          if (event.message.from === 'bot') {
            writing(false);
            announce(`Countersign: ${words()}`);
          }
          break;
        }
        case 'edited':
          shown.get(event.message.id)?.edit(event.message);
          break;
        case 'deleted':
          shown.get(event.id)?.element.remove();
          shown.delete(event.id);
          break;
        case 'typing':
          writing(true);
          break;
        case 'reach':
          setFoot(event.reach);
          break;
      }
      if (follow) toEnd();
    }

    const again = () => load(platform.open(face.id));
    void again();
    return { hear, again };
  },
});

export const chatPane = chatOn({
  id: '',
  label: 'Chat',
  isFor: ({ teams }) => teams,
  app: 'teams',
  draw: drawCard,
  open: server.openChat,
  say: server.say,
  attach: server.attach,
  press: server.press,
});

export const googleChatPane = chatOn({
  id: 'google-chat',
  label: 'Google Chat',
  isFor: ({ google }) => google !== null,
  app: 'google',
  look: 'google-chat',
  draw: drawGoogleCard,
  open: server.openGoogleChat,
  say: server.sayInGoogleChat,
  press: server.pressInGoogleChat,
});
