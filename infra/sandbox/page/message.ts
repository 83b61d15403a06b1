import { el } from '../../../addon/el.ts';
import type { ChatMessage, PressAnswer } from '../shapes.ts';
import { announce } from './announce.ts';
import { firstLine } from './card.ts';
import { toHtml } from './markdown.ts';
import { sayTime } from './time.ts';

/** Draws a card of the chat's platform; a press brings what the platform sends of it, and the button's label. */
export type DrawCard<P> = (card: unknown, press: (pressed: P) => void) => HTMLElement;

/** One message of a chat. */
export interface ShownMessage {
  element: HTMLElement;
  /** One line of it, to be announced. */
  words(): string;
  /** Shows what the bot changed the message into. What is on the screen already stays as it is, with what was typed. */
  edit(message: ChatMessage): void;
}

/**
 * Draws a message. A press asks `press`; a card in the answer takes the place of the pressed one, here on the screen only:
 * what the chat keeps is changed by nothing but an edit of the bot's, so whoever comes back sees that.
 */
export function showMessage<P extends { title: string | undefined }>(
  message: ChatMessage,
  press: (pressed: P) => Promise<PressAnswer | null>,
  drawCard: DrawCard<P>,
): ShownMessage {
  const byBot = message.from === 'bot';
  const body = el('div', { class: 'body' });
  const edited = el('span', { class: 'edited' });
  const meta = el(
    'p',
    { class: 'meta' },
    el('span', { class: byBot ? 'who' : 'unseen' }, byBot ? 'Countersign' : 'You'),
    el('time', { datetime: message.at }, sayTime(message.at)),
    edited,
  );
  const element = el(
    'li',
    { class: `message from-${message.from}` },
    byBot && el('img', { class: 'bot-icon', src: '/sandbox/icon.svg', alt: '', width: 32, height: 32 }),
    el('div', { class: 'column' }, meta, body),
  );

  let { text, textFormat, cards } = message;
  const draw = () => {
    const words = text && drawWords(text, textFormat);
    body.replaceChildren(...message.files.map(drawFile), ...(words ? [words] : []), ...cards.map(place));
    edited.textContent = message.editedAt ? `Edited ${sayTime(message.editedAt)}` : '';
  };

  function place(card: unknown, index: number): HTMLElement {
    let busy = false;
    const drawn = drawCard(card, async (pressed) => {
      if (busy) return;
      busy = true;
      const button = document.activeElement;
      button?.classList.add('pressed');
      drawn.setAttribute('aria-busy', 'true');
      const answer = await press(pressed);
      busy = false;
      button?.classList.remove('pressed');
      drawn.removeAttribute('aria-busy');
      if (answer?.kind !== 'card' || !drawn.isConnected) return;
      cards = cards.with(index, answer.card);
      const next = place(answer.card, index);
      const focused = drawn.contains(document.activeElement);
      drawn.replaceWith(next);
      announce(firstLine(next));
      if (focused) moveFocus(next, pressed.title);
    });
    return drawn;
  }

  draw();
  return {
    element,
    words: () => firstLine(body),
    edit(changed) {
      const same = JSON.stringify([changed.text, changed.cards]) === JSON.stringify([text, cards]);
      message = changed;
      ({ text, textFormat, cards } = changed);
      if (same) return;
      const focused = body.contains(document.activeElement);
      draw();
      if (focused) body.querySelector<HTMLElement>('.card')?.focus();
    },
  };
}

const drawFile = ({ name, picture }: ChatMessage['files'][number]): HTMLElement =>
  picture ? el('img', { class: 'picture', src: picture, alt: name }) : el('p', { class: 'words' }, name);

function drawWords(text: string, format: ChatMessage['textFormat']): HTMLElement {
  const words = el('div', { class: 'words' });
  if (format === 'plain') words.textContent = text;
  else words.innerHTML = toHtml(text);
  return words;
}

/** Paging on with the keyboard stays on the same button if the new card has it; otherwise the new card is read from its top. */
function moveFocus(card: HTMLElement, label: string | undefined) {
  const same = [...card.querySelectorAll('button')].find((button) => label && button.textContent === label);
  (same ?? card).focus();
}
