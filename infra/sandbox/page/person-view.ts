import { el } from '../../../addon/el.ts';
import type { Face, Reach } from '../shapes.ts';
import { avatar } from './avatar.ts';
import { fillBadge } from './badge.ts';
import { icon } from './icon.ts';
import { type Pane, panesOf, type Shown } from './panes.ts';
import { setReach } from './server.ts';

/** One person's app on the screen. */
export interface ShownPerson extends Shown {
  pane: Pane;
  /** Shows on the tabs what is unread now. */
  setUnread(face: Face): void;
}

/** Shows one person's app: who one is now, its tabs if there are several, and the chosen pane. */
export function showPerson(face: Face, chosen: string, into: HTMLElement): ShownPerson {
  const panes = panesOf(face);
  const pane = panes.find(({ id }) => id === chosen) ?? (panes[0] as Pane);
  const back = el('a', { class: 'back-icon', href: '#/' }, icon('M12 4l-6 6 6 6'));
  back.setAttribute('aria-label', 'Back to people');
  const inner = el('div', { class: 'pane' });
  const badges = panes.map(() => el('span', { class: 'badge' }));
  const setUnread = ({ unread }: Face) =>
    panes.forEach(({ app }, i) => fillBadge(badges[i] as HTMLElement, app ? unread[app] : 0));
  setUnread(face);
  into.replaceChildren(
    el(
      'header',
      { class: 'person' },
      back,
      avatar(face.name),
      el(
        'div',
        { class: 'you' },
        el('h2', {}, el('span', { class: 'quiet' }, 'You are '), face.name),
        el('p', {}, [face.jobTitle, face.note].filter(Boolean).join(' · ')),
      ),
      panes.length > 1 && tabs(face, pane, { panes, badges }),
      face.teams && more(face),
    ),
    inner,
  );
  return { ...pane.show(face, inner), pane, setUnread };
}

const tabs = (face: Face, current: Pane, { panes, badges }: { panes: Pane[]; badges: HTMLElement[] }) =>
  el(
    'nav',
    { class: 'tabs', 'aria-label': 'Countersign' },
    ...panes.map(({ id, label }, i) =>
      el(
        'a',
        { href: `#/${face.id}${id && `/${id}`}`, 'aria-current': id === current.id ? 'page' : null },
        label,
        badges[i],
      ),
    ),
  );

/** What a person can do in Teams that keeps the bot from writing to them. The chat says how to undo it. */
function more({ id }: Face): HTMLElement {
  const summary = el('summary', {}, icon('M4 10h.01M10 10h.01M16 10h.01'));
  summary.setAttribute('aria-label', 'More');
  const choose = (reach: Reach) => () => {
    menu.open = false;
    void setReach(id, reach);
  };
  const menu = el(
    'details',
    {
      class: 'more',
      keydown: ({ key }: KeyboardEvent) => {
        if (key !== 'Escape') return;
        menu.open = false;
        summary.focus();
      },
      focusout: ({ relatedTarget }: FocusEvent) => {
        if (relatedTarget instanceof Node && !menu.contains(relatedTarget)) menu.open = false;
      },
    },
    summary,
    el(
      'ul',
      {},
      el('li', {}, el('button', { type: 'button', click: choose('blocked') }, 'Block Countersign')),
      el('li', {}, el('button', { type: 'button', click: choose('not-installed') }, 'Remove the app')),
    ),
  );
  return menu;
}
