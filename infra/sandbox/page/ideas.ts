import { el } from '../../../addon/el.ts';
import type { Everyone } from '../shapes.ts';
import { avatar } from './avatar.ts';

/** The first thing a newcomer sees: what there is to try, each one step away from the person it is tried as. */
export function showIdeas({ school, ideas }: Pick<Everyone, 'school' | 'ideas'>, into: HTMLElement): void {
  into.replaceChildren(
    el(
      'div',
      { class: 'scroller ideas', tabindex: 0, role: 'region', 'aria-label': 'What to try' },
      el(
        'div',
        { class: 'ideas-inner' },
        el('a', { class: 'back', href: '#/' }, 'People'),
        el('h2', {}, 'What to try'),
        el(
          'p',
          { class: 'lead' },
          `Choose anyone at ${school} and you hold their phone: their chat with Countersign, as Teams or Google would show it. `,
          'Change person at any time; what you did stays, also after a restart.',
        ),
        el(
          'ol',
          { class: 'idea-list' },
          ...ideas.map(({ person, name, title, words }) =>
            el(
              'li',
              {},
              el(
                'a',
                { href: `#/${person}` },
                avatar(name),
                el(
                  'span',
                  { class: 'idea' },
                  el('span', { class: 'as' }, `As ${name}`),
                  el('strong', {}, title),
                  el('span', {}, words),
                ),
              ),
            ),
          ),
        ),
      ),
    ),
  );
}
