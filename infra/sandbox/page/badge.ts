import { el } from '../../../addon/el.ts';
import type { Face } from '../shapes.ts';

/** How many messages somebody hasn't looked at, wherever they came. */
export const unreadOf = ({ unread }: Face): number => unread.teams + unread.google;

/** Writes a number of unread messages into its badge; without any there is none. */
export function fillBadge(badge: HTMLElement, unread: number): void {
  badge.hidden = unread === 0;
  badge.replaceChildren(String(unread), el('span', { class: 'unseen' }, ' unread'));
}
