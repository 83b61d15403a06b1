import { action } from '../feature.ts';
import { keepTopic } from '../language/index.ts';
import { count, t } from '../language/words.ts';
import { dayOf } from '../time.ts';
import { progress as bar, buttons, text, view } from '../view/build.ts';
import type { Node, View } from '../view/view.ts';
import { countingQuestion } from './duty.ts';
import { type Figures, figuresByAgreement, total, unreachedBy } from './figures.ts';
import { bare, nothingRunning, Paged, running } from './filter.ts';
import { figuresView } from './governor.ts';
import { outstanding } from './outstanding.ts';
import { ownView } from './own.ts';
import { sayShortDay } from './reach.ts';

/** Agreements on one page: each takes four lines. */
const PAGE = 5;

/** "How are we doing?" Each agreement that is being signed: its bar, its due date, and what is in the way. */
export const summary = action({
  id: 'progress.summary',
  who: 'person',
  input: Paged,
  async run({ page, ...asked }, context): Promise<View> {
    const { tx, actor, now, school } = context;
    const filter = bare({ ...asked, status: undefined });
    await keepTopic(context, summary.call({ ...filter, page }));
    if (actor.sees === 'own') return ownView(filter, context);
    if (actor.sees === 'counts') return figuresView(filter, context);
    const { campaigns, titles, due } = await running(tx, filter, actor);
    if (!campaigns.length) return nothingRunning(filter);
    const question = countingQuestion(actor, { campaigns, filter, today: dayOf(now, school), school });
    const groups = await figuresByAgreement(tx, question);
    const unreached = await unreachedBy(tx, question);
    const asking = [...titles].filter(([agreement]) => groups.some(({ group }) => group === agreement));
    if (!asking.length)
      return view(t`Nobody there was asked`, text(t`None of the people you may see there has anything to sign.`));

    const one = ([agreement, title]: [string, string]): Node[] => {
      const figures = groups.find(({ group }) => group === agreement) ?? total([]);
      return [
        text(title, 'heading'),
        bar(t`Signed`, figures.signed, figures.asked),
        text(standing(figures, due.get(agreement), unreached.get(agreement) ?? 0), 'quiet'),
        buttons(
          outstanding.button(figures.open ? t`Who hasn't signed` : t`Who signed`, {
            ...filter,
            agreement,
            status: figures.open ? 'open' : 'signed',
          }),
        ),
      ];
    };
    return view(
      t`How signing is going`,
      ...asking.slice((page - 1) * PAGE, page * PAGE).flatMap(one),
      buttons(
        page > 1 && summary.button(t`Previous`, { ...filter, page: page - 1 }),
        asking.length > page * PAGE && summary.button(t`Next`, { ...filter, page: page + 1 }),
      ),
    );
  },
});

/** What an agreement's figures mean, in one line. */
export function standing({ open, overdue, refused }: Figures, due: string | undefined, unreached: number): string {
  const words = [
    due && t`Due ${sayShortDay(due)}`,
    t`${open} still to sign`,
    overdue > 0 && t`${overdue} overdue`,
    refused > 0 && t`${count(refused, t`person`, t`people`)} can't accept`,
    unreached > 0 && t`${unreached} not reached`,
  ].filter(Boolean);
  return `${words.join(', ')}.`;
}
