import * as z from 'zod';
import { action } from '../feature.ts';
import { t } from '../language/words.ts';
import { dayOf, sayDay } from '../time.ts';
import { buttons, rows, text, view } from '../view/build.ts';
import type { View } from '../view/view.ts';
import { show } from './card.ts';
import { mine } from './mine.ts';
import { requestOf } from './request.ts';
import { namesOf } from './say.ts';

/** Requests shown at once. */
const PAGE = 8;

/** What waits for my decision, longest first. */
export const waiting = action({
  id: 'requests.waiting',
  who: 'person',
  input: z.strictObject({ page: z.int().min(1).max(10_000).default(1) }),
  async run({ page }, { tx, actor, school }): Promise<View> {
    const found = await tx
      .selectFrom('requests')
      .innerJoin('request_approvers', 'request_approvers.request', 'requests.id')
      .selectAll('requests')
      .where('request_approvers.person', '=', actor.person.id)
      .where('active', '=', 1)
      .where('state', '=', 'open')
      .orderBy('requests.created_at')
      .orderBy('requests.id')
      .offset((page - 1) * PAGE)
      .limit(PAGE + 1)
      .execute();
    const names = await namesOf(
      tx,
      found.map(({ asker }) => asker),
    );
    return view(
      found.length ? t`Waiting for your decision` : t`Nothing waits for your decision`,
      found.length === 0 && text(t`When somebody asks for something that you decide, it comes to you here.`),
      rows(
        found
          .slice(0, PAGE)
          .map(requestOf)
          .map(({ id, rules, asker, created_at }) => ({
            title: t`${names.get(asker) ?? ''}: ${rules.title}`,
            detail: t`asked on ${sayDay(dayOf(new Date(created_at), school))}`,
            button: show.button(t`Open`, { request: id }),
          })),
      ),
      buttons(
        page > 1 && waiting.button(t`Previous`, { page: page - 1 }),
        found.length > PAGE && waiting.button(t`Next`, { page: page + 1 }),
        mine.button(t`My requests`, { page: 1 }),
      ),
    );
  },
});
