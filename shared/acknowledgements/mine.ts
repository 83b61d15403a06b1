import * as z from 'zod';
import { action, type Context } from '../feature.ts';
import { t } from '../language/words.ts';
import { dayOf, sayDay } from '../time.ts';
import { buttons, rows, text, view } from '../view/build.ts';
import type { Rows, View } from '../view/view.ts';
import { copy } from './receipt.ts';
import { show } from './show.ts';

/** Receipts shown at once; older ones are on the next page. */
const PAGE = 8;

/** What I must sign, each one press from its card. */
export const mine = action({
  id: 'acknowledgements.mine',
  who: 'person',
  input: z.strictObject({}),
  run: (_, context) => mineView(context),
});

async function mineView(context: Context): Promise<View> {
  const open = await toSign(context);
  if (!open.length)
    return view(
      t`Nothing to sign`,
      text(t`You have signed everything you were asked to. Thank you.`, 'good'),
      buttons(receipts.button(t`My receipts`, { page: 1 })),
    );
  return view(t`What you have to sign`, rows(open), buttons(receipts.button(t`My receipts`, { page: 1 })));
}

/** What waits for a person's signature, soonest first: one line each, with the way to its card. */
export async function toSign({ tx, actor, now, school }: Context): Promise<Rows['rows']> {
  const open = await tx
    .selectFrom('assignments')
    .innerJoin('editions', (join) =>
      join
        .onRef('editions.agreement', '=', 'assignments.agreement')
        .onRef('editions.number', '=', 'assignments.edition'),
    )
    .select(['assignments.id', 'editions.title', 'due_on'])
    .where('person', '=', actor.person.id)
    .where('state', '=', 'open')
    .orderBy('due_on')
    .execute();
  const today = dayOf(now, school);
  return open.map(({ id, title, due_on }) => ({
    title,
    detail: due_on < today ? t`Overdue since ${sayDay(due_on)}` : t`By ${sayDay(due_on)}`,
    button: show.button(t`Open`, { assignment: id }),
  }));
}

/** What I have signed, newest first. */
export const receipts = action({
  id: 'acknowledgements.receipts',
  who: 'person',
  input: z.strictObject({ page: z.int().min(1) }),
  async run({ page }, { tx, actor, school }): Promise<View> {
    const signed = await tx
      .selectFrom('acknowledgements')
      .innerJoin('editions', (join) =>
        join
          .onRef('editions.agreement', '=', 'acknowledgements.agreement')
          .onRef('editions.number', '=', 'acknowledgements.edition'),
      )
      .select(['acknowledgements.id', 'editions.title', 'at', 'reference'])
      .where('person', '=', actor.person.id)
      .orderBy('at', 'desc')
      .offset((page - 1) * PAGE)
      .limit(PAGE + 1)
      .execute();
    if (!signed.length)
      return view(
        t`My receipts`,
        text(t`You haven't signed anything here yet.`),
        buttons(mine.button(t`What must I sign?`, {})),
      );
    return view(
      t`My receipts`,
      rows(
        signed.slice(0, PAGE).map(({ id, title, at, reference }) => ({
          title,
          detail: t`${sayDay(dayOf(new Date(at), school))} · ${reference}`,
          button: copy.button(t`Signed copy`, { acknowledgement: id, page: 1 }),
        })),
      ),
      buttons(
        page > 1 && receipts.button(t`Newer`, { page: page - 1 }),
        signed.length > PAGE && receipts.button(t`Older`, { page: page + 1 }),
        mine.button(t`What must I sign?`, {}),
      ),
    );
  },
});
