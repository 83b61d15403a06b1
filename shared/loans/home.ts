import type { Home } from '../feature.ts';
import { t } from '../language/words.ts';
import { buttons, rows, text } from '../view/build.ts';
import { mine, ownLoans, rowsOf } from './mine.ts';

/** Loans that stand on the first page by themselves. */
const FEW = 3;

/** What is out with the person, or kept for them; nothing for somebody who has nothing. */
export const home: Home = {
  async mine(context) {
    const loans = await ownLoans(context);
    if (!loans.length) return [];
    return [
      text(t`On loan to you`, 'heading'),
      rows(await rowsOf(loans.slice(0, FEW), context)),
      buttons(mine.button(t`All my loans`, { page: 1 })),
    ];
  },
};
