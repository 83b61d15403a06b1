import type { Home } from '../feature.ts';
import { t } from '../language/words.ts';
import { dayOf } from '../time.ts';
import { progress as bar, buttons, text } from '../view/build.ts';
import { countingQuestion } from './duty.ts';
import { figuresByAgreement, total } from './figures.ts';
import { running } from './filter.ts';
import { outstanding } from './outstanding.ts';
import { standing, summary } from './summary.ts';

/** Agreements that stand on the desk by themselves; the rest is one press away. */
const FEW = 3;

/** How signing is going, for somebody who sees more than themselves. */
export const home: Home = {
  async desk({ tx, actor, now, school }) {
    const { campaigns, titles, due } = await running(tx, {}, actor);
    if (!campaigns.length || actor.sees === 'own') return [];
    const ask = buttons(
      actor.sees !== 'counts' && outstanding.button(t`Who hasn't signed`, { status: 'open' }),
      summary.button(t`How are we doing`, {}),
    );
    // Where a figure could give away a person, it is for the view that knows how to tell it.
    if (actor.sees === 'counts') return [text(t`Agreements are being signed.`), ask];
    const question = countingQuestion(actor, { campaigns, filter: {}, today: dayOf(now, school), school });
    const groups = await figuresByAgreement(tx, question);
    const asked = [...titles].filter(([agreement]) => groups.some(({ group }) => group === agreement));
    if (!asked.length) return [];
    return [
      ...asked.slice(0, FEW).flatMap(([agreement, title]) => {
        const figures = groups.find(({ group }) => group === agreement) ?? total([]);
        return [bar(title, figures.signed, figures.asked), text(standing(figures, due.get(agreement), 0), 'quiet')];
      }),
      ...(asked.length > FEW ? [text(t`And ${asked.length - FEW} more.`, 'quiet')] : []),
      ask,
    ];
  },
};
