import { action } from '../feature.ts';
import { t } from '../language/words.ts';
import { dayOf } from '../time.ts';
import { buttons, text, view } from '../view/build.ts';
import type { View } from '../view/view.ts';
import { barsOf, groupedBy } from './bars.ts';
import { countingQuestion } from './duty.ts';
import { figuresBy } from './figures.ts';
import { bare, nothingRunning, Paged, running, sayFilter } from './filter.ts';
import { figuresView } from './governor.ts';
import { ownView } from './own.ts';

/** Bars on one page. */
const PAGE = 12;

/** A bar for every department, or for every school of a trust: the one with most left to sign first. */
export const breakdown = action({
  id: 'progress.breakdown',
  who: 'person',
  input: Paged,
  async run({ page, ...asked }, context): Promise<View> {
    const { tx, actor, now, school } = context;
    const filter = bare(asked);
    if (actor.sees === 'own') return ownView(filter, context);
    if (actor.sees === 'counts') return figuresView(filter, context);
    const signing = await running(tx, filter, actor);
    if (!signing.campaigns.length) return nothingRunning(filter);
    const by = groupedBy(filter, context);
    const question = countingQuestion(actor, {
      campaigns: signing.campaigns,
      filter,
      today: dayOf(now, school),
      school,
    });
    const bars = barsOf(await figuresBy(tx, by, question), by, school);
    return view(
      by === 'school' ? t`School by school` : t`Department by department`,
      text(sayFilter(filter, signing, school), 'quiet'),
      ...bars.slice((page - 1) * PAGE, page * PAGE),
      buttons(
        page > 1 && breakdown.button(t`Previous`, { ...filter, page: page - 1 }),
        bars.length > page * PAGE && breakdown.button(t`Next`, { ...filter, page: page + 1 }),
      ),
    );
  },
});
