import { el } from '../../../addon/el.ts';
import type { Chat, Face, Reach } from '../shapes.ts';
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
  {
    say,
    commands,
    attach,
    setReach,
  }: {
    say: (text: string) => void;
    /** What the app's own menu offers: shown instead of things to say as soon as one types "/". */
    commands: Chat['commands'];
    /** Left out where the platform takes no files here. */
    attach?: ((file: File) => void) | undefined;
    setReach: (reach: Reach) => void;
  },
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

  const suggestions = el('ul', { class: 'suggestions' });
  function suggest() {
    const isCommand = commands.length > 0 && box.value.startsWith('/');
    const [typed = ''] = box.value.split(/\s/);
    const offered = isCommand
      ? commands.filter(({ slash }) => slash.startsWith(typed)).map(({ slash, hint }) => ({ words: slash, hint }))
      : SUGGESTIONS.map((words) => ({ words, hint: null }));
    suggestions.setAttribute('aria-label', isCommand ? 'Commands' : 'Things to say');
    suggestions.replaceChildren(
      ...offered.map(({ words, hint }) => {
        const choose = () => {
          if (isCommand) box.value = '';
          say(words);
          suggest();
          box.focus();
        };
        return el('li', {}, el('button', { type: 'button', class: 'chip', title: hint, click: choose }, words));
      }),
    );
  }
  const box = el('textarea', {
    id: 'page-words',
    rows: 1,
    maxlength: 4000,
    placeholder: commands.length ? 'Write to Countersign, or / for commands' : 'Write to Countersign',
    enterkeyhint: 'send',
    autocomplete: 'off',
  });
  const send = () => {
    const text = box.value.trim();
    if (!text) return;
    box.value = '';
    say(text);
    suggest();
    box.focus();
  };
  box.addEventListener('input', suggest);
  suggest();
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  });
  const file = el('input', { type: 'file', id: 'page-file', class: 'unseen', accept: 'image/*' });
  file.addEventListener('change', () => {
    for (const chosen of file.files ?? []) attach?.(chosen);
    file.value = '';
  });
  const submit = el('button', { type: 'submit', class: 'send' }, icon('M3 10 17 3.5 13 17l-3.5-5.2zM9.5 11.8 17 3.5'));
  submit.setAttribute('aria-label', 'Send');
  return el(
    'div',
    { class: 'composer' },
    suggestions,
    el(
      'form',
      {
        class: 'box',
        submit: (event: SubmitEvent) => {
          event.preventDefault();
          send();
        },
      },
      attach &&
        el(
          'label',
          { for: 'page-file', class: 'attach', title: 'Attach a picture' },
          icon('M3.5 4.5h13v11h-13zM3.5 13l4-4 3 3 2-2 4 4M12.5 7.5h.01'),
          el('span', { class: 'unseen' }, 'Attach a picture'),
        ),
      attach && file,
      el('label', { for: 'page-words', class: 'unseen' }, `Message to Countersign from ${face.name}`),
      box,
      submit,
    ),
  );
}
