import * as z from 'zod';
import { action, type Context } from '../feature.ts';
import { t } from '../language/words.ts';
import { dayOf, sayDay } from '../time.ts';
import { buttons, rows, text, view } from '../view/build.ts';
import type { View } from '../view/view.ts';
import { show } from './card.ts';
import { ask } from './form.ts';
import { requestOf } from './request.ts';
import { namesOf } from './say.ts';
import type { RequestState } from './tables.ts';

/** Requests shown at once; older ones are on the next page. */
const PAGE = 8;

/** What I asked for and what is granted to me, newest first, and how each stands. */
export const mine = action({
  id: 'requests.mine',
  who: 'person',
  input: z.strictObject({ page: z.int().min(1).max(10_000).default(1) }),
  run: ({ page }, context) => mineView(page, context),
});

export async function mineView(page: number, { tx, actor, school }: Context, note?: string): Promise<View> {
  const me = actor.person.id;
  const found = await tx
    .selectFrom('requests')
    .selectAll()
    .where((eb) => eb.or([eb('asker', '=', me), eb('person', '=', me)]))
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .offset((page - 1) * PAGE)
    .limit(PAGE + 1)
    .execute();
  const own = found.map(requestOf).filter(({ asker, rules }) => asker === me || rules.form);
  const names = await namesOf(
    tx,
    own.map(({ person }) => person),
  );
  return view(
    t`My requests`,
    note ? text(note) : null,
    own.length === 0 && text(t`You haven't asked for anything yet.`),
    rows(
      own.slice(0, PAGE).map(({ id, rules, state, person, created_at, until_on }) => ({
        title: rules.title,
        detail: [
          sayState(state),
          state === 'granted' && until_on && t`until ${sayDay(until_on)}`,
          person !== me && t`for ${names.get(person) ?? ''}`,
          t`asked on ${sayDay(dayOf(new Date(created_at), school))}`,
        ]
          .filter(Boolean)
          .join(' · '),
        button: show.button(t`Open`, { request: id }),
      })),
    ),
    buttons(
      page > 1 && mine.button(t`Newer`, { page: page - 1 }),
      found.length > PAGE && mine.button(t`Older`, { page: page + 1 }),
      ask.button(t`Ask for something`, {}),
    ),
  );
}

/** A state in a word or two. */
function sayState(state: RequestState): string {
  switch (state) {
    case 'open':
      return t`Waits for a decision`;
    case 'signing':
      return t`Agreed, waits for a signature`;
    case 'granted':
      return t`Granted`;
    case 'ended':
      return t`Over`;
    case 'refused':
      return t`Not granted`;
    case 'withdrawn':
      return t`Withdrawn`;
    case 'closed':
      return t`Closed`;
    default:
      return state satisfies never;
  }
}
