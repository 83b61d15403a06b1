import { el } from '../../../addon/el.ts';
import type { Everyone, Face } from '../shapes.ts';
import { avatar } from './avatar.ts';
import { fillBadge, unreadOf } from './badge.ts';
import { icon } from './icon.ts';

/** The list of everyone one can be. One stop for the Tab key; arrows move within it. */
export interface PeopleList {
  show(everyone: Everyone): void;
  /** Marks whose chat is open; null: none. */
  choose(person: string | null): void;
  setUnread(face: Face): void;
}

const WHY = { ok: null, blocked: 'has blocked the bot', 'not-installed': 'app not installed' } as const;

/** `foot` stands below the list. */
export function peopleList(nav: HTMLElement, foot: HTMLElement): PeopleList {
  const school = el('p', { class: 'school' });
  const search = el('input', {
    type: 'search',
    id: 'page-search',
    placeholder: 'Name, job or department',
    autocomplete: 'off',
  });
  const found = el('p', { class: 'found', role: 'status' });
  const groups = el('div', { class: 'groups' });
  nav.replaceChildren(
    el(
      'div',
      { class: 'top' },
      el('img', { src: '/sandbox/icon.svg', alt: '', width: 40, height: 40 }),
      el('div', {}, el('p', { class: 'product' }, 'Countersign'), school),
    ),
    el(
      'a',
      { class: 'try', href: '#/try' },
      icon('M7 15.5h6M8 18h4M6.5 12a5 5 0 1 1 7 0c-.7.7-1 1.3-1 2h-5c0-.7-.3-1.3-1-2z'),
      'What to try',
    ),
    el('div', { class: 'search' }, el('label', { for: 'page-search' }, 'Be anyone at school'), search),
    found,
    groups,
    foot,
  );

  const links = () => [...groups.querySelectorAll<HTMLAnchorElement>('a:not([hidden])')];
  const linkOf = (person: string) => groups.querySelector<HTMLAnchorElement>(`a[data-person="${CSS.escape(person)}"]`);

  function oneStop() {
    const stop = links().find((link) => link.getAttribute('aria-current')) ?? links()[0];
    for (const link of links()) link.tabIndex = link === stop ? 0 : -1;
  }

  function filter() {
    const wanted = fold(search.value);
    for (const link of groups.querySelectorAll('a')) link.hidden = !fold(link.dataset.words ?? '').includes(wanted);
    for (const group of groups.querySelectorAll('section')) group.hidden = !group.querySelector('a:not([hidden])');
    const { length } = links();
    found.textContent = !wanted ? '' : length === 1 ? '1 person' : length ? `${length} people` : 'Nobody found';
    oneStop();
  }

  search.addEventListener('input', filter);

  groups.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1, Home: Number.NEGATIVE_INFINITY, End: Number.POSITIVE_INFINITY }[
      event.key
    ];
    if (!step) return;
    event.preventDefault();
    const all = links();
    const now = all.indexOf(document.activeElement as HTMLAnchorElement);
    all[Math.max(0, Math.min(all.length - 1, now + step))]?.focus();
  });

  return {
    show({ school: name, people }) {
      school.textContent = name;
      const byGroup = Map.groupBy(people, ({ group }) => group);
      groups.replaceChildren(
        ...[...byGroup].map(([group, faces], index) =>
          el(
            'section',
            { 'aria-labelledby': `page-group-${index}` },
            el('h2', { id: `page-group-${index}` }, group),
            el('ul', {}, ...faces.map((face) => el('li', {}, entry(face)))),
          ),
        ),
      );
      filter();
    },
    choose(person) {
      for (const link of groups.querySelectorAll('[aria-current]')) link.removeAttribute('aria-current');
      if (person) linkOf(person)?.setAttribute('aria-current', 'true');
      nav.querySelector('.try')?.toggleAttribute('aria-current', !person);
      oneStop();
    },
    setUnread(face) {
      const badge = linkOf(face.id)?.querySelector<HTMLElement>('.badge');
      if (badge) fillBadge(badge, unreadOf(face));
    },
  };
}

function entry(face: Face): HTMLElement {
  const { id, name, jobTitle, group, note, reach, teams } = face;
  const badge = el('span', { class: 'badge' });
  fillBadge(badge, unreadOf(face));
  const details = [jobTitle, note ?? (teams ? WHY[reach] : 'Google alone')].filter(Boolean).join(' · ');
  return el(
    'a',
    { href: `#/${id}`, 'data-person': id, 'data-words': `${name} ${jobTitle} ${group}` },
    avatar(name),
    el('span', { class: 'face' }, el('span', { class: 'name' }, name), el('span', { class: 'job' }, details)),
    badge,
  );
}

/** Without accents and capitals: "Yıldız" is found by "yildiz". */
const fold = (text: string) =>
  text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ı', 'i').replaceAll('ł', 'l').trim();
