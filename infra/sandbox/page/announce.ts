import { el } from '../../../addon/el.ts';
import { icon } from './icon.ts';

/** Says something to those who listen to the page instead of looking at it. */
export function announce(words: string): void {
  const announcer = document.getElementById('page-announcer') as HTMLElement;
  announcer.textContent = words;
}

/** A place for one sentence that a press was answered with. */
export interface Toasts {
  element: HTMLElement;
  /** Shows it until it is dismissed or something else is done: it never vanishes while someone still reads. */
  show(words: string): void;
  dismiss(): void;
}

/** It stands in the page instead of over it, so that it never hides what has the focus. */
export function toasts(): Toasts {
  const element = el('div', { class: 'toasts', role: 'alert' });
  const dismiss = () => element.replaceChildren();
  return {
    element,
    dismiss,
    show(words) {
      const close = el(
        'button',
        { type: 'button', class: 'quiet-button', click: dismiss },
        icon('M5 5l10 10M15 5L5 15'),
      );
      close.setAttribute('aria-label', 'Dismiss');
      element.replaceChildren(el('div', { class: 'toast' }, el('p', {}, words), close));
      document.activeElement?.scrollIntoView({ block: 'nearest' });
    },
  };
}
