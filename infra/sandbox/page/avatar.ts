import { el } from '../../../addon/el.ts';

const HUES = 8;

/** A person's initials on a colour that is always theirs; for show alone, the name stands beside it. */
export function avatar(name: string): HTMLElement {
  const words = name.split(' ');
  const initials = `${words[0]?.[0] ?? ''}${words.length > 1 ? (words.at(-1)?.[0] ?? '') : ''}`;
  const hue = [...name].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % HUES;
  return el('span', { class: `avatar hue-${hue}`, 'aria-hidden': 'true' }, initials.toUpperCase());
}
