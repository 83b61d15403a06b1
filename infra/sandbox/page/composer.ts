import { el } from '../../../addon/el.ts';
import type { Face, Reach } from '../shapes.ts';
import { icon } from './icon.ts';

const SUGGESTIONS = [
  "who hasn't signed",
  'how are we doing',
  'remind them',
  'can i use my own phone on the trip?',
  'help',
];

const UNREACHED: Record<Exclude<Reach, 'ok'>, { words: (name: string) => string; undo: string }> = {
  blocked: {
    words: (name) => `${name} has blocked Countersign in Teams, so its messages don't arrive.`,
    undo: 'Unblock',
  },
  'not-installed': {
    words: (name) => `Countersign isn't installed in Teams for ${name}, so it can't write.`,
    undo: 'Add the app',
  },
};

/** The box one writes in, with a few things to say; or, when the bot can't reach the person, why, and how to change that. */
export function composer(
  face: Face,
  reach: Reach,
  { say, setReach }: { say: (text: string) => void; setReach: (reach: Reach) => void },
): HTMLElement {
  if (reach !== 'ok') {
    const { words, undo } = UNREACHED[reach];
    return el(
      'div',
      { class: 'composer unreached' },
      el('p', {}, words(face.name)),
      el('button', { type: 'button', class: 'button', click: () => setReach('ok') }, undo),
    );
  }

  const box = el('textarea', {
    id: 'page-words',
    rows: 1,
    maxlength: 4000,
    placeholder: 'Write to Countersign',
    enterkeyhint: 'send',
    autocomplete: 'off',
  });
  const send = () => {
    const text = box.value.trim();
    if (!text) return;
    box.value = '';
    say(text);
    box.focus();
  };
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  });
  const submit = el('button', { type: 'submit', class: 'send' }, icon('M3 10 17 3.5 13 17l-3.5-5.2zM9.5 11.8 17 3.5'));
  submit.setAttribute('aria-label', 'Send');
  return el(
    'div',
    { class: 'composer' },
    el(
      'ul',
      { class: 'suggestions', 'aria-label': 'Things to say' },
      ...SUGGESTIONS.map((words) =>
        el('li', {}, el('button', { type: 'button', class: 'chip', click: () => say(words) }, words)),
      ),
    ),
    el(
      'form',
      {
        class: 'box',
        submit: (event: SubmitEvent) => {
          event.preventDefault();
          send();
        },
      },
      el('label', { for: 'page-words', class: 'unseen' }, `Message to Countersign from ${face.name}`),
      box,
      submit,
    ),
  );
}
