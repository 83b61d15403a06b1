import { el } from '../../../addon/el.ts';
import { announce, toasts } from './announce.ts';
import { drawGoogleCard, type GooglePressed } from './google-card.ts';
import { icon } from './icon.ts';
import type { Pane } from './panes.ts';
import * as server from './server.ts';

/** A step in the pile of cards, as the add-on answers it. */
interface Navigation {
  pushCard?: unknown;
  updateCard?: unknown;
  popToRoot?: boolean;
}
interface Steps {
  navigations?: Navigation[];
  notification?: { text: string };
}
interface Answer {
  action?: Steps;
  renderActions?: { action: Steps };
}

/** The add-on beside an inbox: its cards lie in a pile, an arrow leads back to the one below. */
export const sidebarPane: Pane = {
  id: 'sidebar',
  label: 'Gmail',
  isFor: ({ google }) => google !== null,
  show(face, into) {
    let pile: unknown[] = [];
    const back = el('button', { type: 'button', class: 'arrow', click: goBack }, icon('M12 4l-6 6 6 6'));
    back.setAttribute('aria-label', 'Back');
    const home = el('button', { type: 'button', click: goHome }, 'Home');
    const place = el('div', { class: 'cards' });
    const toast = toasts();
    const busy = el('p', { class: 'unseen', role: 'status' });
    into.replaceChildren(
      el(
        'div',
        { class: 'gmail' },
        inbox(face.google ?? ''),
        el(
          'aside',
          { class: 'sidebar', 'aria-label': 'Countersign in Gmail' },
          el(
            'div',
            { class: 'bar' },
            back,
            el('img', { src: '/sandbox/icon.svg', alt: '', width: 20, height: 20 }),
            el('h3', {}, 'Countersign'),
            home,
          ),
          busy,
          place,
          toast.element,
        ),
      ),
    );

    function draw() {
      const drawn = drawGoogleCard(pile.at(-1), press);
      back.hidden = pile.length < 2;
      home.hidden = pile.length < 2;
      place.replaceChildren(drawn);
      place.scrollTop = 0;
      return drawn;
    }

    function goBack() {
      pile.pop();
      toast.dismiss();
      draw().focus();
    }

    /** The menu of a card, as far as ours have one: "Home". */
    function goHome() {
      const { cardActions } = pile.at(-1) as {
        cardActions?: { onClick: { action: { parameters: { key: string; value: string }[] } } }[];
      };
      const parameters = cardActions?.[0]?.onClick.action.parameters ?? [];
      void press({
        pressed: { parameters: Object.fromEntries(parameters.map(({ key, value }) => [key, value])), formInputs: {} },
        title: undefined,
      });
    }

    async function press({ pressed }: GooglePressed) {
      await ask(pressed);
      (place.firstElementChild as HTMLElement | null)?.focus();
    }

    async function ask(pressed?: GooglePressed['pressed']) {
      toast.dismiss();
      place.setAttribute('aria-busy', 'true');
      const { answer, words } = await server.sidebar(face.id, pressed);
      place.removeAttribute('aria-busy');
      if (words) return toast.show(words);
      const { navigations = [], notification } =
        (answer as Answer).renderActions?.action ?? (answer as Answer).action ?? {};
      for (const step of navigations) {
        if (step.popToRoot) pile = pile.slice(0, 1);
        else if (step.updateCard) pile = [...pile.slice(0, -1), step.updateCard];
        else if (step.pushCard) pile.push(step.pushCard);
      }
      if (pile.length) draw();
      if (!notification) return;
      toast.show(notification.text);
      announce(notification.text);
    }

    async function again() {
      pile = [];
      await ask();
    }
    void again();
    return { again };
  },
};

/** A little of what stands beside the sidebar, so that one sees where one is. */
const MAILS = [
  ['Admissions', 'Open evening: helpers wanted'],
  ['Meera Patel', 'Year 9 sets after half-term'],
  ['Site team', 'Hall booked on Thursday'],
  ['Library', 'Three books are waiting for you'],
];
const inbox = (address: string) =>
  el(
    'section',
    { class: 'inbox', 'aria-label': `Inbox of ${address}` },
    el('p', { class: 'label' }, address),
    el('ul', {}, ...MAILS.map(([from, about]) => el('li', {}, el('b', {}, from), el('span', {}, about)))),
  );
